"""51_jijie.wf, built in Python."""

import wordfield as wf

m = wf.Model("季节的句子")
季节 = m.param("季节", str, default="春天")
句 = m.text("句", "zh", wf.lm(), template="{季节}是{怎样:2 chars}的{什么:2 chars}。")
m.require(wf.pos(句.怎样) == "ADJ")
m.require(wf.pos(句.什么) == "NOUN")
m.forbid(句.什么 == 季节)
m.infer(sampler=wf.smc(particles=64), chains=20, draws=64)
model = m
