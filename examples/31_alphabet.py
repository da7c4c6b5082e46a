"""31_alphabet.wf, built in Python."""

import wordfield as wf

m = wf.Model("alphabet")
s = m.text("s", "en", wf.lm(temperature=0.7))
m.require(s.has(words=(7, 10)))
m.require(wf.alphabetical(s, wf.name("strict")))
m.require(wf.ends(s, "."))
model = m
