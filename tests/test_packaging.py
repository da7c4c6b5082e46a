"""What is installed is what stands here: packages, data files and libraries are all named in pyproject.toml."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from house import FOLDERS, PROJECT, ROOT, imports

SETUPTOOLS = PROJECT["tool"]["setuptools"]
IMPORTED_AS = {"pyro-ppl": "pyro", "huggingface-hub": "huggingface_hub"}


def folder(package: str) -> Path:
    """Where a package stands in the checkout."""
    for mapped, path in SETUPTOOLS["package-dir"].items():
        if package == mapped or package.startswith(f"{mapped}."):
            return ROOT / path / Path(*package.removeprefix(mapped).split("."))
    return ROOT / Path(*package.split("."))


def data(package: str) -> set[Path]:
    """The files of a package that its patterns name."""
    return {path for pattern in SETUPTOOLS["package-data"].get(package, []) for path in folder(package).glob(pattern)}


def test_every_folder_is_a_package():
    """One that is missing works in the editable install and is missing from the wheel. Data folders need no init."""
    inside = [path for name in FOLDERS for path in [ROOT / name, *(ROOT / name).rglob("*")]]
    found = {path for path in inside if path.is_dir() and not path.name.startswith((".", "__"))}
    assert {folder(package) for package in SETUPTOOLS["packages"]} == found
    assert all((path / "__init__.py").exists() for path in found if list(path.glob("*.py")))


@pytest.mark.parametrize("package", SETUPTOOLS["package-data"])
def test_every_pattern_finds_a_file(package):
    for pattern in SETUPTOOLS["package-data"][package]:
        assert [path for path in folder(package).glob(pattern) if path.is_file()], pattern


def test_every_data_file_is_installed():
    named = set().union(*(data(package) for package in SETUPTOOLS["package-data"]))
    files = {
        path
        for name in FOLDERS
        for path in (ROOT / name).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    assert not files - named


def test_licences_travel_with_it():
    for pattern in PROJECT["project"]["license-files"]:
        assert list(ROOT.glob(pattern)), pattern
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_command_has_its_module():
    for target in PROJECT["project"]["scripts"].values():
        module, function = target.split(":")
        path = folder(module).with_suffix(".py")
        assert re.search(rf"^def {function}\b|import .*\b{function}\b", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_library_is_declared():
    wanted = [re.split(r"[\s<>=\[]", one)[0] for one in PROJECT["project"]["dependencies"]]
    declared = {IMPORTED_AS.get(name, name) for name in wanted}
    used = {one.target.split(".")[0] for one in imports() if not one.relative}
    assert used - sys.stdlib_module_names <= declared
