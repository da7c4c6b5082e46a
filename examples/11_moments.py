"""11_moments.wf, built in Python."""

import wordfield as wf

m = wf.Model("bios")
s = m.text("s", "en", wf.lm(), template="{who:1..3 words} is a scientist who {does:4..12 words}.")
m.expect(
    wf.mean(s.who.is_in(["she", "Maria", "Wei"])) == wf.percent(50), within=wf.percent(2), name="balanced"
)  # fmt: skip
m.expect(wf.mean(s.contains("ocean")) == wf.percent(40), within=wf.percent(2))
m.expect(wf.mean(wf.length(s, unit="word")) <= 11, within=wf.words(0.5))
m.forbid(s.contains_any("genius", "madman"))
m.infer(
    "fit", sampler=wf.mh(), chains=256, draws=8,
    moments=wf.name("tilt")(iterations=200, rate=0.5), report=[wf.name("divergence"), wf.name("weights")],
)  # fmt: skip
m.infer("publish", "fit", draws=80, thin=wf.steps(5), store="bios.nc")
model = m
