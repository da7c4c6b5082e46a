"""51_jijie.wf, built in Python."""

import wordfield as wf

m = wf.Model("季节的句子")
季节 = m.param("季节", str, default="春天")
句 = m.text("句", "zh", wf.lm(temperature=0.7), template="{季节}是{怎样:2 chars}的{什么:2 chars}。")
m.require(wf.pos(句.怎样) == "ADJ")
m.require(wf.pos(句.什么) == "NOUN")
m.forbid(句.什么 == 季节)
m.forbid(wf.repeats(句.什么, unit="char"))
m.infer(sampler=wf.smc(particles=256), chains=16, draws=256)
model = m
