"""What is known of English words besides their sound: frequency, rating, parts of speech."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from ..embedded import load_frequencies, load_lexicon
from .stored import read_lines

_NONE: Mapping[str, float] = MappingProxyType({})


def frequency(word: str) -> float | None:
    """Occurrences among a million units of the embedded trigram's text, plain sentences counted eight times as much as
    books; None for a word that is not in the embedded lexicon. Case counts, as it does there: `may` and `May`."""
    return _frequencies().get(word)


def sentiment(word: str) -> float | None:
    """The mean of ten people's ratings, from -4 (most negative) to 4, whatever the case; None for a word not rated.

    Source: Hutto and Gilbert, VADER, 2014.
    """
    return _ratings().get(word.lower().replace("’", "'"))


def tags(word: str, fine: bool = False) -> Mapping[str, float]:
    """The parts of speech of a word of the embedded lexicon and their shares, largest first; empty: unknown.

    Universal tags (NOUN, VERB, ADJ), or with `fine` those of the Penn Treebank (NN, VBD). A contraction has those of
    its parts: `don't` AUX+PART. A word that the lexicon lacks is looked up in lower case. Shares are what spaCy's
    en_core_web_sm says of the word in up to some thousand sentences of the corpus: right mostly, not always; tags
    under two per cent are left out.
    """
    known = _tags()
    row = known.get(word) or known.get(word.lower())
    return row[fine] if row else _NONE


@cache
def _frequencies() -> dict[str, float]:
    counts = load_frequencies()
    scale = 1e6 / float(counts.sum())
    return dict(zip(load_lexicon(), (counts * scale).tolist(), strict=True))


@cache
def _ratings() -> dict[str, float]:
    rows = (line.split("\t") for line in read_lines("english_sentiment"))
    return {word: float(rating) for word, rating in rows}


@cache
def _tags() -> dict[str, tuple[Mapping[str, float], Mapping[str, float]]]:
    rows = (line.split("\t") for line in read_lines("english_tags"))
    return {word: (_shares(coarse), _shares(fine)) for word, coarse, fine in rows}


@cache
def _shares(row: str) -> Mapping[str, float]:
    pairs = (one.rsplit(":", 1) for one in row.split(" "))
    counts = {tag: int(share) for tag, share in pairs}
    total = sum(counts.values())
    return MappingProxyType({tag: count / total for tag, count in counts.items()})
