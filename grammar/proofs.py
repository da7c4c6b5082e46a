"""The messages of proofs and of what a program names: impossible requirements, models, templates, patterns."""

from __future__ import annotations

from collections.abc import Mapping

from .message import Message

PROOFS: Mapping[str, Message] = {
    "S020": Message(
        about="Statements that no text can satisfy together; proved, and none of them can be left out of the proof.",
        text="no text can satisfy $count",
        label="$role",
        second="together with this",
        help="change or remove one of them",
        other={"one": "no text of at most $longest units satisfies it; change or remove it"},
    ),
    "S021": Message(
        about="A requirement whose automaton would be too large to build.",
        text="this requirement is too large: $what",
        help="make the pattern or the count smaller",
    ),
    "M006": Message(
        about="A mean over the draws that the requirements make impossible; proved from their automata.",
        text="the mean cannot be $wanted: the requirements leave $range",
        help="change the mean, or the requirements",
        other={"fixed": "the requirements fix the value; leave `expect` out, or loosen them"},
    ),
    "L001": Message(
        about="A language model, list or file that a program names and that cannot be used.",
        text="$what",
        help="$advice",
    ),
    "H011": Message(
        about="A template with a hole that is spelled in characters, whose beginning or end a text does not show.",
        text="the template cannot be read back: $what",
        help="put a fixed word or mark beside the hole, or make its pattern narrower",
    ),
    "H009": Message(
        about="A template whose fixed text would be written differently.",
        text="the template does not read back: $what",
        help="write words apart by one space and marks as usual, or use `: words` or `: letters`",
        other={"pattern": "change the pattern of the hole, or what stands before it"},
    ),
}
