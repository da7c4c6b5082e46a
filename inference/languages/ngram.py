"""Back-off n-gram models: the embedded one, an ARPA file, or one learned from the program's own lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..arpa import ArpaError, read_arpa
from ..embedded import NAMES, embedded_units, load_embedded
from ..estimate import learn
from ..language import Language, LanguageError
from ..lexicon import Lexicon
from ..ngram import NGram
from ..render import Renderer
from ..restrict import restricted
from ..signature import Number, String, Strings, Whole
from ..views import cut

STYLES = ("verse",)  # that an embedded model has beside its plain one


@dataclass(frozen=True)
class NGramLanguage(Language, name="ngram"):
    """`ngram()` is the embedded trigram of the text's language, over words (`en`) or characters (`zh`);
    `ngram("file.arpa")` reads an ARPA file (`.gz` too); `ngram(learn=LIST, order=3)` is estimated from the list's lines
    (interpolated Kneser-Ney).

    `style="verse"` is the classical verse of the embedded Chinese model. `lexicon=LIST` leaves only those words (and
    the program's own); what is left is not normalised again. The log probability of a text includes its end.
    Example: `text s : en ~ ngram("toy.arpa")`.
    """

    file: String = ""
    learn: Strings = ()
    order: Whole = 3
    power: Number = 1.0
    temperature: Number = 1.0
    lexicon: Strings = ()
    style: String = ""

    def units(self, folder: Path, style: str) -> tuple[str, ...] | None:
        if self.style and (self.file or self.learn or style != "zh" or self.style not in STYLES):
            raise LanguageError('ngram: `style` is "verse", and the embedded model of `: zh` alone has it')
        if self.lexicon:
            return tuple(dict.fromkeys(self.lexicon))
        if self.file or self.learn:
            return self._read(folder, style).words
        return embedded_units(style)

    def ngram(self, lexicon: Lexicon, folder: Path) -> NGram:
        model = self._read(folder, lexicon.style)
        if lexicon.units[: len(model.words)] == model.words:
            return model.with_words(lexicon.units)
        grown = model.with_words([unit for unit in lexicon.units if unit not in model.ids])
        return restricted(grown, lexicon.units)

    def _read(self, folder: Path, style: str) -> NGram:
        if self.file and self.learn:
            raise LanguageError("ngram: give a file or `learn=`, not both")
        if self.learn:
            return learned(self.learn, self.order, style)
        if not self.file:
            embedded_units(style)
            return load_embedded(NAMES[style], self.style)
        try:
            return read_arpa(folder / self.file)
        except ArpaError as error:
            raise LanguageError(str(error)) from None
        except OSError as error:
            raise LanguageError(f"{self.file}: {error.strerror or error}") from None


def learned(lines: tuple[str, ...], order: int, style: str) -> NGram:
    """A model of the user's own lines, cut to units in their style. Raises LanguageError."""
    if not 1 <= order <= 6:
        raise LanguageError(f"ngram: order={order} is not between 1 and 6")
    sentences = [line for line in lines if line.strip()]
    if not sentences:
        raise LanguageError("ngram: the list to learn from holds no line")
    renderer = Renderer(_vocabulary(sentences, style))
    return learn([cut(line.strip(), renderer) for line in sentences], order)


def _vocabulary(lines: list[str], style: str) -> Lexicon:
    """The units of the lines; a first word is folded where the lines have it in lower case elsewhere."""
    plain = Renderer(Lexicon((), style))
    inner = dict.fromkeys(unit for line in lines for unit in cut(line.strip(), plain)[1 if style == "en" else 0 :])
    lower = dict.fromkeys(unit for unit in inner if unit[:1].islower())
    return Lexicon(tuple(lower), style)
