"""18_two_lines.wf, built in Python."""

import wordfield as wf

m = wf.Model("two_lines")
a = m.text("a", "en", wf.lm(temperature=0.6))
b = m.text("b", "en", wf.lm(temperature=0.6))
m.require(a.has(words=(5, 6)))
m.require(b.has(words=(5, 6)))
m.require(a.contains_any("sea", "rain", "night"))
m.require(wf.rhyme(a, b))
m.forbid(a.last_word == b.last_word)
m.prefer(wf.length(a) == wf.length(b), weight=1, name="even")
m.infer(sampler=wf.smc(particles=128), chains=16, draws=128)
model = m
