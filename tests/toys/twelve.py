"""The toys as the package reads them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from wordfield.dsl.check import check_source
from wordfield.dsl.compile import compile_model
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.source import Source
from wordfield.inference.graph import FactorGraph

HERE = Path(__file__).parent


def compiled(text: str, **sets: str) -> FactorGraph:
    """The graph of a program; files that it names lie beside the toys."""
    return compile_model(elaborate(check_source(Source("toy.wf", text), HERE), sets=sets), HERE)


@cache
def toy(name: str) -> FactorGraph:
    """The graph of a toy."""
    return compiled((HERE / f"{name}.wf").read_text(encoding="utf8"))
