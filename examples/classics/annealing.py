"""annealing.wf, built in Python."""

import wordfield as wf

m = wf.Model("cooled")
lines = m.let(
    "lines",
    [
        "the sea was cold", "the cold sea slept", "a ship slept on the sea", "the ship was old",
        "an old ship was on the cold sea", "the sea took a ship",
    ],
)  # fmt: skip
s = m.text("s", "words", wf.ngram(learn=lines, order=2))
m.require(s.has(words=(3, 6)))
m.prefer(s.contains_all("old", "sea"), weight=4)
m.factor("variety", 2 * wf.type_token_ratio(s))
m.infer(sampler=wf.anneal(start=3.0, stop=0.1, sweeps=60, restarts=3), chains=8, keep=5)
m.infer("slowly", sampler=wf.anneal(shape="logarithmic", start=3.0, stop=0.3, sweeps=200), chains=8, keep=5)
model = m
