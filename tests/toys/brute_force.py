"""The toys by brute force: every text listed, scored and tested in plain Python; two texts stand on a line each.

Nothing here comes from the package: the file formats, the rendering and the meaning of each program are written out
once more, so that a mistake has to be made twice to stay unseen.

    python tests/toys/brute_force.py            log Z of each toy
    python tests/toys/brute_force.py 04         and the law of one
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise, product
from pathlib import Path

HERE = Path(__file__).parent
Units = tuple[str, ...]
Law = dict[str, float]  # written text -> log weight
MARKS = ".,"

# ---- language models


class Arpa:
    """A back-off model read line by line; base-10 logarithms, -99 for probability 0."""

    def __init__(self, name: str) -> None:
        self.log_prob: dict[Units, float] = {}
        self.backoff: dict[Units, float] = {}
        size = 0
        for line in (HERE / name).read_text().splitlines():
            if header := re.fullmatch(r"\\(\d+)-grams:", line):
                size = int(header[1])
            elif size and line and not line.startswith("\\"):
                value, gram, *weight = line.split("\t")
                key = tuple(gram.split(" "))
                assert len(key) == size
                self.log_prob[key] = -math.inf if float(value) <= -99 else float(value) * math.log(10)
                if weight:
                    self.backoff[key] = float(weight[0]) * math.log(10)
        self.order = max(map(len, self.log_prob))
        self.words = [gram[0] for gram in self.log_prob if len(gram) == 1 and gram[0] not in ("<s>", "</s>", "<unk>")]

    def add(self, word: str) -> None:
        """A word that the file lacks takes the probability of <unk>, and shares nothing else with it."""
        self.log_prob[word,] = self.log_prob["<unk>",]
        self.words.append(word)

    def step(self, context: Units, word: str) -> float:
        if (*context, word) in self.log_prob:
            return self.log_prob[(*context, word)]
        if not context:
            return -math.inf
        return self.backoff.get(context, 0.0) + self.step(context[1:], word)

    def context(self, text: Units, at: int) -> Units:
        return ("<s>", *text)[max(0, at + 2 - self.order) : at + 1] if self.order > 1 else ()

    def __call__(self, text: Units) -> float:
        return sum(self.step(self.context(text, at), word) for at, word in enumerate((*text, "</s>")))

    def tempered(self, text: Units, temperature: float) -> float:
        """Every step to the power 1/T, and normalised again over all words and the end."""
        total = 0.0
        for at, word in enumerate((*text, "</s>")):
            context = self.context(text, at)
            masses = [math.exp(self.step(context, other) / temperature) for other in (*self.words, "</s>")]
            total += self.step(context, word) / temperature - math.log(sum(masses))
        return total


# ---- writing


def english(units: Units) -> str:
    """Spaces, marks and a capital on the first letter; quotation marks open and close in turn."""
    written, quoted, glued = "", False, True
    for unit in units:
        letters = any(c.isalnum() for c in unit)
        if unit == '"':
            written += '"' if quoted or glued else ' "'
            quoted, glued = not quoted, not quoted
        elif not letters:
            written, glued = written + unit, False
        else:
            if not any(c.isalpha() for c in written):
                unit = unit[0].upper() + unit[1:]
            written, glued = written + ("" if glued else " ") + unit, False
    return written


def sentences(words: list[str], sizes: range, marks: str = MARKS) -> Iterator[Units]:
    """Sentences: words, behind each of them a mark or none."""
    for size in sizes:
        for chosen in product(words, repeat=size):
            for behind in product(["", *marks], repeat=size):
                yield tuple(u for pair in zip(chosen, behind, strict=True) for u in pair if u)


def rows(words: list[str], sizes: range) -> Iterator[Units]:
    for size in sizes:
        yield from product(words, repeat=size)


def in_words(units: Units) -> Units:
    return tuple(unit for unit in units if any(c.isalnum() for c in unit))


def count(units: Units, *phrase: str) -> int:
    return sum(units[at : at + len(phrase)] == phrase for at in range(len(units)))


# ---- the toys

TIDE, WAVES, VOWELS = Arpa("tide.arpa"), Arpa("waves.arpa"), Arpa("vowels.arpa")
TIDE_WORDS = [word for word in TIDE.words if word not in MARKS]


def lengths() -> Law:
    return {" ".join(x): WAVES(x) for x in rows(WAVES.words, range(1, 6))}


def keywords() -> Law:
    return {english(x): TIDE(x) for x in sentences(TIDE_WORDS, range(2, 4)) if "sea" in x and "cold" in x}


def forbidden() -> Law:
    law = {}
    for x in sentences(TIDE_WORDS, range(1, 4)):
        written = english(x)
        bad = any(a in "dr" and b == " " for a, b in pairwise(written))
        bad = bad or "is" in x or count(x, "sea", ",", "the") > 0
        middle = all(c.islower() or c in " ," for c in written[1:-1])
        if not bad and written[-1] == "." and written[0].isupper() and middle:
            law[written] = TIDE(x)
    return law


def template() -> Law:
    def fillings() -> Iterator[Units]:
        yield from rows(TIDE_WORDS, range(1, 3))
        yield from product(TIDE_WORDS, MARKS, TIDE_WORDS)

    law = {}
    for one, two in product(list(fillings()), repeat=2):
        good = "cold" not in one or len(in_words(two)) == 2
        good = good and two != ("is",) and one[-1] != "the"
        if good:
            x = ("the", *one, "sea", *two, ".")
            law[english(x)] = TIDE(x)
    return law


def soft() -> Law:
    law = {}
    for x in sentences(TIDE_WORDS, range(1, 4)):
        size = len(in_words(x))
        score = -1.5 * (("sea" not in x) + ("the" not in x)) - 0.5 * (count(x, "cold") + count(x, "letter"))
        law[english(x)] = TIDE(x) + score - 0.7 * max(0, 3 - size) - 0.3 * size
    return law


def either() -> Law:
    law = {}
    for x in sentences(TIDE_WORDS, range(1, 4)):
        said = in_words(x)
        first = len(said) == 2 and "sea" in x and "cold" not in x
        second = said[0] == "a" and said[-1] in ("letter", "cold")
        if first or second or x == ("the", "sea", ",", "cold", "."):
            law[english(x)] = TIDE(x)
    return law


def implies() -> Law:
    law = {}
    for x in rows(WAVES.words, range(1, 6)):
        good = "red" not in x or x[0] == "red"
        if len(x) >= 2 and x[1] == "blue":
            good = good and "stop" not in x and len(x) >= 3
        if good:
            law[" ".join(x)] = 1.3 * WAVES(x) - 0.8 * min(x.count("go"), max(0, len(x) - 3))
    return law


def letters() -> Law:
    law = {}
    for x in rows(VOWELS.words, range(2, 6)):
        starts = x[0] in "ao" or any(a == "n" and b in "ao" for a, b in pairwise(x))
        if starts and "ba" not in "".join(x):
            law["".join(x)] = VOWELS(x) - (x[-1] != "a")
    return law


def uniform() -> Law:
    law = {}
    for x in rows(["a", "b", "c", "d"], range(2, 6)):
        if "a" in x and x[-2] in "ab" and x[1] != "c":
            law[" ".join(x)] = -len(x) * math.log(4) + 0.4 * x.count("d")
    return law


def characters() -> Law:
    """All strings of units within the size whose marks and quotes stand where they may, and that read back."""
    units = ("may", "May", "Mr", "Mr.", "go", ".", '"')
    law, todo = {}, [()]
    while todo:
        x = todo.pop()
        if len(in_words(x)) > 2 or len(english(x)) > 11:
            continue
        todo += [(*x, unit) for unit in units]
        shape = "".join('"' if u == '"' else "." if u == "." else "w" for u in x)
        good = re.fullmatch(r'(w\.?|"w(\.?w)?(\."|"\.?))+', shape) is not None
        # the capital of a first word hides which twin it is, and `Mr` before a full stop is read as `Mr.`
        first = in_words(x)[:1]
        good = good and first != ("May",) and count(x, "Mr", ".") == 0
        if good and len(english(x)) >= 4 and in_words(x):
            law[english(x)] = -len(x) * math.log(7)
    return law


def quantifiers() -> Law:
    law = {}
    for x in sentences(TIDE_WORDS, range(1, 4)):
        said = in_words(x)
        good = any(len(w) > 3 for w in said if w != "letter") and not all(len(w) == 4 for w in said)
        good = good and len(said) >= 2 and said[-2] != "is" and sum(len(w) == 3 for w in said) <= 1
        if good:
            law[english(x)] = TIDE.tempered(x, 1.6) - 0.6 * sum(w in ("a", "the") for w in said)
    return law


def listed() -> Law:
    model = Arpa("waves.arpa")
    model.add("green")
    law = {}
    for x in rows(model.words, range(2, 5)):
        repeated = len(set(x)) < len(x)
        if not (repeated and len(x) < 4) and len(" ".join(x)) != 12:
            law[" ".join(x)] = 0.8 * model(x) - 0.9 * ("green" not in x) + 2 * len(set(x)) / len(x)
    return law


def couplet() -> Law:
    law = {}
    for a, b in product(rows(WAVES.words, range(1, 3)), rows(WAVES.words, range(2, 4))):
        good = a[-1] != b[-1] and b[-1] != "stop" and (a[0], b[0]) != ("go", "go")
        if good:
            score = -0.6 * ("blue" not in b) - 0.7 * (a[0] != b[1]) + 0.4 * (len(b) - len(a))
            law[" ".join(a) + "\n" + " ".join(b)] = WAVES(a) + 1.2 * WAVES(b) + score
    return law


def question() -> Law:
    fillings = [*rows(TIDE_WORDS, range(1, 3)), *product(TIDE_WORDS, MARKS, TIDE_WORDS)]
    law = {}
    for one, a in product(fillings, rows(VOWELS.words, range(1, 4))):
        if len(a) >= len(in_words(one)) and ("cold" not in one or "a" in a):
            score = -1.1 * (one[0][0] != a[-1]) - 0.4 * (a[0] != "n")
            q = ("the", *one, ".")
            law[english(q) + "\n" + "".join(a)] = TIDE(q) + VOWELS(a) + score
    return law


TOYS: dict[str, Callable[[], Law]] = {
    "01_lengths": lengths, "02_keywords": keywords, "03_forbidden": forbidden, "04_template": template,
    "05_soft": soft, "06_either": either, "07_implies": implies, "08_letters": letters, "09_uniform": uniform,
    "10_characters": characters, "11_quantifiers": quantifiers, "12_listed": listed,
    "13_couplet": couplet, "14_question": question,
}  # fmt: skip


def log_z(law: Law) -> float:
    most = max(law.values())
    return most + math.log(math.fsum(math.exp(value - most) for value in law.values()))


def solved(name: str) -> tuple[float, Law]:
    """Log Z, and the log probability of every text of positive probability."""
    law = {text: value for text, value in TOYS[name]().items() if value > -math.inf}
    total = log_z(law)
    return total, {text: value - total for text, value in law.items()}


def main(asked: list[str]) -> None:
    for name in TOYS:
        if asked and not name.startswith(tuple(asked)):
            continue
        total, law = solved(name)
        print(f"{name}\t{total:.12f}\t{len(law)} texts")
        if asked:
            for text, value in sorted(law.items(), key=lambda item: -item[1]):
                print(f"{value:.12f}\t{text}")


if __name__ == "__main__":
    main(sys.argv[1:])
