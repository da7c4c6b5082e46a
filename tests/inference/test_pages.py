"""The page of every feature says what it must, and its examples are programs."""

from __future__ import annotations

import re
from inspect import cleandoc
from pathlib import Path

import pytest
from truth_models import write
from wordfield.dsl.check import check_source
from wordfield.dsl.compile import compile_model
from wordfield.dsl.elaborate import elaborate
from wordfield.dsl.source import Source
from wordfield.inference.feature import Feature

NAMES = sorted(Feature.all())
ENGLISH = '~ uniform(["the", "old", "sea", "lamp", "was", "not", "cold", ".", "!"])'
CHINESE = '~ uniform(["春", "风", "山", "水", "，", "。"])'
TEXTS = {  # what examples speak of
    "s": f"text s : en {ENGLISH}\nrequire s has 1..8 words\n",
    "poem": f'text poem : en = "{{a:2..4 words}}, {{b:2..4 words}}." {ENGLISH}\n',
    "诗": f"text 诗 : zh {CHINESE}\nrequire 诗 has 1..12 chars\n",
    "上联": f"text 上联 : zh {CHINESE}\nrequire 上联 has 4 chars\n",
    "下联": f"text 下联 : zh {CHINESE}\nrequire 下联 has 4 chars\n",
}
NOT_HERE = ("lm(", "ngram()", "mine:", "MiniLM")  # models and modules that these tests have not, or that take long


def examples(name: str) -> list[str]:
    """The programs of a page: what stands in backticks behind the word Examples, to the end of it."""
    page = " ".join(cleandoc(Feature.named(name).page()).split())
    found = re.findall(r"`([^`]+)`", page.split("Examples: ")[1])
    return [one for one in found if one.split()[0] in ("require", "forbid", "prefer", "factor", "track", "extern")]


def program(example: str) -> str:
    """The example behind the texts that it speaks of."""
    spoken = set(re.findall(r"\w+", re.sub(r'"[^"]*"', "", example)))
    return "".join(text for name, text in TEXTS.items() if name in spoken) + example + "\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Models under the names that the pages use."""
    made = write(tmp_path_factory.mktemp("pages"), labels=("positive", "negative"))
    (made / "ending").rename(made / "reviews")
    (made / "urn").rename(made / "bert")
    return made


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_what_it_must(name):
    page = Feature.named(name).page()
    assert "Range: " in page and "Examples: " in page
    assert Feature.named(name).result != "bool" or "Distance" in page
    assert len(page) >= 300


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_are_programs_of_different_use(name, folder):
    found = examples(name)
    assert len(found) >= 2
    shapes = {re.sub(r'"[^"]*"|[0-9.]+|/[^/]*/', "_", one) for one in found}
    assert len(shapes) == len(found), "the same with other words"
    for one in found:
        assert name == "extern" or name in one
        source = Source("example.wf", program(one))
        spec = elaborate(check_source(source, Path(folder), {}))
        if not any(other in one for other in NOT_HERE):
            compile_model(spec, folder, "cpu", False)
