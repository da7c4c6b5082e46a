"""ising.wf, built in Python."""

import wordfield as wf

m = wf.Model("ising")
coupling = m.let("coupling", 0.8814)
rows = m.let("rows", list(range(0, 100, 10)))
log_two = m.let("log_two", 0.693147180559945)
s = m.text("s", "letters", wf.uniform(["+", "-"]))
m.require(s.has(chars=100))
inside = wf.between(1, 9)
m.factor(
    "across",
    coupling * wf.sum_(lambda row: wf.count(lambda i: s.chars(row + i) == s.chars(row + i + 1), inside), rows),
)
m.factor("down", coupling * wf.count(lambda i: s.chars(i) == s.chars(i + 10), wf.between(1, 90)))
m.factor("measure", 100 * log_two)
m.infer("climbs", sampler=wf.ais(steps=200, particles=500))
m.infer(
    "populations", sampler=wf.smc(particles=32, over="path", rungs=100, moves=0), chains=16, draws=32,
)  # fmt: skip
m.infer("exchange", sampler=wf.parallel_tempering(), chains=32, warmup=wf.sweeps(60), draws=120)
m.infer("spins", sampler=wf.gibbs(), chains=16, warmup=wf.sweeps(200), draws=100)
model = m
