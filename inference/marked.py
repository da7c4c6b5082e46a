"""A change of a text, shown in the text: `the old ferry [left -> sank] at noon`."""

from __future__ import annotations

from difflib import SequenceMatcher


def marked(before: str, after: str, spaced: bool) -> str:
    """Both texts in one, what differs in brackets: `[a -> b]` replaced, `[+ b]` put in, `[- a]` taken out.

    Words are compared where texts are `spaced`, else characters.
    """
    join = " " if spaced else ""
    old, new = (text.split(" ") if spaced else list(text) for text in (before, after))
    parts = []
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = join.join(old[first:last]), join.join(new[start:end])
        shown = {"equal": gone, "replace": f"[{gone} -> {come}]", "delete": f"[- {gone}]", "insert": f"[+ {come}]"}
        parts.append(shown[kind])
    return join.join(parts)
