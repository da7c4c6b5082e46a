"""English tables: how words sound (the whole CMU dictionary) and how they feel (the VADER lexicon)."""

from __future__ import annotations

import re
from pathlib import Path

from corpus import read_lines

CMU = "en_cmudict.dict.xz"
_VARIANT = re.compile(r"\(\d+\)$")
_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
FIRST_CODE = 40  # phones are the characters from "(" on


def sounds(folder: Path) -> list[str]:
    """One line of phones, the words, an empty line, and for each word its pronunciations.

    A phone of a pronunciation is one character: "(" is the first of the first line, ")" the second and so on.
    Entries without a vowel (hmm, shh) are left out: they have no syllable that could be counted.
    """
    found: dict[str, dict[tuple[str, ...], None]] = {}
    for line in read_lines(folder / CMU)[1]:
        head, *phones = line.split("#")[0].split()
        if any(phone[-1].isdigit() for phone in phones):
            found.setdefault(_VARIANT.sub("", head), {})[tuple(phones)] = None
    known = sorted({phone for variants in found.values() for phones in variants for phone in phones})
    code = {phone: chr(FIRST_CODE + at) for at, phone in enumerate(known)}
    words = sorted(found)
    coded = [" ".join("".join(code[phone] for phone in phones) for phones in found[word]) for word in words]
    return [" ".join(known), *words, "", *coded]


def sentiment() -> list[str]:
    """Word and mean rating for every entry of the VADER lexicon that is a word; emoticons and the like are left out."""
    import vaderSentiment

    path = Path(vaderSentiment.__file__).with_name("vader_lexicon.txt")
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
    return sorted(f"{row[0]}\t{float(row[1]):g}" for row in rows if _WORD.fullmatch(row[0]))
