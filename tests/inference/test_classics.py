"""The classics with neural models from the command line: requirements met, certified as their pages say."""

from pathlib import Path

import pytest
from commands import call

CLASSICS = Path(__file__).parents[2] / "examples" / "classics"
NEURAL = (
    "masked_gibbs",
    "masked_metropolis",
    "masked_keywords",
    "keywords",
    "keywords_zh",
    "paraphrase",
    "summary",
    "experts",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", NEURAL)
def test_a_classic_runs_and_every_text_meets_its_requirements(name, capsys):
    ended = call(capsys, "sample", CLASSICS / f"{name}.wf", "-n", "4", "--seed", "1", "--json")
    texts = [one for one in ended.records if one["kind"] in ("draw", "found")]
    assert ended.code == 0 and len(texts) >= 3 and all(one["hard_ok"] for one in texts), ended.err
    print(name, [next(iter(one["text"].values())) for one in texts], ended.records[-1]["seconds"])
    assert ended.records[-1]["verdict"].startswith(("found", "do not trust")), "they are short, and say so"


@pytest.mark.slow
@pytest.mark.parametrize("name", NEURAL)
def test_a_classic_is_certified_or_not_as_its_page_says(name, capsys):
    ended = call(capsys, "certify", CLASSICS / f"{name}.wf", "--json")
    assert ended.code == (7 if name == "masked_gibbs" else 0), ended.out


@pytest.mark.parametrize("name", NEURAL)
def test_a_classic_has_a_page(name):
    pages = CLASSICS.parents[1] / "docs" / "classics"
    assert any(f"examples/classics/{name}.wf" in page.read_text("utf8") for page in pages.glob("*.md"))
