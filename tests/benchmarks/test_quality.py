"""The figures of the quality benchmarks, against values worked out by hand."""

import math
import sys

import pytest
from house import ROOT

sys.path.insert(0, str(ROOT / "benchmarks" / "quality"))

from corpora import Cutter
from keywords import Task
from metrics import Copied, coverage, distinct, near_twins, rate_ratio, self_bleu
from sheet import CORPUS, SAMPLE, judged, read_table, shuffled, write_sheet

WORDS = frozenset([*"abcdefgh", "the", "sea", "May", "may", "Anna", "Mr.", ",", "."])
ENGLISH, CHINESE = Cutter("en", WORDS), Cutter("zh", frozenset("我去海边。"))


def test_distinct_counts_ngrams_of_all_texts():
    texts = [["a", "b", "a", "b"], ["a", "b"]]  # ab ba ab, ab
    assert distinct(texts, 2) == 2 / 4
    assert distinct(texts, 3) == 2 / 2  # aba, bab; the second text has none
    assert math.isnan(distinct(texts, 5))


def test_self_bleu_of_equal_texts_is_one_and_of_disjoint_ones_small():
    assert self_bleu([["a", "b", "c", "d"]] * 3) == pytest.approx(1.0)
    # precisions 0.1 / 4, 0.1 / 3, 0.1 / 2, 0.1 / 1; lengths are equal
    apart = (0.1**4 / 24) ** 0.25
    assert self_bleu([["a", "b", "c", "d"], ["e", "f", "g", "h"]]) == pytest.approx(apart)


def test_self_bleu_clips_counts_by_one_other_text_and_punishes_brevity():
    # against "a b": 1-grams 1 of 3 (a, clipped), 2-grams none of 2, 3-grams none of 1; longer than its reference
    first = (1 / 3 * 0.1 / 2 * 0.1) ** (1 / 3)
    # against "a a a": 1-grams 1 of 2, 2-grams none of 1; 2 units against 3
    second = (1 / 2 * 0.1) ** (1 / 2) * math.exp(1 - 3 / 2)
    assert self_bleu([["a", "a", "a"], ["a", "b"]]) == pytest.approx((first + second) / 2)
    assert math.isnan(self_bleu([["a"]]))


def test_a_text_is_no_reference_of_its_own():
    # "a" twice in the first text only: the others allow one
    texts = [["a", "a"], ["a", "b"], ["a", "c"]]
    first = (1 / 2 * 0.1 / 1) ** 0.5
    others = (1 / 2 * 0.1 / 1) ** 0.5
    assert self_bleu(texts) == pytest.approx((first + 2 * others) / 3)


def test_copied_shares():
    copied = Copied([list("abcd"), list("ef")], size=3)
    assert copied.ngram_share([list("abcx"), list("bcde")]) == 2 / 4  # abc yes, bcx no; bcd yes, cde no
    assert copied.ngram_share([list("dab")]) == 0.0  # not across sentences, nor in another order
    assert copied.whole_share([list("abcd"), list("abc"), list("ef"), list("xy")]) == 2 / 4
    assert math.isnan(copied.ngram_share([list("ab")]))


def test_ngrams_of_the_training_text_are_found_and_others_are_not():
    sentences = [[str((7 * at + step) % 1000) for step in range(12)] for at in range(2000)]
    copied = Copied(sentences, size=8)
    assert copied.ngram_share(sentences) == 1.0
    assert copied.ngram_share([row[::-1] for row in sentences]) == 0.0


def test_near_twins_differ_by_one_unit():
    trained = [list("abcd"), list("xyz")]
    texts = ["abcd", "abxd", "abd", "abcxd", "bcda", "abyx", "xz", "zz", "dcba"]
    expected = [True, True, True, True, True, False, True, False, False]
    assert near_twins([list(text) for text in texts], trained).tolist() == expected


def test_coverage_weighs_running_units():
    assert coverage([["a", "b"], ["a"]], [["a", "a", "c"], ["b"]]) == 3 / 4


def test_rate_ratio():
    found = rate_ratio(40, 50, 48, 50)
    assert (found.first, found.second) == (0.8, 0.96)
    assert found.ratio == pytest.approx(5 / 6)
    width = 1.959964 * math.sqrt(1 / 40 - 1 / 50 + 1 / 48 - 1 / 50)
    assert found.low == pytest.approx(5 / 6 * math.exp(-width))
    assert found.high == pytest.approx(5 / 6 * math.exp(width))
    assert rate_ratio(50, 50, 50, 50).low == 1.0
    with pytest.raises(ValueError, match="at least one hit"):
        rate_ratio(0, 50, 48, 50)


def test_units_of_english_and_back():
    assert ENGLISH.units("The sea, Anna.") == ["the", "sea", ",", "Anna", "."]
    assert ENGLISH.render(["the", "sea", ",", "Anna", "."]) == "The sea, Anna."
    assert ENGLISH.units("May a may.") == ["may", "a", "may", "."]
    assert ENGLISH.units("Mr. Anna") == ["Mr.", "Anna"]
    assert ENGLISH.words(["the", ",", "Mr.", "."]) == 2


@pytest.mark.parametrize(
    "text", ["the sea.", "The  sea.", "The sea,.", ", the.", "The zoo.", "The sea 3.", "", "The Sea."]
)
def test_texts_that_the_product_cannot_write(text):
    assert ENGLISH.admissible(text) is None


def test_admissible_texts():
    assert ENGLISH.admissible("The sea, a.") == ["the", "sea", ",", "a", "."]
    assert CHINESE.admissible("我去海边。") == list("我去海边。")
    assert CHINESE.admissible("我去山边。") is None
    assert CHINESE.words(list("我去。")) == 2


def test_task():
    task = Task(("sea", "may"), 3, 4)
    assert task.satisfied(["the", "sea", ",", "may", "."])
    assert not task.satisfied(["the", "sea", ",", "may", ","])
    assert not task.satisfied(["the", "sea", "sea", "."])
    assert not task.satisfied(["sea", "may", "."])
    assert task.coverage(["the", "sea", "."]) == 0.5


def test_sheet_and_labels(tmp_path):
    entries = shuffled([f"s{n}" for n in range(5)], [f"c{n}" for n in range(5)], seed=3)
    assert entries == shuffled([f"s{n}" for n in range(5)], [f"c{n}" for n in range(5)], seed=3)
    assert entries != shuffled([f"s{n}" for n in range(5)], [f"c{n}" for n in range(5)], seed=4)
    assert all(origin == (SAMPLE if text[0] == "s" else CORPUS) for text, origin in entries)
    sheet, key = tmp_path / "sheet.txt", tmp_path / "key.tsv"
    write_sheet(entries, sheet, key)
    lines = sheet.read_text(encoding="utf-8").splitlines()
    assert lines == [f"{n}. {text}" for n, (text, _) in enumerate(entries, 1)]
    origins = read_table(key)
    assert origins == {n: origin for n, (_, origin) in enumerate(entries, 1)}
    labels = {n: "0" if text in ("s1", "s2", "c4") else "1" for n, (text, _) in enumerate(entries, 1)}
    ratio, counts = judged(labels, origins)
    assert counts == {SAMPLE: (3, 5), CORPUS: (4, 5)}
    assert ratio.ratio == pytest.approx(0.75)


@pytest.mark.parametrize("labels", [{1: "1"}, {1: "1", 2: "1", 3: "1"}, {1: "1", 2: "yes"}])
def test_labels_that_do_not_fit_the_key(labels):
    with pytest.raises(ValueError, match="labels"):
        judged(labels, {1: SAMPLE, 2: CORPUS})


@pytest.mark.parametrize("text", ["1 1\n1 0\n", "one 1\n", "1\n", "1 1 natural\n"])
def test_tables_of_another_form(tmp_path, text):
    path = tmp_path / "labels.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"labels\.tsv"):
        read_table(path)
