"""16_tongue_twister.wf, built in Python."""

import wordfield as wf

m = wf.Model("twister")
first = m.param("first", str, default="s")
second = m.param("second", str, default="sh")
s = m.text("s", "en", wf.lm(temperature=0.7), template="{line:6..9 words}.")
m.require(wf.count(lambda w: wf.alliteration(w, first) > 0, s.words) >= 3)
m.require(wf.count(lambda w: wf.alliteration(w, second) > 0, s.words) >= 2)
m.require(wf.count(lambda w: (wf.alliteration(w, first) == 0) & (wf.alliteration(w, second) == 0), s.words) <= 2)
m.forbid(wf.repeats(s))
m.infer(sampler=wf.smc(particles=256), chains=16, draws=256)
model = m
