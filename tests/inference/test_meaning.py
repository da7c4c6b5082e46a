"""Vectors and weights of words, which the features of meaning stand on."""

from __future__ import annotations

import pytest
from wordfield.inference.lexicons.vectors import cosine, vector, weight


def test_vectors_and_weights():
    sea = vector("sea")
    assert sea is not None and float(sea @ sea) == pytest.approx(1, abs=1e-5)
    assert vector("SEA") is not None and vector("zzyzx") is None and vector("") is None and vector("。") is None
    assert weight("the") < weight("sea") < weight("violin") < weight("zzyzx")
    assert weight("的") < weight("螀")


def test_a_script_has_vectors_of_its_own():
    assert cosine("sea", "山") is None and cosine("a", "春") is None and cosine("sea", "zzyzx") is None
    assert cosine("sea", "sea") == pytest.approx(1, abs=1e-5) and cosine("sea", "ship") == cosine("ship", "sea")
