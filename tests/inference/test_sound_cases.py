"""Cases of sound that were checked by hand, traps among them: what is heard is not what is written."""

from __future__ import annotations

import pytest
from wordfield.dsl.values import read
from wordfield.inference.feature import Feature, View

ALIKE = """though:go through:blue cough:off rough:stuff bough:now dough:toe bread:bed great:late key:sea suite:sweet
queue:few knight:quite debt:get island:highland flour:power ladder:adder motion:ocean sorrow:tomorrow colonel:kernel
eight:wait choir:fire read:seed read:bed lead:head lead:weed wind:mind wind:pinned tear:bear tear:near bow:cow"""
APART = """though:cough cough:bough through:rough dough:tough love:move bone:done word:lord beard:heard have:wave
great:threat said:paid sew:few food:good blood:mood heart:beard home:some laughter:daughter finger:ginger give:five
shoes:goes plague:ague sword:word cost:post here:there low:now paper:pepper comb:bomb bury:fury rapid:vapid's"""
ALIKE_HAN = """东:风 中:空 天:年 山:间 花:家 春:人 寒:看 诗:时 来:开 秋:流 清:声 阳:香 楼:愁 云:君 门:魂 天:前
思:时 中:东 还:山 行:清 行:长 为:知 月:歇 白:客 一:日 不:物 雪:绝 国:北 看:寒"""
APART_HAN = """东:冬 元:寒 真:文 天:山 庚:青 支:微 鱼:虞 佳:灰 萧:肴 覃:盐 江:阳 人:门 花:瓜子 一:衣 白:来 国:多
风:灯 春:云 诗:西 月:夜 看:山 十:时 石:诗 雪:学 客:课 绿:女 六:留 竹:烛 北:杯 黑:飞"""
SYLLABLES = """a:1 sea:1 queue:1 strength:1 through:1 colonel:2 island:2 business:2 rhythm:2 flower:2 poem:2 lion:2
sword:1 wednesday:2 naked:2 stopped:1 wanted:2 evening:2 create:2 idea:3 area:3 quiet:2 science:2 cafe:2 hyphen:2
photograph:3 photography:4 chocolate:2 unimaginable:6 recipe:3 春:1 秋夜:2 春风又绿:4"""
EITHER = "fire:1,2 hour:1,2 every:2,3 family:2,3 our:1,2 beloved:2,3 camera:2,3 different:2,3"
METRES = """the_sea:-/ the_sea:// tomorrow:-/- record:-/ record:/- present:-/ object:/- minute:-/ seventeen:?-/
believe:-/ never:/- again:-/ beautiful:/-- photograph:/-- photography:-/-- the_old_man_sang_a_song:-/-/-/
because_of_you:-/-/ yesterday:/-? happy:/- alone:-/ guitar:-/ perfect:/- permit:-/ mother:/- fire:/- fire:/"""
NO_METRES = """believe:/- never:-/ again:/- tomorrow:/-- beautiful:-/- alone:/- sea:-/ the_sea:- mother:-/ guitar:/-"""
ONSETS = """knee:n gnat:n pneumonia:n cat:k city:s ceiling:s chord:k chef:sh sugar:sh ocean: hour: honest: heir: one:w
use:y europe:y unicorn:y euphoria:y phone:f xylophone:z write:r whole:hh who:hh psalm:s wrong:r the:dh thin:th gem:jh
get:g street:str queue:ky knight:n 中:zh 山:sh 一: 鱼: 五: 安: 六:l 春:ch 日:r 去:q"""
LEVELS = """春:平 风:平 天:平 人:平 花:平 山:平 年:平 时:平 明:平 云:平 水:仄 月:仄 雨:仄 夜:仄 马:仄 酒:仄 路:仄 上:仄
一:仄 七:仄 八:仄 十:仄 白:仄 国:仄 竹:仄 石:仄 学:仄 别:仄 不:平仄 看:平仄 思:平仄 中:平仄 长:平仄 为:平仄 重:平仄"""
MODERN = "一:平 七:平 八:平 十:平 白:平 国:平 竹:平 石:平 学:平 别:平 月:仄 不:仄 看:仄 中:平仄 长:平仄 为:平仄 重:平仄"
TONES = """白日依山尽:仄仄平平仄 黄河入海流:平平仄仄平 欲穷千里目:中平平仄仄 更上一层楼:仄仄仄平平 春眠不觉晓:平平仄仄仄
处处闻啼鸟:仄仄平平仄 夜来风雨声:仄平平仄平 花落知多少:平仄平平仄 床前明月光:平平平仄平 疑是地上霜:平仄仄仄平
举头望明月:仄平仄平仄 低头思故乡:平平平仄平 红豆生南国:平仄平平仄 春来发几枝:平平仄仄平 空山不见人:平平仄仄平
但闻人语响:仄平平仄仄 独坐幽篁里:仄仄平平仄 弹琴复长啸:平平仄平仄 千山鸟飞绝:平平仄平仄 孤舟蓑笠翁:平平平仄平"""
NOT_TONES = """白日依山尽:平仄平平仄 黄河入海流:平平仄仄仄 春眠:平 春眠:平平平 一:平 学:平 国:平 sea:平 月:平 石:平"""
OPPOSED = """春:月 天:地 山:水 花:鸟 东:北 风:雨 云:石 千:万 来:去 明:白 看:花 看:月 中:天 中:地 不:人 长:上
一:三 十:千 七:天 白:红"""
NOT_OPPOSED = "春:秋 月:日 山:天 一:七 白:黑 国:石 花:红 学:白 八:六 春:sea"


def pairs(table: str) -> list[tuple[str, str]]:
    """The entries of a table, cut at the colon."""
    cut = [entry.replace("_", " ").partition(":") for entry in table.split()]
    return [(left, right) for left, _, right in cut]


def view(string: str) -> View:
    """A string read as a text of its script."""
    return read(string, "zh" if "\u4e00" <= string[:1] <= "\u9fff" else "en")


def feature(name: str, *texts: str, **arguments: object) -> Feature:
    """The feature on strings."""
    kind = Feature.named(name)
    names = [parameter.name for parameter in kind.signature() if parameter.type in ("text", "textlike")]
    found: Feature = kind(**dict(zip(names, map(view, texts), strict=True)), **arguments)
    return found


def rhymes(left: str, right: str, book: str = "") -> bool | None:
    return Feature.named("rhyme")((view(left), view(right)), book).measure()


@pytest.mark.parametrize(("left", "right"), pairs(ALIKE) + pairs(ALIKE_HAN))
def test_these_rhyme(left, right):
    assert rhymes(left, right) is True and rhymes(right, left) is True


@pytest.mark.parametrize(("left", "right"), pairs(APART) + pairs(APART_HAN))
def test_these_do_not(left, right):
    assert rhymes(left, right) is False


@pytest.mark.parametrize(
    ("left", "right"), [("东", "冬"), ("风", "灯"), ("天", "山"), ("一", "衣"), ("诗", "石"), ("春", "云")]
)
def test_the_modern_book_joins_what_the_old_one_parts(left, right):
    assert rhymes(left, right, "xinyun") is True and rhymes(left, right, "pingshui") is False


@pytest.mark.parametrize("word", ["zzxq", "qwrt", "龘"])
def test_an_unknown_word_neither_rhymes_nor_does_not(word):
    assert rhymes(word, word) is None
    assert Feature.named("rhyme")((view(word), view("sea"))).occurrences() > 0


@pytest.mark.parametrize(("text", "count"), pairs(SYLLABLES))
def test_syllables(text, count):
    sizes = {n for n in range(9) if feature("has", text, low=n, high=n, unit="syllables").measure()}
    assert feature("syllables", text).measure() == int(count) and int(count) in sizes


@pytest.mark.parametrize(("text", "counts"), pairs(EITHER))
def test_every_reading_counts(text, counts):
    sizes = [n for n in range(9) if feature("has", text, low=n, high=n, unit="syllables").measure()]
    assert sizes == [int(count) for count in counts.split(",")]


def test_unknown_words_have_no_syllables():
    assert feature("syllables", "old zzxq").measure() is None
    assert feature("has", "old zzxq", low=0, high=99, unit="syllables").measure() is None


@pytest.mark.parametrize(("text", "pattern"), pairs(METRES))
def test_metres(text, pattern):
    assert feature("stress", text, pattern=pattern).measure() is True


@pytest.mark.parametrize(("text", "pattern"), pairs(NO_METRES))
def test_other_metres(text, pattern):
    assert feature("stress", text, pattern=pattern).measure() is False


@pytest.mark.parametrize(("text", "onset"), pairs(ONSETS))
def test_onsets(text, onset):
    assert onset in feature("onset", text).measure()


@pytest.mark.parametrize(("book", "text", "levels"), [("pingshui", *p) for p in pairs(LEVELS)] + [("xinyun", *p) for p in pairs(MODERN)])  # fmt: skip  # noqa: E501
def test_levels(book, text, levels):
    assert set(feature("tone", text, book=book).measure()) == set(levels)


@pytest.mark.parametrize(("text", "pattern"), pairs(TONES))
def test_tones_of_known_verses(text, pattern):
    assert feature("tones", text, pattern=pattern).measure() is True


@pytest.mark.parametrize(("text", "pattern"), pairs(NOT_TONES))
def test_other_tones(text, pattern):
    assert feature("tones", text, pattern=pattern).measure() in (False, None)


@pytest.mark.parametrize(("left", "right"), pairs(OPPOSED))
def test_opposed(left, right):
    assert feature("tones_opposed", left, right).measure() is True


@pytest.mark.parametrize(("left", "right"), pairs(NOT_OPPOSED))
def test_not_opposed(left, right):
    assert feature("tones_opposed", left, right).measure() in (False, None)
