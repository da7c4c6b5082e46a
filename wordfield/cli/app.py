"""The command `wordfield` with its commands, and what it says when it is called alone."""

from __future__ import annotations

from typing import Annotated

import typer

from . import certify, check, doctor, exact, explain, fmt, models, run, sample, score
from .streams import out

WELCOME = """\
Wordfield: declare what a sentence must be like, sample it, and know how far to trust the draws.

  wordfield check FILE            find mistakes, and prove that some text meets the requirements
  wordfield fmt FILE              print the program in its canonical form
  wordfield sample FILE           print texts
  wordfield run FILE -o out.nc    follow the recipe and store every draw
  wordfield exact FILE            solve a program exactly: log Z and every text
  wordfield score FILE --text T   what the program thinks of a text
  wordfield certify FILE          prove that the samplers keep the program's law
  wordfield explain FILE          one proposal after another, with its arithmetic; NAME or CODE: a page

Type this to begin:

  echo 'text s : en ~ lm()  require s has 6..9 words  require s contains "sea"' | wordfield sample -
"""

app = typer.Typer(
    name="wordfield", add_completion=False, no_args_is_help=False, rich_markup_mode=None,
    pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


@app.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """Declare what a sentence must be like, sample it, and know how far to trust the draws."""
    if version:
        from importlib.metadata import version as installed

        out(f"wordfield {installed('wordfield')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        out(WELCOME.rstrip())


for command in (check.check, fmt.fmt, sample.sample, run.run, exact.exact, score.score, certify.certify, doctor.doctor):
    app.command()(command)
app.command()(explain.explain)
app.add_typer(models.app, name="models")
