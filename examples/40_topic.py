"""40_topic.wf, built in Python."""

import wordfield as wf

m = wf.Model("topical")
about = m.param("about", str, default="sea")
s = m.text("s", "en", wf.lm(temperature=0.6))
m.require(s.has(words=(6, 12)))
m.require(wf.topic(s, about) >= 1)
m.prefer(wf.topic(s, about), weight=1)
m.track("nearness", wf.topic(s, about))
m.infer(sampler=wf.smc(particles=256), chains=16, draws=256)
model = m
