"""English sentences as the renderer writes them: words of the embedded lexicon, marks, a capital first letter."""

from __future__ import annotations

from pathlib import Path

from corpus import MARKS, Source, Tally, TrueCase, content_filter, read_lines, sentences_of, units_of
from split import Part, Split

TATOEBA = "Tatoeba (tatoeba.org) and ManyThings (manythings.org/anki), CC BY 2.0"
STORIES = (
    "African Storybook Initiative (africanstorybook.org) and Pratham Books StoryWeaver (storyweaver.org.in), CC BY"
)
BOOKS = "classic-books-markdown, books in the public domain"
SOURCES = (
    Source("en_commonvoice_cc0.txt.xz", "plain", "CC0 1.0", "Mozilla Common Voice sentences, CC0 1.0"),
    Source("en_tatoeba2_ccby.txt.xz", "plain", "CC BY 2.0", TATOEBA),
    Source("en_tatoeba2_names_ccby.txt.xz", "plain", "CC BY 2.0", TATOEBA + " (first names changed)"),
    Source("en_stories_ccby.txt.xz", "plain", "CC BY 3.0 / 4.0", STORIES),
    Source("en_coco_captions_ccby.txt.xz", "plain", "CC BY 4.0", "COCO Consortium, captions, CC BY 4.0"),
    Source("en_books_pd.txt.xz", "books", "public domain", BOOKS),
    Source("en_books2_pd.txt.xz", "books", "public domain", BOOKS),
)
EVERY = {"en_tatoeba2_names_ccby.txt.xz": 2, "en_coco_captions_ccby.txt.xz": 2, "books": 8}
"""An epoch sees one sentence in so many of these files: few captions, names and books beside plain sentences."""


def render(units: list[str]) -> str:
    """Words and marks as English writes them."""
    text = ""
    for unit in units:
        text += unit if unit in MARKS or not text else " " + unit
    return text[:1].upper() + text[1:]


def read(folder: Path, lexicon: set[str]) -> Split:
    """Every finished sentence whose words all stand in the lexicon, once; an earlier source before a later one."""
    unwanted = content_filter(folder / "filter_words.tsv.xz")
    seen: set[str] = set()
    files: list[tuple[Source, Tally, list[tuple[int, list[str]]]]] = []
    for source in SOURCES:
        tally = Tally()
        tally.sha256, lines = read_lines(folder / source.file)
        tally.lines = len(lines)
        found: list[tuple[int, list[str]]] = []
        for number, line in enumerate(lines):
            if unwanted.search(line):
                tally.filtered += 1
                continue
            units = units_of(line)
            tally.symbols += units is None
            for sentence in sentences_of(units or []):
                key = " ".join(sentence).lower()
                tally.twins += key in seen
                if key not in seen:
                    seen.add(key)
                    found.append((number, sentence))
        files.append((source, tally, found))
    case = TrueCase(units for _, _, found in files for _, units in found)
    parts, facts = [], {}
    for source, tally, found in files:
        part = Part(source.file, EVERY.get(source.file, EVERY.get(source.group, 1)))
        for number, units in found:
            cased = case.apply(units)
            if lexicon.issuperset(cased):
                part.add(number, render(cased))
        tally.sentences, tally.held_out = len(part.trained), len(part.held_out)
        parts.append(part)
        facts[source.file] = {"licence": source.licence, "credit": source.credit, "every": part.every, **vars(tally)}
    return Split(parts, facts)
