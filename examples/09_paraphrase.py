"""09_paraphrase.wf, built in Python."""

import wordfield as wf

m = wf.Model("paraphrase")
source = m.param("source", str)
s = m.text("s", "en", wf.lm())
n = m.let("n", wf.length(source, unit="word"))
m.require(s.has(words=(n - 3, n + 3)))
m.require(wf.similarity(s, source, by="embedding") >= 0.85)
m.prefer(wf.similarity(s, source, by="embedding"), weight=6)
m.prefer(-wf.overlap(s, source, ngram=2), weight=3, name="fresh_wording")
m.forbid(s == source)
m.infer(
    start=source, sampler=wf.mh(), chains=16,
    anneal=wf.geometric(start=3.0, stop=0.5, over=wf.steps(500)), keep=30,
    moves=[(50, wf.replace("mlm")), (20, wf.insert("mlm")), (20, wf.delete()), (10, wf.swap())],
)  # fmt: skip
model = m
