"""Parts of speech of Chinese words: the dictionary of jieba, its commonest words by what they are."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path

from chinese import MARKS, SOURCES
from split import Split

DICTIONARY = "7197c3211ddd98962b036cdf40324d1ea2bfaa12bd028e68faa70111a88e12a8"
"""SHA-256 of dict.txt in jieba 0.42.1."""
CORRECTIONS = Path(__file__).with_name("chinese_tags.txt")
FREQUENT = 20  # what the dictionary counts a word at least
MET = 3  # how often it stands in modern sentences, as characters in a row
LONGEST = 4

PLAIN = {
    "a": "a", "ag": "a", "ad": "a/d", "an": "a/n", "b": "b", "c": "c", "d": "d", "df": "d", "dg": "d", "e": "e",
    "f": "f", "i": "i", "k": "k", "m": "m", "mg": "m", "n": "n", "ng": "n", "ns": "ns", "nt": "nt", "o": "o",
    "p": "p", "q": "q", "r": "r", "rg": "r", "rr": "r", "rz": "r", "s": "s", "t": "t", "tg": "t", "u": "u", "ud": "u",
    "ug": "u", "uj": "u", "ul": "u", "uv": "u", "uz": "u", "v": "v", "vd": "v", "vg": "v", "vi": "v", "vn": "v/n",
    "y": "y", "z": "z",
}  # fmt: skip
"""The dictionary's tags, as the tags that are kept. What is not here is left out: names of people and other names (nr,
nrt, nrfg, nz), where common words stand too, and what is no word class (g, h, j, l, mq, vq, x, zg)."""

UNIVERSAL = {
    "a": "ADJ", "b": "ADJ", "c": "CCONJ", "d": "ADV", "e": "INTJ", "f": "ADP", "i": "X", "k": "PART", "m": "NUM",
    "n": "NOUN", "ns": "PROPN", "nt": "PROPN", "o": "INTJ", "p": "ADP", "q": "NOUN", "r": "PRON", "s": "NOUN",
    "t": "NOUN", "u": "PART", "v": "VERB", "y": "PART", "z": "ADJ",
}  # fmt: skip
"""The universal tags of the kept ones, as the Chinese treebanks of Universal Dependencies have them."""

CLOSED = {
    "AUX": "能 能够 会 可以 可 可能 应 应该 应当 该 要 须 必须 得 敢 肯 愿 愿意 是",
    "SCONJ": "因为 因 由于 如果 若 假如 倘若 要是 虽然 虽 尽管 即使 只要 只有 除非 无论 不论 不管 既然 既 以便 以免 "
    "所以 因此",
    "DET": "这 那 每 各 某 该 本 任何 所有 一切 其他 其它 另 另外 这些 那些 某些 这个 那个 每个 各个 哪 哪个 此 诸",
    "ADV": "怎么 怎样 如何 为什么 为何",
}
"""Words whose universal tag is another than that of their class; where they have more than one, this one leads."""
BOTH = "会 要 得 可能 是 该 这 那 此 另 因"


def tags(split: Split, lexicon: Iterable[str]) -> list[str]:
    """Universal tags, the dictionary's own, and the words that have them, one set of tags a line.

    Where a word has several tags, nothing tells their shares: the likeliest, as far as known, stands first.
    """
    known = set(lexicon)
    written = dict(_dictionary())
    corrected = dict(_corrections())
    counts = Counter[str]()
    group = {source.file: source.group for source in SOURCES}
    for part in split.parts:
        if group[part.file] == "modern":
            for line in part.trained:
                counts.update(_strings(line))
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for word in sorted({*written, *corrected}):
        own = corrected.get(word, written.get(word, ""))
        if own not in ("", "-") and known.issuperset(word) and (len(word) == 1 or counts[word] >= MET):
            rows[_universal(word, own), own].append(word)
    return [f"{coarse}\t{own}\t{' '.join(words)}" for (coarse, own), words in sorted(rows.items())]


def _dictionary() -> Iterator[tuple[str, str]]:
    """The words that are frequent enough, with the tags that are kept."""
    content = Path(str(distribution("jieba").locate_file("jieba/dict.txt"))).read_bytes()
    if hashlib.sha256(content).hexdigest() != DICTIONARY:
        raise ValueError("jieba's dict.txt: another one than that of jieba 0.42.1")
    for line in content.decode().splitlines():
        word, count, tag = line.split(" ")
        if len(word) <= LONGEST and int(count) >= FREQUENT and tag in PLAIN:
            yield word, PLAIN[tag]


def _corrections() -> Iterator[tuple[str, str]]:
    """A word stands once in the list, or the last line counts."""
    for line in CORRECTIONS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            own, *words = line.split()
            yield from ((word, own) for word in words)


def _strings(line: str) -> Iterator[str]:
    """Every string of two to LONGEST characters between marks."""
    for at in range(len(line)):
        for size in range(2, LONGEST + 1):
            string = line[at : at + size]
            if len(string) < size or string[-1] in MARKS or string[0] in MARKS:
                break
            yield string


def _universal(word: str, own: str) -> str:
    """The universal tags of a word, each once: `ADJ/NOUN`."""
    found = [UNIVERSAL[tag] for tag in own.split("/")]
    for tag, words in CLOSED.items():
        if word in words.split():
            found = [tag, *found] if word in BOTH.split() else [tag]
    return "/".join(dict.fromkeys(found))
