"""`regenerate` on a causal transformer: exact matrices, known bugs, what a run accepts."""

import pytest
import small
import tiny
import torch
from injected import slots_part, with_ratio
from laws import cache_law, hole_law, same_law
from wordfield.inference.certify import admissible, certify, certify_move, log_target, transitions
from wordfield.inference.guide import causal_predictor
from wordfield.inference.guide.stepper import last_laws
from wordfield.inference.kernel import init, step
from wordfield.inference.move import MoveError
from wordfield.inference.moves.regenerate import Regenerate
from wordfield.inference.moves.replace import Replace
from wordfield.inference.moves.resize import Resize
from wordfield.inference.random import Stream
from wordfield.inference.samplers.gibbs import Gibbs
from wordfield.inference.samplers.mh import Mh

WORDS = ("a", "seals", "seal")
PROGRAMS = {
    "units": {},
    "canonical, with a term found text by text": {"spelling": "canonical", "hosted": True, "soft": True},
    "sharpened and cool": {"power": 1.5, "temperature": 0.7, "keyword": "seals"},
    "without an end, behind a prompt": {"end": "none", "prompt": "b sea", "order": 3, "lengths": (0, 2)},
}


@pytest.fixture(scope="module")
def programs():
    made = {name: tiny.program(**{"units": WORDS, "lengths": (1, 2)} | settings) for name, settings in PROGRAMS.items()}
    return {name: (graph, admissible(graph)) for name, graph in made.items()}


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_keeps_a_neural_target(programs, name):
    graph, states = programs[name]
    found = certify_move(graph, Regenerate(), states)
    assert found.passed and found.irreducible, found
    assert certify_move(graph, Regenerate(), states, beta=0.4).passed
    hole_law(graph, Regenerate(), states)
    cache_law(graph, Regenerate(), states, steps=10)


@pytest.mark.slow
def test_it_keeps_a_neural_target_of_longer_texts():
    graph = tiny.program(keyword="seals", hosted=True)
    assert certify_move(graph, Regenerate(), admissible(graph)).passed


def test_it_keeps_a_neural_target_with_a_key_value_cache():
    """The way of large programs, in double precision throughout."""
    graph = tiny.program(units=WORDS, double=True, keyword="seals", hosted=True, lengths=(1, 2))
    graph.guide = tiny.with_cache(graph)
    found = certify_move(graph, Regenerate(), admissible(graph))
    assert found.passed and found.irreducible, found


def test_ordinary_steps_follow_the_matrix(programs):
    graph, states = programs["sharpened and cool"]
    graph.number = Numbers(states)
    graph.of_text = torch.zeros(len(states.length))
    assert same_law(graph, Regenerate(), states, torch.arange(0, len(states.length), 2), 2_000, seed=4) > 1e-6


class Numbers:
    """The row of each text among some states."""

    def __init__(self, states):
        self.known = {tuple(row): number for number, row in enumerate(self.rows(states))}

    @staticmethod
    def rows(texts):
        return torch.cat([texts.length[:, None], texts.units], 1).tolist()

    def __call__(self, texts):
        return torch.tensor([self.known[tuple(row)] for row in self.rows(texts)])


@pytest.mark.parametrize("sampler", [Mh(), Gibbs()], ids=lambda sampler: sampler.name)
def test_default_tables_of_a_neural_base_hold_it(programs, sampler):
    graph, states = programs["canonical, with a term found text by text"]
    table = sampler.table(graph)
    assert {entry.label: round(entry.share, 9) for entry in table} == {
        "replace(ngram)": 0.35, "resize(ngram)": 0.15, "move": 0.2, "regenerate": 0.3,
    }  # fmt: skip
    assert sampler.table(graph, pure=True)[0].label == "replace(ngram)"
    found = certify(graph, [(entry.share, entry.move) for entry in table], states)
    assert all(one.passed for one in found) and found[-1].irreducible


RATIOS = {
    "numbers of cuts left out": lambda graph, move, state, found: (
        found.log_ratio - slots_part(graph, move, state, found)
    ),
    "numbers of cuts upside down": lambda graph, move, state, found: (
        found.log_ratio - 2 * slots_part(graph, move, state, found)
    ),
    "rests weighed alike": slots_part,
}


@pytest.mark.parametrize("name", RATIOS)
def test_a_wrong_ratio_is_seen(name):
    graph = tiny.program(units=("a", "seals"))  # texts of one unit have two cuts, longer ones three
    states = admissible(graph)
    found = certify_move(graph, Regenerate(), states, advance=with_ratio(RATIOS[name]))
    assert found.detailed_balance > 1e-3 and not found.passed


BUGS = {
    "pieces behind the first one not weighed": lambda unit, base, drawn: (unit, base, torch.zeros_like(drawn)),
    "pieces weighed by the model alone": lambda unit, base, drawn: (unit, base, base),
}


@pytest.mark.parametrize("name", BUGS)
def test_a_wrong_law_of_spelled_units_is_seen(monkeypatch, name):
    graph, right = tiny.program(units=WORDS, lengths=(1, 2)), causal_predictor._CausalReading._refine
    states = admissible(graph)
    monkeypatch.setattr(
        causal_predictor._CausalReading, "_refine", lambda *arguments: BUGS[name](*right(*arguments))
    )  # fmt: skip
    found = certify_move(graph, Regenerate(), states)
    assert found.detailed_balance > 1e-3 and not found.passed


def test_the_first_piece_weighed_for_one_unit_alone_is_seen(monkeypatch):
    """A piece that several units begin with is drawn for any of them."""
    graph = tiny.program(units=WORDS, lengths=(1, 2))
    monkeypatch.setattr(
        causal_predictor, "_summed", lambda law, members, rows: law.log_prob(_first(members, law))[rows].double()
    )
    found = certify_move(graph, Regenerate(), admissible(graph))
    assert found.detailed_balance > 1e-3 and not found.passed


def _first(members, law):
    return members[0, 0].expand(law.log_weights.shape[0])


def test_every_text_of_an_exact_guide_is_accepted_where_the_cuts_are_as_many():
    graph = small.program(order=3, keyword="sea", soft=True, lengths=(3, 3))
    states = admissible(graph)
    _, info = step(Stream(1, "chain", len(states.length)), graph, Regenerate(), init(graph, states))
    assert bool((info.accepted | info.impossible).all())


def test_a_target_without_a_guide_says_so(programs):
    graph, states = programs["units"]

    class Plain:
        places, free, free_gaps = graph.places, graph.free, graph.free_gaps

    with pytest.raises(MoveError, match="no guide"):
        hole, _ = Regenerate().open(Plain(), states, torch.zeros_like(states.length), states.length)
        Regenerate().weigh(Plain(), hole, states)


def test_the_matrix_is_that_of_the_guide(programs):
    """From every text, the chance to move elsewhere follows from cuts, densities and scores found apart."""
    graph, states = programs["units"]
    matrix, score = transitions(graph, Regenerate(), states), log_target(graph, states)
    cuts = states.length + (states.length < graph.places)
    wanted = torch.zeros(len(score), len(score), dtype=torch.float64)
    for cut in range(graph.places + 1):
        first = torch.full_like(states.length, cut)
        inside = (cut < states.length) | ((cut == states.length) & (cut < graph.places))
        density = graph.guide.weigh(states, torch.minimum(first, states.length))
        before = torch.arange(graph.places) < cut
        same = ((states.units[:, None] == states.units[None]) | ~before).all(-1) & inside[:, None] & inside[None]
        log = score[None] - score[:, None] + density[:, None] - density[None] + (cuts[:, None] / cuts[None]).log()
        wanted += torch.where(same, density.exp()[None] * log.exp().clamp(max=1) / cuts[:, None], 0.0)
    away = ~torch.eye(len(score), dtype=torch.bool)
    torch.testing.assert_close(matrix[:, :-1][away], wanted[away], rtol=1e-9, atol=1e-15)


# ---- the base as a source of candidates


@pytest.mark.parametrize("name", PROGRAMS)
def test_replacing_and_inserting_by_the_base_keeps_a_neural_target(programs, name):
    graph, states = programs[name]
    for move in (Replace("lm"), Resize("lm")):
        assert certify_move(graph, move, states).passed
        hole_law(graph, move, states)


def test_the_base_as_a_source_goes_on_behind_what_stands_to_the_left(programs):
    graph, _ = programs["units"]
    texts, place = graph.texts([[0, 1, 2], [0, 2], [1]]), torch.tensor([1, 1, 0])
    found = graph.candidates("lm", texts, place)
    assert torch.equal(found[0], found[1])  # whatever stands behind the place
    base = graph.base
    laws = last_laws(base, [(*base.left, *base.ids(["a"])[0]), tuple(base.left)])
    single = base.ids(["a"])[0][0]
    assert float(found[0, 0]) == pytest.approx(float(laws[0, single]), abs=1e-5)
    assert float(found[2, 0]) == pytest.approx(float(laws[1, single]), abs=1e-5)
    assert bool((found > -torch.inf).all())
