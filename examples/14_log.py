"""14_log.wf, built in Python."""

import wordfield as wf

m = wf.Model("log")
hour = m.let("hour", wf.pattern(r"([01]\d|2[0-3]):[0-5]\d"))
template = "At {time:hour} {who:/(the|our) (captain|cook|keeper)/} {did:3..6 words}."
s = m.text("s", "en", wf.ngram(power=1.5), template=template)
m.require(s.did.contains_any("sea", "lamp", "storm", "boat"))
m.require(s.time.matches(".*[05]"))
m.require(s.who.contains("keeper") >> s.did.contains("lamp"))
m.forbid(s.time.contains("00"))
m.infer(sampler=wf.exact())
m.infer(
    "chains", sampler=wf.mh(), chains=4, warmup=wf.sweeps(20), draws=20,
    moves=[(70, wf.replace("ngram")), (20, wf.resample(s.time)), (10, wf.bridge())],
)  # fmt: skip
model = m
