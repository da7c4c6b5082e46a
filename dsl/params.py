"""Parameters: their declared types and ranges, their defaults, and the values given for a run."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from ..inference.formula import Constant, Pattern
from . import faults, syntax
from .evaluator import Evaluator, show
from .patterns import refused
from .scope import Scope
from .statements import declare
from .types import ANY, Type, accepts, from_syntax, list_of
from .values import UNKNOWN, Bounds, Value, known

TYPES = ("int", "real", "percent", "bool", "string", "pattern", "list[…]")
EXAMPLES = {"int": "5", "real": "0.5", "percent": "40%", "bool": "true", "string": "sea", "pattern": "[a-z]+",
            "list": "sea,letter"}  # fmt: skip
NEEDED = {"int": "a whole number", "real": "a number", "percent": "a percentage", "bool": "true or false",
          "pattern": "a pattern", "string": "a string"}  # fmt: skip
_TRUTHS = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}


class FileText(str):
    """What a file holds, as the value of a parameter: for a list one entry a line, else the text without its last
    line break."""


def param(ev: Evaluator, node: syntax.Param, scope: Scope, given: Mapping[str, Any] | None) -> None:
    """Declares a parameter: unknown while `given` is None, else with the value given, or its default."""
    type = _type(ev, node)
    domain = ev.value(node.domain, scope) if node.domain is not None else None
    if domain is not None and domain.type.name not in ("range", "list", "any"):
        ev.report.add(
            faults.wrong_type(node.domain.span if node.domain else None, "a range or a list", str(domain.type))
        )
        domain = None
    default = _default(ev, node, type, scope)
    if default is not None and node.default is not None:
        check_domain(ev, node, default.constant, domain, node.default.span)
    value = Value(type, Constant(UNKNOWN))
    if given is not None and node.name.text in given:
        found = convert(given[node.name.text], type)
        if found is None:
            _bad_value(ev, node, type, given[node.name.text])
        else:
            check_domain(ev, node, found, domain, node.name.span)
            value = known(type, found)
    elif given is not None and default is not None:
        value = default
    declare(ev, scope, node.name, "param", value)


def _type(ev: Evaluator, node: syntax.Param) -> Type:
    type = from_syntax(node.type)
    if type is None or type.name in ("text", "score") or (type.of and type.of.name in ("text", "score", "list")):
        name = node.type.name.text + (f"[{node.type.inner.name.text}]" if node.type.inner else "")
        ev.report.add(faults.unknown_type(node.type.span, name, "a parameter", TYPES))
        return ANY
    return type


def _default(ev: Evaluator, node: syntax.Param, type: Type, scope: Scope) -> Value | None:
    """The default, None without a usable one."""
    if node.default is None:
        return None
    value = ev.constant(node.default, scope, "a default")
    if not accepts(type, value.type) or (type.name == "int" and value.type.name not in ("int", "any")):
        ev.report.add(faults.wrong_type(node.default.span, str(type), str(value.type)))
        return None
    return known(type, value.constant) if value.known else None


def check_domain(ev: Evaluator, node: syntax.Param, value: Any, domain: Value | None, span: Any) -> None:
    """Holds a value to the range or list after `in`."""
    if domain is None or domain.unknown:
        return
    if isinstance(domain.node, Bounds):
        low, high = (end.value if isinstance(end, Constant) else None for end in (domain.node.low, domain.node.high))
        if any(end is UNKNOWN for end in (low, high)) or not isinstance(value, int | float):
            return
        good = (low is None or value >= low) and (high is None or value <= high)
        written = f"{'' if low is None else show(low)}..{'' if high is None else show(high)}"
    else:
        options = domain.constant
        if not isinstance(options, tuple):
            return
        good, written = (
            all(item in options for item in (value if isinstance(value, tuple) else (value,))),
            show(options),
        )
    if not good:
        ev.report.add(faults.outside_domain(span, node.name.text, show(value), written))


def _bad_value(ev: Evaluator, node: syntax.Param, type: Type, value: Any) -> None:
    wanted = NEEDED.get(type.name, str(type))
    example = EXAMPLES.get(type.name, "sea")
    if type.name == "list" and type.of is not None and type.of.name != "string":
        example = f"{EXAMPLES.get(type.of.name, '1')},{EXAMPLES.get(type.of.name, '2')}"
    written = value if isinstance(value, str) else show(value)
    ev.report.add(faults.bad_value(node.name.span, node.name.text, written, wanted, example))


def convert(value: Any, type: Type) -> Any:
    """A value as a parameter of the type takes it, from text or from Python; None if it cannot."""
    if type.name == "list":
        if isinstance(value, FileText):
            value = list(dict.fromkeys(line.strip() for line in value.splitlines() if line.strip()))
        elif isinstance(value, str):
            value = [piece.strip() for piece in re.split("[,，]", value) if piece.strip()]
        if not isinstance(value, list | tuple):
            return None
        found = tuple(convert(item, type.of or list_of(ANY)) for item in value)
        return None if None in found or not found else found
    if isinstance(value, str):
        return _from_text(value, type.name)
    if isinstance(value, bool) or type.name == "bool":
        return value if isinstance(value, bool) and type.name in ("bool", "any") else None
    if isinstance(value, int | float) and type.name in ("int", "real", "percent", "any") and math.isfinite(value):
        return value if type.name != "int" else int(value) if float(value).is_integer() else None
    return value if isinstance(value, Pattern) and type.name in ("pattern", "any") else None


def _from_text(text: str, type: str) -> Any:
    if isinstance(text, FileText):
        text = str(text).removesuffix("\n").removesuffix("\r")
    plain = text.strip()
    if type == "int":
        return int(plain) if re.fullmatch(r"[+-]?[0-9]{1,15}", plain) else None
    if type == "bool":
        return _TRUTHS.get(plain.lower())
    if type in ("real", "percent"):
        try:
            number = float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
        except ValueError:
            return None
        return number if math.isfinite(number) else None
    if type == "pattern":
        source = plain[1:-1] if len(plain) > 2 and plain[0] == plain[-1] == "/" else plain
        return None if not source or refused(source) else Pattern(source)
    return text
