"""paraphrase.wf, built in Python."""

import wordfield as wf

m = wf.Model("paraphrase")
told = "The old man found a letter from his brother on the table."
source = m.param("source", str, default=told)
s = m.text("s", "en", wf.lm())
m.require(s.has(words=(6, 14)))
m.require(s.chars(-1) == ".")
m.factor("near", 8 * wf.log(0.01 + wf.similarity(s, source)))
m.factor("fresh", wf.log(1.01 - wf.bleu(s, source)))
words = wf.percent(80) * (wf.name("lm") * wf.name("mlm")) + wf.percent(20) * wf.copy(source)
m.infer(
    sampler=wf.anneal(start=0.8, stop=0.05, sweeps=12), chains=8, keep=4, start=source,
    moves=[(34, wf.replace(words)), (33, wf.insert(words)), (33, wf.delete())],
)  # fmt: skip
model = m
