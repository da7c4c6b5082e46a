"""15_qiyan.wf, built in Python."""

import wordfield as wf

m = wf.Model("绝句")
格律 = m.let("格律", ["中平中仄平平仄", "中仄平平仄仄平", "中仄中平平仄仄", "中平中仄仄平平"])
诗 = m.text(
    "诗", "zh", wf.ngram(style="verse", power=1.2),
    template=r"{起:/\w{7}/}，{承:/\w{7}/}。{转:/\w{7}/}，{合:/\w{7}/}。",
)  # fmt: skip
m.require(wf.tones(诗.起, 格律.at(1)))
m.require(wf.tones(诗.承, 格律.at(2)))
m.require(wf.tones(诗.转, 格律.at(3)))
m.require(wf.tones(诗.合, 格律.at(4)))
m.require(wf.rhyme(诗.承, 诗.合, book="pingshui", tone="平"), name="押韵")
m.forbid(wf.repeats(诗, unit="char"))
m.forbid(诗.合 == "尧夫非是爱吟诗")
m.infer(sampler=wf.rejection(), chains=20, draws=1)
model = m
