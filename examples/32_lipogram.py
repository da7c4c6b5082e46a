"""32_lipogram.wf, built in Python."""

import wordfield as wf

m = wf.Model("lipogram")
letter = m.param("letter", str, default="e")
s = m.text("s", "en", wf.lm(temperature=0.7))
m.require(s.has(words=(8, 12)))
m.require(wf.all_(lambda w: wf.count(w, letter) == 0, s.words))
m.require(wf.ends(s, "."))
m.forbid(wf.repeats(s))
model = m
