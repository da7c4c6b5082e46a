"""masked_keywords.wf, built in Python."""

import wordfield as wf

m = wf.Model("masked")
keywords = m.param("keywords", list[str], default=["sea", "letter"])
s = m.text("s", "en", wf.pll(power=1.3))
m.require(s.has(words=(6, 10)))
m.require(s.contains_all(keywords))
m.forbid(wf.repeats(s))
model = m
