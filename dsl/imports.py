"""Imported files: read, checked and kept, each once, with no circles."""

from __future__ import annotations

from pathlib import Path

from . import faults, syntax
from .diagnostics import Diagnostic, ProgramError
from .files import FileMistake, Files
from .parse import parse_anyway
from .program import Program
from .report import Report
from .source import Source

MOST_IMPORTS = 100


class Imports:
    """The programs that a program imports, by path; `root` is the file that is being checked, if it is one."""

    def __init__(self, root: Path | None = None) -> None:
        self.found: dict[Path, Program | tuple[Diagnostic, ...]] = {}
        self.open: list[Path] = [root.resolve()] if root is not None else []

    def load(self, file: syntax.File, files: Files, report: Report) -> dict[str, Program]:
        """The programs of a file's imports by their local names; what cannot be used is reported."""
        programs: dict[str, Program] = {}
        for item in file.items:
            if isinstance(item, syntax.Import):
                program = self._one(item, files, report)
                if program is not None:
                    programs[item.name.text] = program
        return programs

    def _one(self, item: syntax.Import, files: Files, report: Report) -> Program | None:
        name = item.path.value
        try:
            path = files.path(name)
            if path in self.open:
                report.add(faults.import_cycle(item.path.span, name))
                return None
            if len(self.found) >= MOST_IMPORTS:
                raise FileMistake(f"more than {MOST_IMPORTS} files are imported", "import fewer files")
            text = files.text(name)
        except FileMistake as mistake:
            report.add(faults.bad_file(item.path.span, str(mistake), mistake.help))
            return None
        if path not in self.found:
            self.found[path] = self._checked(path, text)
        found = self.found[path]
        if isinstance(found, Program):
            return found
        report.add(faults.imported_mistakes(item.path.span, name, len(found), found[0].message))
        return None

    def _checked(self, path: Path, text: str) -> Program | tuple[Diagnostic, ...]:
        from .check import check_file

        source = Source(path.name, text)
        parsed = parse_anyway(source)
        if parsed.diagnostics:
            return parsed.diagnostics
        self.open.append(path)
        try:
            return check_file(parsed.file, source, path.parent, imports=self, library=True)
        except ProgramError as error:
            return error.diagnostics
        finally:
            self.open.pop()
