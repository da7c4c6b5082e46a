"""One function for each mistake in the meaning of a program; the wording is in `grammar/semantics.py`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .diagnostics import Diagnostic
from .mistakes import make, nearest
from .source import Span

Place = Span | None


def listed(names: Iterable[str], joiner: str = "and") -> str:
    """`a`, `b` and `c`, at most twelve of them."""
    quoted = [f"`{name}`" for name in names]
    shown = quoted[:12] if len(quoted) > 13 else quoted
    rest = [f"{len(quoted) - 12} more"] if len(quoted) > 13 else []
    *most, last = [*shown, *rest] or ["nothing"]
    return f"{', '.join(most)} {joiner} {last}" if most else last


def _named(code: str, span: Place, name: str, known: Iterable[str], **values: Any) -> Diagnostic:
    """A name that is none of the known ones: the nearest is offered, else all are listed."""
    options = sorted(set(known))
    near = nearest(name, options)
    return make(code, span, choose="near" if near else "", name=name, near=near, parts=listed(options), **values)


def _member(code: str, span: Place, name: str, known: Iterable[str], **values: Any) -> Diagnostic:
    """As `_named`, where there may be nothing to choose from."""
    options = sorted(set(known))
    if not options:
        return make(code, span, choose="empty", name=name, **values)
    return _named(code, span, name, options, **values)


# ---- names


def unknown_name(span: Place, name: str, known: Iterable[str], callable: bool = False) -> Diagnostic:
    """A name that nothing is called by."""
    near = nearest(name, set(known))
    choose = "near" if near else "call" if callable else ""
    return make("N001", span, choose=choose, name=name, near=near)


def unknown_function(span: Place, name: str, known: Iterable[str]) -> Diagnostic:
    """A call of no feature."""
    return _named("N002", span, name, known)


def unknown_part(span: Place, name: str, owner: str, parts: tuple[str, ...]) -> Diagnostic:
    """A hole or part that a value has not."""
    near = nearest(name, parts)
    return make("N003", span, choose="near" if near else "", name=name, near=near, owner=owner, parts=listed(parts))


def unknown_member(span: Place, name: str, module: str, known: Iterable[str]) -> Diagnostic:
    """A member that an imported file has not."""
    return _member("N004", span, name, known, module=module)


def unknown_argument(span: Place, name: str, function: str, known: Iterable[str]) -> Diagnostic:
    """An argument that a function does not take."""
    return _member("N005", span, name, known, function=function)


def unknown_tool(span: Place, what: str, name: str, known: Iterable[str]) -> Diagnostic:
    """A sampler, move or schedule of no known name."""
    return _named("N006", span, name, known, what=what)


def unknown_report(span: Place, name: str, known: Iterable[str]) -> Diagnostic:
    """Something that a summary does not show."""
    return _named("N006", span, name, known, what="part of the report")


def unknown_language(span: Place, name: str, known: Iterable[str]) -> Diagnostic:
    """A language model of no known name."""
    return _named("N007", span, name, known)


def unknown_style(span: Place, name: str, known: Iterable[str]) -> Diagnostic:
    """A style of text that does not exist."""
    return _named("N008", span, name, known)


def unknown_type(span: Place, name: str, place: str, known: Iterable[str]) -> Diagnostic:
    """A type that does not exist, or not there."""
    return make("N009", span, name=name, place=place, parts=listed(known))


def declared_twice(span: Place, name: str, first: Place) -> Diagnostic:
    """Two things of one name."""
    return make("N010", span, second=first if span else None, name=name)


def unknown_recipe(span: Place, name: str, known: Iterable[str]) -> Diagnostic:
    """A recipe of no known name."""
    return _member("N011", span, name, known)


def unknown_source(span: Place, name: str, known: Iterable[str]) -> Diagnostic:
    """A candidate source of no known name."""
    return _named("N012", span, name, known)


def bad_source(span: Place) -> Diagnostic:
    """Candidate sources joined in a way that gives none."""
    return make("E137", span)


def unknown_setting(span: Place, name: str, known: Iterable[str]) -> Diagnostic:
    """A setting of no known name."""
    return _named("N013", span, name, known)


def unused(span: Place, name: str) -> Diagnostic:
    """A parameter or let that nothing reads."""
    return make("N014", span, name=name, severity="warning")


_SORTS = {
    "fragment": ("a fragment", "put it in with `apply`"),
    "extern": ("a function", "call it with its arguments"),
    "import": ("an imported file", "write `name.member`"),
}


def not_a_value(span: Place, name: str, sort: str) -> Diagnostic:
    """A fragment, function or imported file where a value is needed."""
    what, how = _SORTS.get(sort, ("no value", "use a value"))
    return make("N015", span, name=name, what=what, how=how)


def not_callable(span: Place, name: str) -> Diagnostic:
    """Parentheses after something that takes no arguments."""
    return make("N016", span, name=name)


def unknown_fragment(span: Place, name: str, known: Iterable[str]) -> Diagnostic:
    """A fragment of no known name."""
    near = nearest(name, set(known))
    return make("N017", span, choose="near" if near else "", name=name, near=near)


def taken_name(span: Place, name: str) -> Diagnostic:
    """A label that the records of a run use for something else."""
    return make("N018", span, name=name)


# ---- types and places


def wrong_type(span: Place, wanted: str, given: str) -> Diagnostic:
    """A value of the wrong type."""
    number = given.startswith("a number") or given in ("a score", "a whole number", "a percentage")
    choose = "compare" if wanted == "true or false" and number else ""
    return make("E101", span, choose=choose, wanted=wanted, given=given)


def wrong_operand(span: Place, operator: str, given: str) -> Diagnostic:
    """Arithmetic with something that is no number."""
    return make("E102", span, operator=operator, given=given)


def not_comparable(span: Place, left: str, right: str, is_list: bool) -> Diagnostic:
    """Two values of types that are never equal."""
    return make("E103", span, choose="list" if is_list else "", left=left, right=right)


def no_order(span: Place, operator: str, given: str) -> Diagnostic:
    """`<` between texts."""
    return make("E104", span, operator=operator, given=given)


def mixed_list(span: Place, left: str, right: str) -> Diagnostic:
    """A list of values of several types."""
    return make("E105", span, left=left, right=right)


def not_a_container(span: Place, given: str, is_list: bool) -> Diagnostic:
    """`contains` after something that is no text."""
    return make("E106", span, choose="list" if is_list else "", given=given)


def contains_list(span: Place, given: str, is_list: bool, mode: str) -> Diagnostic:
    """`contains` with a list, or `contains all of` with a string."""
    shown = "" if mode == "one" else f"{mode} of"
    return make("E107", span, choose="" if is_list else "one", given=given, mode=f"{shown}".strip() or "…")


def not_a_collection(span: Place, given: str, is_text: bool) -> Diagnostic:
    """`in` something that is no list and no range."""
    return make("E108", span, choose="text" if is_text else "", given=given)


def not_iterable(span: Place, given: str, is_text: bool) -> Diagnostic:
    """A loop over something that is no list and no range."""
    return make("E109", span, choose="text" if is_text else "", given=given)


def not_constant(span: Place, what: str, choose: str = "") -> Diagnostic:
    """Something read from a text where a known value is needed."""
    return make("E110", span, choose=choose, what=what)


def wrong_argument(span: Place, function: str, name: str, wanted: str, given: str) -> Diagnostic:
    """An argument of the wrong type."""
    return make("E111", span, function=function, name=name, wanted=wanted, given=given)


def missing_argument(span: Place, function: str, name: str, signature: str) -> Diagnostic:
    """A required argument that is not given."""
    return make("E112", span, function=function, name=name, signature=signature)


def too_many_arguments(span: Place, function: str, signature: str) -> Diagnostic:
    """An argument beyond the last parameter."""
    return make("E113", span, function=function, signature=signature)


def repeated_argument(span: Place, name: str, function: str) -> Diagnostic:
    """An argument that is given twice."""
    return make("E114", span, name=name, function=function)


def no_generator(span: Place, function: str) -> Diagnostic:
    """A generator given to something that does not run over one."""
    return make("E115", span, function=function)


def no_parts(span: Place, name: str, given: str) -> Diagnostic:
    """A part of a number or a truth value."""
    return make("E116", span, name=name, given=given)


def one_position(span: Place, name: str) -> Diagnostic:
    """A position that is missing, named or one of several."""
    return make("E117", span, name=name)


def not_a_pattern(span: Place, given: str) -> Diagnostic:
    """`matches` with something that is no pattern."""
    return make("E118", span, given=given)


def bad_pattern(span: Place, why: str) -> Diagnostic:
    """A pattern that Python's `re` refuses, or that is not regular."""
    return make("E119", span, why=why)


def bad_grammar(span: Place, why: str) -> Diagnostic:
    """A grammar that Lark refuses, or that grows too large."""
    return make("E136", span, why=why)


def fragment_called(span: Place, name: str) -> Diagnostic:
    """A fragment where a value is needed."""
    return make("E120", span, name=name)


def mean_outside(span: Place) -> Diagnostic:
    """`mean` outside `expect`."""
    return make("E121", span)


def contains_type(span: Place, given: str) -> Diagnostic:
    """`contains` with something that is no string."""
    return make("E122", span, given=given)


def empty_keyword(span: Place) -> Diagnostic:
    """An empty string after `contains`."""
    return make("E123", span)


def soft_in_either(span: Place, verb: str) -> Diagnostic:
    """A statement in `either` that is no condition."""
    return make("E124", span, verb=verb)


def text_inside(span: Place, place: str) -> Diagnostic:
    """A text declared in a loop, a fragment or a branch."""
    return make("E125", span, place=place)


def not_whole(span: Place, what: str, given: str) -> Diagnostic:
    """A number with a fraction where a whole one is needed."""
    return make("E126", span, what=what, given=given)


def division_by_zero(span: Place) -> Diagnostic:
    """A known zero on the right of a slash."""
    return make("E127", span)


def python_in_file(span: Place) -> Diagnostic:
    """`python(…)` as a value."""
    return make("E128", span)


def applies_itself(span: Place, name: str) -> Diagnostic:
    """A fragment in a circle."""
    return make("E129", span, name=name)


def not_applied(span: Place) -> Diagnostic:
    """`apply` with something that is no call of a fragment."""
    return make("E130", span)


def beyond_share(span: Place, wanted: str) -> Diagnostic:
    """A mean of a truth value below 0 % or above 100 %."""
    return make("M001", span, wanted=wanted)


def whole_share(span: Place, share: str, word: str) -> Diagnostic:
    """A mean of a truth value that only a hard statement can give."""
    return make("M002", span, share=share, word=word)


def two_means(span: Place, wanted: str, before: str, other: Place) -> Diagnostic:
    """Two different means of one value."""
    return make("M003", span, second=other, wanted=wanted, before=before)


def no_such_mean(span: Place, low: str, high: str) -> Diagnostic:
    """An interval whose ends stand the wrong way round."""
    return make("M004", span, low=low, high=high)


def mean_of_search(span: Place) -> Diagnostic:
    """A recipe that searches, for a model with moments."""
    return make("M005", span)


def not_a_moment(span: Place) -> Diagnostic:
    """`expect` without a comparison of a mean."""
    return make("E131", span)


def not_a_base(span: Place) -> Diagnostic:
    """`~` before something that is no language model."""
    return make("E132", span)


def empty_block(span: Place) -> Diagnostic:
    """A block of `either` that asks for nothing."""
    return make("E133", span)


def wrong_setting(span: Place, name: str, wanted: str, given: str, example: str) -> Diagnostic:
    """A setting with a value of the wrong sort."""
    return make("E134", span, name=name, wanted=wanted, given=given, example=example)


def not_a_tool(span: Place, what: str, known: Iterable[str]) -> Diagnostic:
    """Something other than a call where a sampler, a move or a schedule is named."""
    return make("E135", span, what=what, example=f"{min(known, key=len, default='name')}()")


# ---- units


def different_units(span: Place, left: str, right: str) -> Diagnostic:
    """Numbers of two units side by side."""
    return make("U001", span, left=left, right=right)


def size_without_unit(span: Place, given: str, number: bool) -> Diagnostic:
    """`has` with something that is no size."""
    return make("U002", span, given="a number without one" if number else given)


def wrong_length_unit(span: Place, unit: str) -> Diagnostic:
    """`has` with a unit of time or score."""
    return make("U003", span, unit=unit)


def no_words(span: Place, style: str | None) -> Diagnostic:
    """Words of a text that is written without spaces."""
    return make("U004", span, style=style)


def other_script(span: Place, name: str, style: str) -> Diagnostic:
    """A feature of English asked of a Chinese text, or the other way round."""
    return make("U005", span, choose="en" if style == "en" else "", name=name, style=style, severity="warning")


# ---- sizes and contradictions


def too_many_keywords(
    span: Place, text: str, needed: int, most: int, unit: str, words: str, second: Place
) -> Diagnostic:  # fmt: skip
    """Keywords that need more room than the text has."""
    return make("S001", span, second=second, text=text, needed=needed, most=most, unit=unit, words=words)


def required_and_forbidden(span: Place, word: str, required: Place) -> Diagnostic:
    """The same words required and forbidden."""
    return make("S002", span, second=required if span else None, word=word)


def two_sizes(span: Place, text: str, first: str, second: str, unit: str, other: Place) -> Diagnostic:
    """Two sizes that exclude each other."""
    return make("S003", span, second=other if span else None, text=text, first=first, other_size=second, unit=unit)


def backwards(span: Place, low: str, high: str, unit: str | None) -> Diagnostic:
    """A range whose first number is the larger."""
    return make("S004", span, low=low, high=high, unit=f" {unit}" if unit else "")


def negative_size(span: Place, value: int) -> Diagnostic:
    """A size below zero."""
    return make("S005", span, value=value)


def zero_size(span: Place) -> Diagnostic:
    """A size that leaves no text."""
    return make("S006", span)


def too_long(span: Place, value: int, unit: str, most: int) -> Diagnostic:
    """A size beyond what can be handled."""
    return make("S007", span, value=f"{value:,}", unit=unit, most=f"{most:,}")


def beyond_text(span: Place, text: str, most: int, unit: str, index: int) -> Diagnostic:
    """A position that no text has."""
    return make("S008", span, text=text, most=most, unit=unit, index=index)


def position_zero(span: Place, name: str) -> Diagnostic:
    """The position 0."""
    return make("S009", span, name=name)


def beyond_list(span: Place, index: int, size: int) -> Diagnostic:
    """A position that a list has not."""
    return make("S010", span, index=index, size=size)


def always_false(span: Place) -> Diagnostic:
    """A requirement that is false whatever the text."""
    return make("S011", span)


def outside_domain(span: Place, name: str, value: str, domain: str) -> Diagnostic:
    """A parameter's value outside its declared range."""
    return make("S012", span, name=name, value=value, domain=domain)


def bad_loop(span: Place) -> Diagnostic:
    """A loop over a range that is open, broken or huge."""
    return make("S013", span)


def out_of_range(span: Place, name: str, value: str, allowed: str) -> Diagnostic:
    """A number that makes no sense where it stands."""
    return make("S014", span, name=name, value=value, allowed=allowed)


def too_much(span: Place) -> Diagnostic:
    """Loops that unroll to more than can be checked."""
    return make("S015", span)


def shares_of_parts(span: Place, name: str) -> Diagnostic:
    """A mixture whose shares are not those of its draws."""
    return make("R010", span, name=name, severity="warning")


def label_in_law(span: Place) -> Diagnostic:
    """The label of a mixture in a statement that changes the law."""
    return make("E140", span)


def unknown_label(span: Place, name: str, mixture: str, known: Iterable[str]) -> Diagnostic:
    """A label that a mixture has not."""
    return _member("E141", span, name, known, mixture=mixture)


# ---- holes


def hole_without_size(span: Place, name: str, known: Iterable[str]) -> Diagnostic:
    """A hole of its own without a size."""
    near = nearest(name, set(known))
    return make("H006", span, choose="near" if near else "", name=name, near=near)


def bad_hole(span: Place, name: str, given: str) -> Diagnostic:
    """A hole with something that is no size and no pattern."""
    return make("H007", span, name=name, given=given)


def bad_filling(span: Place, name: str, given: str) -> Diagnostic:
    """A hole filled in with something that is no string and no number."""
    return make("H008", span, name=name, given=given)


def pattern_cut(span: Place, name: str, longest: int) -> Diagnostic:
    """A hole whose pattern has matches that are too long."""
    return make("H010", span, name=name, longest=longest, severity="warning")


def grammar_cut(span: Place, rules: str, deepest: int) -> Diagnostic:
    """A grammar whose rules stand inside themselves deeper than a hole writes them."""
    return make("H012", span, rules=rules, deepest=deepest, severity="warning")


# ---- files


def bad_file(span: Place, why: str, how: str) -> Diagnostic:
    """A file that cannot be used."""
    return make("I001", span, why=why, how=how)


def import_cycle(span: Place, name: str) -> Diagnostic:
    """Files that import each other."""
    return make("I002", span, name=name)


def imported_mistakes(span: Place, name: str, count: int, first: str) -> Diagnostic:
    """An imported file with mistakes of its own."""
    return make("I003", span, name=name, count="a mistake" if count == 1 else f"{count} mistakes", first=first)


def import_param(span: Place, name: str, param: str) -> Diagnostic:
    """An imported file with a parameter that has no value."""
    return make("I004", span, name=name, param=param)


# ---- models and recipes


def no_text(span: Place, name: str) -> Diagnostic:
    """A model without a text."""
    return make("R001", span, name=name)


def temper_end(span: Place, stop: str) -> Diagnostic:
    """A tempering schedule that does not end at 1."""
    return make("R002", span, stop=stop)


def one_sided(span: Place, one: str, other: str) -> Diagnostic:
    """`insert` without `delete`, or the reverse."""
    return make("R003", span, one=one, other=other)


def bad_share(span: Place) -> Diagnostic:
    """A share of nothing."""
    return make("R004", span)


def copied_into_itself(span: Place, source: str) -> Diagnostic:
    """Candidates from the only text that a move can change."""
    return make("R009", span, source=source)


def unnormalised(span: Place, name: str) -> Diagnostic:
    """A base that scores texts and has no probabilities."""
    return make("L002", span, name=name, severity="note")


def no_hastings(span: Place) -> Diagnostic:
    """A sampler that does not sample the model."""
    return make("R020", span, severity="warning")


def set_twice(span: Place, name: str, first: Place) -> Diagnostic:
    """A setting that is given twice."""
    return make("R005", span, second=first if span else None, name=name)


def two_schedules(span: Place, first: Place) -> Diagnostic:
    """`temper` beside `anneal`."""
    return make("R006", span, second=first if span else None)


def recipe_cycle(span: Place, name: str) -> Diagnostic:
    """Recipes that build on each other in a circle."""
    return make("R007", span, name=name)


def bare_statements(span: Place, name: str) -> Diagnostic:
    """Statements outside a model in a file that has one."""
    return make("R008", span, name=name)


# ---- what was asked for


def several_models(names: Iterable[str]) -> Diagnostic:
    """No model is chosen from several."""
    return make("G001", None, parts=listed(names, "or"))


def unknown_model(name: str, known: Iterable[str]) -> Diagnostic:
    """A model that the program has not."""
    return _named("G002", None, name, known)


def unknown_param(name: str, known: Iterable[str]) -> Diagnostic:
    """A parameter that the program has not."""
    return _member("G003", None, name, known)


def bad_value(span: Place, name: str, value: str, wanted: str, example: str) -> Diagnostic:
    """A value that a parameter cannot take."""
    return make("G004", span, name=name, value=value, wanted=wanted, example=example)


def missing_value(span: Place, name: str, example: str) -> Diagnostic:
    """A parameter without a value."""
    return make("G005", span, name=name, example=example)


# ---- this version


def unavailable(span: Place, what: str, strict: bool = False) -> Diagnostic:
    """Something of the language that this version lacks: a warning, and an error when the program is to run."""
    return make("V001", span, what=what.rstrip(","), severity="error" if strict else "warning")


def other_version(span: Place, version: str) -> Diagnostic:
    """A program for another version of the language."""
    return make("V002", span, version=version)
