"""A judge of regulated verse that does not know the books of rhymes: modern readings, and what changed since, by heart.

A reading of the first or second tone is level, of the third or fourth oblique. Characters that once ended in -p, -t or
-k are oblique whatever they are today; some that have one tone today had another, or both, in verse.
"""

from __future__ import annotations

from wordfield.inference.lexicons.characters import readings

ENTERING = frozenset(
    "一七八十白帛斛阖掐辄茯着楫百拍柏国竹石学别出发夕昔惜息食直实室屋谷足族曲局局菊觉绝雪说节结洁接叶切别列烈灭热铁"
    "急及集级立粒泣吸习袭拾湿执入日月不北黑得德则色塞策册客格隔革额泽择责贼墨默国或惑屐敌笛滴积迹籍席"
    "昨作薄落若弱约药脚却雀鹤索泊托阁乐合答塔腊杂插夹甲鸭压狭峡侠匣达察杀刷刮袜伐罚拔八札夺脱活阔末"
    "粟烛逐俗服伏福复腹目牧木沐浴欲玉绿曲续束宿肃叔熟育郁督毒读独犊牍速哭秃扑仆卜笔必毕密蜜乞疾漆吉"
    "橘律物佛拂忽骨没突窟卒勿屈缺血穴决诀越阅悦歇揭竭碣折哲彻舌设涉摄蝶叠贴帖协挟胁业劫怯乏法钵孰矍锡杰拙悉帻谪匝"
    "碧尺赤吃只适益役疫译驿易亦液腋壁璧僻辟激击寂戚觅析逸溢壹蛰什拾捷妾隔伯魄陌迫择宅窄摘脉麦"
    "石跖炙射昃测侧恻识式饰逼息媳熄极棘即翼忆亿臆域力匿慝贺特忒克刻黑勒肋鲫职织植殖值掷郭廓霍获"
    "握浊捉琢桌卓啄朔塑乐岳渥幄角确壳邈剥驳雹濯擢镯酌灼勺芍爵嚼削谑虐错鹊略掠阙钥跃博膊搏莫漠寞幕"
    "咽噎谒曰粤月钺罚筏髪蝎猎镊妾睫笈汲给揖泣邑悒浥熨菽蹙缩祝粥轴鞠菊掬麹蓄畜蹴夙谡"
)
ONCE_LEVEL = frozenset("看忘过望听教胜论思烧探叹吹醒扇凭漫应更疏俱患跳颇便令禁闻翰惊离荷誉竞颠料骑燎傍旁谙庭撞防治储闽")
ONCE_OBLIQUE = frozenset(
    "闻为思离从中重行相将分难应当冠观衣吹乘胜听教过看望长藏传论如骑烧漫颇疏占间先调凝扇燕夫雨迎王正醒扬司施判妨拥玩颗槎"
)
FINALS = {
    "东冬": "ong iong eng ueng", "江": "iang ang uang", "支微齐": "i -i ei ui uei er uai ü ia", "鱼虞": "ü u uo",
    "佳灰": "ai ie ia ua ui uei ei uai", "真文": "en in uen un ün", "元": "an ian uan üan en un uen",
    "寒删先": "an ian uan üan", "萧肴豪": "ao iao", "歌": "o e uo a üe ie", "麻": "a ia ua e ie",
    "阳": "ang iang uang", "庚青蒸": "eng ing ong in iong", "尤": "ou iu iou u iao ao", "侵": "in en an uen",
    "覃盐咸": "an ian",
}  # fmt: skip


def is_level(character: str) -> bool:
    """Whether it may stand for 平."""
    modern = any(one.tone in (1, 2) for one in readings(character, rare=True)) and character not in ENTERING
    return modern or character in ONCE_LEVEL


def is_oblique(character: str) -> bool:
    """Whether it may stand for 仄."""
    modern = any(one.tone in (3, 4) for one in readings(character, rare=True))
    return modern or character in ENTERING or character in ONCE_OBLIQUE


def rhyme(one: str, other: str) -> bool:
    """Whether the finals of two characters belong together in some old rhyme."""
    finals = [{reading.final for reading in readings(character, rare=True)} for character in (one, other)]
    return any(all(own & set(row.split()) for own in finals) for row in FINALS.values())


def judged(line: str, pattern: str) -> list[str]:
    """The characters of a line that the pattern of 平, 仄 and 中 does not allow."""
    good = {"平": is_level, "仄": is_oblique, "中": lambda character: True}
    return [f"{sign}{character}" for character, sign in zip(line, pattern, strict=True) if not good[sign](character)]
