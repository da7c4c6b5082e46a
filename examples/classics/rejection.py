"""rejection.wf, built in Python."""

import wordfield as wf

m = wf.Model("constrained")
lines = m.let(
    "lines",
    [
        "the sea was cold", "the cold sea slept", "a ship slept on the sea", "the ship was old",
        "an old ship was on the cold sea", "the sea took a ship",
    ],
)  # fmt: skip
s = m.text("s", "words", wf.ngram(learn=lines, order=2))
m.require(s.has(words=(3, 5)))
m.require(s.contains("sea"))
m.prefer(s.words(-1) == "sea", weight=1)
m.infer(sampler=wf.rejection(bound=0), chains=20, draws=50)
model = m
