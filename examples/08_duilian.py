"""08_duilian.wf, built in Python."""

import wordfield as wf

m = wf.Model("对联")
上联 = m.param("上联", str, default="春风入户千家暖")
下联 = m.text("下联", "zh", wf.ngram(style="verse", power=1.2), template=r"{句:/\w{7}/}")
m.require(wf.length(下联) == wf.length(上联))
m.require(wf.tones_opposed(上联, 下联, at=[2, 4, 6, 7]))
m.require(wf.tone(下联.chars(-1)) == "平")
m.forbid(wf.any_(lambda c: c.is_in(上联.chars), 下联.chars))
m.forbid(wf.repeats(下联, unit="char"))
m.prefer(wf.parallel(上联, 下联), weight=20, name="对仗")
m.infer(sampler=wf.importance(), chains=10, draws=100)
model = m
