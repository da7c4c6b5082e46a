"""The house read as text: which folders are packages, which modules stand in them, and who imports whom."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FOLDERS = ("grammar", "inference", "dsl", "wordfield")  # each may import what stands before it


class Import(NamedTuple):
    """`importer` imports `target`, both as paths from the root without `.py`, or a name of another library.

    `when` is "module" (at once), "function" (when something is called) or "typing" (never, when it runs).
    """

    importer: str
    target: str
    when: str
    relative: bool


@cache
def modules() -> dict[str, Path]:
    """The modules of the packages by their paths, as in `dsl/parse`; a package goes by its folder, as in `dsl`."""
    found = {}
    for path in sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        inner = path.relative_to(ROOT)
        found[(inner.parent if inner.name == "__init__.py" else inner.with_suffix("")).as_posix()] = path
    return found


@cache
def imports() -> tuple[Import, ...]:
    """All imports of all modules."""
    return tuple(one for name, path in modules().items() for one in _imports(name, path))


def _imports(name: str, path: Path) -> Iterator[Import]:
    package = path.parent.relative_to(ROOT).parts
    for node, when in _statements(ast.parse(path.read_text(encoding="utf-8")).body, "module"):
        if isinstance(node, ast.Import):
            yield from (Import(name, alias.name, when, False) for alias in node.names)
        elif node.level == 0:
            yield Import(name, node.module or "", when, False)
        else:
            for alias in node.names:
                yield Import(name, _target(package, node, alias.name), when, True)


def _target(package: tuple[str, ...], node: ast.ImportFrom, name: str) -> str:
    """The module that a relative import reads; from a folder under `wordfield`, as the folders install."""
    installed = package if package[0] == "wordfield" else ("wordfield", *package)
    installed = installed[: len(installed) - node.level + 1]
    parts = (*installed, *(node.module or "").split(".")) if node.module else installed
    if len(parts) > 1 and parts[1] in FOLDERS:
        parts = parts[1:]
    inner = "/".join((*parts, name))
    return inner if inner in modules() or (parts == ("wordfield",) and name in FOLDERS) else "/".join(parts)


def _statements(body: Iterable[ast.AST], when: str) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, when
        elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            yield from _statements(node.body, "typing")
            yield from _statements(node.orelse, when)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _statements(node.body, "function")
        else:
            yield from _statements(ast.iter_child_nodes(node), when)
