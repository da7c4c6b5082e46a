"""Chinese tables: how often characters are used and how they are read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from chinese import MARKS, SOURCES
from split import Split

CHARACTERS = ("\u4e00", "\u9fff")  # the block that readings are kept for
READ = 60_000  # modern sentences whose readings are counted
_GROUPS = ("modern", "verse")
SANDHI = {"一": "yi1", "不": "bu4"}  # their other tones come from the neighbour, not from the character


def frequencies(split: Split) -> list[str]:
    """Character, and how often it stands in the modern sentences and in the verse; the tokenizer's order."""
    group = {source.file: source.group for source in SOURCES}
    counts = {name: Counter[str]() for name in _GROUPS}
    weighted: Counter[str] = Counter()
    for part in split.parts:
        here = Counter(character for line in part.trained for character in line.removeprefix("<verse>"))
        counts[group[part.file]].update(here)
        for character, count in here.items():
            weighted[character] += count / part.every
    order = sorted(set(weighted) - set(MARKS), key=lambda one: (-weighted[one], one))
    return [f"{one}\t{counts['modern'][one]}\t{counts['verse'][one]}" for one in order]


def readings(split: Split) -> list[str]:
    """Character, then its readings with the share in per cent, commonest first.

    The readings are those of pypinyin's dictionary; the shares are counted in modern sentences that pypinyin read by
    phrases. A reading with no share was never met. Tone 5 is the neutral tone.
    """
    from pypinyin import Style, lazy_pinyin, pinyin_dict, style

    group = {source.file: source.group for source in SOURCES}
    modern = [line for part in split.parts if group[part.file] == "modern" for line in part.trained]
    met: dict[str, Counter[str]] = defaultdict(Counter)
    for line in modern[:: max(1, len(modern) // READ)]:
        spoken = lazy_pinyin(line, style=Style.TONE3, neutral_tone_with_five=True, v_to_u=True, errors=list)
        for character, one in zip(line, spoken, strict=True):
            met[character][SANDHI.get(character, one)] += 1
    rows = []
    for code, listed in sorted(pinyin_dict.pinyin_dict.items()):
        if ord(CHARACTERS[0]) <= code <= ord(CHARACTERS[1]):
            known = dict.fromkeys(_toned(style.convert(one, Style.TONE3, strict=False)) for one in listed.split(","))
            if chr(code) in SANDHI:
                own = SANDHI[chr(code)]
                known = dict.fromkeys([own, *(one for one in known if one[:-1] != own[:-1])])
            rows.append(chr(code) + "\t" + " ".join(_shares(known, met[chr(code)])))
    return rows


def _toned(one: str) -> str:
    """With ü, and with 5 for the neutral tone."""
    return one.replace("v", "ü") + ("" if one[-1].isdigit() else "5")


def _shares(known: dict[str, None], met: Counter[str]) -> Iterator[str]:
    total = sum(met[one] for one in known)
    for one in sorted(known, key=lambda one: -met[one]):
        yield f"{one}:{100 * met[one] / total:.3g}" if met[one] else one
