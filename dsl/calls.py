"""Calls: features, language models, parts of texts, lists from files and the calls over generators."""

from __future__ import annotations

from ..inference.feature import Feature
from ..inference.formula import Apply, Constant, Node, Several
from ..inference.interpret import instance
from ..inference.moment import SHARE
from . import faults, syntax
from .arguments import bind
from .evaluator import Evaluator, evaluates
from .externs import applied
from .files import FileMistake
from .known import Function
from .parts import method, path
from .quantifiers import aggregate
from .scope import Binding, Scope
from .spec import BaseSpec
from .types import BASE, INT, REAL, STRING, Type, is_number, list_of, quantity
from .values import NOTHING, UNKNOWN, Value, known

AGGREGATES = ("count", "share", "sum", "min", "max")
LENGTH_NAMES = {"word": "words", "char": "chars", "unit": None, "line": "lines", "syllable": "syllables",
                "token": "tokens"}  # fmt: skip
STYLE_UNITS = {"en": "words", "words": "words", "zh": "chars", "letters": "chars", "tokens": "tokens"}


@evaluates(syntax.Call)
def call(ev: Evaluator, node: syntax.Call, scope: Scope) -> Value:
    """`name(arguments)`, or `value.part(arguments)` where the value is named by a path."""
    names = node.function.names
    if len(names) > 1 and not _is_member(names, scope):
        owner = path(ev, syntax.Path(names[:-1], span=node.function.span), scope)
        return method(ev, owner, names[-1], node.arguments, scope, node.span)
    if len(names) > 1:
        return _member_call(ev, node, scope)
    name = names[0]
    bound = _callable(name.text, scope)
    if bound is not None and bound.sort in ("extern", "fragment"):
        return _extern(ev, node, bound, scope)
    if len(node.arguments) == 1 and isinstance(node.arguments[0], syntax.Generator) and name.text in AGGREGATES:
        return aggregate(ev, name.text, node.arguments[0], scope)
    special = {"lines": _lines, "mean": _mean, "python": _python}.get(name.text)
    if special is not None:
        return special(ev, node, scope)
    if name.text in ev.known.features:
        return feature(ev, ev.known.features[name.text], node, scope)
    if name.text in ev.known.languages:
        return base(ev, node, scope)
    return _unknown(ev, node, name, scope)


def _callable(name: str, scope: Scope) -> Binding | None:
    """The extern or fragment of that name, whatever inner name hides it."""
    around: Scope | None = scope
    while around is not None:
        bound = around.names.get(name)
        if bound is not None and bound.sort in ("extern", "fragment"):
            bound.used = True
            return bound
        around = around.parent
    return None


def _is_member(names: tuple[syntax.Name, ...], scope: Scope) -> bool:
    """Whether a call is of a function in an imported file."""
    bound = scope.find(names[0].text)
    if bound is None or bound.sort != "import" or len(names) != 2 or bound.item is None:
        return False
    member = bound.item.scope.names.get(names[1].text)
    return member is None or member.sort in ("extern", "fragment")


def _member_call(ev: Evaluator, node: syntax.Call, scope: Scope) -> Value:
    first, name = node.function.names
    bound = scope.find(first.text)
    members = bound.item.scope.names if bound and bound.item else {}
    if name.text not in members:
        return ev.mistake(faults.unknown_member(name.span, name.text, first.text, members))
    return _extern(ev, node, members[name.text], scope)


def _unknown(ev: Evaluator, node: syntax.Call, name: syntax.Name, scope: Scope) -> Value:
    for argument in node.arguments:
        inner = argument.value if isinstance(argument, syntax.Named) else argument
        if not isinstance(inner, syntax.Generator):
            ev.value(inner, scope)
    if scope.find(name.text) is not None:
        return ev.mistake(faults.not_callable(name.span, name.text))
    externs = [bound.name for bound in scope.visible() if bound.sort == "extern"]
    known_names = [*ev.known.features, *ev.known.languages, *externs, *AGGREGATES, "lines"]
    return ev.mistake(faults.unknown_function(name.span, name.text, known_names))


# ---- features


def feature(ev: Evaluator, function: Function, node: syntax.Call, scope: Scope) -> Value:
    """A feature applied to arguments; computed at once where they are all known."""
    values = bind(ev, function, node.arguments, scope, node.span)
    if not function.available:
        ev.report.unavailable(node.function.span, f"`{function.name}`")
    if values is None:
        return Value(function.result, Constant(UNKNOWN))
    defaults = {parameter.name: parameter.default for parameter in function.parameters}
    arguments = tuple(
        (name, value.node)
        for name, value in values.items()
        if not (isinstance(value.node, Constant) and _same(value.node.value, defaults[name]))
    )
    objection = _objection(function, arguments) if function.available else None
    if objection is not None:
        return ev.mistake(faults.out_of_range(node.span, *objection))
    _script(ev, function, node, values)
    result = _measured_in(ev, function, values)
    applied = Apply(function.name, arguments)
    if not function.available:
        unknown = any(isinstance(value.node, Constant) and value.node.value is UNKNOWN for value in values.values())
        return Value(result, Constant(UNKNOWN) if unknown and _closed(values) else applied)
    return ev.settle(result, applied)


def _script(ev: Evaluator, function: Function, node: syntax.Call, values: dict[str, Value]) -> None:
    """Warn of a text in a script that the feature knows nothing of."""
    script = ev.known.script(function.name)
    for parameter in function.parameters:
        value = values.get(parameter.name)
        style = ev.style_of(value.node) if value is not None and "text" in parameter.type and script else None
        if style in ("en", "zh") and style != script and value is not None and not isinstance(value.node, Constant):
            ev.report.add(faults.other_script(node.span, function.name, style))


def _objection(function: Function, arguments: tuple[tuple[str, Node], ...]) -> tuple[str, str, str] | None:
    """What a feature says against the arguments that are written out; nothing while some are not known yet."""
    given = {name: node.value for name, node in arguments if isinstance(node, Constant)}
    if any(value is UNKNOWN for value in given.values()):
        return None
    texts = {name for name, node in arguments if not isinstance(node, Constant)}
    feature: Feature = instance(Apply(function.name, ()), {**dict.fromkeys(texts), **given})
    return feature.objection()


def _closed(values: dict[str, Value]) -> bool:
    return all(isinstance(value.node, Constant) for value in values.values())


def _same(value: object, default: object) -> bool:
    return type(value) is type(default) and value == default


def _measured_in(ev: Evaluator, function: Function, values: dict[str, Value]) -> Type:
    """The result of `length` has the unit it counts, so that words are not compared with characters."""
    if function.name != "length" or function.result != INT:
        return function.result
    if "unit" in values:
        written = values["unit"].constant
        unit = LENGTH_NAMES.get(written.rstrip("s")) if isinstance(written, str) else None
    else:
        first: Node = next(iter(values.values())).node
        style = ev.style_of(first) if not isinstance(first, Constant | Several) else None
        unit = STYLE_UNITS.get(style or "")
    return quantity(unit) if unit else INT


# ---- what is no feature


def base(ev: Evaluator, node: syntax.Call, scope: Scope) -> Value:
    """A language model, as a value."""
    name = node.function.names[0]
    function = ev.known.languages.get(name.text) if len(node.function.names) == 1 else None
    if function is None:
        return ev.mistake(faults.unknown_language(node.function.span, node.function.text, ev.known.languages))
    values = bind(ev, function, node.arguments, scope, node.span)
    if not function.available:
        ev.report.unavailable(name.span, f"the language model `{name.text}`")
    if values is None:
        return Value(BASE, Constant(UNKNOWN))
    for key in ("power", "temperature"):
        if key in values and values[key].known and values[key].constant <= 0:
            ev.report.add(faults.out_of_range(node.span, f"`{key}`", str(values[key].constant), "more than 0"))
    if "shape" in values and values["shape"].known and values["shape"].constant not in ("free", "sentence"):
        shape = str(values["shape"].constant)
        ev.report.add(faults.out_of_range(node.span, "`shape`", f'"{shape}"', '"free" or "sentence"'))
    given = {key: value.constant for key, value in values.items()}
    return known(BASE, BaseSpec(name.text, given, ev.report.here(node.span)))


def _extern(ev: Evaluator, node: syntax.Call, bound: Binding, scope: Scope) -> Value:
    if bound.sort == "fragment":
        return ev.mistake(faults.fragment_called(node.function.span, bound.name))
    if bound.item is None:  # a mistake where it is declared
        return NOTHING
    return applied(ev, bound.item, node, scope)


def _lines(ev: Evaluator, node: syntax.Call, scope: Scope) -> Value:
    if len(node.arguments) != 1 or isinstance(node.arguments[0], syntax.Named | syntax.Generator):
        return ev.mistake(faults.missing_argument(node.span, "lines", "file", 'lines("file.txt")'))
    name = ev.expect(node.arguments[0], scope, lambda type: type.name == "string", "the name of a file")
    if name.unknown or not name.known:
        return Value(list_of(STRING), Constant(UNKNOWN))
    try:
        return known(list_of(STRING), ev.files.lines(name.constant))
    except FileMistake as mistake:
        ev.report.add(faults.bad_file(node.arguments[0].span, str(mistake), mistake.help))
        return Value(list_of(STRING), Constant(UNKNOWN))


def _mean(ev: Evaluator, node: syntax.Call, scope: Scope) -> Value:
    if not ev.over_draws:
        return ev.mistake(faults.mean_outside(node.span))
    if len(node.arguments) != 1 or isinstance(node.arguments[0], syntax.Named | syntax.Generator):
        return ev.mistake(faults.missing_argument(node.span, "mean", "value", "mean(value)"))
    value = ev.expect(
        node.arguments[0], scope, lambda type: type.name == "bool" or is_number(type), "true or false, or a number"
    )
    unit = Constant(SHARE if value.type.name == "bool" else value.type.unit or "")
    mean = Apply("mean", (("value", value.node), ("unit", unit)))
    return Value(value.type if value.type.unit else REAL, mean)


def _python(ev: Evaluator, node: syntax.Call, scope: Scope) -> Value:
    """A Python function of a text, put there by a program that was built in Python."""
    name, text_node = node.arguments if len(node.arguments) == 2 else (None, None)
    function = ev.functions.get(name.value) if isinstance(name, syntax.String) else None
    if function is None or not isinstance(text_node, syntax.Path):
        return ev.mistake(faults.python_in_file(node.span))
    text = ev.value(text_node, scope)
    return Value(REAL, Apply("python", (("text", text.node), ("function", Constant(function)))))
