"""The factor graph of a program over one text: everything samplers, exact methods and Pyro need of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from .ahead import lookahead
from .automaton import Automaton, TooLarge, most_words, product
from .backoff import Backoff
from .candidates import Weights, candidates
from .colours import Colours, colours_of
from .doom import doom
from .feature import View
from .formula import Mixed, Node, Value
from .host import Host, called, tracked, truth
from .interpret import Interpreter
from .lazy import torch
from .neighbours import Neighbours
from .placed import Pairs, Placed
from .requirements import Requirements
from .scorer import Scorer
from .shape import at_most
from .surrogate import MOST_CELLS, Surrogate
from .term import Batched, Blended, Graded, Hosted, Scored, Tabled, Term
from .texts import Texts
from .walker import Walker

if TYPE_CHECKING:
    from torch import Tensor

    from .guide.guide import Guide
    from .moment import Moment

LARGE_LEXICON = 2_000
FAR = 1e6  # the distance of a text that breaks a regular requirement
UNTOUCHED = (  # by terms
    "hard", "hard_automaton", "_hard_walkers", "_others", "neighbours", "template", "sweep", "protected",
)  # fmt: skip
MOST_CELLS_GUIDED = 20_000_000  # contexts x states where the surrogate only looks ahead; order 2 beyond
MOST_STATES_UNITS = 100_000_000  # states x units of an automaton that is used as one


class FactorGraph:
    """An unnormalised law over texts: a base, soft terms and hard requirements.

    `proposals` is the n-gram that the surrogate and candidate lists are made of; the base itself where it is one.
    `sources` are candidate sources with a model of their own, by the call that names them.
    """

    masked: str = ""  # the masked model whose pseudo-log-likelihood is the base, by its name as a candidate source
    moments: tuple[Moment, ...] = ()  # what the means over its draws must be; the law itself knows nothing of them

    def __init__(
        self,
        requirements: Requirements,
        base: Scorer,
        proposals: Backoff,
        terms: Sequence[Term] = (),
        tracks: Sequence[tuple[str, Node]] = (),
        models: Callable[[Value], Scorer] | None = None,
        sources: Mapping[str, Weights] | None = None,
        mixtures: Sequence[Blended] = (),
    ) -> None:
        self.requirements, self.base, self.proposals = requirements, base, proposals
        self.terms, self.tracks = tuple(terms), tuple(tracks)
        self._models, self.sources, self.mixtures = models, dict(sources or {}), tuple(mixtures)
        self.functions: dict[str, Callable[..., Any]] = {}  # of moves in Python, by the names in the program
        self.foreign = False  # whether Python of the user's runs in it
        self.costly: frozenset[str] = frozenset()  # terms that ask a model or a function of the user's
        self.host = Host(requirements, self.scores)
        self.renderer, self.lexicon = requirements.renderer, requirements.renderer.lexicon
        self.units, self.places = len(self.lexicon), max(requirements.longest, 1)
        self.device = proposals.device
        self.dtype: torch.dtype = torch.float32 if self.units > LARGE_LEXICON else proposals.dtype  # of lists
        self.term_names = ("base", *(term.name for term in self.terms))

    def with_terms(self, terms: Sequence[Term]) -> FactorGraph:
        """The same law with more terms: base, proposals and everything that terms do not change are shared."""
        made = copy(self)
        known = [
            name for cls in type(self).__mro__ for name, one in vars(cls).items() if isinstance(one, cached_property)
        ]
        for name in set(known) - set(UNTOUCHED):
            made.__dict__.pop(name, None)
        made.terms = (*self.terms, *terms)
        made.term_names = ("base", *(term.name for term in made.terms))
        return made

    def inherit(self, other: FactorGraph) -> None:
        """Take over what a graph of other terms has computed already and terms do not change."""
        self.__dict__.update({name: other.__dict__[name] for name in UNTOUCHED if name in other.__dict__})

    def valued(self, terms: Sequence[Term], texts: Texts) -> Tensor:
        """What the given terms, which are among its own, add to each text of the law. float64 [chains, terms]"""
        everywhere = torch.ones_like(texts.length, dtype=torch.bool)
        columns = [self.term(term, texts, everywhere) for term in terms]
        return torch.stack(columns, 1) if columns else torch.zeros(len(texts.length), 0, dtype=torch.float64)

    def scores(self, named: Value) -> Callable[[View], float]:
        """The log probability of a view under a model that a formula names; None is the base."""
        scorer = self.base if named is None or self._models is None else self._models(named)

        def score(view: View) -> float:
            units = view.units if view.renderer is not None else self.host.read(view.string).units  # an item of a text
            row = [self.lexicon.index.get(unit, -1) for unit in units]
            return float(scorer.log_prob(self.texts([row]))[0]) if -1 not in row else -np.inf

        return score

    # ---- automata

    @cached_property
    def hard(self) -> tuple[Automaton, ...]:
        """The automata of the regular requirements."""
        return self.requirements.parts

    @cached_property
    def graded(self) -> tuple[Automaton, ...]:
        """The automata of soft terms."""
        return tuple(term.automaton for term in self.terms if isinstance(term, Graded))

    @cached_property
    def whole(self) -> Automaton | None:
        """All automata as one, soft terms included; None where that is too large."""
        return self._joined([*self.hard, *self.graded])

    def _joined(self, automata: Sequence[Automaton]) -> Automaton | None:
        try:
            joined = product(sorted(automata, key=lambda a: (a.counter, a.states))).minimal()
        except TooLarge:
            return None
        return joined if joined.states * self.units <= MOST_STATES_UNITS else None

    @cached_property
    def _plan(self) -> tuple[Automaton, tuple[str, ...]]:
        """The automaton of the surrogate, and what had to be left out of it: counters first, then the largest."""
        if self.whole is not None:
            return self.whole, ()
        kept = [(a, "a count of characters" if a.counter else f"an automaton of {a.states} states") for a in self.hard]
        kept += [(a, f"a soft term of {a.states} states") for a in self.graded]
        dropped: list[str] = []
        while True:
            joined = self._joined([automaton for automaton, _ in kept])
            if joined is not None and joined.longest() is None:  # what bounded the length was left out
                bound = at_most(self.requirements.scope, self.places)
                joined = self._joined([joined, bound])
            if joined is not None:
                return joined, tuple(dropped)
            worst = max(kept, key=lambda pair: (pair[0].counter, pair[0].states))
            kept.remove(worst)
            dropped.append(worst[1])

    @cached_property
    def walkers(self) -> tuple[Walker, ...]:
        """The automata that candidate lists are masked with: one where they fit together, else each."""
        automata = [self.whole] if self.whole is not None else [*self.hard, *self.graded]
        return tuple(Walker(automaton, self.device) for automaton in automata)

    @cached_property
    def hard_automaton(self) -> Automaton | None:
        """The regular requirements as one automaton; None where that is too large."""
        return self._joined(self.hard)

    @cached_property
    def _hard_walkers(self) -> tuple[Walker, ...]:
        joined = self.hard_automaton
        return tuple(Walker(a, self.device) for a in ([joined] if joined is not None else self.hard))

    @cached_property
    def _term_walkers(self) -> dict[str, Walker]:
        return {term.name: Walker(term.automaton, self.device) for term in self.pieces if isinstance(term, Graded)}

    @cached_property
    def pieces(self) -> tuple[Term, ...]:
        """The terms, and those of the branches of mixtures."""
        return (*self.terms, *(part for one in self.mixtures for branch in one.branches for part in branch))

    @cached_property
    def _term_tables(self) -> dict[str, Tensor]:
        tables = {term.name: term.table for term in self.pieces if isinstance(term, Tabled)}
        return {name: torch.as_tensor(table, dtype=torch.float64, device=self.device) for name, table in tables.items()}

    @cached_property
    def _pairs(self) -> dict[str, Pairs]:
        couplings = [term for term in self.pieces if isinstance(term, Placed)]
        return {term.name: Pairs([term], self.places, self.units, self.device) for term in couplings}

    @cached_property
    def coupled(self) -> Pairs | None:
        """All terms that couple places, as one."""
        couplings = [term for term in self.terms if isinstance(term, Placed)]
        return Pairs(couplings, self.places, self.units, self.device) if couplings else None

    @cached_property
    def sweep(self) -> int:
        """Steps of a sweep: the words of the longest text, or its units where the style has no words."""
        if self.lexicon.style not in ("en", "words") or self.hard_automaton is None:
            return self.places
        return max(1, most_words(self.hard_automaton, self.lexicon.is_word))

    # ---- the law

    @cached_property
    def _others(self) -> tuple[Node, ...]:
        """Hard statements that are checked text by text."""
        return tuple(self.requirements.statements[number].formula for number in self.requirements.others)

    @cached_property
    def _dooms(self) -> tuple[Node, ...]:
        """What shows of the beginning of a text that it can meet no hard statement any more."""
        return tuple(one for one in map(doom, self._others) if one is not None)

    def doomed(self, texts: Texts, where: Tensor) -> Tensor:
        """Whether beginnings of texts break a hard statement for good; false where not asked. Bool [chains]"""
        found = torch.zeros_like(where)
        for formula in self._dooms:
            found = found | (self.host.each(texts, truth(formula), where & ~found) > 0)
        return found

    def regular(self, texts: Texts) -> Tensor:
        """Whether each text meets the regular requirements. Bool [chains]"""
        good = torch.ones_like(texts.length, dtype=torch.bool)
        for walker in self._hard_walkers:
            good = good & (walker.value(texts) > -torch.inf)
        return good

    def allowed(self, texts: Texts) -> Tensor:
        """Whether each text meets every hard requirement. Bool [chains]"""
        good = self.regular(texts)
        for formula in self._others:
            good = good & (self.host.each(texts, truth(formula), good) > 0)
        return good

    def astray(self, texts: Texts) -> Tensor:
        """FAR where a regular requirement is broken, else 0: no chain leaves these, whatever else breaks. [chains]"""
        return torch.where(self.regular(texts), 0.0, FAR).double()

    def violation(self, texts: Texts) -> Tensor | None:
        """The summed distance of the statements that are checked text by text; None where there are none. [chains]"""
        if not self._others:
            return None
        total = self.astray(texts)
        for formula in self._others:
            total = total + self.host.each(texts, lambda found, one=formula: found.distance(one))  # type: ignore[misc]
        return total

    def evaluate(self, texts: Texts) -> tuple[Tensor, Tensor]:
        """Each term in nats, float64 [chains, terms], in the order of `term_names`; and `allowed`."""
        good = self.allowed(texts)
        return self.terms_where(texts, good), good

    def terms_where(self, texts: Texts, good: Tensor) -> Tensor:
        """Each term; what is found text by text is 0 where `good` is false. [chains, terms]"""
        columns = [self.base.log_prob(texts).double()]
        columns += [self.term(term, texts, good) for term in self.terms]
        return torch.stack(columns, 1)

    def term(self, term: Term, texts: Texts, good: Tensor) -> Tensor:
        """What a term adds to each text in nats; what is found text by text is 0 where `good` is not. [chains]"""
        match term:
            case Blended():
                from .mixed import log_weights

                return torch.logsumexp(log_weights(self, term, texts, good), 1)
            case Tabled(name, constant, _):
                return constant + torch.where(texts.inside(), self._term_tables[name][texts.units], 0.0).sum(1)
            case Graded(name, _):
                return self._term_walkers[name].value(texts)
            case Placed(name):
                value = self._pairs[name].value(texts)
                return torch.where(value.isnan(), -torch.inf, value)  # missing somewhere
            case Hosted(_, value):
                return self.host.each(texts, value, good)
            case Scored(_, factor, scorer):
                return factor * scorer.log_prob(texts).double()
            case Batched(_, function):
                values = called(term.name, function, self.host.strings(texts))
                return torch.as_tensor(values, device=self.device)

    def first_stage(self, texts: Texts) -> tuple[Tensor, Tensor]:
        """The log weight of the surrogate with every term that costs little, and `allowed`. float64, bool [chains]"""
        good, total = self.allowed(texts), self.surrogate.log_weight(texts).double()
        for graph, part in zip(self.parts, self.split(texts), strict=True):  # statements over several come later
            for term in graph.terms:
                if isinstance(term, Placed) or (isinstance(term, Hosted) and term.name not in graph.costly):
                    total = total + graph.term(term, part, good)
        return total, good

    def log_prob(self, texts: Texts) -> Tensor:
        """The log score: the sum of the terms, -inf where a requirement is broken. float64 [chains]"""
        terms, good = self.evaluate(texts)
        return torch.where(good, terms.sum(1), -torch.inf)

    # ---- the surrogate

    @cached_property
    def table(self) -> np.ndarray:
        """The values that tabled terms add for each unit. [units]"""
        return np.asarray(sum((term.table for term in self.terms if isinstance(term, Tabled)), np.zeros(self.units)))

    @cached_property
    def surrogate(self) -> Surrogate:
        """n-gram times automaton times tables; the target itself where `exact` says so."""
        automaton, _ = self._plan
        constant = sum(term.constant for term in self.terms if isinstance(term, Tabled))
        return Surrogate(self._surrogate_model(automaton), automaton, self.table, constant)

    def _surrogate_model(self, automaton: Automaton) -> Backoff:
        most = MOST_CELLS if self.base.exact is not None else MOST_CELLS_GUIDED
        fits = self.proposals.nodes * automaton.states <= most
        model = self.proposals if fits else self.proposals.shortened(2)
        if self.base.exact is not None:
            return model
        power, temperature = self.base.stand_in
        power *= self.base.power if self.base.power > 0 else 1.0
        return model.like(power, self.base.temperature * temperature, self.base.ends)

    @property
    def causal(self) -> bool:
        """Whether the base is a neural model that reads from left to right."""
        return self.base.causal

    @cached_property
    def guide(self) -> Guide:
        """The base's own next-unit law, looking ahead with the surrogate."""
        from .guide.build import guide_of

        return guide_of(self)

    @cached_property
    def reductions(self) -> tuple[str, ...]:
        """Why the surrogate is not the target: everything that it leaves out."""
        automaton, dropped = self._plan
        found = list(dropped)
        if self.base.exact is None:
            found.append("the base is no n-gram model")
        elif self._surrogate_model(automaton) is not self.base.exact:
            found.append("the surrogate has order 2")
        found += [f"`{t.name}` couples places" for t in self.terms if isinstance(t, Placed)]
        slow = [term for term in self.terms if isinstance(term, Hosted | Batched | Scored | Blended)]
        found += [f"`{term.name}` is found text by text" for term in slow]
        if self._others:
            found.append(f"{len(self._others)} requirement(s) are checked text by text")
        return tuple(found)

    @property
    def exact(self) -> bool:
        """Whether the surrogate is the target, so that everything can be solved."""
        return not self.reductions

    @property
    def only_checked(self) -> bool:
        """Whether the surrogate is the target but for requirements that are checked text by text."""
        return bool(self._others) and len(self.reductions) == 1

    # ---- what moves ask

    def fill(self, texts: Texts, place: Tensor) -> Tensor:
        """Log weight of regular requirements and soft regular terms with each unit at a place. [chains, units]"""
        return self._sum([walker.fill(texts, place)[:, walker.class_of] for walker in self.walkers])

    def fill_gap(self, texts: Texts, unit: Tensor) -> Tensor:
        """The same with `unit` put in at each gap. [chains, places + 1]"""
        full = (texts.length >= texts.places)[:, None]
        return torch.where(full, -torch.inf, self._sum([walker.fill_gap(texts, unit) for walker in self.walkers]))

    @staticmethod
    def _sum(values: list[Tensor]) -> Tensor:
        total = values[0]
        for value in values[1:]:
            total = total + value
        return total

    @cached_property
    def neighbours(self) -> Neighbours:
        """Full conditionals of the proposals' n-gram; in single precision where the lexicon is large.

        Lists need not be exact: the ratio uses the very lists that were drawn from.
        """
        large = self.units > LARGE_LEXICON
        return Neighbours(self.proposals.cast(torch.float32) if large else self.proposals)

    def candidates(self, source: str, texts: Texts, place: Tensor) -> Tensor:
        """Log weights of a source at an open place, requirements not included. [chains, units]"""
        return candidates(self, source, texts, place)

    def lookahead(self, texts: Texts, place: Tensor, fresh: Tensor, most: int) -> Tensor | None:
        """What the requirements leave room for while a span is drawn; see `ahead.lookahead`."""
        return lookahead(self.walkers, texts, place, fresh, most)

    @cached_property
    def added(self) -> Tensor:
        """What tabled terms add for each unit, in the precision of lists. [units]"""
        return torch.as_tensor(self.table, dtype=self.dtype, device=self.device)

    @cached_property
    def conditional_terms(self) -> bool:
        """Whether every term but the base has a table, and every requirement an automaton."""
        return all(isinstance(term, Tabled | Graded | Placed) for term in self.terms) and not self._others

    def conditional(self, texts: Texts, place: Tensor) -> Tensor | None:
        """The target's full conditional at a place, up to a constant; None where a term has no table."""
        if not self.conditional_terms or self.base.exact is not self.proposals:
            return None
        found = self.candidates("ngram", texts, place) + self.fill(texts, place)
        return found if self.coupled is None else found + self.coupled.conditional(texts, place)

    def along(self, texts: Texts, place: Tensor) -> tuple[Tensor, Tensor] | None:
        """Conditionals of the surrogate, and what the program adds; where couplings are all that they differ in."""
        coupled = self.coupled
        if not self.conditional_terms or len(self.reductions) > (0 if coupled is None else coupled.terms):
            return None
        plain = self.candidates("ngram", texts, place) + self.fill(texts, place)
        if coupled is None:
            return plain, torch.zeros_like(plain)
        return (plain, coupled.conditional(texts, place)) if coupled.finite else None

    @cached_property
    def colours(self) -> Colours | None:
        """Places that can be drawn at once; None where units meet in more than couplings."""
        return colours_of(self)

    def gap_scores(self, texts: Texts, unit: Tensor) -> Tensor:
        """Log n-gram weight of the text with `unit` put in at each gap. [chains, places + 1]"""
        chains, gaps = len(texts.length), texts.places + 1
        gap = torch.arange(gaps, device=self.device).repeat(chains)
        wide = Texts(texts.units.repeat_interleave(gaps, 0), texts.length.repeat_interleave(gaps, 0))
        gap = torch.minimum(gap, wide.length)
        longer = wide.insert(gap, unit.repeat_interleave(gaps, 0))
        return self.proposals.log_prob(longer).view(chains, gaps)

    @cached_property
    def template(self) -> Walker | None:
        """The template's automaton alone: where it leaves no choice, the text is fixed."""
        filled = self.requirements.filled()
        return None if filled is None else Walker(filled.automaton, self.device)

    @cached_property
    def protected(self) -> tuple[Walker, ...]:
        """The regular requirements whose words moves leave alone."""
        if not any(one.protects for one in self.requirements.statements):
            return ()
        pairs = zip(self.requirements.statements, self.requirements.automata, strict=True)
        return tuple(Walker(found, self.device) for one, found in pairs if one.protects and found is not None)

    def free(self, texts: Texts) -> Tensor:
        """Places that hold no fixed text and nothing protected. Bool [chains, places]"""
        found = self.free_gaps(texts)[:, :-1] & texts.inside()
        for walker in self.protected:
            found = found & ~walker.held(texts)
        return found

    def free_gaps(self, texts: Texts) -> Tensor:
        """Gaps that are not inside fixed text. Bool [chains, places + 1]"""
        gaps = torch.arange(texts.places + 1, device=self.device) <= texts.length[:, None]
        return gaps if self.template is None else gaps & self.template.free(texts)

    def span_of(self, hole: str, texts: Texts) -> tuple[Tensor, Tensor]:
        """The first place of a hole and how many units it holds, -1 where the text fits no template. [chains] each"""
        spans = [self.host.spans(row).get(hole, (-1, -1)) for row in self.host.rows(texts)]
        found = torch.tensor([(first, last - first) for first, last in spans], device=self.device)
        return found[:, 0], found[:, 1]

    # ---- texts

    @property
    def parts(self) -> tuple[FactorGraph, ...]:
        """The graph of each text of the program: of one, itself."""
        return (self,)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the texts."""
        return (self.requirements.text,)

    def split(self, texts: Texts) -> tuple[Texts, ...]:
        """Each text of what a chain carries."""
        return (texts,)

    def strings(self, texts: Texts) -> list[str]:
        """What each chain carries as it is written; several texts a line each."""
        own = [graph.host.strings(part) for graph, part in zip(self.parts, self.split(texts), strict=True)]
        return ["\n".join(lines) for lines in zip(*own, strict=True)]

    def texts(self, rows: Sequence[Sequence[int]]) -> Texts:
        """Texts from rows of units."""
        places = max(self.places, *(len(row) for row in rows)) if rows else self.places
        units = torch.zeros(len(rows), places, dtype=torch.int64)
        for number, row in enumerate(rows):
            units[number, : len(row)] = torch.as_tensor(list(row), dtype=torch.int64)
        length = torch.tensor([len(row) for row in rows], dtype=torch.int64)
        return Texts(units.to(self.device), length.to(self.device))

    @property
    def shared_mixtures(self) -> tuple[Mixed, ...]:
        """Mixtures over several texts."""
        return ()

    def interpreters(self, texts: Texts) -> list[Interpreter]:
        """What reads each text on the host."""
        return [self.host.interpreter(row) for row in self.host.rows(texts)]

    def tracked(self, texts: Texts, labels: Sequence[Mapping[str, str]] | None = None) -> list[dict[str, Any]]:
        """The values of `track` statements on each text, given the labels of its mixtures; None where missing."""
        readers = [[one] * len(self.tracks) for one in self.interpreters(texts)]
        return tracked(self.tracks, readers, labels)

    def as_pyro(self) -> Callable[..., Any]:
        """The program as a Pyro model; see `pyro_model`."""
        from .pyro_model import pyro_model

        return pyro_model(self)
