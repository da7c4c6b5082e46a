"""01_keywords.wf, built in Python."""

import wordfield as wf

m = wf.Model("postcard")
keywords = m.param("keywords", list[str], default=["sea", "letter", "winter"])
s = m.text("s", "en", wf.lm(temperature=0.6))
m.require(s.has(words=(8, 14)))
m.require(s.contains_all(keywords))
m.require(s.chars(-1).is_in([".", "!", "?"]))
m.track("rarity", -wf.logprob(s) / wf.length(s))
model = m
