"""Features of meaning on sentences, by hand: what must hold of them, traps among it, in both scripts."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import pytest
from wordfield.inference.embedded import load_lexicon
from wordfield.inference.feature import Feature
from wordfield.inference.lexicon import Lexicon
from wordfield.inference.lexicons.vectors import vector, weight
from wordfield.inference.render import Renderer
from wordfield.inference.views import reader


@cache
def read(style: str) -> Any:
    return reader(Renderer(Lexicon(tuple(load_lexicon({"en": "english", "zh": "chinese"}[style])), style)))


def value(name: str, text: str, *others: str, **named: Any) -> Any:
    """A feature of a text; Chinese where it begins with a Chinese character."""
    view = read("zh" if any("\u4e00" <= c <= "\u9fff" for c in text + "".join(others)) else "en")
    types = [parameter.type for parameter in Feature.named(name).signature()]
    given = [
        view(one) if kind in ("text", "textlike") else one for kind, one in zip(types, (text, *others), strict=False)
    ]
    return Feature.named(name)(*given, **named).measure()


def topic(text: str, about: str = "sea") -> float:
    return float(value("topic", text, about))


NEARER = [  # the first has more to do with the topic than the second
    ("sea", "ship", "doctor"),
    ("sea", "ocean", "bread"),
    ("sea", "sea", "ship"),
    ("sea", "waves", "teacher"),
    ("sea", "island", "kitchen"),
    ("winter", "snow", "lemon"),
    ("winter", "cold", "guitar"),
    ("music", "piano", "horse"),
    ("music", "song", "bank"),
    ("doctor", "nurse", "river"),
    ("doctor", "patient", "ship"),
    ("war", "battle", "cake"),
    ("war", "soldiers", "milk"),
    ("tea", "coffee", "battle"),
    ("tea", "cup", "soldier"),
    ("school", "teacher", "ocean"),
    ("money", "bank", "flute"),
    ("autumn evening", "twilight", "engine"),
    ("autumn evening", "October", "horse"),
    ("king", "queen", "potato"),
    ("秋夜", "月", "狗"),
    ("秋夜", "霜", "钱"),
    ("秋夜", "凉", "学"),
    ("雪", "寒", "喝"),
    ("酒", "杯", "校"),
    ("山", "峰", "酒"),
    ("学", "校", "月"),
    ("喝", "茶", "山"),
]


@pytest.mark.parametrize(("about", "near", "far"), NEARER)
def test_a_topic_has_its_words(about, near, far):
    assert topic(near, about) > topic(far, about)


def test_traps_of_topics():
    assert topic("see") == topic("C") == 0, "sound is not meaning"
    assert topic("seat") == topic("search") == 0, "letters are not meaning"
    assert topic("the of and a is not very") == 0, "words of every text"
    assert topic("Sea") == topic("SEA") == topic("sea") == 1
    assert 0 < topic("seas") < 1, "another form is another word"
    assert topic("zzyzx") == topic("") == topic("...") == 0
    assert topic("the sea", "zzyzx") == 0
    assert topic("the sea, the sea") == 2, "a sum, not a share"
    assert topic("一", "秋夜") == topic("不", "秋夜") == topic("的", "秋夜") == 0
    assert topic("秋", "秋夜") < 1 < topic("秋夜", "秋夜") <= 2, "neither is the whole topic"
    assert topic("sea", "秋夜") == 0, "scripts do not meet"


RATED = [
    ("great", 3.1),
    ("Great", 3.1),
    ("GREAT!", 3.1),
    ("terrible", -2.1),
    ("war", -2.9),
    ("friend", 2.2),
    ("love", 3.2),
    ("I love this great day.", 6.3),
    ("I love war.", 0.3),
    ("the lamp", 0.0),
    ("", 0.0),
    ("...", 0.0),
    ("zzyzx", 0.0),
    ("no", -1.2),
    ("not good", 1.9),
    ("never", 0.0),
    ("great great", 6.2),
    ("sad and happy", 0.6),
    ("好", 0.0),
    ("goods", 0.0),
]


@pytest.mark.parametrize(("text", "rating"), RATED)
def test_a_sentiment_adds_up_ratings(text, rating):
    assert value("sentiment", text) == pytest.approx(rating / 4)


DENIED = [
    ("not good", -0.74 * 1.9),
    ("good, not bad", 1.9 + 0.74 * 2.5),
    ("It isn't a very good day", -0.74 * 1.9),
    ("not on a very good day", 1.9),
    ("without love", -0.74 * 3.2),
    ("good", 1.9),
    ("I don’t love it", -0.74 * 3.2),
    ("knot good", 1.9),
    ("never sad", 0.74 * 2.1),
    ("no war", -1.2 + 0.74 * 2.9),
]


@pytest.mark.parametrize(("text", "rating"), DENIED)
def test_a_denial_turns_what_follows(text, rating):
    assert value("sentiment", text, negation=True) == pytest.approx(rating / 4)


SAME = "the sea was cold that day"
ALIKE = [  # the first is more like the last than the second
    ("The ocean was cold that day.", "The teacher read a book.", SAME),
    ("the ship", "the cake", "the boat"),
    ("A dog slept.", "A bank closed.", "The cat slept."),
    ("She is happy.", "She is rich.", "She is glad."),
    ("He drinks coffee.", "He drives trucks.", "He drinks tea."),
    ("My mother cooked dinner.", "My mother sold the car.", "My mother made supper."),
    ("我爱喝茶。", "我爱爬山。", "我爱喝酒。"),
    ("山上有雪。", "他去学校。", "山中有霜。"),
    ("cold day", "day", SAME),
    ("the queen", "the lamp", "the king"),
    ("two cups of tea", "two tons of coal", "three cups of coffee"),
    ("in the winter", "in the mirror", "in the summer"),
]


@pytest.mark.parametrize(("near", "far", "source"), ALIKE)
def test_texts_of_one_meaning_are_alike(near, far, source):
    assert value("similarity", far, source) < value("similarity", near, source) < 1


def test_traps_of_similarity():
    alike = lambda one, other: value("similarity", one, other)  # noqa: E731
    assert alike("The man bit the dog.", "the dog bit the man") == pytest.approx(1), "no order"
    assert alike("THE SEA", "the sea!") == pytest.approx(1)
    assert alike("sea", "see") == 0
    assert alike("", "") == 1 and alike("", "sea") == alike("sea", "...") == 0
    assert alike("zzyzx", "zzyzx") == 1 and alike("zzyzx", "sea") == 0
    assert alike("She is happy.", "She is not happy.") > 0.8, "`not` weighs little"
    assert alike("sea sea sea", "sea") == pytest.approx(1)
    assert alike("the sea", "the ship") == pytest.approx(alike("the ship", "the sea"))
    assert alike("Monday", "Tuesday") > 0.3, "words with a capital have vectors"
    assert alike("一", "一") == 1 and alike("不", "一") < 1


OVERLAPS = [
    ("the sea was cold", 1, 1.0),
    ("cold was sea the", 1, 1.0),
    ("the the the", 1, 1 / 3),
    ("a ship", 1, 0.0),
    ("", 1, 0.0),
    ("The sea!", 1, 1.0),
    ("the cold", 1, 1.0),
    ("sea seas", 1, 0.5),
    ("the sea was warm", 1, 3 / 4),
    ("that day", 1, 1.0),
    ("the sea was cold", 2, 1.0),
    ("cold was sea the", 2, 0.0),
    ("the sea is cold", 2, 1 / 3),
    ("sea", 2, 0.0),
    ("the sea, was cold", 2, 1.0),
    ("cold that day the sea", 2, 3 / 4),
    ("the sea the sea", 2, 1 / 3),
    ("", 2, 0.0),
    ("the sea was cold that day", 6, 1.0),
    ("the sea was cold that", 6, 0.0),
]


@pytest.mark.parametrize(("text", "ngram", "share"), OVERLAPS)
def test_an_overlap_is_a_share(text, ngram, share):
    assert value("overlap", text, SAME, ngram=ngram) == pytest.approx(share)


BLEUS = [
    (SAME, 4, 1.0),
    (SAME.title() + ".", 4, 1.0),
    ("zebra", 4, 0.0),
    ("", 4, 0.0),
    ("the sea was cold that day", 1, 1.0),
    ("the sea was", 1, math.exp(1 - 6 / 3)),
    ("the the the the the the", 1, 1 / 6),
    ("day that cold was sea the", 1, 1.0),
    ("day that cold was sea the", 2, (1 * 1 / 6) ** 0.5),
    ("the sea was cold that day indeed", 2, (6 / 7 * 6 / 7) ** 0.5),
    ("sea", 4, math.exp(1 - 6)),
    ("the sea was warm that day", 2, (5 / 6 * 4 / 6) ** 0.5),
]


@pytest.mark.parametrize(("text", "ngram", "score"), BLEUS)
def test_bleu_by_hand(text, ngram, score):
    assert value("bleu", text, SAME, ngram=ngram) == pytest.approx(score)


def test_bleu_and_overlap_read_characters():
    assert value("overlap", "春风秋雨", "春风又绿江南岸") == 0.5
    assert value("overlap", "春风秋雨", "春风又绿江南岸", ngram=2) == pytest.approx(1 / 3)
    assert value("bleu", "春风又绿江南岸", "春风又绿江南岸") == 1


KEYWORDS = [
    ("The weather was terrible, and the old woman in the village lost her cat.", {"weather", "village", "terrible"}, 5),
    ("Paris is the capital of France.", {"Paris", "capital", "France"}, 5),
    ("It is what it is.", set(), 5),
    ("He said that she had been there before.", set(), 5),
    ("", set(), 5),
    ("Lamp, lamp, lamp and a violin.", {"lamp"}, 1),
    ("The violin and the lamp", {"violin", "lamp"}, 2),
    ("Winter came.", {"winter"}, 1),
    ("...", set(), 3),
    ("The zzyzx broke.", {"zzyzx"}, 1),
    ("今天老师带我们去动物园看大熊猫。", {"熊", "猫"}, 5),
    ("的是我不一", set(), 5),
]


@pytest.mark.parametrize(("text", "words", "most"), KEYWORDS)
def test_keywords_tell(text, words, most):
    found = value("keywords_of", text, most=most)
    assert words <= set(found) and len(found) <= most and bool(words) == bool(found)
    assert not set(found) & {"the", "a", "of", "and", "was", "is", "he", "she", "it", "that", "in", "的", "是", "我"}


SPREADS = [
    ("piano violin guitar", "piano horse window"),
    ("doctor nurse patient", "doctor lamp river"),
    ("dog cat", "dog bank"),
    ("Monday Tuesday Friday", "Monday bread ship"),
    ("tea coffee milk", "tea war king"),
    ("春秋冬", "春狗学"),
    ("king queen prince", "king onion violin"),
    ("ship boat sail", "ship cake law"),
    ("峰岭山", "峰酒学"),
    ("summer winter autumn", "summer knife autumn"),
]


@pytest.mark.parametrize(("close", "apart"), SPREADS)
def test_what_belongs_together_is_close(close, apart):
    assert value("spread", close) < value("spread", apart)


def test_traps_of_spread():
    spread = lambda text: value("spread", text)  # noqa: E731
    assert (
        spread("dog") is None and spread("") is None and spread("dog dog Dog") is None and spread("zzyzx dog") is None
    )
    assert spread("dog cat") == pytest.approx(spread("cat, dog!")) == pytest.approx(spread("dog cat cat zzyzx"))
    assert spread("dog cat horse") == pytest.approx(spread("horse dog cat"))
    assert -1e-6 <= spread("see sea") <= 2


def test_vectors_and_weights():
    sea = vector("sea")
    assert sea is not None and float(sea @ sea) == pytest.approx(1, abs=1e-5)
    assert vector("SEA") is not None and vector("zzyzx") is None and vector("") is None and vector("。") is None
    assert weight("the") < weight("sea") < weight("violin") < weight("zzyzx")
    assert weight("的") < weight("螀")
