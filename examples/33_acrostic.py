"""33_acrostic.wf, built in Python."""

import wordfield as wf

m = wf.Model("acrostic")
template = "{a:3..6 words},\n{b:3..6 words},\n{c:3..6 words},\n{d:3..6 words},\n{e:3..6 words},\n{f:3..6 words}."
s = m.text("s", "en", wf.ngram(power=1.3), template=template)
m.require(wf.acrostic(s, "WINTER", unit="line"))
m.require(s.contains_any("snow", "ice", "cold"))
model = m
