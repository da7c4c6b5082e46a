"""What ten people wished for, each a program beside this file: all run, and every draw is what was asked for.

The programs were written before the features that they need. What a wish says in words is checked here in plain Python.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import wordfield as wf

WISHES = Path(__file__).parent
FLOWERS = {"bloom", "blooms", "bloomed", "blooming", "grow", "grows", "grew", "grown", "growing"}
WRITE = {"write", "writes", "wrote", "writing", "written"}
ORDER = {"order", "orders", "ordered", "ordering"}
VOWELS = "aeiou"


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", text)


def initials(text: str) -> str:
    return "".join(word[0] for word in words(text)).lower()


def record(text: str) -> bool:
    """JSON with two fields of the three that there are, then the note."""
    data, _, note = text.partition(" # ")
    found = json.loads(data.replace("'", '"'))
    return len(data) <= 36 and "id" in data and set(found) <= {"id", "size", "tags"} and bool(set(words(note)) & ORDER)


CHECKS: dict[str, Callable[[str], bool]] = {
    "florist": lambda s: 6 <= len(words(s)) <= 11 and bool({w.lower() for w in words(s)} & FLOWERS) and s.endswith("."),
    "teacher": lambda s: 5 <= len(words(s)) <= 9 and bool({w.lower() for w in words(s)} & WRITE)
    and len({w.lower() for w in words(s)}) == len(words(s)),
    "therapist": lambda s: "r" not in s.lower() and max(map(len, words(s))) <= 8,
    "crossword_setter": lambda s: initials(s) == "stone",
    "phrasebook": lambda s: s.endswith("?") and 5 <= len(words(s)) <= 9,
    "tester": record,
    "baker": lambda s: 6 <= len(s) <= 9 and not re.search(f"[^{VOWELS}]{{4}}", s),
    "小学老师": lambda s: 6 <= len(s) <= 12 and ("春天" in s or "花" in s)
    and len({c for c in s if c.isalnum()}) == sum(map(str.isalnum, s)),
    "茶馆老板": lambda s: "".join(clause[0] for clause in re.split("[，。]", s)[:4]) == "清茶待客",
    "报纸编辑": lambda s: 8 <= len(s) <= 14 and not re.search("震惊|最|史上|疯|绝|。", s)
    and not re.search("[^城市京海山，？！：；]{6}", s),
}  # fmt: skip


def test_every_wish_is_checked():
    assert {path.stem for path in WISHES.glob("*.wf")} == CHECKS.keys()


QUICK = ("florist", "phrasebook")  # the others compile large automata, or sample for long


@pytest.mark.parametrize("name", [n if n in QUICK else pytest.param(n, marks=pytest.mark.slow) for n in CHECKS])
def test_a_wish_runs_and_is_met(name):
    run = wf.load(WISHES / f"{name}.wf").sample(chains=8, draws=1, seed=5)
    drawn = [str(text) for text in run.texts().ravel()]
    assert len(drawn) == 8
    assert all(entry["hard_ok"] for entry in run.draw_records())
    assert all(CHECKS[name](text) for text in drawn), drawn
