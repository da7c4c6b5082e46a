"""02_infill.wf, built in Python."""

import wordfield as wf

m = wf.Model("advert")
template = "The {adj:1 word} lamp {verb:1..2 words} your {place:1..3 words}."
s = m.text("s", "en", wf.lm(temperature=0.6), template=template)
m.require(wf.pos(s.adj) == "ADJ")
m.prefer(s.place.is_in(["study", "bedside table", "narrow hallway"]), weight=2, name="known_place")
m.forbid(s.adj == "new")
m.require(s.adj != s.place)
m.infer(sampler=wf.smc(particles=256), chains=16, draws=256)
model = m
