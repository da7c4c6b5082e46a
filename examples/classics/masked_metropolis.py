"""masked_metropolis.wf, built in Python."""

import wordfield as wf

m = wf.Model("masked")
s = m.text("s", "en", wf.pll())
m.require(s.has(words=8))
m.infer(sampler=wf.mh(), chains=4, warmup=wf.sweeps(40), draws=4, moves=[(100, wf.replace("mlm"))])
model = m
