"""09_paraphrase.wf, built in Python."""

import wordfield as wf

m = wf.Model("paraphrase")
source = m.param("source", str)
s = m.text("s", "en", wf.lm(temperature=0.6))
n = m.let("n", wf.length(source, unit="word"))
m.require(s.has(words=(n - 1, n + 1)))
with m.for_("k", wf.keywords_of(source, most=2)) as k:
    m.require(wf.any_(lambda w: wf.topic(w, k) >= 0.4, s.words))
m.require(wf.similarity(s, source) >= 0.5)
m.prefer(wf.similarity(s, source), weight=6)
m.prefer(-wf.overlap(s, source, ngram=2), weight=3, name="fresh_wording")
m.forbid(s == source)
m.infer(sampler=wf.smc(particles=512), chains=16, draws=512)
model = m
