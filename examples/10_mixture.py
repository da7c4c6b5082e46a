"""10_mixture.wf, built in Python."""

import wordfield as wf

m = wf.Model("greeting")
s = m.text("s", "en", wf.lm(temperature=0.6))
m.require(s.has(words=(5, 12)))
with m.mixture("tone", balanced=True) as tone:
    with m.branch("warm", 60):
        m.prefer(wf.sentiment(s), weight=4)
        m.require(s.contains("friend"))
    with m.branch("formal", 40):
        m.prefer(wf.reading_ease(s) <= 50, weight=0.1)
        m.forbid(s.contains_any("hi", "hey"))
with m.either():
    m.require(s.contains_all("tea", "morning"))
with m.or_():
    m.require(s.contains("coffee") & ~s.contains("milk"))
m.track("is_warm", tone == "warm")
m.infer(sampler=wf.smc(particles=256), chains=16, draws=256)
model = m
