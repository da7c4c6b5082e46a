"""Chinese characters against facts checked by hand: readings, tones, Pingshui groups, classes of 中华新韵."""

from __future__ import annotations

import pytest
from wordfield.inference.lexicons.characters import (
    LEVEL,
    OBLIQUE,
    XINYUN,
    final,
    frequency,
    level,
    pingshui,
    readings,
    tone,
    xinyun,
)
from wordfield.inference.lexicons.stored import read_lines

READINGS = {
    "一": {"yi1"},
    "不": {"bu4"},
    "行": {"xing2", "hang2"},
    "重": {"zhong4", "chong2"},
    "长": {"chang2", "zhang3"},
    "了": {"le5", "liao3"},
    "着": {"zhe5", "zhao2", "zhuo2"},
    "中": {"zhong1", "zhong4"},
    "为": {"wei2", "wei4"},
    "都": {"dou1", "du1"},
    "还": {"hai2", "huan2"},
    "得": {"de2", "de5"},
    "女": {"nü3"},
    "绿": {"lü4"},
    "月": {"yue4"},
    "诗": {"shi1"},
    "二": {"er4"},
    "吗": {"ma5"},
}
GROUPS = {
    "一": {"入四质"},
    "不": {"下平十一尤", "入五物"},
    "行": {"下平七阳", "下平八庚", "去二十三漾", "去二十四敬"},
    "重": {"上平二冬", "上二肿", "去二宋"},
    "长": {"下平七阳", "上二十二养", "去二十三漾"},
    "了": {"上十七筱"},
    "东": {"上平一东"},
    "冬": {"上平二冬"},
    "山": {"上平十五删"},
    "花": {"下平六麻"},
    "月": {"入六月"},
    "雪": {"入九屑"},
    "国": {"入十三职"},
    "龙": {"上平二冬"},
    "看": {"上平十四寒", "去十五翰"},
    "听": {"下平九青", "去二十五径"},
    "种": {"上二肿", "去二宋"},
    "溪": {"上平八齐"},
    "发": {"入六月"},
    "霜": {"下平七阳"},
    "光": {"下平七阳"},
    "乡": {"下平七阳", "去二十三漾"},
}
CLASSES = {
    "花": {"一麻"},
    "国": {"二波"},
    "月": {"三皆"},
    "开": {"四开"},
    "水": {"五微"},
    "为": {"五微"},
    "好": {"六豪"},
    "秋": {"七尤"},
    "有": {"七尤"},
    "山": {"八寒"},
    "元": {"八寒"},
    "春": {"九文"},
    "云": {"九文"},
    "光": {"十唐"},
    "王": {"十唐"},
    "风": {"十一庚"},
    "东": {"十一庚"},
    "雄": {"十一庚"},
    "一": {"十二齐"},
    "女": {"十二齐"},
    "雨": {"十二齐"},
    "二": {"十二齐"},
    "诗": {"十三支"},
    "日": {"十三支"},
    "不": {"十四姑"},
    "行": {"十唐", "十一庚"},
    "了": {"二波", "六豪"},
}
ALWAYS = {"上平一东": "东同", "下平七阳": "阳香光", "下平八庚": "明生声", "去二十三漾": "上望", "入十一陌": "石客白"}


@pytest.mark.parametrize("character", READINGS)
def test_readings(character):
    assert {f"{one.pinyin}{one.tone}" for one in readings(character)} == READINGS[character]


def test_readings_that_are_rare_wait_to_be_asked_for():
    assert {"fou3", "bu4"} <= {f"{one.pinyin}{one.tone}" for one in readings("不", rare=True)}
    assert {f"{one.pinyin}{one.tone}" for one in readings("看")} == {"kan4"}
    assert "kan1" in {f"{one.pinyin}{one.tone}" for one in readings("看", rare=True)}


@pytest.mark.parametrize(
    ("character", "expected"), [("妈", 1), ("人", 2), ("我", 3), ("是", 4), ("吗", 5), ("a", None)]
)
def test_tone(character, expected):
    assert tone(character) == expected


@pytest.mark.parametrize("character", GROUPS)
def test_pingshui(character):
    assert set(pingshui(character)) == GROUPS[character]


@pytest.mark.parametrize("group", ALWAYS)
def test_pingshui_groups_hold_their_characters(group):
    assert all(group in pingshui(character) for character in ALWAYS[group])


def test_a_simplified_character_stands_where_its_traditional_forms_do():
    assert set(pingshui("后")) == {*pingshui("後"), *pingshui("后")}
    assert pingshui("东") == pingshui("東")
    assert set(pingshui("发")) == {*pingshui("發"), *pingshui("髮")}
    assert set(pingshui("干")) >= {*pingshui("乾"), *pingshui("幹")}


@pytest.mark.parametrize(
    ("character", "classical", "modern"),
    [
        ("一", OBLIQUE, LEVEL),
        ("国", OBLIQUE, LEVEL),
        ("白", OBLIQUE, LEVEL),
        ("黑", OBLIQUE, LEVEL),
        ("雪", OBLIQUE, OBLIQUE),
        ("东", LEVEL, LEVEL),
        ("人", LEVEL, LEVEL),
        ("水", OBLIQUE, OBLIQUE),
        ("不", LEVEL + OBLIQUE, OBLIQUE),
        ("长", LEVEL + OBLIQUE, LEVEL + OBLIQUE),
        ("看", LEVEL + OBLIQUE, OBLIQUE),
        ("吗", "", ""),
        ("这", "", OBLIQUE),
        ("，", "", ""),
    ],
)
def test_level_and_oblique(character, classical, modern):
    assert level(character) == set(classical)
    assert level(character, "xinyun") == set(modern)


def test_a_book_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="the books are 'pingshui' and 'xinyun'"):
        level("东", "guangyun")


@pytest.mark.parametrize("character", CLASSES)
def test_xinyun(character):
    assert xinyun(character) == CLASSES[character]


@pytest.mark.parametrize(
    ("pinyin", "expected"),
    [
        ("yi", "i"), ("ye", "ie"), ("you", "iou"), ("yuan", "üan"), ("yong", "iong"), ("wu", "u"), ("wei", "uei"),
        ("ju", "ü"), ("zhi", "-i"), ("si", "-i"), ("ri", "-i"), ("ji", "i"), ("er", "er"), ("lüe", "üe"), ("zhu", "u"),
        ("shuang", "uang"), ("an", "an"),
    ],
)  # fmt: skip
def test_finals(pinyin, expected):
    assert final(pinyin) == expected


def test_every_syllable_with_a_vowel_has_one_of_fourteen_classes():
    assert len(XINYUN) == 14
    without = set()
    for line in read_lines("chinese_readings"):
        for one in readings(line[0], rare=True):
            assert 1 <= one.tone <= 5
            if one.xinyun is None:
                without.add(one.pinyin)
    assert without == {"n", "ng", "m", "hm", "hng"}


def test_the_book_has_its_groups():
    rows = [line.split("\t") for line in read_lines("chinese_rhymes")]
    count = {tone: sum(row[0] == tone for row in rows) for tone in ("上平", "下平", "上", "去", "入")}
    assert count == {"上平": 15, "下平": 15, "上": 29, "去": 30, "入": 17}
    assert all(len(row[2]) >= 8 for row in rows)


def test_characters_of_the_models_are_known():
    """Verse is nearly all in the book; what is missing are characters of modern speech and rare spellings."""
    rows = [line.split("\t") for line in read_lines("chinese_frequencies")]
    assert 5_500 <= len(rows) <= 6_000
    assert all(readings(row[0]) for row in rows if "\u4e00" <= row[0] <= "\u9fff")
    verse = sum(int(row[2]) for row in rows)
    assert sum(int(row[2]) for row in rows if pingshui(row[0])) >= 0.99 * verse


def test_frequency():
    assert frequency("的") > frequency("之") > 0
    assert frequency("之", verse=True) > frequency("的", verse=True)
    assert frequency("Ω") is None
