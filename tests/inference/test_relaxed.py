"""`relax`: requirements that no automaton holds are broken on the way, and every draw has exactly the required law."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from wordfield.inference import relaxed as module
from wordfield.inference.chains import Loop
from wordfield.inference.kernel import init
from wordfield.inference.random import Stream
from wordfield.inference.relaxed import Visits, relaxed
from wordfield.inference.samplers.gibbs import Gibbs
from wordfield.inference.schedule import constant

import wordfield as wf

BASE = 'text s : words ~ ngram(learn=["a b c", "b a", "c a b", "a a b c"], order=2)\n'
ONE = BASE + (
    "require s has 2..4 words\n"
    'require share(w == "a" for w in s.words) >= 0.5\n'
    'prefer share(w == "b" for w in s.words) weight 1\n'
)
TWO = (
    'text q : words ~ uniform(["a", "b", "c"])\ntext r : letters ~ uniform(["x", "y"])\n'
    "require q has 1..3 words\nrequire r has 1..2 chars\n"
    'require count(w == "b" for w in q.words) == count(c == "x" for c in r.chars)\n'
    'require share(w == "b" for w in q.words) >= 0.5\n'
)
PROGRAMS = {"one": ONE, "two": TWO}


def law(program: str) -> dict[str, float]:
    """The exact probability of every text."""
    model = wf.Model.from_source(program)
    solved = model.exact(few=10_000)
    return dict(zip(model.graph().strings(solved.texts), np.exp(solved.log_probs.numpy()), strict=True))


def distance(texts: np.ndarray, expected: dict[str, float]) -> float:
    """Total variation between draws and the law."""
    found = {text: np.mean(texts == text) for text in expected}
    assert sum(found.values()) == pytest.approx(1.0)
    return 0.5 * sum(abs(found[text] - expected[text]) for text in expected)


def noise(expected: dict[str, float], draws: int) -> float:
    """The distance that as many independent draws have on average."""
    return 0.5 * sum((2 * p * (1 - p) / (np.pi * draws)) ** 0.5 for p in expected.values())


@pytest.mark.parametrize("name", ["one", pytest.param("two", marks=pytest.mark.slow)])
def test_every_kernel_keeps_the_relaxed_law(name):
    text = PROGRAMS[name] + "infer { sampler = gibbs()  relax = 0.7 }"
    certificates = wf.Model.from_source(text).certify()
    strict = wf.Model.from_source(PROGRAMS[name] + "infer { sampler = gibbs() }").certify()
    assert all(one.passed for one in certificates)
    assert certificates[-1].states > strict[-1].states and certificates[-1].irreducible


@pytest.mark.parametrize("name", PROGRAMS)
def test_inside_the_law_is_the_programs(name):
    """On texts that meet every requirement nothing is taken away; elsewhere each unit of distance costs `relax`."""
    graph = wf.Model.from_source(PROGRAMS[name]).graph()
    soft = relaxed(graph, 0.7)
    assert graph.term_names == soft.term_names[:-1]
    start = graph.surrogate.draw(Stream(5, "start", 200, graph.device), 200)
    terms, good = graph.evaluate(start)
    wide, regular = soft.evaluate(start)
    assert bool(regular.all()) and 0 < int(good.sum()) < 200
    assert torch.equal(wide[good][:, :-1], terms[good]) and bool((wide[good][:, -1] == 0).all())
    apart = graph.violation(start)
    assert torch.allclose(wide[~good][:, -1], -0.7 * apart[~good]) and bool((wide[~good][:, -1] < 0).all())
    assert torch.allclose(soft.log_prob(start)[good], graph.log_prob(start)[good])


@pytest.mark.slow
@pytest.mark.parametrize("name", PROGRAMS)
def test_draws_have_the_required_law(name):
    """The first and the last draw of many chains. Keeping whatever the chain passes through is plainly another law."""
    expected = law(PROGRAMS[name])
    recipe = "infer { sampler = gibbs()  chains = 4000  warmup = 15 sweeps  draws = 3  relax = 0.7 }"
    run = wf.Model.from_source(PROGRAMS[name] + recipe).sample(seed=11)
    assert bool(run.run.allowed.all()) and run.shape == (4000, 3)
    texts = run.texts()
    for column in (0, 2):
        assert distance(texts[:, column], expected) < 2.0 * noise(expected, 4000)


def test_chains_pass_through_what_is_forbidden():
    """Draws of few long chains: the required law within the spread of that many draws, and some states were outside."""
    expected = law(ONE)
    recipe = "infer { sampler = gibbs()  chains = 60  warmup = 8 sweeps  draws = 4  relax = 0.5 }"
    run = wf.Model.from_source(ONE + recipe).sample(seed=3)
    assert distance(run.texts()[:, 3], expected) < 2.0 * noise(expected, 60)
    assert distance(run.texts().ravel(), expected) < 3.0 * noise(expected, 240)
    share = int(run.summary()["note"].split("relax: ")[1].split("%")[0])
    assert 20 < share < 90 and all(one["hard_ok"] for one in run.draw_records())
    assert run.run.term_names == ("base", "prefer") and run.summary()["infeasible_chains"] == 0


def test_each_chain_keeps_its_own_visits():
    graph = wf.Model.from_source(ONE).graph()
    loop = Loop(relaxed(graph, 0.5), Gibbs().table(graph), 40, 7, constant(), 0, None)
    loop.begin(None, 40)
    kept, seen = Visits(loop.state, 3, 2), [[] for _ in range(40)]

    def after(number: int) -> bool:
        kept.keep(loop.state)
        for chain, here in enumerate(module.inside(loop.state).tolist()):
            if here and len(seen[chain]) < 5:
                seen[chain].append(graph.strings(loop.state.texts)[chain])
        return kept.full

    loop.go(500, after)
    run = kept.visits(graph)
    assert run.draws == 3 and bool(run.allowed.all())
    flat = graph.strings(type(run.texts)(run.texts.units.flatten(0, 1), run.texts.length.flatten()))
    assert np.array(flat).reshape(40, 3).tolist() == [texts[2:] for texts in seen]
    again = init(graph, type(run.texts)(run.texts.units[:, 1], run.texts.length[:, 1]))
    assert torch.allclose(again.terms, run.terms[:, 1])


def test_a_chain_that_never_comes_in_gives_no_draws():
    text = BASE + (
        'require s has 4..4 words\nrequire share(w == "a" for w in s.words) > 1.9\n'
        "infer { sampler = gibbs()  chains = 3  draws = 2  warmup = 1 sweeps  relax = 0.01 }"
    )
    run = wf.Model.from_source(text).sample(seed=1)
    assert run.empty and run.summary()["infeasible_chains"] == 3
    assert run.run.steps == 20 * (1 + 2) * 4


def test_without_such_a_requirement_nothing_changes():
    text = BASE + "require s has 2..4 words\ninfer { sampler = gibbs()  chains = 3  draws = 5  warmup = 1 sweeps "
    plain, eased = (wf.Model.from_source(text + end).sample(seed=1) for end in ("}", "relax = 2 }"))
    assert (plain.texts() == eased.texts()).all()


@pytest.mark.parametrize("more", ["stop = ess >= 10", "anneal = linear(start=2, stop=0.5, over=9)", "sampler = smc()"])
def test_what_it_does_not_go_with(more):
    program = wf.Model.from_source(ONE + f"infer {{ relax = 2  {more} }}")
    with pytest.raises(wf.ProgramError, match="not available"):
        program.sample()


def test_the_twin_in_python():
    built = wf.Model("m")
    s = built.text("s", "words", wf.uniform(["a", "b"]))
    built.require(s.has(words=2))
    built.infer(relax=1.5)
    assert built.spec().recipe.settings == {"relax": 1.5}
    assert wf.Model.from_source(built.to_source()).program() == built.program()
