"""The files that a program may read: lists and other programs, in its folder and below."""

from __future__ import annotations

from pathlib import Path

LARGEST_FILE = 1_000_000  # bytes
MOST_LINES = 20_000


class FileMistake(Exception):
    """A file that cannot be used; the message says why, and `help` what to do."""

    def __init__(self, why: str, help: str) -> None:
        super().__init__(why)
        self.help = help


class Files:
    """Reads what a program names, and nothing outside its folder."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def path(self, name: str) -> Path:
        """The file of that name. Raises FileMistake for one that is missing or not in the folder."""
        if self.folder is None:
            raise FileMistake(f"`{name}` cannot be read: this program is in no folder", "save the program to a file")
        root = self.folder.resolve()
        try:
            found = (root / name).resolve()
            if not name or "\0" in name or not found.is_relative_to(root):
                raise FileMistake(
                    f"`{name}` is outside the program's folder", "a program reads only files beside it and below"
                )
            if not found.is_file():
                raise FileMistake(f"there is no file `{name}`", "names are relative to the program's folder")
        except (OSError, ValueError, RuntimeError):
            raise FileMistake(
                f"`{name}` is not the name of a file", "names are relative to the program's folder"
            ) from None
        return found

    def text(self, name: str) -> str:
        """What is in a file. Raises FileMistake."""
        path = self.path(name)
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise FileMistake(f"`{name}` cannot be read: {error.strerror}", "check its permissions") from None
        if len(data) > LARGEST_FILE:
            raise FileMistake(f"`{name}` is larger than a megabyte", "keep the entries that the program needs")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise FileMistake(f"`{name}` is not UTF-8 text", "save it as UTF-8") from None
        if "\0" in text:
            raise FileMistake(f"`{name}` is not a text file", "a list has one entry a line")
        return text

    def lines(self, name: str) -> tuple[str, ...]:
        """The entries of a list, one a line; blank lines and repeats are left out. Raises FileMistake."""
        found = tuple(dict.fromkeys(line.strip() for line in self.text(name).splitlines() if line.strip()))
        if not found:
            raise FileMistake(f"`{name}` has no entries", "a list has one entry a line")
        if len(found) > MOST_LINES:
            raise FileMistake(
                f"`{name}` has {len(found):,} entries, and a list may have {MOST_LINES:,}",
                "keep the entries that the program needs",
            )
        return found
