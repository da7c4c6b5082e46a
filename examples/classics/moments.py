"""moments.wf, built in Python."""

import wordfield as wf

m = wf.Model("harbour")
lines = m.let(
    "lines",
    [
        "the sea was cold", "the cold sea slept", "a ship slept on the sea", "the ship was old",
        "an old ship was on the cold sea", "the sea took a ship",
    ],
)  # fmt: skip
s = m.text("s", "words", wf.ngram(learn=lines, order=2))
m.require(s.has(words=(2, 4)))
m.expect(wf.mean(s.contains("ship")) == wf.percent(60), within=wf.percent(5), name="ships")
m.expect(wf.mean(wf.length(s)) >= 3.4, within=wf.words(0.1), name="longer")
m.expect(wf.mean(s.contains("cold")) <= wf.percent(15), within=wf.percent(4), name="colder")
m.infer(sampler=wf.auto(), draws=200)
m.infer(
    "walk", sampler=wf.gibbs(), chains=32, warmup=wf.sweeps(50), draws=300,
    moments=wf.name("tilt")(iterations=8), report=[wf.name("divergence"), wf.name("weights")],
)  # fmt: skip
m.infer("weighted", sampler=wf.importance(), chains=16, draws=200)
model = m
