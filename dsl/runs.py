"""What can be done with a checked program from Python: sample, solve, score, certify, hand to Pyro."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from numbers import Integral
from typing import TYPE_CHECKING, Any, overload

from .program import Program
from .spec import Duration

if TYPE_CHECKING:
    from ..inference.certify import Certificate
    from ..inference.exact import Exact
    from ..inference.graph import FactorGraph
    from ..inference.result import Result
    from .driver import Compiled
    from .score import Written


class Runs:
    """The running side of a program. What is compiled is kept until the program changes."""

    _kept: tuple[tuple[Any, ...], Compiled] | None = None

    def program(self) -> Program:
        """The checked program."""
        raise NotImplementedError

    def compiled(
        self, *, model: str | None = None, recipe: str | None = None, sets: Mapping[str, Any] | None = None,
        device: str = "auto", allow_download: bool = False, follow: bool = False,
    ) -> Compiled:  # fmt: skip
        """The compiled model, proved to have a text; with `follow`, under what its recipe protects.

        Raises ProgramError.
        """
        from . import driver

        program = self.program()
        spec = driver.bind(program, model, recipe, sets, follow)
        functions = tuple(program.functions.items())
        sources = tuple(one.written for one in spec.recipe.sources) if spec.recipe else ()
        key = (program, functions, replace(spec, recipe=None), sources, device, allow_download)
        if self._kept is not None and self._kept[0] == key:
            return replace(self._kept[1], spec=spec)
        driver.proved(program, spec)
        found = driver.compile(program, spec, device, allow_download)
        self._kept = (key, found)
        return found

    def graph(self, **options: Any) -> FactorGraph:
        """The factor graph that samplers run on; options as for `compiled`."""
        return self.compiled(**options).graph

    def sample(
        self, *, chains: int | None = None, draws: int | None = None, seed: int | None = None, n: int | None = None,
        warmup: int | Duration | None = None, thin: int | Duration | None = None, recipe: str | None = None,
        model: str | None = None, sets: Mapping[str, Any] | None = None, device: str | None = None,
        allow_download: bool = False, resume: bool = False,
    ) -> Result:  # fmt: skip
        """Follow the recipe, with what is given here instead of what it says; `n` raises `draws` to give n texts.

        Times are sweeps, or pairs such as `(500, "steps")`. Where the recipe says `store`, the result is stored there;
        with `resume` an interrupted run goes on from the recipe's checkpoint.
        Raises ProgramError, RunError, ValueError, OSError.
        """
        from . import driver, storing
        from .plan import Asked

        for name, value, least in (("chains", chains, 1), ("draws", draws, 1), ("n", n, 1), ("seed", seed, 0)):
            if value is not None and (not isinstance(value, Integral) or value < least):
                raise ValueError(f"{name}: got {value!r}; a whole number of at least {least} is allowed")
        compiled = self.compiled(
            model=model, recipe=recipe, sets=sets, device=device or "auto", allow_download=allow_download, follow=True
        )
        asked = Asked(chains=chains, draws=draws, seed=seed, warmup=warmup, thin=thin, n=n, resume=resume)
        recipe_spec = compiled.spec.recipe
        place = storing.stored_at(recipe_spec)
        with storing.threads(recipe_spec):
            result = driver.run(compiled, driver.planned(compiled, asked))
        if place is not None:
            storing.store(result, place)
        return result

    def exact(self, few: int = 1000, **options: Any) -> Exact:
        """log Z, and the texts with their log probabilities where there are at most `few`. Raises TooManyTexts.

        Of a program with moments it is that of their exact multipliers; `tilted` gives these. Raises NoLaw.
        """
        from ..inference.exact import solve

        return solve(self.tilted(**options)[0], few)

    def tilted(self, **options: Any) -> tuple[FactorGraph, dict[str, float]]:
        """The factor graph under the exact multipliers of its moments, and these by name. Raises TooManyTexts, NoLaw.

        `graph`, `score`, `log_prob`, `certify` and `as_pyro` know nothing of moments: their law is the one without.
        """
        from ..inference.tilted import solved

        graph, outcome = solved(self.graph(**options))
        return graph, {} if outcome is None else outcome.multipliers

    @overload
    def log_prob(self, texts: Written, **options: Any) -> float: ...

    @overload
    def log_prob(self, texts: Sequence[Written], **options: Any) -> list[float]: ...

    def log_prob(self, texts: Written | Sequence[Written], **options: Any) -> float | list[float]:
        """The log score of a text, or of each of a list: the sum of its terms in nats, -inf where it is impossible.

        Of a program of several texts, `{"q": "…", "a": "…"}` stands for one.
        """
        from .score import log_prob

        graph = self.graph(**options)
        return log_prob(graph, [texts])[0] if isinstance(texts, str | Mapping) else log_prob(graph, list(texts))

    def score(self, text: Written, **options: Any) -> dict[str, Any]:
        """The terms of a text, or which requirements it fails; several by name: `{"q": "…", "a": "…"}`."""
        from .score import score

        return score(self.graph(**options), text)

    def certify(self, *, model: str | None = None, recipe: str | None = None, **options: Any) -> list[Certificate]:
        """A certificate of each kernel of the recipe on the shrunken program; see `wordfield certify`."""
        from .certify import certified

        found = certified(self.compiled(model=model, recipe=recipe, follow=True, **options))
        if found.instead:
            warnings.warn(found.instead, stacklevel=2)
        return list(found.certificates)

    def as_pyro(self, **options: Any) -> Callable[..., Any]:
        """The program as a Pyro model: a sample site a text, a factor a term."""
        return self.graph(**options).as_pyro()


def sample(model: Runs, **options: Any) -> Result:
    """`model.sample(...)`: the draws of a model."""
    return model.sample(**options)


def log_prob(model: Runs, texts: Written | Sequence[Written], **options: Any) -> float | list[float]:
    """`model.log_prob(texts)`: the log score of a text or of several, -inf where it is impossible."""
    return model.log_prob(texts, **options)


__all__ = ["Runs", "log_prob", "sample"]
