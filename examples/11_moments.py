"""11_moments.wf, built in Python."""

import wordfield as wf

m = wf.Model("bios")
band = m.param("band", "percent", default=wf.percent(20))
s = m.text("s", "en", wf.lm(temperature=0.7), template="{who:1..2 words} is a scientist who {does:3..7 words}.")
m.expect(wf.mean(s.who.is_in(["she", "Maria", "Wei"])) == wf.percent(50), within=band, name="balanced")
m.expect(wf.mean(s.contains("ocean")) == wf.percent(40), within=band)
m.expect(wf.mean(wf.length(s, unit="word")) <= 10, within=wf.words(0.5))
m.forbid(s.contains_any("genius", "madman"))
m.infer(
    "fit", sampler=wf.smc(particles=32), chains=256, draws=4,
    moments=wf.name("tilt")(iterations=4, draws=1), report=[wf.name("divergence"), wf.name("weights")],
)  # fmt: skip
m.infer("publish", "fit", draws=80, store="bios.nc")
model = m
