"""summary.wf, built in Python."""

import wordfield as wf

m = wf.Model("summary")
told = "The old keeper found a boat on the beach after the storm and took the children home."
source = m.param("source", str, default=told)
s = m.text("s", "en", wf.lm())
m.require(wf.subsequence(s, source))
m.require(s.has(words=9))
m.require(s.matches(r"""[^,;:'"]*\."""))
m.factor("about", 6 * wf.similarity(s, source))
m.infer(sampler=wf.anneal(start=3.0, stop=0.3, sweeps=18), chains=8, keep=3)
model = m
