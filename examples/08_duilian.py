"""08_duilian.wf, built in Python."""

import wordfield as wf

m = wf.Model("对联")
上联 = m.param("上联", str, default="春风入户千家暖")
下联 = m.text("下联", "zh", wf.lm())
m.require(wf.length(下联) == wf.length(上联))
m.require(wf.tones_opposed(上联, 下联, at=[2, 4, 6, 7]))
m.require(wf.tone(下联.chars(-1)) == "平")
m.forbid(wf.any_(lambda c: c.is_in(上联.chars), 下联.chars))
with m.for_("i", range(1, 8)) as i:
    m.prefer(wf.pos(下联.chars(i)) == wf.pos(上联.chars(i)), weight=1)
m.prefer(wf.parallel(上联, 下联), weight=3, name="对仗")
m.infer(sampler=wf.gibbs(), chains=64, anneal=wf.linear(start=5.0, stop=0.3, over=wf.sweeps(800)), keep=10)
model = m
