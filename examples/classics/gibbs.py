"""gibbs.wf, built in Python."""

import wordfield as wf

m = wf.Model("filled")
lines = m.let(
    "lines",
    [
        "the sea was cold", "the cold sea slept", "a ship slept on the sea", "the ship was old",
        "an old ship was on the cold sea", "the sea took a ship",
    ],
)  # fmt: skip
s = m.text("s", "words", wf.ngram(learn=lines, order=2))
m.require(s.has(words=4))
m.prefer(s.contains("sea"), weight=1)
m.infer(sampler=wf.gibbs(), pure=True, chains=16, warmup=wf.sweeps(50), draws=100)
m.infer("scan", sampler=wf.gibbs(scan="systematic"), pure=True, chains=16, warmup=wf.sweeps(50), draws=100)
m.infer("pairs", sampler=wf.gibbs(block=2), pure=True, chains=16, warmup=wf.sweeps(50), draws=100)
model = m
