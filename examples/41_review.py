"""41_review.wf, built in Python."""

import wordfield as wf

DENIALS = [
    "not", "no", "never", "nothing", "nobody", "without", "hardly", "don't", "didn't", "isn't", "wasn't", "can't",
]  # fmt: skip
SUBJECTS = ["book", "film", "story", "music", "hotel", "dinner", "food", "weather", "room"]

m = wf.Model("review")
label = m.param("label", str, within=["glad", "sad"], default="glad")
denials = m.let("denials", DENIALS)
s = m.text("s", "en", wf.lm(temperature=0.6))
m.require(s.has(words=(6, 12)))
m.require(s.contains_any(SUBJECTS))
m.require(s.chars(-1) == ".")
m.forbid(s.contains_any(denials))
with m.if_(label == "glad"):
    m.require(wf.any_(lambda w: wf.sentiment(w) >= 0.45, s.words))
    m.forbid(wf.any_(lambda w: wf.sentiment(w) < 0, s.words))
with m.else_():
    m.require(wf.any_(lambda w: wf.sentiment(w) <= -0.4, s.words))
    m.forbid(wf.any_(lambda w: wf.sentiment(w) > 0, s.words))
m.track("rating", wf.sentiment(s))
m.infer(sampler=wf.smc(particles=256), chains=16, draws=256)
model = m
