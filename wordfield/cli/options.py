"""The arguments and flags that commands share, and how their values are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from .guard import Misused

LARGEST = 1_000_000  # bytes of a file behind `@`

File = Annotated[str, typer.Argument(metavar="FILE", help="A program; `-` reads standard input.")]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="A value for a parameter, `@FILE` its lines; may be repeated."),
]
Model = Annotated[str | None, typer.Option("--model", help="Which model, where the file has several.")]
Recipe = Annotated[str | None, typer.Option("--recipe", help="Which recipe, where the file has several.")]
Seed = Annotated[int | None, typer.Option("--seed", min=0, max=2**63 - 1, help="The same seed gives the same draws.")]
Device = Annotated[str | None, typer.Option("--device", help="auto, cpu or cuda.")]
_THREADS = "Threads of the CPU that may be busy. [one a processor where pieces run side by side, else 1]"
Threads = Annotated[int | None, typer.Option("--threads", min=1, max=1024, help=_THREADS)]
Chains = Annotated[int | None, typer.Option("--chains", min=1, max=10_000_000, help="How many chains.")]
Draws = Annotated[int | None, typer.Option("--draws", min=1, max=1_000_000_000, help="Draws of each chain.")]
Json = Annotated[bool, typer.Option("--json", help="JSON Lines instead of plain texts.")]
Download = Annotated[bool, typer.Option("--download", help="Allow models to be fetched.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on from the recipe's checkpoint, if there is one.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit code 6 unless the run converged.")]
AllowPython = Annotated[bool, typer.Option("--allow-python", help="Allow the program to call Python.")]
Lang = Annotated[str | None, typer.Option("--lang", help="Language of the messages: en or zh.")]  # read by `guarded`


def sets_of(values: Sequence[str] | None) -> dict[str, str]:
    """The values of `--set`; `NAME=@FILE` takes what a file holds, `NAME=@@x` is `@x`. Raises Misused."""
    found: dict[str, str] = {}
    for value in values or ():
        name, equals, rest = value.partition("=")
        if not equals or not name.strip():
            raise Misused(f"--set {value}: write a name and a value, as in `--set size=9`")
        if name.strip() in found:
            raise Misused(f"--set {name.strip()}: given twice")
        if rest.startswith("@@"):
            rest = rest[1:]
        elif rest.startswith("@"):
            rest = _from_file(name.strip(), rest[1:])
        found[name.strip()] = rest
    return found


def _from_file(name: str, path: str) -> str:
    """What a file holds, as the value of a parameter. Raises Misused."""
    from ..dsl.params import FileText

    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise Misused(f"--set {name}=@{path}: the file is larger than a megabyte")
        return FileText(data.decode("utf-8-sig"))
    except OSError as error:
        raise Misused(f"--set {name}=@{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Misused(f"--set {name}=@{path}: it is not UTF-8 text") from None


def number_of(n: str | None) -> int | None:
    """The value of `-n`: a number above 0, None for `all` and where nothing was said. Raises Misused."""
    if n is None or n == "all":
        return None
    if not n.isascii() or not n.isdigit() or not 1 <= int(n[:12]) <= 1_000_000_000 or len(n) > 12:
        raise Misused(f"-n {n}: write a whole number from 1 to 1,000,000,000, or `all`")
    return int(n)
