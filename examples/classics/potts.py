"""potts.wf, built in Python."""

import wordfield as wf

m = wf.Model("potts")
coupling = m.let("coupling", 1.005052538742381)
rows = m.let("rows", [0, 4, 8, 12])
log_three = m.let("log_three", 1.09861228866811)
s = m.text("s", "letters", wf.uniform(["a", "b", "c"]))
m.require(s.has(chars=16))
inside = wf.between(1, 3)
m.factor(
    "across",
    coupling * wf.sum_(lambda row: wf.count(lambda i: s.chars(row + i) == s.chars(row + i + 1), inside), rows),
)
m.factor("down", coupling * wf.count(lambda i: s.chars(i) == s.chars(i + 4), wf.between(1, 12)))
m.factor("measure", 16 * log_three)
m.infer("climbs", sampler=wf.ais(steps=200, particles=1500))
m.infer(
    "populations", sampler=wf.smc(particles=128, over="path", rungs=100, moves=0), chains=24, draws=128,
)  # fmt: skip
m.infer("exchange", sampler=wf.parallel_tempering(), chains=48, warmup=wf.sweeps(60), draws=1500)
m.infer("spins", sampler=wf.gibbs(), chains=16, warmup=wf.sweeps(100), draws=200)
model = m
