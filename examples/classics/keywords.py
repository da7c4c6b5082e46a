"""keywords.wf, built in Python."""

import wordfield as wf

m = wf.Model("keywords")
words = m.param("words", list[str], default=["letter", "sea"])
s = m.text("s", "en", wf.lm())
m.require(s.has(words=(5, 10)))
m.require(s.contains_all(words))
m.require(s.chars(-1) == ".")
both = wf.name("lm") * wf.name("mlm")
m.infer(
    sampler=wf.mh(), chains=8, warmup=wf.sweeps(25), draws=2,
    moves=[(34, wf.replace(both)), (33, wf.insert(both)), (33, wf.delete())],
)  # fmt: skip
m.infer(
    "stay", sampler=wf.mh(), chains=8, warmup=wf.sweeps(25), draws=2, protect=words,
    moves=[(34, wf.replace(both)), (33, wf.insert(both)), (33, wf.delete())],
)  # fmt: skip
m.infer("guide", sampler=wf.smc(particles=32), draws=4)
model = m
