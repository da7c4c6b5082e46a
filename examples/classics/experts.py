"""experts.wf, built in Python."""

import wordfield as wf

m = wf.Model("experts")
source = m.param("source", str, default="The food was cold and the room was very bad.")
words = m.let("words", ["the", "food", "was", "cold", "and", "the", "room", "was", "very", "bad"])
s = m.text("s", "en", wf.ngram())
m.require(s.has(words=10))
m.require(s.matches(r"""[^,;:'"]*\."""))
m.factor("flat", -wf.logprob(s))
m.factor("fluent", wf.pll(s, wf.mlm()))
m.prefer(wf.sentiment(s) >= 0.8, weight=15, name="glad")
m.factor("hamming", -4 * wf.count(lambda i: s.words(i) != words.at(i), wf.between(1, 10)))
m.infer(
    sampler=wf.mh(), chains=4, warmup=wf.sweeps(30), draws=2, start=source,
    moves=[(100, wf.replace("mlm"))],
)  # fmt: skip
model = m
