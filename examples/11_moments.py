"""11_moments.wf, built in Python."""

import wordfield as wf

m = wf.Model("bios")
band = m.param("band", "percent", default=wf.percent(20))
s = m.text("s", "en", wf.lm(temperature=0.7), template="{who:1..2 words} is a scientist who {does:3..6 words}.")
m.require(s.who.is_in(["she", "he", "Maria", "Wei", "Peter", "my sister", "my brother"]))
m.expect(wf.mean(s.who.is_in(["she", "Maria", "Wei", "my sister"])) == wf.percent(50), within=band, name="balanced")
m.expect(wf.mean(s.does.contains_any("English", "French", "music")) == wf.percent(40), within=band, name="talents")
m.expect(wf.mean(wf.length(s, unit="word")) <= 10, within=wf.words(0.5))
m.infer(
    "fit", sampler=wf.smc(particles=128), chains=16, draws=128,
    moments=wf.name("tilt")(iterations=4, draws=1), report=[wf.name("divergence"), wf.name("weights")],
)  # fmt: skip
m.infer("publish", "fit", draws=80, store="bios.nc")
model = m
