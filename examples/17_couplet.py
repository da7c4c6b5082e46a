"""17_couplet.wf, built in Python."""

import wordfield as wf

m = wf.Model("couplet")
word = m.param("word", str, default="night")
poem = m.text("poem", "en", wf.lm(power=1.3), template="{a:4..8 words},\n{b:4..8 words}.")
m.require(wf.stress(poem.a, "-/-/-/-/"))
m.require(wf.stress(poem.b, "-/-/-/-/"))
m.require(wf.rhyme(poem.a, poem.b, word))
m.forbid(poem.a.last_word == poem.b.last_word)
m.infer(sampler=wf.smc(particles=256), chains=16, draws=256)
model = m
