"""`wordfield explain`: the page of a name or message, the list of names, or the proposals of a program one by one."""

from __future__ import annotations

from inspect import cleandoc
from json import dumps
from typing import TYPE_CHECKING, Annotated

import typer

from . import options as o
from .guard import Misused, guarded
from .streams import in_language, language, out

if TYPE_CHECKING:
    from ..inference.signature import Parameter

STEPS = 3
TYPES = {  # as the registries call them: as people do
    "textlike": "text", "texts": "texts…", "strings": "list of strings", "items": "list", "regex": "pattern",
    "whole": "int", "flag": "bool", "unit": "string", "base": "model", "masked": "model", "opens": "string",
}  # fmt: skip
_NUMBER = (
    "A number is compared, `>= 2`, `in 1..3`: a false comparison is as far off as the number is from its bound; 1\n"
    "where it is missing. Or it is added to the log score, `prefer … weight w` and `factor`, or recorded, `track`.",
)
GIVES = {
    "bool": (
        "A truth value is required or forbidden, or preferred: `prefer … weight w` costs w for each unit of distance.",
    ),
    "int": _NUMBER, "real": _NUMBER, "score": _NUMBER,
    "string": ("A string is compared, `==`, `!=`, `in [...]`: distance 1 where that is false, or the string missing.",),
    "strings": ("A list stands where lists do: `contains any of`, `in`, `for`.",),
}  # fmt: skip


@guarded
def explain(
    name: Annotated[str | None, typer.Argument(metavar="[FILE|NAME|CODE]", help="Such as toy.wf, gibbs, S020.")] = None,
    n: Annotated[int, typer.Option("-n", min=1, max=10_000, help="How many proposals of a program.")] = STEPS,
    step: Annotated[int, typer.Option("--step", min=1, max=1_000_000, help="The first of them.")] = 1,
    chain: Annotated[int, typer.Option("--chain", min=0, help="Of which chain.")] = 0,
    chains: o.Chains = None,
    seed: o.Seed = None,
    recipe: o.Recipe = None,
    model: o.Model = None,
    sets: o.Sets = None,
    device: o.Device = None,
    threads: o.Threads = None,
    json: o.Json = False,
    allow_python: o.AllowPython = False,
    download: o.Download = False,
    lang: o.Lang = None,
) -> None:
    """Explain a program's proposals one by one, or what a name means: statement, feature, move, setting, message code.

    Without an argument: every name there is a page for.
    """
    if name is None:
        out(_contents())
        return
    if name == "-" or name.endswith(".wf"):
        from .explain_steps import steps
        from .prepare import prepared

        compiled = prepared(name, model, recipe, sets, device, threads, download, allow_python)
        steps(compiled, n, step, chain, chains, seed, json)
        return
    found = _message(name) or _page(name)
    if found is None:
        raise Misused(f"nothing is called `{name}`{_near(name)}")
    out(found)


def _contents() -> str:
    """Everything that has a page, by kind, each with the first sentence of it."""
    from ..dsl.setting_pages import PAGES
    from ..dsl.sources import CALLS
    from ..dsl.word_pages import KINDS

    parts = []
    for title, words in KINDS.items():
        parts.append(f"{title}\n")
        shown = {", ".join((name, *one.also)) if title == "words" else name: one.text for name, one in words.items()}
        width = max(map(len, shown))
        parts += [f"  {name:<{width}}  {_sentence(' '.join(text.split()))}\n" for name, text in shown.items()]
        parts.append("\n")
    for kind in _kinds():
        known = kind.all()  # type: ignore[attr-defined]
        width = max(map(len, known))
        parts.append(f"{kind.kind}s\n")  # type: ignore[attr-defined]
        for name in sorted(known):
            first = " ".join(cleandoc(known[name].page()).split("\n\n")[0].split())
            parts.append(f"  {name:<{width}}  {_sentence(first)}\n")
        parts.append("\n")
    parts.append("settings\n")
    parts += [f"  {name:<10}  {_sentence(text.split(chr(10))[0])}\n" for name, (_, text) in PAGES.items()]
    parts.append("\nsources\n")
    parts += [f"  {name:<4}  {_sentence(' '.join(one.page.split()))}\n" for name, one in CALLS.items()]
    parts.append("\n")
    return "".join(parts) + "`wordfield explain NAME` prints a page, `explain CODE` the page of a message."


def _sentence(text: str) -> str:
    """The first sentence of a page."""
    for end in (". ", ": "):
        head, mark, _ = text.partition(end)
        if mark and head.count("`") % 2 == 0 and head.count("(") == head.count(")"):
            text = head
    return text.rstrip(".")


def _message(code: str) -> str | None:
    """The page of a diagnostic code, in the language of the messages."""
    from ..grammar.catalogue import messages

    message = messages(language()).get(code.upper()) or messages("en").get(code.upper())
    if message is None:
        return None
    help = in_language(f"help: {message.help}")
    return in_language(f"{code.upper()}: {message.about}") + f"\n\n  {message.text}\n  {help}"


def _kinds() -> list[type]:
    from ..inference.feature import Feature
    from ..inference.language import Language
    from ..inference.move import Move
    from ..inference.sampler import Sampler

    return [Feature, Language, Move, Sampler]


def _page(name: str) -> str | None:
    """The pages of everything of that name."""
    from ..dsl.setting_pages import page as setting_page
    from ..dsl.sources import CALLS
    from ..dsl.word_pages import page as word_page

    pages = []
    for kind in _kinds():
        found = kind.all().get(name)  # type: ignore[attr-defined]
        if found is not None:
            given = ", ".join(map(_parameter, found.signature()))
            result = "" if name == "extern" else getattr(found, "result", "")  # an extern gives what it declares
            heading = f"{kind.kind} {name}({given})" + (f" -> {result}" if result else "")  # type: ignore[attr-defined]
            pages.append("\n\n".join((heading, cleandoc(found.page()), *GIVES.get(result, ()))))
    if name in CALLS:
        pages.append(f"source {CALLS[name].signature}\n\n{CALLS[name].page.strip()}")
    pages += filter(None, (word_page(name), setting_page(name), _command(name)))
    return "\n\n".join(pages) or None


def _command(name: str) -> str | None:
    """The page of a command of that name."""
    from .app import app

    for one in app.registered_commands:
        if one.callback is not None and (one.name or one.callback.__name__) == name:
            return f"command wordfield {name}\n\n{cleandoc(one.callback.__doc__ or '')}"
    return None


def _parameter(parameter: Parameter) -> str:
    """A parameter with its type and default as a program writes them: `unit: string = "word"`."""
    from ..dsl.known import kind_of

    kind = TYPES.get(kind_of(parameter), kind_of(parameter))
    if parameter.required or parameter.default is None:
        return f"{parameter.name}: {kind}" + ("" if parameter.required else " = none")
    return f"{parameter.name}: {kind} = {dumps(parameter.default, ensure_ascii=False)}"  # as JSON: true, "word", []


def _near(name: str) -> str:
    from ..dsl.mistakes import nearest
    from ..dsl.setting_pages import PAGES
    from ..dsl.sources import CALLS
    from ..dsl.word_pages import NAMES
    from ..grammar.messages import ENGLISH

    known = [*ENGLISH, *NAMES, *CALLS, *PAGES, *(one for kind in _kinds() for one in kind.all())]  # type: ignore[attr-defined]
    near = nearest(name, known)
    return f"; did you mean `{near}`?" if near else "; `wordfield explain contains` is an example"
