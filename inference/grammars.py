"""Grammars in Lark's syntax to patterns, so that what they write is met by construction.

A grammar whose rules recur only at the ends of themselves is regular, and its pattern is exact.
Where a rule stands inside itself, as in brackets in brackets, it may do so a few times and no deeper: a stated bound.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from .formula import Pattern

DEEPEST = 2  # times that a rule may stand inside itself, where that is not at one of its ends
_MOST = 60_000  # characters of the pattern
_IMPORT = re.compile(r"^\s*%import\s+([\w.]+)", re.MULTILINE)
_LIBRARIES = ("common", "unicode")
_QUOTED = '".*?(?<!\\\\)(\\\\\\\\)*?"'  # common.ESCAPED_STRING, which looks behind
_QUOTED_PLAIN = '"(?:[^"\\\\\\n]|\\\\[^\\n])*"'
Alternative = tuple["Symbol", ...]


class GrammarError(ValueError):
    """A grammar that cannot be read, or that grows too large; the message stands alone."""


@dataclass(frozen=True)
class Symbol:
    """A part of a rule: a terminal or another rule; `any_number` of times where a repeat may also be left out."""

    name: str
    terminal: bool = False
    any_number: bool = False


@dataclass(frozen=True)
class Grammar:
    """What a grammar writes, as a pattern; `cut` names the rules that stand inside themselves and are bounded."""

    pattern: Pattern
    cut: tuple[str, ...] = ()


@lru_cache(maxsize=32)
def grammar(source: str) -> Grammar:
    """A grammar by its text, from the rule `start` on. Raises GrammarError.

    Read as Lark's default parser (Earley, dynamic lexer) does: any cut into terminals counts. `%import` knows the
    libraries `common` and `unicode`; `%ignore` allows what it names between terminals and at both ends.
    """
    rules, terminals, ignored = _read(source)
    between = "(?:" + "|".join(f"(?:{terminals[name]})" for name in ignored) + ")*" if ignored else ""
    writer = _Writer(rules, {name: f"(?:{one}){between}" for name, one in terminals.items()})
    start = writer.rule("start", Counter())
    if not start:
        raise GrammarError("its rules go round without an end: nothing can be written")
    written = between + start
    return Grammar(Pattern(written), tuple(sorted(writer.cut)))


def _read(source: str) -> tuple[dict[str, list[Alternative]], dict[str, str], list[str]]:
    """Rules, terminals as patterns, and the names of the ignored ones."""
    from lark.exceptions import LarkError
    from lark.load_grammar import load_grammar

    for found in _IMPORT.findall(source):
        if found.split(".")[0] not in _LIBRARIES:
            raise GrammarError(f"`%import {found}` is not available; a grammar imports from {' and '.join(_LIBRARIES)}")
    try:
        loaded, _ = load_grammar(source, "the grammar", [], False)  # type: ignore[no-untyped-call]
        terminals, rules, ignored = loaded.compile(["start"], "*")
    except (LarkError, AssertionError, RecursionError, re.error, KeyError) as error:
        raise GrammarError(_first_line(error)) from None
    patterns = {one.name: one.pattern.to_regexp().replace(_QUOTED, _QUOTED_PLAIN) for one in terminals}
    found_rules: dict[str, list[Alternative]] = {}
    for rule in rules:
        symbols = tuple(Symbol(str(part.name), bool(part.is_term)) for part in rule.expansion)
        found_rules.setdefault(str(rule.origin.name), []).append(symbols)
    if "start" not in found_rules:
        raise GrammarError("there is no rule `start`, where a grammar begins")
    return _shortened(found_rules), patterns, [str(name) for name in ignored]


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else "it cannot be read"


def _shortened(rules: dict[str, list[Alternative]]) -> dict[str, list[Alternative]]:
    """Two alternatives that differ by a repeat being there or not become one."""
    repeats = {name for name, found in rules.items() if _repeated(name, found) is not None}
    shorter = {}
    for name, found in rules.items():
        kept = list(dict.fromkeys(found))
        for one in list(kept):
            for at, symbol in enumerate(one):
                without = (*one[:at], *one[at + 1 :])
                if symbol.name in repeats and symbol.name != name and without in kept and one in kept:
                    kept.remove(without)
                    kept[kept.index(one)] = (*one[:at], Symbol(symbol.name, any_number=True), *one[at + 1 :])
                    break
        shorter[name] = kept
    return shorter


def _repeated(name: str, found: list[Alternative]) -> Alternative | None:
    """The w of a rule `name: w | name w`, None for any other."""
    if len(found) != 2:
        return None
    short, long = sorted(found, key=len)
    return short if long == (Symbol(name), *short) and Symbol(name) not in short else None


class _Writer:
    """Writes rules as patterns, one inside the other."""

    def __init__(self, rules: dict[str, list[Alternative]], terminals: dict[str, str]) -> None:
        self.rules, self.terminals = rules, terminals
        self.cut: set[str] = set()
        self.size = 0

    def rule(self, name: str, around: Counter[str]) -> str:
        """A rule inside others; recursion at its own ends is repetition, elsewhere it goes down."""
        if name not in self.rules:
            raise GrammarError(f"the rule `{name}` is nowhere given")
        if around[name] > DEEPEST:
            self.cut.add(name.lstrip("_").split("_star")[0].split("_plus")[0])
            return ""
        inside = around + Counter((name,))
        heads, tails, links, plain = [], [], [], []  # before itself, behind itself, between two of itself, alone
        for alternative in self.rules[name]:
            own = [symbol.name == name and not symbol.any_number for symbol in alternative]
            if own == [True]:
                continue
            if len(own) > 2 and own[0] and own[-1] and not any(own[1:-1]):
                links.append(alternative[1:-1])
            elif own and own[0]:
                tails.append(alternative[1:])
            elif own and own[-1]:
                heads.append(alternative[:-1])
            else:
                plain.append(alternative)
        middle = self.either(plain, inside)
        if not middle:
            return ""
        before, after, link = (self.either(found, inside) for found in (heads, tails, links))
        one = (f"{before}*" if before else "") + middle + (f"{after}*" if after else "")
        return f"(?:{one})(?:{link}{one})*" if link else one

    def either(self, alternatives: list[Alternative], around: Counter[str]) -> str:
        """A group that matches one of the alternatives; empty where none can be written."""
        written = [one for one in (self.row(alternative, around) for alternative in alternatives) if one is not None]
        self.size += sum(map(len, written))
        if self.size > _MOST:
            raise GrammarError("it is too large when its rules are written out")
        return f"(?:{'|'.join(dict.fromkeys(written))})" if written else ""

    def row(self, alternative: Alternative, around: Counter[str]) -> str | None:
        """Its symbols side by side; None where one of them cannot be written this deep."""
        found = []
        for symbol in alternative:
            if symbol.terminal:
                if symbol.name not in self.terminals:
                    raise GrammarError(f"the terminal {symbol.name} is declared and nowhere given")
                found.append(self.terminals[symbol.name])
                continue
            if symbol.any_number:
                repeated = self.row(_repeated(symbol.name, self.rules[symbol.name]) or (), around)
                found.append(f"(?:{repeated})*" if repeated else "")
                continue
            inner = self.rule(symbol.name, around)
            if not inner:
                return None
            found.append(inner)
        return "".join(found)


__all__ = ["DEEPEST", "Grammar", "GrammarError", "grammar"]
