"""The tokenizers of small models: whole words first, then letters (spaced languages); characters (Chinese).

A rendered text and its units one by one give the same ids: a word is one token with its space, or the space and pieces;
a mark is one token. A line break is read as a space between words, and as nothing in Chinese: models of sentences have
seen none. Encoding and decoding are inverse on rendered texts of one line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

SPECIAL = ["<pad>", "<unk>", "<bos>", "<eos>", "<mask>"]
PAD, UNK, BOS, EOS, MASK = range(5)
SPACE = "\u2581"
POSITIONS = 64
_LETTER = r"[^\W\d_]"
TITLES = r"(?:Mr|Mrs|Ms|Dr|St|Mt|Jr|Sr)\.|[ap]\.m\."
"""Words that end in a full stop of their own."""
_WORD = re.compile(rf"(?<![\w'-])(?:{TITLES})|{_LETTER}+(?:['-]{_LETTER}+)*")
_ASCII = [chr(code) for code in range(33, 127)]
_RARE = 30  # a word seen fewer times gives its beginnings and ends to the pieces
_ENDS, _STARTS = 350, 250


def word_first(sentences: Iterable[str], size: int = 8_192) -> Any:
    """A fast tokenizer of at most `size` entries: the commonest words as written, frequent pieces of rare words, and
    every letter and sign of the sentences, so that none of their words is unknown."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

    vocabulary = {piece: id for id, piece in enumerate(_entries(sentences, size))}
    found = Tokenizer(
        models.WordPiece(
            vocab=vocabulary, unk_token="<unk>", continuing_subword_prefix="", max_input_chars_per_word=100
        )
    )
    start = normalizers.Replace(Regex(r"\A(?=\p{L})"), SPACE)
    last = normalizers.Replace(Regex(r"\n+\z"), "")  # of a unit that is a line break: the next word brings the space
    spaces = [normalizers.Replace("\n", SPACE), normalizers.Replace(" ", SPACE)]
    found.normalizer = normalizers.Sequence([last, *spaces, start])
    found.pre_tokenizer = pre_tokenizers.Split(SPACE, "merged_with_next")
    found.decoder = decoders.Metaspace()
    return _fast(found, [])


def characters(sentences: Iterable[str], control: str = "") -> Any:
    """A fast tokenizer with every character of the sentences, and a control token that some of them begin with."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

    counts = Counter(character for line in sentences for character in line.removeprefix(control))
    extra = [control] if control else []
    entries = [*SPECIAL, *extra, *sorted(counts, key=lambda one: (-counts[one], one))]
    found = Tokenizer(models.WordLevel({one: id for id, one in enumerate(entries)}, unk_token="<unk>"))
    found.normalizer = normalizers.Replace("\n", "")
    found.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    found.decoder = decoders.Fuse()
    return _fast(found, extra)


def encode(tokenizer: Any, lines: list[str]) -> list[list[int]]:
    """The ids of lines with beginning and end; lines that are longer than the models' positions are left out."""
    return [list(row) for row in tokenizer(lines, verbose=False)["input_ids"] if len(row) <= POSITIONS]


def _fast(found: Any, extra: list[str]) -> Any:
    from tokenizers import processors
    from transformers import PreTrainedTokenizerFast

    found.post_processor = processors.TemplateProcessing(
        single="<bos> $A <eos>", special_tokens=[("<bos>", BOS), ("<eos>", EOS)]
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=found,
        pad_token="<pad>",
        unk_token="<unk>",
        bos_token="<bos>",
        eos_token="<eos>",
        mask_token="<mask>",
        additional_special_tokens=extra,
        model_max_length=POSITIONS,
    )


def _entries(sentences: Iterable[str], size: int) -> list[str]:
    counts = Counter(word for line in sentences for word in line.split())
    words: Counter[str] = Counter()
    for text, count in counts.items():
        for word in _WORD.findall(text):
            words[word] += count
    base = [*_ASCII, *sorted({sign for text in counts for sign in text}.difference(_ASCII, SPACE))]
    starts, ends = Counter[str](), Counter[str]()
    for word, count in words.items():
        for length in range(2, 5) if count < _RARE else ():
            starts[SPACE + word[:length]] += count
            if len(word) > length + 2:
                ends[word[-length:]] += count
                ends[word[2 : 2 + length]] += count
    pieces = [*(one for one, _ in ends.most_common(_ENDS)), *(one for one, _ in starts.most_common(_STARTS))]
    entries = dict.fromkeys([*SPECIAL, *base, SPACE, *(SPACE + one for one in base), *pieces])
    for word, _ in words.most_common():
        if len(entries) >= size:
            break
        entries.setdefault(SPACE + word)
    return list(entries)
