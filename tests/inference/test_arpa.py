"""Reading and writing ARPA files: a toy by hand, round trips, and every mistake with its line."""

from __future__ import annotations

import gzip
import math

import pytest
from wordfield.inference.arpa import ArpaError, read_arpa, write_arpa
from wordfield.inference.estimate import learn

TOY = r"""a comment before the data
\data\
ngram 1=5
ngram 2=3

\1-grams:
-0.5	</s>
-99	<s>	-0.25
-0.75	the	-0.125
-1.0	sea
-2.0	<UNK>

\2-grams:
-0.1	<s> the
-0.2	the sea
-0.3 sea </s>

\end\
"""


def written(folder, text, name="toy.arpa"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_by_hand(tmp_path):
    model = read_arpa(written(tmp_path, TOY))
    assert model.order == 2
    assert model.words == ("the", "sea")
    assert model.unk_log_prob == pytest.approx(-2.0 * math.log(10))
    for words, log10 in [
        (["the", "sea"], -0.1 - 0.2 - 0.3),
        (["sea"], -0.25 - 1.0 - 0.3),
        (["the"], -0.1 - 0.125 - 0.5),
        (["sea", "the"], -0.25 - 1.0 + 0.0 - 0.75 - 0.125 - 0.5),
        ([], -0.25 - 0.5),
    ]:
        assert model.log_prob(words) == pytest.approx(log10 * math.log(10), abs=1e-12)


def test_gzip_spaces_and_windows_line_ends(tmp_path):
    text = TOY.replace("\t", "   ").replace("\n", "\r\n").encode()
    model = read_arpa(written(tmp_path, gzip.compress(text, mtime=0), "toy.arpa.gz"))
    assert model.log_prob(["the", "sea"]) == pytest.approx(-0.6 * math.log(10), abs=1e-12)


@pytest.mark.parametrize("name", ["round.arpa", "round.arpa.gz"])
@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_round_trip(tmp_path, name, order):
    model = learn([line.split() for line in ("the sea is cold", "the sea", "cold is the é sea", "a a a a")], order)
    write_arpa(model, tmp_path / name)
    again = read_arpa(tmp_path / name)
    assert again.order == order
    assert set(again.words) == set(model.words)
    assert again.unk_log_prob == pytest.approx(model.unk_log_prob, abs=1e-12)
    for text in ("the sea is cold", "cold cold", "", "é a a a the sea is is"):
        assert again.log_prob(text.split()) == pytest.approx(model.log_prob(text.split()), abs=1e-12)


BAD = [
    ("", 0, "the file is empty"),
    ("  \n\n", 0, "the file is empty"),
    (b"\x00\x01\x02", 0, "not an ARPA file: it holds binary data"),
    ("hello\n", 1, r"not an ARPA file: no line says \data\ "),
    (TOY.replace("ngram 2=3", "ngram two=3"), 4, "expected `ngram 2=` and a number, found `ngram two=3`"),
    (TOY.replace("ngram 1=5\nngram 2=3\n", ""), 2, "the header gives no numbers of n-grams"),
    (TOY.replace("ngram 1=5", "ngram 1=6"), 3, "the header says 6 1-grams, the file has 5"),
    (TOY.replace("ngram 2=3", "ngram 2=3\nngram 3=1"), 5, r"there is no section \3-grams:"),
    (TOY.replace(r"\2-grams:", r"\3-grams:"), 13, r"expected \2-grams:, found `\3-grams:`"),
    (TOY.replace("\\end\\\n", ""), 16, r"the file is cut off: no \end\ "),
    (TOY[: TOY.index("-0.3 sea")], 15, r"the file is cut off: no \end\ "),
    (TOY.replace("the sea\n", "the sea cold blue\n"), 15, "a 2-gram has 3 or 4 fields, this line has 5"),
    (TOY.replace("-1.0	sea", "sea"), 10, "a 1-gram has 2 or 3 fields, this line has 1"),
    (TOY.replace("-0.2	", "minus	"), 15, "`minus` is not a number (the log probability)"),
    (TOY.replace("-0.2	", "nan	"), 15, "`nan` is not a number (the log probability)"),
    (TOY.replace("-0.125", "x"), 9, "`x` is not a number (the back-off weight)"),
    (TOY.replace("-0.125", "inf"), 9, "the back-off weight is infinite"),
    (TOY.replace("-0.2	", "0.2	"), 15, "the log probability 0.2 is above 0"),
    (TOY.replace("the sea\n", "the lake\n"), 15, "`lake` is not among the 1-grams"),
    (TOY.replace("-0.3 sea </s>", "-0.3 the sea"), 16, "`the sea` stands here twice"),
    (TOY.replace("-1.0	sea", "-1.0	the"), 10, "`the` stands here twice"),
    (TOY.replace("-0.5	</s>", "-0.5	ends").replace("sea </s>", "sea ends"), 0, "no </s> among the 1-grams"),
    (TOY.encode().replace(b"-1.0\tsea", b"-1.0\t\xff\xfe"), 10, "the word is not UTF-8 text"),
    (gzip.compress(TOY.encode(), mtime=0)[:-20], 0, "the gzip file is cut off or damaged"),
    (gzip.compress(TOY.encode(), mtime=0)[:15] + b"junkjunkjunkjunkjunk", 0, "the gzip file is cut off or damaged"),
]


@pytest.mark.parametrize(("text", "line", "message"), BAD)
def test_mistakes_name_their_line(tmp_path, text, line, message):
    path = written(tmp_path, text)
    with pytest.raises(ArpaError) as caught:
        read_arpa(path)
    assert message.strip() in caught.value.message
    assert (caught.value.line, caught.value.path) == (line, path)
    assert str(caught.value).startswith(f"{path}:{line}: " if line else f"{path}: ")


def test_log_zero(tmp_path):
    model = read_arpa(
        written(tmp_path, TOY.replace("-1.0	sea", "-99	sea").replace("-0.1	<s> the", "-inf	<s> the"))
    )
    assert model.log_prob(["sea"]) == -math.inf
    assert model.log_prob(["the"]) == -math.inf
