"""33_acrostic.wf, built in Python."""

import wordfield as wf

m = wf.Model("acrostic")
template = "{a:3..5 words},\n{b:3..5 words},\n{c:3..5 words},\n{d:3..5 words},\n{e:3..5 words},\n{f:3..5 words}."
s = m.text("s", "en", wf.lm(temperature=0.5), template=template)
m.require(wf.acrostic(s, "WINTER", unit="line"))
with m.for_("l", [s.a, s.b, s.c, s.d, s.e, s.f]) as l:
    m.forbid(l.matches(r'.*[-.,;:!?"].*'))
m.require(s.contains_any("snow", "ice", "cold"))
m.infer(sampler=wf.smc(particles=256), chains=16, draws=256)
model = m
