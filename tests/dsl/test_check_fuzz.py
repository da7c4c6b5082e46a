"""Broken programs give ProgramError and nothing else."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from wordfield.dsl.check import check_source
from wordfield.dsl.diagnostics import ProgramError
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.source import Source

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = sorted(EXAMPLES.glob("[0-9]*.wf"))
TOKEN = re.compile(r'"""(?s:.*?)"""|"(?:\\.|[^"\\\n])*"|\w+|\s+|#[^\n]*|.', re.DOTALL)
SPARE = (
    "0",
    "-1",
    '"sea"',
    "[]",
    "[1]",
    "s",
    "s.words",
    "true",
    "40%",
    "/a+/",
    "1..7",
    "5 words",
    "lm()",
    "x",
    "1e300",
)


def mutated(text: str, chance: random.Random) -> str:
    """The program with one to three tokens deleted, doubled, replaced or exchanged."""
    tokens = TOKEN.findall(text)
    places = [at for at, token in enumerate(tokens) if not token.isspace() and not token.startswith("#")]
    for _ in range(chance.randint(1, 3)):
        at, other = chance.choice(places), chance.choice(places)
        match chance.randrange(5):
            case 0:
                tokens[at] = ""
            case 1:
                tokens[at] = f"{tokens[at]} {tokens[at]}"
            case 2:
                tokens[at] = tokens[other]
            case 3:
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case _:
                tokens[at] = chance.choice(SPARE)
    return "".join(tokens)


def attempt(text: str) -> None:
    """Checks and binds; mistakes are fine."""
    try:
        program = check_source(Source("fuzz.wf", text), EXAMPLES)
        for model in program.models:
            elaborate(program, model=model, sets={name: "sea" for name in program.params})
    except ProgramError as error:
        assert str(error)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_program_errors_come_out(path: Path) -> None:
    chance = random.Random(path.stem)
    text = path.read_text("utf8")
    for _ in range(25):
        attempt(mutated(text, chance))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_only_program_errors_come_out_of_many(seed: int) -> None:
    chance = random.Random(seed)
    texts = [path.read_text("utf8") for path in FILES]
    for _ in range(500):
        attempt(mutated(chance.choice(texts), chance))


DOUBLING = "".join(f"let a{n + 1} = a{n} + a{n}\n" for n in range(40))
FRAGMENTS = "".join(f"fragment f{n + 1}(t: text) {{ apply f{n}(t) apply f{n}(t) }}\n" for n in range(19))
LIST = "let L = [" + ", ".join(f'"w{n}"' for n in range(9000)) + "]\n"
LARGE = {
    "loops": 'text s : en ~ lm()\nfor i in 1..9000 { for j in 1..9000 { forbid s.words(1) == "a" } }',
    "counts": "text s : en ~ lm()\nrequire count(count(k > 1 for k in 1..9000) > 1 for i in 1..9000) > 1",
    "lists": f'let a0 = ["x"]\n{DOUBLING}text s : en ~ lm()\nforbid s contains any of a40',
    "strings": f'let a0 = "x"\n{DOUBLING}text s : en ~ lm()\nforbid s contains a40',
    "scores": f"text s : en ~ lm()\nlet a0 = length(s)\n{DOUBLING}factor x = a40",
    "fragments": f"fragment f0(t: text) {{ require t has 5 words }}\n{FRAGMENTS}text s : en ~ lm()\napply f19(s)",
    "members": f"{LIST}text s : en ~ lm()\nrequire all(w in L for w in L)",
}


@pytest.mark.parametrize("name", LARGE)
def test_small_programs_of_huge_meaning_are_refused(name: str) -> None:
    with pytest.raises(ProgramError) as caught:
        check_source(Source("large.wf", LARGE[name]), None)
    assert caught.value.diagnostics[0].code == "S015"


def test_a_thousand_words_are_fine() -> None:
    program = check_source(Source("large.wf", f"{LIST}text s : en ~ lm()\nfor w in L {{ forbid s contains w }}"), None)
    assert len(elaborate(program).terms) == 9000
