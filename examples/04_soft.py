"""04_soft.wf, built in Python."""

import wordfield as wf

m = wf.Model("review")
mood = m.param("mood", float, within=wf.between(-1, 1), default=0.8)
s = m.text("s", "en", wf.lm(temperature=0.6))
m.require(s.has(words=(10, 20)))
m.prefer(wf.topic(s, "seaside holidays"), weight=5)
m.prefer(wf.sentiment(s) >= mood, weight=4, name="upbeat")
m.factor("variety", 1.5 * wf.type_token_ratio(s))
m.infer(sampler=wf.smc(particles=256), chains=16, draws=256)
m.infer(
    "chains", sampler=wf.gibbs(), chains=8, warmup=wf.sweeps(40), draws=30,
    temper=wf.geometric(start=5.0, stop=1.0, over=wf.sweeps(30)),
)  # fmt: skip
model = m
