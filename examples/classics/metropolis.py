"""metropolis.wf, built in Python."""

import wordfield as wf

m = wf.Model("changed")
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
m.factor("variety", 3 * wf.type_token_ratio(s))
moves = [(60, wf.replace("ngram")), (20, wf.insert("ngram")), (20, wf.delete())]
m.infer(sampler=wf.mh(), chains=16, warmup=wf.sweeps(50), draws=100, moves=moves)
m.infer("careless", sampler=wf.mh(hastings=False), chains=16, warmup=wf.sweeps(50), draws=100, moves=moves)
model = m
