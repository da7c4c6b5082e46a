"""The inflections of English words: by rule, with a table for those that follow none.

The rules make every spelling that may be right; what the embedded lexicon lacks, or knows as another part of speech
only, is left out: `travelled` and `traveled` stay, `number` is no form of `numb`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..embedded import load_lexicon
from .irregular import GRADES, PLURALS, PRESENT, VERBS, table
from .words import tags

_VOWELS = "aeiou"
_HISSING = ("s", "x", "z", "ch", "sh")
_LEAST = 0.02  # share of a part of speech below which a word is not taken for one


def inflections(word: str) -> tuple[str, ...]:
    """The forms of a word in the embedded lexicon, the word itself first: write, writes, writing, wrote, written.

    Of a word that is a form itself, also the forms of what it is a form of: `wrote` has those of `write`, `saw` those
    of `see`. A word without inflections, unknown or Chinese is alone.
    """
    lower = word.lower() if word not in _lexicon() and word.lower() in _lexicon() else word
    found = dict.fromkeys((lower,))
    for base in (lower, *_bases(lower)):
        found.update(dict.fromkeys(_family(base)))
    return tuple(found)


@cache
def _lexicon() -> frozenset[str]:
    return frozenset(load_lexicon())


@cache
def _tables() -> tuple[dict[str, tuple[tuple[str, ...], ...]], ...]:
    return table(VERBS), table(PLURALS), table(GRADES), table(PRESENT)


def _is(word: str, *kinds: str) -> bool:
    """Whether a word has one of these parts of speech; one that the table lacks may have any."""
    known = tags(word)
    return not known or any(known.get(kind, 0.0) >= _LEAST for kind in kinds)


def _family(base: str) -> Iterator[str]:
    """A base form and its inflections, as far as the lexicon knows them as such."""
    verbs, plurals, grades, _ = _tables()
    lexicon = _lexicon()
    kinds = (
        (("VERB", "AUX"), _verb, base in verbs, ("VERB", "AUX", "ADJ", "NOUN")),
        (("NOUN",), _noun, base in plurals, ("NOUN",)),
        (("ADJ", "ADV"), _grades, base in grades, ("ADJ", "ADV")),
    )
    for kind, forms, irregular, result in kinds:
        if base in lexicon and (irregular or _is(base, *kind)):
            yield from (form for form in forms(base) if form in lexicon and (irregular or _is(form, *result)))


def _verb(base: str) -> Iterator[str]:
    verbs, _, _, present = _tables()
    yield base
    if base in present:
        yield from (form for variants in present[base] for form in variants)
    else:
        yield _with_s(base)
        yield from _ending(base, "ing")
    if base in verbs:
        yield from (form for variants in verbs[base] for form in variants)
    else:
        yield from _ending(base, "ed")


def _noun(base: str) -> Iterator[str]:
    plurals = _tables()[1]
    yield base
    if base in plurals:
        yield from plurals[base][0]
    else:
        yield _with_s(base)
        if base.endswith("o"):
            yield base + "es"


def _grades(base: str) -> Iterator[str]:
    grades = _tables()[2]
    yield base
    if base in grades:
        yield from (form for variants in grades[base] for form in variants)
    else:
        yield from _ending(base, "er")
        yield from _ending(base, "est")


def _with_s(base: str) -> str:
    if base.endswith(_HISSING) or (base.endswith("o") and base[-2:-1] not in _VOWELS):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _ending(base: str, ending: str) -> Iterator[str]:
    """The base with an ending that begins with a vowel: e dropped, y changed, the last letter doubled where may be."""
    if base.endswith("ie") and ending == "ing":
        yield base[:-2] + "ying"
    elif base.endswith("y") and base[-2:-1] not in _VOWELS and ending != "ing":
        yield base[:-1] + "i" + ending
    elif base.endswith("e") and (ending != "ing" or not base.endswith(("ee", "oe", "ye"))):
        yield base[:-1] + ending
    else:
        double = _doubles(base)
        if double:
            yield base + base[-1] + ending
        if double != "always":
            yield base + ending


def _doubles(base: str) -> str:
    """Whether a last consonant behind one vowel is doubled: always in one syllable, perhaps in more, else never."""
    letters = base.replace("qu", "qw")
    if len(letters) < 3 or letters[-1] in _VOWELS + "wxy" or letters[-2] not in _VOWELS or letters[-3] in _VOWELS:
        return ""
    groups = sum(
        here in _VOWELS and before not in _VOWELS for before, here in zip(" " + letters, letters, strict=False)
    )
    return "always" if groups == 1 and "y" not in letters[1:] else "perhaps"


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    """For each irregular form, its bases."""
    found: dict[str, tuple[str, ...]] = {}
    for entries in _tables():
        for base, forms in entries.items():
            for form in {form for variants in forms for form in variants}:
                found[form] = (*found.get(form, ()), base)
    return found


def _bases(word: str) -> Iterator[str]:
    """What a word may be a form of: irregular ones by the table, others by taking an ending off and trying."""
    yield from _irregular().get(word, ())
    for ending in ("s", "es", "ing", "ed", "er", "est"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            guesses = [stem, stem + "e"]
            guesses += [stem[:-1]] if stem[-1] == stem[-2:-1] else []
            guesses += [stem[:-1] + "y"] if stem.endswith("i") else []
            guesses += [stem[:-1] + "ie"] if stem.endswith("y") else []
            yield from (guess for guess in guesses if guess != word and word in _family(guess))


__all__ = ["inflections"]
