"""The names of a file: imports, externs, grammars, fragments, parameters and lets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..inference.formula import Constant
from . import faults, syntax
from .evaluator import Evaluator
from .externs import declared
from .files import Files
from .params import param
from .program import MODEL_ITEMS, Program
from .report import Report
from .scope import Module, Scope
from .statements import Walk, declare, let
from .types import ANY, FUNCTION, GRAMMAR, MODULE
from .values import UNKNOWN, Value

Values = Mapping[str, Any] | None  # of the parameters; None while they are not known


def file_scope(walk: Walk, file: syntax.File, programs: Mapping[str, Program], values: Values) -> Scope:
    """The scope of a file; its bare statements are read on the way, since lets may speak of their texts."""
    scope = Scope(is_file=True)
    for item in file.items:
        if isinstance(item, syntax.Import | syntax.Extern | syntax.Grammar | syntax.Fragment):
            head(walk.ev, item, programs, scope)
    bare = any(isinstance(item, MODEL_ITEMS) for item in file.items)
    body(walk, file.items, scope, values, bare)
    return scope


def body(walk: Walk, items: Iterable[syntax.Node], scope: Scope, values: Values, bare: bool) -> None:
    """Parameters, lets and bare statements in the order of the file."""
    for item in items:
        if isinstance(item, syntax.Param):
            param(walk.ev, item, scope, values)
        elif isinstance(item, syntax.Let):
            let(walk.ev, item, scope)
        elif bare and isinstance(item, MODEL_ITEMS):
            with walk.ev.report.bounded(item.span):
                walk.block((item,), scope)


def head(ev: Evaluator, item: syntax.Node, programs: Mapping[str, Program], scope: Scope) -> None:
    """An import, extern, grammar or fragment."""
    if isinstance(item, syntax.Import):
        program = programs.get(item.name.text)
        module = module_of(ev, item, program) if program else None
        declare(ev, scope, item.name, "import", Value(MODULE if module else ANY, Constant(UNKNOWN)), module)
    elif isinstance(item, syntax.Extern):
        extern(ev, item, scope)
    elif isinstance(item, syntax.Grammar):
        declare(ev, scope, item.name, "grammar", Value(GRAMMAR, Constant(item.text.value)))
    elif isinstance(item, syntax.Fragment):
        declare(ev, scope, item.name, "fragment", Value(FUNCTION, Constant(UNKNOWN)), item)


def extern(ev: Evaluator, node: syntax.Extern, scope: Scope) -> None:
    """A function in Python, declared with its types."""
    found = declared(ev, node, scope)
    declare(ev, scope, node.name, "extern", Value(FUNCTION if found else ANY, Constant(UNKNOWN)), found)


def module_of(ev: Evaluator, item: syntax.Import, program: Program) -> Module:
    """The names of an imported program, its parameters at their defaults."""
    files = Files(program.folder)
    inner = Evaluator(Report(program.source), files, ev.known)
    scope = Scope(is_file=True)
    for one in program.file.items:
        if isinstance(one, syntax.Import | syntax.Extern | syntax.Grammar | syntax.Fragment):
            head(inner, one, program.imports, scope)
    body(Walk(inner, abstract=False), program.file.items, scope, {}, bare=False)
    for one in program.file.items:
        if isinstance(one, syntax.Param) and one.default is None:
            ev.report.add(faults.import_param(item.path.span, item.path.value, one.name.text))
    return Module(item.name.text, scope, files)
