"""What is known of Chinese characters: how they are read, how often they are used, and how they rhyme.

Two books of rhymes: `pingshui`, the 106 groups that classical verse goes by, and `xinyun`, the 14 of modern speech. A
character of several readings has all of their tones and rhymes; one that a table lacks has none.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from .stored import read_lines

LEVEL, OBLIQUE = "平", "仄"
LIVING = 0.005
"""A reading met less often than this in modern sentences is a rare one."""

XINYUN = {
    "一麻": "a ia ua",
    "二波": "o e uo io",
    "三皆": "ie üe ê",
    "四开": "ai uai",
    "五微": "ei ui uei",
    "六豪": "ao iao",
    "七尤": "ou iu iou",
    "八寒": "an ian uan üan",
    "九文": "en in un uen ün",
    "十唐": "ang iang uang",
    "十一庚": "eng ing ueng ong iong",
    "十二齐": "i er ü",
    "十三支": "-i",
    "十四姑": "u",
}
"""The finals of each class. Source: 中华诗词学会, 中华新韵 (十四韵), 2005."""
_CLASS = {final: name for name, finals in XINYUN.items() for final in finals.split()}
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcs")
_HISSING = frozenset(("zh", "ch", "sh", "r", "z", "c", "s"))


class Reading(NamedTuple):
    """One reading of a character: `Reading("zhong", 4, 0.78)`."""

    pinyin: str
    """Without the tone, ü as ü."""
    tone: int
    """1 to 4; 5 is the neutral tone."""
    share: float
    """Of the character's occurrences in modern sentences, as pypinyin reads them by phrases; 0 where it met none."""

    @property
    def final(self) -> str:
        """What follows the initial, in the school spelling: `yue` üe, `shi` -i, `wei` uei. Empty for 嗯 and 呣."""
        return final(self.pinyin)

    @property
    def xinyun(self) -> str | None:
        """The class of 中华新韵; None for syllables without a vowel (嗯)."""
        return _CLASS.get(self.final)

    @property
    def level(self) -> str | None:
        """平 for the first and second tone, 仄 for the third and fourth, None for the neutral tone."""
        return {1: LEVEL, 2: LEVEL, 3: OBLIQUE, 4: OBLIQUE}.get(self.tone)


def readings(character: str, rare: bool = False) -> tuple[Reading, ...]:
    """How a character is read, commonest first; empty for what is no character U+4E00 to U+9FFF.

    With `rare`, also the readings that modern sentences hardly have (看 kan1, 不 fou3). The tones that 一 and 不 take
    from their neighbours are not readings of theirs.
    """
    found = _all_readings(character)
    return found if rare else found[:1] + tuple(one for one in found[1:] if one.share >= LIVING)


def tone(character: str) -> int | None:
    """The tone of the commonest reading, 1 to 4, 5 for neutral; None: unknown."""
    found = _all_readings(character)
    return found[0].tone if found else None


def level(character: str, book: str = "pingshui") -> frozenset[str]:
    """Whether a character is level (平) or oblique (仄), or may be both; empty: unknown. ValueError: no such book."""
    if book == "pingshui":
        return frozenset(LEVEL if group.startswith(("上平", "下平")) else OBLIQUE for group in pingshui(character))
    if book == "xinyun":
        return frozenset(one.level for one in readings(character) if one.level)
    raise ValueError(f"book: got {book!r}, the books are 'pingshui' and 'xinyun'")


def pingshui(character: str) -> tuple[str, ...]:
    """The groups of the Pingshui book that hold a character, in its order: 中 ("上平一东", "去一送"). Empty: unknown.

    The first sign is the tone: 上平 and 下平 level, 上 rising, 去 departing, 入 entering. A simplified character stands
    where its traditional forms do. Source: 平水韵 (Liu Yuan, 1252; the 106 groups), by way of Chinese Wikisource.
    """
    return _groups().get(character, ())


def xinyun(character: str) -> frozenset[str]:
    """The classes of 中华新韵 that a character's readings have: 行 {"十一庚", "十唐"}. Empty: unknown."""
    return frozenset(one.xinyun for one in readings(character) if one.xinyun)


def frequency(character: str, verse: bool = False) -> float | None:
    """Occurrences among a million characters of modern sentences, or of classical verse; None for a character that the
    Chinese models do not write."""
    row = _frequencies().get(character)
    return row[verse] if row else None


def final(pinyin: str) -> str:
    """The final of a syllable in the school spelling (`ju` ü, `you` iou, `zi` -i)."""
    if pinyin.startswith("y"):
        rest = pinyin[1:]
        if rest.startswith("u"):
            return "ü" + rest[1:]
        return rest if rest.startswith("i") else "i" + rest
    if pinyin.startswith("w"):
        return pinyin[1:] if pinyin == "wu" else "u" + pinyin[1:]
    initial = next((one for one in _INITIALS if pinyin.startswith(one)), "")
    rest = pinyin.removeprefix(initial)
    if initial in _HISSING and rest == "i":
        return "-i"
    if initial in ("j", "q", "x") and rest.startswith("u"):
        return "ü" + rest[1:]
    return rest


@cache
def _all_readings(character: str) -> tuple[Reading, ...]:
    row = _rows().get(character, "")
    return tuple(_reading(one) for one in row.split(" ")) if row else ()


def _reading(one: str) -> Reading:
    spelled, _, share = one.partition(":")
    return Reading(spelled[:-1], int(spelled[-1]), float(share or 0) / 100)


@cache
def _rows() -> dict[str, str]:
    return dict(line.split("\t") for line in read_lines("chinese_readings"))


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for tone_, name, members in (line.split("\t") for line in read_lines("chinese_rhymes")):
        for character in members:
            found[character] = (*found.get(character, ()), tone_ + name)
    return found


@cache
def _frequencies() -> dict[str, tuple[float, float]]:
    rows = [line.split("\t") for line in read_lines("chinese_frequencies")]
    modern, verse = (1e6 / sum(int(row[at]) for row in rows) for at in (1, 2))
    return {row[0]: (int(row[1]) * modern, int(row[2]) * verse) for row in rows}
