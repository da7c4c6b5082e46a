"""30_headline.wf, built in Python."""

from pathlib import Path

import wordfield as wf

m = wf.Model("headline", folder=Path(__file__).parent)
banned = m.let("banned", wf.lines("banned.txt"))
s = m.text("s", "en", wf.lm(temperature=0.7), template="{head:4..6 words}.")
m.forbid(wf.any_(lambda w: wf.length(w) > 7, s.words))
m.forbid(s.head.matches(r'.*[.!?,;:"].*'))
m.require(s.contains_any("city", "river", "harbour", "school"))
m.require(
    wf.starts(s, ["city", "police", "school", "mayor", "doctors", "farmers", "nurses", "storm", "fire"])
)  # fmt: skip
m.forbid(s.contains_any(banned))
m.forbid(wf.any_(lambda w: w.is_in(["I", "you", "he", "she", "it", "me", "him"]), s.words))
model = m
