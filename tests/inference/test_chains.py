"""Whole runs: their law, their reproducibility, their counts and what stops them."""

import math
from itertools import pairwise

import pytest
import torch
from injected import with_ratio
from laws import mean_errors, noise_bound, total_variation
from toy import Ahead, Toy
from wordfield.inference import chains as chains_module
from wordfield.inference.certify import admissible, transitions
from wordfield.inference.chains import run, search
from wordfield.inference.diagnostics import diagnose
from wordfield.inference.move import MoveError
from wordfield.inference.moves.insert import Insert
from wordfield.inference.moves.replace import Replace
from wordfield.inference.moves.resize import Resize
from wordfield.inference.random import Law, Stream
from wordfield.inference.run import RunError
from wordfield.inference.sampler import Recipe, Sampler
from wordfield.inference.samplers.gibbs import Gibbs
from wordfield.inference.samplers.mh import Mh
from wordfield.inference.schedule import Schedule, constant
from wordfield.inference.table import choose, table_of
from wordfield.inference.texts import Texts

import wordfield as wf

# name -> target, steps of warm-up from the product's own starts
TOYS = {
    "plain": ({"units": 3, "places": 3, "spread": 0.7}, 60),
    "protected": ({"units": 4, "places": 3, "protected": 3, "spread": 0.7, "seed": 1}, 60),
    "short lists": ({"units": 3, "places": 3, "spread": 0.5, "lists": "half"}, 120),
    "no tables": ({"units": 3, "places": 3, "spread": 0.7, "tables": False, "seed": 5}, 100),
    "long": ({"units": 3, "places": 4, "shortest": 2, "spread": 1.0, "seed": 5}, 200),
    "loose": ({"units": 4, "places": 3, "loose": 0.2, "spread": 1.0, "seed": 7}, 200),
}
FAST = [(Mh(), "plain"), (Gibbs(), "protected"), (Mh(), "short lists"), (Gibbs(), "no tables")]
SLOW = [
    (Gibbs(scan="systematic"), "plain"),
    (Mh(), "protected"),
    (Gibbs(), "long"),
    (Mh(), "loose"),
    (Gibbs(), "plain"),
]
CHAINS = 100_000


def sampled(sampler: Sampler, toy: str, seed: int, exact: bool) -> tuple[bool, str]:
    """Whether the last states of 100,000 chains look like independent draws of the target, and the figures."""
    setting, warmup = TOYS[toy]
    graph = Toy(**setting)
    truth = graph.log_target().exp()
    start = None
    if exact:
        law = Law(truth.log().expand(CHAINS, -1))
        start = graph.everything.rows(Stream(seed, "exact", CHAINS).categorical(law))
    recipe = Recipe(chains=CHAINS, warmup=14 if exact else warmup - 1, draws=1, seed=seed, start=start)
    found = sampler.sample(graph, recipe)
    number = graph.number(Texts(found.texts.units[:, 0], found.texts.length[:, 0]))
    variation, bound = total_variation(torch.bincount(number, minlength=len(truth)), truth), noise_bound(truth, CHAINS)
    errors = mean_errors(graph, number, truth)
    return variation <= bound and max(errors.values()) <= 4.5, f"TV {variation:.4f}, bound {bound:.4f}, z {errors}"


def check(sampler, toy, exact):
    right, figures = sampled(sampler, toy, 1, exact)
    if not right:  # one in a thousand is red by chance: ten new seeds, at most one of them red
        again = [sampled(sampler, toy, seed, exact) for seed in range(2, 12)]
        assert sum(not good for good, _ in again) <= 1, figures


@pytest.mark.parametrize(("sampler", "toy"), FAST, ids=str)
@pytest.mark.parametrize("exact", [True, False], ids=["exact starts", "own starts"])
def test_chains_have_the_law_of_the_target(sampler, toy, exact):
    check(sampler, toy, exact)


@pytest.mark.slow
@pytest.mark.parametrize(("sampler", "toy"), SLOW, ids=str)
@pytest.mark.parametrize("exact", [True, False], ids=["exact starts", "own starts"])
def test_chains_have_the_law_of_the_target_in_more_cases(sampler, toy, exact):
    check(sampler, toy, exact)


def test_the_sampling_test_sees_a_ratio_wrong_by_five_percent(monkeypatch):
    def longer(graph, move, state, found):
        return found.log_ratio + math.log(1.05) * (found.texts.length - state.texts.length)

    monkeypatch.setattr(chains_module, "step", with_ratio(longer))
    assert not sampled(Mh(), "plain", 1, False)[0]


@pytest.mark.parametrize("sampler", [Mh(), Gibbs(), Gibbs(scan="systematic")], ids=str)
def test_a_run_has_the_law_of_its_executed_matrices(sampler):
    """Exact at every number of steps, mixed or not: starts, choice of entries, scan and kernels together."""
    graph, steps = Ahead(units=3, protected=2, places=3, seed=2), 60
    states, table = admissible(graph), sampler.table(graph)
    law = graph.surrogate.log_s[graph.number(states)].softmax(0)
    for number in range(steps):
        law = law @ transitions(graph, table[choose(table, 6, number)].at(number), states)[:, :-1]
    found = sampler.sample(graph, Recipe(chains=20_000, warmup=steps - 1, draws=1, seed=6))
    number = graph.number(Texts(found.texts.units[:, 0], found.texts.length[:, 0]))
    counts = torch.bincount(number, minlength=len(graph.of_text))[graph.number(states)]
    assert total_variation(counts, law) <= noise_bound(law, 20_000)


def some_run(graph, count=8, first=0, **settings):
    defaults = {"warmup": 20, "draws": 5, "thin": 3, "seed": 4}
    return run(graph, Mh().table(graph), chains=count, first=first, **(defaults | settings))


def test_a_path_does_not_depend_on_how_many_chains_run_beside_it():
    graph = Toy()
    many = some_run(graph, 64)
    for chain in (0, 17, 63):
        one = some_run(graph, 1, first=chain)
        assert torch.equal(one.texts.units[0], many.texts.units[chain])
        assert torch.equal(one.terms[0], many.terms[chain])


def test_the_same_seed_gives_the_same_run_and_another_gives_another():
    first, again, other = (some_run(Toy(), seed=seed).texts.units for seed in (4, 4, 5))
    assert torch.equal(first, again) and not torch.equal(first, other)


def test_starts_are_shared_in_groups_where_asked():
    graph = Toy(units=5, places=4)
    started = some_run(graph, 32, groups=4, warmup=0, draws=1, thin=1)
    assert started.groups == 4
    frozen = run(graph, table_of([(1, Stuck())]), chains=32, warmup=0, draws=1, thin=1, seed=1, groups=4)
    assert len(frozen.texts.units[:, 0].unique(dim=0)) <= 4
    assert torch.equal(frozen.texts.units[:4], frozen.texts.units[4:8])


class Stuck(Replace):
    """Never has a slot."""

    def slots(self, graph, texts, kind):
        return torch.zeros_like(texts.units, dtype=torch.bool)


def test_counts_add_up():
    found = some_run(Toy(protected=3), 8)
    assert sum(count.proposed for count in found.moves) == 8 * found.steps == 8 * 35
    for count in found.moves:
        assert count.changed + count.unchanged + count.impossible + count.broken <= count.proposed
        assert 0 <= count.acceptance <= 1
    assert found.evaluations == 8 * 36 and found.texts.units.shape == (8, 5, 3)
    stuck = run(Toy(), table_of([(1, Stuck())]), chains=3, warmup=0, draws=2, thin=5, seed=1).moves[0]
    assert stuck.impossible == stuck.proposed == 30 and stuck.changed == 0


class Broken(Toy):
    """A term that is NaN on some texts."""

    def __init__(self, share, **settings):
        super().__init__(**settings)
        wrong = torch.rand(len(self.of_text), generator=torch.Generator().manual_seed(1)) < share
        self.scores[wrong, 1] = math.nan
        self.surrogate.log_s = torch.where(wrong, -math.inf, self.surrogate.log_s)


def test_too_many_failed_terms_are_an_error_that_names_the_term():
    with pytest.raises(RunError, match="`taste`"):
        some_run(Broken(0.3))


def test_a_failed_start_is_an_error_that_names_the_term():
    graph = Broken(0.3)
    bad = graph.everything.rows((graph.scores[:, 1].isnan() & graph.allowed).nonzero()[:1, 0])
    with pytest.raises(RunError, match=r"`taste`.*start"):
        run(graph, Mh().table(graph), chains=1, warmup=1, draws=1, thin=1, seed=1, start=bad)


def test_failed_proposals_are_rejections(monkeypatch):
    monkeypatch.setattr("wordfield.inference.tally.MOST_BROKEN", 1.0)
    found = some_run(Broken(0.3), 64, draws=20)
    assert found.failures["taste"] > 0 and not bool(found.terms.isnan().any())


def test_an_interrupted_run_keeps_its_draws():
    graph = Toy()
    real, calls = graph.evaluate, []

    def evaluate(texts):
        calls.append(1)
        if len(calls) > 28:
            raise KeyboardInterrupt
        return real(texts)

    graph.evaluate = evaluate
    found = some_run(graph)
    assert found.interrupted and found.steps == 27 and found.draws == 2
    assert diagnose(found).verdict == "do not trust: the run was interrupted"


def test_progress_is_told_now_and_then(monkeypatch):
    monkeypatch.setattr(chains_module, "REPORT_EVERY", 0.0)
    told = []
    some_run(Toy(), watch=told.append)
    assert [p.step for p in told] == list(range(1, 36)) and told[-1].steps == 35


def test_draws_need_temperature_one():
    with pytest.raises(RunError, match="temperature"):
        some_run(Toy(), schedule=Schedule("linear", 3.0, 0.5, 10))


def test_tempering_ends_in_the_law_of_the_target():
    graph = Toy(units=3, places=3, spread=1.0, seed=2)
    found = some_run(graph, 20_000, warmup=80, draws=1, thin=1, schedule=Schedule("geometric", 4.0, 1.0, 40))
    truth = graph.log_target().exp()
    number = graph.number(Texts(found.texts.units[:, 0], found.texts.length[:, 0]))
    assert max(mean_errors(graph, number, truth).values()) < 4.5


def test_annealing_finds_the_best_texts_in_order():
    graph = Toy(units=4, places=4)
    schedule = Schedule("geometric", 3.0, 0.1, 300)
    found = Mh().sample(graph, Recipe(chains=8, keep=5, warmup=0, schedule=schedule, seed=3))
    scores = torch.where(graph.allowed, graph.scores.sum(1), -math.inf)
    assert torch.allclose(found.found_terms.sum(1), scores.topk(5).values)
    assert len(found.found.units.unique(dim=0)) == 5 and found.draws == 0
    assert diagnose(found).verdict == "found"


def test_searches_with_too_few_texts_give_what_there_is():
    graph = Toy(units=2, places=1, forbid=0.0)
    schedule = Schedule("constant", 0.5, 0.5, 20)
    found = search(graph, Mh().table(graph), chains=2, steps=20, keep=10, seed=1, schedule=schedule)
    assert found.found.length.shape[0] == 2


def test_schedules_begin_and_end_where_they_say():
    for shape in ("linear", "geometric", "logarithmic"):
        schedule = Schedule(shape, 5.0, 0.5, 100)
        heat = [schedule.temperature(step) for step in range(120)]
        assert heat[0] == pytest.approx(5.0) and heat[99] == heat[119] == 0.5 and schedule.hot
        assert all(a >= b for a, b in pairwise(heat))
    assert Schedule("linear", 5.0, 1.0, 3).beta(1) == pytest.approx(1 / 3)
    for wrong in (("linear", 0.0, 1.0, 3), ("linear", 1.0, -1.0, 3), ("linear", 1.0, 1.0, 0), ("cubic", 1.0, 1.0, 3)):
        with pytest.raises(ValueError):
            Schedule(*wrong)


def test_gibbs_says_whether_it_is_exact():
    assert "exact" in Gibbs().sample(Toy(), Recipe(warmup=1, draws=1)).note
    assert "no table" in Gibbs().sample(Toy(tables=False), Recipe(warmup=1, draws=1)).note
    for wrong in ({"block": 0}, {"scan": "alphabetical"}):
        with pytest.raises(ValueError):
            Gibbs(**wrong)


def test_pure_tables_hold_what_the_name_says():
    assert [entry.label for entry in Gibbs().table(Toy(), pure=True)] == ["replace(conditional)"]
    assert len(Mh().table(Toy())) == 4 and len(Mh().table(Ahead())) == 5


def test_a_recipe_with_a_side_alone_is_refused():
    with pytest.raises(MoveError, match="insert"):
        Mh().sample(Toy(), Recipe(moves=((1, Insert()), (1, Resize()))))


def test_chains_that_start_outside_the_requirements_get_in():
    graph = Toy(units=4, places=3, loose=0.5, seed=3)
    found = some_run(graph, 256, warmup=100)
    assert bool(found.allowed.all())


def test_no_chain_outside_leaves_what_regular_requirements_ask_for():
    """A chain on its way into a requirement that is checked text by text keeps its keyword meanwhile."""
    text = 'text s : words ~ uniform(["a", "b", "c", "d"])\nrequire s has 2..4 words\nrequire s contains "a"\n'
    graph = wf.Model.from_source(text + "forbid repeats(s)").graph()
    start = graph.texts([[graph.lexicon.index[unit] for unit in row] for row in ("bba", "aab", "bab", "abb")])
    loop = chains_module.Loop(graph, table_of([(1.0, Resize())]), 256, 2, constant(), 0, None)
    loop.begin(start.rows(torch.arange(256) % 4), 256)
    kept = []
    loop.go(40, lambda number: kept.append(bool(graph.regular(loop.state.texts).all())) or False)
    assert all(kept) and bool(loop.state.allowed.all())


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_a_step_never_waits_for_the_device():
    graph = Toy(device="cuda", dtype=torch.float32)
    table = Gibbs().table(graph)
    loop = chains_module.Loop(graph, table, 4096, 1, Schedule("linear", 3.0, 1.0, 20), 0, None)
    loop.begin(None, 4096)
    loop.go(5, lambda number: None)
    torch.cuda.set_sync_debug_mode("error")
    try:
        loop.go(40, lambda number: None)
    finally:
        torch.cuda.set_sync_debug_mode("default")
