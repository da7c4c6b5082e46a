"""31_alphabet.wf, built in Python."""

import wordfield as wf

m = wf.Model("alphabet")
s = m.text("s", "en", wf.lm(temperature=0.7))
m.require(s.has(words=(7, 10)))
m.require(wf.alphabetical(s, wf.name("strict")))
m.require(wf.ends(s, "."))
m.infer(sampler=wf.smc(particles=512), chains=16, draws=512)
model = m
