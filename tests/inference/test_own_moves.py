"""Moves in plain Python: certified as they run, a wrong ratio is seen, and files run them only when allowed."""

import math

import pytest
from commands import call, write
from wordfield.inference.run import RunError

import wordfield as wf

LINES = ["the sea was cold", "the cold sea slept", "a ship slept on the sea"]


def turned(texts, dice):
    """Two neighbouring words exchanged, the pair drawn evenly: its own inverse."""
    changed = []
    for text, at in zip(texts, dice.below([max(len(t.split()) - 1, 0) for t in texts]), strict=True):
        words = text.split()
        words[at : at + 2] = reversed(words[at : at + 2])
        changed.append(" ".join(words))
    return changed, [0.0] * len(texts)


def grown(texts, dice):
    """`cold` put into a gap or taken from its places, by a coin: as many gaps as words and one."""
    words, up = [t.split() for t in texts], dice.coin(0.3)
    sizes = [len(w) + 1 if u else w.count("cold") for w, u in zip(words, up, strict=True)]
    changed, ratios = [], []
    for row, u, at, size in zip(words, up, dice.below(sizes), sizes, strict=True):
        if u:
            new = [*row[:at], "cold", *row[at:]]
            alike = _ways(row, new)
            ratio = math.log(0.7 / new.count("cold") * _takes(new, row)) - math.log(0.3 * alike / size)
        elif size:
            place = [n for n, word in enumerate(row) if word == "cold"][at]
            new = row[:place] + row[place + 1 :]
            ratio = math.log(0.3 * _ways(new, row) / (len(new) + 1)) - math.log(0.7 / size * _takes(row, new))
        else:
            new, ratio = row, 0.0
        changed.append(" ".join(new))
        ratios.append(ratio)
    return changed, ratios


def _ways(row, new):
    return sum([*row[:at], "cold", *row[at:]] == new for at in range(len(row) + 1))


def _takes(row, new):
    return sum(word == "cold" and row[:at] + row[at + 1 :] == new for at, word in enumerate(row))


def leaning(texts, dice):
    """Another first word, by weights that the ratio counts."""
    names, weights = ["sea", "ship", "cold"], [1.0, 2.0, 5.0]
    found = dice.weighted([weights] * len(texts))
    changed = [" ".join([names[n], *t.split()[1:]]) for t, n in zip(texts, found, strict=True)]
    old = [names.index(t.split()[0]) if t.split()[0] in names else None for t in texts]
    back = [-math.inf if n is None else math.log(weights[n]) for n in old]
    return changed, [b - math.log(weights[n]) for b, n in zip(back, found, strict=True)]


def model(*moves):
    m = wf.Model("own")
    s = m.text("s", "words", wf.ngram(learn=LINES, order=2))
    m.require(s.has(words=(2, 3)))
    m.prefer(s.contains_any("ship", "sea", "cold"), weight=1)
    m.infer(moves=[(30, wf.replace("ngram")), *((20, move) for move in moves)], chains=4, warmup=3, draws=5)
    return m


def wrong(function, change):
    def move(texts, dice):
        changed, ratios = function(texts, dice)
        return changed, [change(ratio, old, new) for ratio, old, new in zip(ratios, texts, changed, strict=True)]

    return move


@pytest.mark.parametrize("move", [turned, grown, leaning])
def test_a_right_ratio_passes(move):
    found = model(move).certify()
    assert [one.kernel for one in found][1] == f'python("{move.__name__}")'
    assert all(one.passed for one in found), found


WRONG = {
    "5 % for every change": wrong(turned, lambda ratio, old, new: ratio + 0.05 * (old != new)),
    "lengths forgotten": wrong(grown, lambda ratio, old, new: 0.0),
    "weights forgotten": wrong(leaning, lambda ratio, old, new: 0.0),
    "weights the wrong way round": wrong(leaning, lambda ratio, old, new: -ratio),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_ratio_fails(name):
    found = model(WRONG[name]).certify()[1]
    assert not found.passed and max(found.detailed_balance, found.stationarity) >= 1e-3, found


def test_a_move_that_does_nothing_on_the_small_instance_is_told():
    found = model(lambda texts, dice: (texts, [0.0] * len(texts))).certify()
    assert [one.idle for one in found] == [False, True, False]


def test_it_runs_and_says_how_often_it_was_accepted():
    run = model(turned, grown).sample(seed=2)
    assert {'python("turned")', 'python("grown")'} <= run.summary()["acceptance"].keys()


@pytest.mark.parametrize(
    "function, what",
    [
        (lambda texts, dice: (texts, [0.0]), "values for"),
        (lambda texts, dice: 1 / 0, "ZeroDivisionError"),
        (lambda texts, dice: (texts, ["x"] * len(texts)), "ValueError"),
    ],
)
def test_an_answer_of_another_form_is_an_error(function, what):
    with pytest.raises(RunError, match=what):
        model(function).sample(seed=2)


PROGRAM = """
text s : words ~ ngram(learn=["the sea was cold", "the cold sea slept", "a ship slept on the sea"], order=2)
require s has 2..4 words
infer { chains = 4  warmup = 3 sweeps  draws = 5  moves { 60% replace(ngram)  40% python("mine:NAME") } }
"""
MINE = """
def turned(texts, dice):
    changed = []
    for text, at in zip(texts, dice.below([max(len(t.split()) - 1, 0) for t in texts]), strict=True):
        words = text.split()
        words[at : at + 2] = reversed(words[at : at + 2])
        changed.append(" ".join(words))
    return changed, [0.0] * len(texts)

def careless(texts, dice):
    changed, ratios = turned(texts, dice)
    return changed, [0.4 if new > old else 0.0 for new, old in zip(changed, texts)]
"""


def test_a_file_runs_it_only_when_allowed(tmp_path, capsys):
    (tmp_path / "mine.py").write_text(MINE)
    path = write(tmp_path, PROGRAM.replace("NAME", "turned"))
    ended = call(capsys, "sample", path, "-n", "2")
    assert ended.code == 3 and "--allow-python" in ended.err
    assert call(capsys, "sample", path, "-n", "2", "--seed", "1", "--allow-python").code == 0
    ended = call(capsys, "certify", path, "--allow-python", "--json")
    assert ended.code == 0 and 'python("mine:turned")' in [one.get("kernel") for one in ended.records]
    path = write(tmp_path, PROGRAM.replace("NAME", "careless"), "careless.wf")
    assert call(capsys, "certify", path, "--allow-python").code == 7


def test_a_name_that_is_none_is_a_mistake(tmp_path, capsys):
    for name, words in (("mine", '"module:function"'), ("mine:nothing here", '"module:function"')):
        ended = call(capsys, "check", write(tmp_path, PROGRAM.replace("mine:NAME", name)))
        assert ended.code == 3 and words in ended.err + ended.out
    ended = call(capsys, "sample", write(tmp_path, PROGRAM.replace("mine:NAME", "mine_too:f")), "--allow-python")
    assert ended.code == 3 and "cannot be imported" in ended.err
