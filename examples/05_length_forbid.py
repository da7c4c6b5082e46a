"""05_length_forbid.wf, built in Python."""

from pathlib import Path

import wordfield as wf

m = wf.Model("headline", folder=Path(__file__).parent)
banned = m.let("banned", wf.lines("banned.txt"))
s = m.text("s", "en", wf.lm(temperature=0.7))
m.require(s.has(words=7))
m.require(s.has(chars=(None, 48)))
m.forbid(s.contains_any(banned))
m.forbid(s.matches(r".*\d.*"))
m.forbid(wf.any_(lambda w: wf.length(w) > 12, s.words, where=lambda w: w != "international"))
m.infer(sampler=wf.smc(particles=256), chains=16, draws=256)
m.infer(
    "chains", sampler=wf.mh(), chains=4, warmup=wf.sweeps(20), draws=25,
    moves=[(60, wf.replace("mlm")), (20, wf.insert()), (20, wf.delete())],
)  # fmt: skip
model = m
