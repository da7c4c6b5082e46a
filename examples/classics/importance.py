"""importance.wf, built in Python."""

import wordfield as wf

m = wf.Model("weighted")
lines = m.let(
    "lines",
    [
        "the sea was cold", "the cold sea slept", "a ship slept on the sea", "the ship was old",
        "an old ship was on the cold sea", "the sea took a ship",
    ],
)  # fmt: skip
s = m.text("s", "words", wf.ngram(learn=lines, order=2))
m.require(s.has(words=(3, 5)))
m.factor("variety", 3 * wf.type_token_ratio(s))
m.infer(sampler=wf.importance(), chains=20, draws=100)
m.infer("resampled", sampler=wf.importance(resample=True), chains=20, draws=100)
model = m
