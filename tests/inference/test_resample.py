"""`resample` on the real engine: a hole between fixed words, some of which could stand in the hole as well."""

from pathlib import Path

import pytest
from wordfield.dsl.check import check_source
from wordfield.dsl.compile import compile_model
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.source import Source
from wordfield.inference.certify import certify_move
from wordfield.inference.exact import enumerated
from wordfield.inference.formula import Part
from wordfield.inference.move import MoveError
from wordfield.inference.moves.bridge import Bridge
from wordfield.inference.moves.resample import Resample

PROGRAMS = [
    """text s : words = "a {x:1..2 words} c {y:0..1 words}" ~ ngram(learn=["a b c", "a a c b", "a b b c a"], order=2)
       forbid s.x == "c"
       prefer s.x == "b" weight 0.7""",
    """text s : en = "The {x:1..2 words} sat, {y:1 words}." ~ ngram(learn=["the cat sat, the cat.", "the old cat sat."])
       prefer s contains "old" weight 0.5""",
]


@pytest.mark.parametrize("source", PROGRAMS)
@pytest.mark.parametrize("hole", ["x", "y"])
def test_resample_keeps_the_target(source, hole):
    program = check_source(Source("hole.wf", source), Path("."))
    graph = compile_model(elaborate(program), Path("."))
    states = enumerated(graph)[0]
    for move in (Resample(part=Part("s", hole), span=2), Bridge(span=2)):
        certificate = certify_move(graph, move, states)
        assert certificate.detailed_balance <= 1e-8
        assert certificate.stationarity <= 1e-8


def test_resample_names_a_hole():
    with pytest.raises(MoveError, match="name a hole"):
        Resample(part=Part("s"))
