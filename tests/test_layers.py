"""The rules of the house as data: who may import whom, what is imported late, and how long a file may be."""

from __future__ import annotations

import re
import sys
from graphlib import CycleError, TopologicalSorter

import pytest
from house import FOLDERS, PROJECT, ROOT, imports, modules

# Siblings of these folders stand alone; shared parts move to the file beside the folder.
ALONE = ("inference/features", "inference/languages", "inference/moves", "inference/samplers")
SIBLINGS = {
    ("moves/insert", "moves/resize"): "one side of that kernel",
    ("moves/resample", "moves/bridge"): "a bridge over a span that the program chooses",
    ("samplers/auto", "samplers/exact"): "chooses between the two",
    ("samplers/auto", "samplers/gibbs"): "chooses between the two",
    ("samplers/auto", "samplers/rejection"): "chooses between the four",
    ("samplers/auto", "samplers/smc"): "chooses between the three",
}

# Heavy libraries, the files that may import them, and that only inside functions: `check` and `fmt` answer at once.
HEAVY = {
    "torch": ("",),
    "pyro": ("inference/pyro_model",),
    "transformers": (
        "inference/causal",
        "inference/encoders",
        "inference/pretrained",
        "inference/gemma",
        "inference/training",
    ),
}

# Names of the standard library: harmless inside a package, where every import of ours is relative.
TWINS = {
    "dsl/types": "the types of the language",
    "inference/random": "the random numbers of the engine",
    "inference/statistics": "what chains are compared on",
}

MOST_LINES = 250
LONG = {
    "dsl/build": "one method for each rule of the grammar",
    "dsl/faults": "one function for each mistake of meaning, in one place to be read as a catalogue",
    "dsl/format": "one function for each node of the tree",
    "dsl/recovery": "one function for each way to go on after a syntax error",
    "dsl/spell": "one table of spellings and its search",
    "dsl/syntax": "the whole tree",
    "grammar/semantics": "the messages of the checker, one entry each",
    "grammar/semantics_zh": "the same messages in Chinese",
    "inference/automaton": "an automaton, and what makes another of it",
    "inference/graph": "the one place where terms, requirements, base and surrogate meet",
    "inference/interpret": "one case for each node of a formula",
    "inference/joint": "the one place where the texts of a program meet",
    "inference/lexicons/irregular": "one list",
    "inference/surrogate": "one solution, and what is drawn and read from it",
}


def test_folders_import_only_what_stands_before_them():
    wrong = [
        one
        for one in imports()
        if one.relative and FOLDERS.index(one.target.split("/")[0]) > FOLDERS.index(one.importer.split("/")[0])
    ]
    assert not wrong


def test_grammar_imports_nothing_of_ours():
    inside = [one for one in imports() if one.relative and one.importer.split("/")[0] == "grammar"]
    assert not [one for one in inside if one.target.split("/")[0] != "grammar"]


def test_imports_of_ours_are_relative():
    """An absolute one would load a second copy from the checkout, or nothing at all once installed."""
    assert not [one for one in imports() if not one.relative and one.target.split(".")[0] in FOLDERS]


def test_no_module_imports_itself_through_others():
    before: dict[str, set[str]] = {name: set() for name in modules()}
    for one in imports():
        if one.when == "module" and one.target in before and one.target != one.importer:
            before[one.importer].add(one.target)
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_siblings_stand_alone():
    found = {
        (one.importer.removeprefix("inference/"), one.target.removeprefix("inference/"))
        for one in imports()
        for folder in ALONE
        if one.when != "typing" and one.importer.startswith(f"{folder}/") and one.target.startswith(f"{folder}/")
    }
    assert not sorted(found - SIBLINGS.keys())


@pytest.mark.parametrize("library", HEAVY)
def test_heavy_libraries_wait_for_their_first_use(library):
    """torch comes through `inference/lazy`, or inside a function; the others inside functions of one file."""
    uses = [one for one in imports() if one.target.split(".")[0] == library and one.when != "typing"]
    assert not [one for one in uses if one.when == "module"]
    assert not [one for one in uses if not one.importer.startswith(HEAVY[library])]


def test_names_of_the_standard_library_are_not_taken():
    """On `sys.path` stand the root and `tests/`: there no name may hide another library's. Elsewhere each is listed."""
    declared = {re.split(r"[\s<>=\[]", one)[0].replace("-", "_") for one in PROJECT["project"]["dependencies"]}
    taken = sys.stdlib_module_names | declared | {"pyro", "pytest", "hypothesis"}
    assert not {path.stem for path in [*ROOT.glob("*.py"), *ROOT.glob("tests/*.py")]} & taken
    assert not set(FOLDERS) & (taken - {"wordfield"})
    inner = {name for name in modules() if name.split("/")[-1] in sys.stdlib_module_names}
    assert not sorted(inner - TWINS.keys())


def test_files_are_short():
    """One noun a file. A longer file is listed with its reason."""
    long = {name for name, path in modules().items() if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES}
    assert not sorted(long - LONG.keys())


def test_lists_name_files_that_exist():
    listed = {*LONG, *TWINS, *(f"inference/{name}" for pair in SIBLINGS for name in pair)}
    assert not sorted(listed - modules().keys())
