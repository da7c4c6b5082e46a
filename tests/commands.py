"""What the tests of the command line share: programs that run in a moment, and a command run in this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from wordfield.__main__ import main

BASE = 'text s : words ~ ngram(learn=["a b c", "b a", "c a b", "a a b c"], order=2)\n'
TOY = BASE + 'require s has 2..4 words\nprefer s contains "c" weight 1\n'
CHAINS = TOY + "infer { sampler = gibbs()  chains = 4  warmup = 10 sweeps  draws = 12 }\n"
TWO_MODELS = "".join(f'model {n} {{ text s : words ~ uniform(["a", "b"])  require s has 1..3 words }}\n' for n in "ab")
UNREACHABLE = BASE + (
    "require s has 2..4 words\n"
    'require share(w == "a" for w in s.words) > 0.9\nrequire share(w == "b" for w in s.words) > 0.9\n'
    "infer { sampler = gibbs()  chains = 4  draws = 5  warmup = 2 sweeps }\n"
)
STUCK = (
    'text s : words ~ uniform(["a", "b", "c"])\nrequire s has 3..3 words\n'
    'require all(w == "a" for w in s.words) or all(w == "b" for w in s.words)\n'
    'factor spread = 0.5 * count(w == "a" for w in s.words)\n'
    "infer { sampler = mh()  chains = 8  draws = 20  warmup = 5 sweeps  moves { 100% replace(uniform) } }\n"
)


class Ended(NamedTuple):
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """The lines of output as JSON, without NaN and infinity."""
        return [json.loads(line, parse_constant=refused) for line in self.out.splitlines()]


def refused(constant: str) -> None:
    """JSON has no such number."""
    raise AssertionError(constant)


def call(capsys: Any, *arguments: object) -> Ended:
    """The command with these arguments, run in this process."""
    capsys.readouterr()
    code = main([str(argument) for argument in arguments])
    found = capsys.readouterr()
    assert "Traceback" not in found.err + found.out
    assert "internal error" not in found.err
    return Ended(code, found.out, found.err)


def write(folder: Path, text: str, name: str = "toy.wf") -> Path:
    """A program in a folder."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
