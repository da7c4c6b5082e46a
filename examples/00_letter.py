"""00_letter.wf, built in Python."""

import wordfield as wf

m = wf.Model("letter")
keywords = m.param("keywords", list[str], default=["sea", "winter", "train", "garden", "island"])
s = m.text("s", "en", wf.lm(temperature=0.7), template="{who:1..3 words} {did:1..3 words} a letter {more:3..6 words}.")
m.require(s.contains_any(keywords))
m.forbid(s.matches(".*[,;:].*"))
m.prefer(wf.length(s) <= 9, weight=0.5)
model = m
