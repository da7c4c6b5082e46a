"""The contract of features: what the engine relies on, tried on texts; for a feature or function of one's own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .additive import additive
from .feature import Feature
from .formula import Apply, Constant, Node, Not, Part, Several
from .interpret import Interpreter
from .lexicon import Lexicon
from .lower import regular
from .outside import Outside
from .render import Renderer
from .scope import Scope
from .shortfall import shortfall
from .signature import Parameter
from .views import cut, reader, view

TEXTS = (
    "The sea was cold.", "A letter came in winter, and nobody read it.", "Yes!", "", "May I may?", "the the the",
    "No. 7, O'Brien-Smith's \"old\" dog", "Once upon a time there was a king who had three daughters.",
)  # fmt: skip
CHINESE = ("春眠不觉晓，处处闻啼鸟。", "一", "不", "他说：“好。”")
RESULTS = {"bool": (bool,), "int": (int,), "real": (int, float), "score": (int, float), "percent": (int, float),
           "string": (str, tuple), "strings": (tuple,)}  # fmt: skip
TAKEN = ("text", "textlike", "texts")


class BrokenContract(AssertionError):
    """What a feature does and must not; the message names the law and the text."""


def check_feature(
    feature: type[Feature] | Callable[..., Any], *texts: str, result: str = "score", style: str = "en", **arguments: Any
) -> int:
    """Hold a feature, or a Python function that `extern` or `m.factor` is to call, to what the engine relies on.

    Tried are `texts` and some of our own; `arguments` go to the feature's other parameters, or to the function by name;
    `result` is the declared result of a function. The laws: the answer is of the declared type and finite (a feature's
    may be None: missing); the same text gets the same answer, alone, among others and in any order; a truth value's
    `distance` is 0 exactly where it holds and `occurrences` exactly where it does not, both finite; `table`,
    `automaton` and `shortfall` agree with `measure`. Returns how many texts were tried. Raises BrokenContract.
    """
    tried = list(dict.fromkeys((*texts, *TEXTS, *(CHINESE if style == "zh" else ()))))
    if isinstance(feature, type) and issubclass(feature, Feature):
        _registered(feature, tried, style, arguments)
    elif callable(feature) and not isinstance(feature, type):
        _function(feature, tried, result, arguments)
    else:
        raise TypeError(f"feature: got {feature!r}; a class derived from wf.Feature or a function is needed")
    return len(tried)


# ---- functions


def _function(function: Callable[..., Any], texts: list[str], result: str, arguments: dict[str, Any]) -> None:
    outside = Outside(getattr(function, "__name__", "function"), "", (True,), result)

    def answers(some: Sequence[str]) -> list[Any]:
        return outside._answers(lambda given: function(given, **arguments), [list(some)], len(some))

    together = answers(texts)
    for text, value in zip(texts, together, strict=True):
        _same(answers([text])[0], value, text, "a text alone gets the answer that it gets among others")
    backwards = answers(texts[::-1])[::-1]
    for text, value, other in zip(texts, together, backwards, strict=True):
        _same(other, value, text, "the order of the texts does not matter, nor how often it is called")
    _same(answers(texts + texts), together + together, "", "a text that comes twice gets one answer")


def _same(found: Any, wanted: Any, text: str, law: str) -> None:
    close = found == wanted
    if isinstance(found, float) and isinstance(wanted, float):
        close = math.isclose(found, wanted, rel_tol=1e-6, abs_tol=1e-6)
    elif isinstance(found, list):
        close = all(
            a == b or math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-6) for a, b in zip(found, wanted, strict=True)
        )
    if not close:
        raise BrokenContract(f"{law}: {text!r} gave {found!r} and {wanted!r}")


# ---- features


def _registered(cls: type[Feature], texts: list[str], style: str, arguments: dict[str, Any]) -> None:
    _declared(cls, arguments)
    renderer = _renderer(texts, style)
    call = _call(cls.signature(), cls.name, arguments)
    scope = Scope(renderer)
    forms = {
        "table": additive(call, scope),
        "automaton": regular(call, scope) if cls.result == "bool" else None,
        "shortfall": shortfall(call, scope) if cls.result == "bool" else None,
    }
    for text, units in _written(texts, renderer):
        _measured(cls, call, text, renderer, units, forms)


def _declared(cls: type[Feature], arguments: dict[str, Any]) -> None:
    made = (cls.__doc__ or "").startswith(f"{cls.__name__}(")  # a dataclass writes its signature where no page is
    if not cls.name or not (cls.__doc__ or "").strip() or made:
        raise BrokenContract("a feature has a name, class X(Feature, name=…), and a docstring, which is its page")
    if cls.result not in RESULTS:
        raise BrokenContract(f"`result` of {cls.name} is {cls.result!r}; allowed are {', '.join(RESULTS)}")
    known = {parameter.name: parameter for parameter in cls.signature()}
    odd = [one.name for one in known.values() if "." in one.type or "<" in one.type]
    if odd:
        raise BrokenContract(f"`{odd[0]}` is annotated with a class: `from __future__ import annotations` is missing")
    missing = [p.name for p in known.values() if p.required and p.name not in arguments and p.type not in TAKEN]
    unknown = [name for name in arguments if name not in known]
    if missing or unknown:
        raise TypeError(f"arguments: {', '.join(missing or unknown)} {'missing' if missing else 'unknown'}")


def _renderer(texts: list[str], style: str) -> Renderer:
    plain = Renderer(Lexicon((), style))
    units = dict.fromkeys(unit for text in texts for unit in cut(text, plain))
    lower = dict.fromkeys(unit[:1].lower() + unit[1:] for unit in units)
    return Renderer(Lexicon(tuple({**lower, **units}), style))


def _call(signature: Sequence[Parameter], name: str, arguments: dict[str, Any]) -> Apply:
    """The feature on a text `s`; of several texts, the others are the ones given, else the same."""
    bound: list[tuple[str, Node]] = []
    texts = 0
    for parameter in signature:
        if parameter.name in arguments:
            value = arguments[parameter.name]
            bound.append((parameter.name, Constant(tuple(value) if isinstance(value, list) else value)))
        elif parameter.type in ("text", "textlike"):
            bound.append((parameter.name, Part("s") if not texts else Constant("The sea was cold.")))
            texts += 1
        elif parameter.type == "texts":
            bound.append((parameter.name, Several((Part("s"), Constant("The sea was cold.")))))
    return Apply(name, tuple(bound))


def _written(texts: list[str], renderer: Renderer) -> Iterator[tuple[str, list[int]]]:
    for text in texts:
        units = renderer.segment(text)
        if units is not None:
            yield text, [int(unit) for unit in units]


def _measured(
    cls: type[Feature], call: Apply, text: str, renderer: Renderer, units: list[int], forms: dict[str, Any]
) -> None:
    def meaning() -> Interpreter:
        return Interpreter({Part("s"): view(units, renderer)}, reader(renderer))

    value = meaning().value(call)
    kinds = RESULTS[cls.result]
    if value is not None and (not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds)):
        raise BrokenContract(f"{cls.name} is declared as {cls.result}, and {text!r} gave {value!r}")
    if isinstance(value, float) and not math.isfinite(value):
        raise BrokenContract(f"numbers are finite, and {text!r} gave {value!r}")
    _same(meaning().value(call), value, text, "the same text gets the same answer")
    if forms["table"] is not None and isinstance(value, int | float):
        total = forms["table"].constant + float(sum(forms["table"].table[units]))
        _same(total, float(value), text, "`table` adds up to what `measure` gives")
    if cls.result == "bool":
        _truth(cls, call, text, units, meaning(), forms)


def _truth(
    cls: type[Feature], call: Apply, text: str, units: list[int], meaning: Interpreter, forms: dict[str, Any]
) -> None:
    true, far, often = meaning.holds(call), meaning.distance(call), meaning.distance(Not(call))
    for name, number, zero in (("distance", far, true), ("occurrences", often, meaning.holds(Not(call)))):
        if not 0 <= number < math.inf or (number == 0) != zero:
            when = "holds" if name == "distance" else "does not hold"
            raise BrokenContract(f"`{name}` is 0 exactly where it {when}, else positive: {text!r} gave {number!r}")
    if not cls.graded and far not in (0, 1):
        raise BrokenContract(
            f"`distance` is {far!r} for {text!r}: a feature of more than right or wrong says graded = True"
        )
    if not cls.counted and often not in (0, 1):
        raise BrokenContract(f"`occurrences` is {often!r} for {text!r}: one that counts says counted = True")
    if forms["automaton"] is not None and forms["automaton"].accepts(units) != true:
        raise BrokenContract(f"`automaton` accepts what `measure` says holds: they differ on {text!r}")
    if forms["shortfall"] is not None:
        _same(float(forms["shortfall"].value(units)), float(far), text, "`shortfall` ends with the distance")


__all__ = ["BrokenContract", "check_feature"]
