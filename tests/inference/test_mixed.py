"""Mixtures against laws written out by hand: the joint law of label and text, summed out, drawn, and balanced."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import pytest
from laws import noise_bound, total_variation
from wordfield.dsl.diagnostics import ProgramError
from wordfield.inference.exact import TooManyTexts
from wordfield.inference.term import Blended, Graded

import wordfield as wf

UNITS = ("a", "b", "c", "d")
FRAME = 'text s : words ~ uniform(["a", "b", "c", "d"])\nrequire s has 1..3 words\n'
MIXED = (
    FRAME
    + """
mixture tone{balanced} {{
  60% warm {{ prefer count(s, "a") weight 1.5  require s contains "a" }}
  40% cold {{ forbid s contains "c"  prefer s contains "d" weight 2  factor more = 0.3 * count(s, "b") }}
}}
track is_warm = tone == "warm"
"""
)
REGULAR = (
    FRAME
    + """
mixture tone {
  1 warm { prefer s contains "a" weight 1.5 }
  3 cold { forbid s contains "c"  prefer s contains "d" weight 2 }
}
"""
)


def texts():
    return [" ".join(one) for size in (1, 2, 3) for one in itertools.product(UNITS, repeat=size)]


def warm(text):
    words = text.split()
    return 0.25 ** len(words) * math.exp(1.5 * words.count("a")) if "a" in words else 0.0


def cold(text):
    words = text.split()
    weight = math.exp(-2 * ("d" not in words) + 0.3 * words.count("b"))
    return 0.25 ** len(words) * weight if "c" not in words else 0.0


def joint():
    """The unnormalised joint law of label and text."""
    return {(label, text): share * law(text) for label, share, law in WAYS for text in texts()}


WAYS = [("warm", 0.6, warm), ("cold", 0.4, cold)]


def program(balanced=False):
    return wf.Model.from_source(MIXED.format(balanced=" balanced" if balanced else ""))


def test_the_marginal_law_is_the_sum_over_labels():
    solved, graph, law = program().exact(), program().graph(), joint()
    total = sum(law.values())
    assert solved.log_z == pytest.approx(math.log(total), abs=1e-9)
    found = dict(zip(graph.strings(solved.texts), solved.log_probs.exp().tolist(), strict=True))
    wanted = {text: sum(law[label, text] for label, _, _ in WAYS) / total for text in texts()}
    assert found == pytest.approx({text: share for text, share in wanted.items() if share}, abs=1e-12)


@pytest.mark.parametrize("text", ["a", "a d", "c", "b b d", "c a"])
def test_score_is_the_log_of_the_sum(text):
    wanted = sum(0.6 * warm(text) for _ in "x") + 0.4 * cold(text)
    assert program().log_prob(text) == pytest.approx(math.log(wanted) if wanted else -math.inf, abs=1e-9)


def test_labels_and_texts_have_their_joint_law():
    law = joint()
    total = sum(law.values())
    result = program().sample(chains=6_000, warmup=(60, "steps"), draws=1, seed=4)
    pairs = zip(result.labels().ravel().tolist(), result.texts().ravel().tolist(), strict=True)
    counts = Counter(pairs)
    keys = [key for key, weight in law.items() if weight]
    assert set(counts) <= set(keys)
    import torch

    exact = torch.tensor([law[key] / total for key in keys], dtype=torch.float64)
    seen = torch.tensor([counts[key] for key in keys])
    assert total_variation(seen, exact) <= noise_bound(exact, 6_000)
    # labels of the wrong branch order are far away
    swapped = torch.tensor([counts["cold" if label == "warm" else "warm", text] for label, text in keys])
    assert total_variation(swapped, exact) > 3 * noise_bound(exact, 6_000)


def test_draws_carry_their_label_and_tracks_know_it():
    result = program().sample(chains=4, warmup=20, draws=20, seed=1)
    for record in result.draw_records(None):
        assert record["track"]["is_warm"] is (record["label"]["tone"] == "warm")
        assert "a" in record["text"]["s"].split() or record["label"]["tone"] == "cold"
        assert record["log_score"] == pytest.approx(program().log_prob(record["text"]["s"]), abs=1e-9)
    labels = result.labels("tone")
    assert labels.shape == (4, 20)
    summary = result.summary()
    assert summary["labels"]["tone"]["flips"] == (labels[:, 1:] != labels[:, :-1]).sum(1).mean()
    assert sum(summary["labels"]["tone"]["shares"].values()) == pytest.approx(1)
    with pytest.raises(ValueError, match="no mixture"):
        result.labels("mood")


def test_a_label_of_a_text_that_somebody_wrote_is_unknown():
    assert program().score("a d")["track"]["is_warm"] is None


def test_regular_branches_are_one_automaton_and_solved():
    graph = wf.Model.from_source(REGULAR).graph()
    assert isinstance(graph.terms[0], Graded) and graph.exact
    solved = wf.Model.from_source(REGULAR).exact()
    assert solved.method == "automaton"
    total = 0.0
    for text in texts():
        words = text.split()
        ways = 0.25 * math.exp(-1.5 * ("a" not in words))
        ways += 0.75 * math.exp(-2 * ("d" not in words)) if "c" not in words else 0.0
        total += 0.25 ** len(words) * ways
        assert wf.Model.from_source(REGULAR).log_prob(text) == pytest.approx(
            math.log(0.25 ** len(words) * ways), abs=1e-9
        )
    assert solved.log_z == pytest.approx(math.log(total), abs=1e-9)


def test_other_branches_are_found_branch_by_branch():
    graph = program().graph()
    assert isinstance(graph.terms[0], Blended)
    assert [len(branch) for branch in graph.terms[0].branches] == [2, 3]


def test_a_balanced_mixture_has_the_shares_and_each_branch_its_own_law():
    solved, graph = program(balanced=True).exact(), program(balanced=True).graph()
    assert solved.log_z == pytest.approx(0.0, abs=1e-9)
    found = dict(zip(graph.strings(solved.texts), solved.log_probs.exp().tolist(), strict=True))
    sums = {label: sum(law(text) for text in texts()) for label, _, law in WAYS}
    wanted = {text: sum(share * law(text) / sums[label] for label, share, law in WAYS) for text in texts()}
    assert found == pytest.approx({text: value for text, value in wanted.items() if value}, abs=1e-12)


def test_balanced_draws_are_allotted_by_the_shares():
    result = program(balanced=True).sample(chains=10, warmup=20, draws=20, seed=3)
    assert result.labels()[:, 0].tolist() == ["warm"] * 6 + ["cold"] * 4
    assert result.texts("s").shape == result.labels().shape == result.log_score.shape == (10, 20)
    for n in (5, 10, 37):
        labels = [record["label"]["tone"] for record in result.draw_records(n)]
        assert abs(labels.count("warm") - 0.6 * n) < 1 and len(labels) == n == len(result.show(n))
    for record in result.draw_records(None):
        text, label = record["text"]["s"], record["label"]["tone"]
        assert record["log_score"] == pytest.approx(math.log({"warm": warm, "cold": cold}[label](text)), abs=1e-9)
        assert record["track"]["is_warm"] is (label == "warm")
    for pick, text in zip(result.chosen(9), result.show(9), strict=True):
        assert result.texts()[pick] == text
    assert len(result.chosen()) == len(result.draw_records(None)) == 200
    assert result.summary()["branches"]["cold"]["share"] == 0.4
    chains = {record["chain"]: record["label"]["tone"] for record in result.draw_records(None)}
    assert [chains[one] for one in range(10)] == ["warm"] * 6 + ["cold"] * 4


def test_each_branch_of_a_balanced_mixture_has_its_law():
    import torch

    result = program(balanced=True).sample(chains=8_000, warmup=(60, "steps"), draws=1, seed=5)
    for label, _, law in WAYS:
        weights = torch.tensor([law(text) for text in texts()], dtype=torch.float64)
        counts = Counter(result.texts()[result.labels() == label].tolist())
        seen = torch.tensor([counts[text] for text in texts()])
        exact = weights / weights.sum()
        assert total_variation(seen, exact) <= noise_bound(exact, int(seen.sum()))


def test_an_impossible_branch_of_a_balanced_mixture_is_a_mistake():
    source = FRAME + 'mixture t balanced { 50% x { require s has 5..9 words } 50% y { require s contains "a" } }\n'
    with pytest.raises(ProgramError, match="S0"):
        wf.Model.from_source(source).graph()


def test_a_balanced_mixture_of_unknown_constants_is_sampled_and_not_scored(tmp_path):
    words = ", ".join(f'"w{number}"' for number in range(40))
    source = f"text s : words ~ uniform([{words}])\nrequire s has 4..6 words\n"
    source += 'mixture t balanced { 1 x { factor f = length(s) * length(s) } 1 y { forbid s contains "w1" } }\n'
    model = wf.Model.from_source(source)
    assert set(model.sample(chains=4, warmup=2, draws=2, seed=1).labels().ravel()) == {"x", "y"}
    with pytest.raises(TooManyTexts, match="constant of each branch, and of `x`"):
        model.log_prob("w1 w2 w3 w4")


def test_two_texts_share_a_mixture():
    source = """
text q : words ~ uniform(["a", "b"])
text r : words ~ uniform(["a", "b"])
require q has 1..2 words
require r has 1..2 words
mixture kind { 30% same { require q == r } 70% other { factor f = 0.5 * length(q) - 0.25 * length(r) } }
track which = kind == "same"
"""
    rows = [" ".join(one) for size in (1, 2) for one in itertools.product("ab", repeat=size)]
    total = 0.0
    for q, r in itertools.product(rows, rows):
        sizes = len(q.split()), len(r.split())
        total += 0.5 ** sum(sizes) * (0.3 * (q == r) + 0.7 * math.exp(0.5 * sizes[0] - 0.25 * sizes[1]))
    assert wf.Model.from_source(source).exact().log_z == pytest.approx(math.log(total), abs=1e-9)
    result = wf.Model.from_source(source).sample(chains=4, warmup=5, draws=10, seed=2)
    for record in result.draw_records(None):
        assert record["track"]["which"] is (record["label"]["kind"] == "same")
        assert record["text"]["q"] == record["text"]["r"] or record["label"]["kind"] == "other"


def test_a_program_in_python_has_the_same_mixture():
    m = wf.Model("m")
    s = m.text("s", language="words", base=wf.uniform(list(UNITS)))
    m.require(s.has(words=(1, 3)))
    with m.mixture("tone", balanced=True) as tone:
        with m.branch("warm", 60):
            m.prefer(wf.count(s, "a"), weight=1.5)
            m.require(s.contains_all("a"))
        with m.branch("cold", 40):
            m.forbid(s.contains_all("c"))
            m.prefer(s.contains_all("d"), weight=2)
            m.factor("more", 0.3 * wf.count(s, "b"))
    m.track("is_warm", tone == "warm")
    exact = program(balanced=True).exact()
    assert m.exact().log_probs.tolist() == pytest.approx(exact.log_probs.tolist(), abs=1e-12)
