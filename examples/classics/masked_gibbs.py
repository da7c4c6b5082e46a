"""masked_gibbs.wf, built in Python."""

import wordfield as wf

m = wf.Model("masked")
s = m.text("s", "en", wf.ngram())
m.require(s.has(words=8))
m.factor("flat", -wf.logprob(s))
m.track("smooth", wf.pll(s, wf.mlm()))
m.infer(
    sampler=wf.mh(hastings=False), chains=4, warmup=wf.sweeps(40), draws=4,
    moves=[(100, wf.replace("mlm"))],
)  # fmt: skip
model = m
