"""12_full.wf, built in Python."""

from pathlib import Path

import wordfield as wf

m = wf.Model("slogan", folder=Path(__file__).parent)
style = m.import_("lib/style.wf", "style")
alliteration = m.extern(
    "alliteration", {"t": "text", "letter": "string"}, "score", "my_factors:alliteration", batch=64
)  # fmt: skip
product = m.param("product", str)
letter = m.param("letter", str, default="s")
size = m.param("size", int, within=wf.between(4, 20), default=9)
strict = m.param("strict", bool, default=False)
s = m.text("s", "en", wf.lm(temperature=0.6))
m.require(s.has(words=(size - 1, size + 1)))
m.require(s.contains(product))
m.apply(style.plain(s))
m.prefer(alliteration(s, letter), weight=1)
with m.if_(strict):
    m.forbid(s.contains_any(style.superlatives))
with m.else_():
    m.prefer(wf.none_(lambda w: w.is_in(style.superlatives), s.words), weight=1)
m.infer("quick", sampler=wf.smc(particles=256), chains=16, draws=256, seed=7)
m.infer(
    "careful", "quick",
    sampler=wf.parallel_tempering(rungs=6, hottest=4.0),
    chains=16, warmup=wf.sweeps(40), draws=100, thin=wf.steps(10),
    moves=[
        (50, wf.replace("mlm", block=2)),
        (20, wf.insert("mlm")),
        (20, wf.delete()),
        (10, wf.name("python")("my_factors:swap_clauses")),
    ],
    stop=((wf.name("ess") >= 400) & (wf.name("rhat") <= 1.01)) | (wf.name("elapsed") >= wf.unit(30, "min")),
    checkpoint=wf.name("every")(wf.unit(60, "sec"), path="slogan.ckpt"),
    device="auto",
    store="slogan.nc",
)  # fmt: skip
model = m
