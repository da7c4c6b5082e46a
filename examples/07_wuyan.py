"""07_wuyan.wf, built in Python."""

import wordfield as wf

m = wf.Model("绝句")
主题 = m.param("主题", str, default="秋夜")
格律 = m.let("格律", ["中仄平平仄", "平平仄仄平", "中平平仄仄", "中仄仄平平"])
诗 = m.text("诗", "zh", wf.lm(), template="{起:5 chars}，{承:5 chars}。{转:5 chars}，{合:5 chars}。")
m.require(wf.tones(诗.起, 格律.at(1)))
m.require(wf.tones(诗.承, 格律.at(2)))
m.require(wf.tones(诗.转, 格律.at(3)))
m.require(wf.tones(诗.合, 格律.at(4)))
m.require(wf.rhyme(诗.承, 诗.合, book="pingshui"), name="押韵")
m.forbid(wf.repeats(诗, unit="char"))
m.prefer(wf.topic(诗, 主题), weight=4)
m.infer(
    sampler=wf.gibbs(block=2), chains=64, keep=32,
    anneal=wf.geometric(start=8.0, stop=0.1, over=wf.sweeps(3000)),
    stop=wf.name("all_hard")(chains=16) | (wf.name("elapsed") >= wf.unit(10, "min")),
)  # fmt: skip
model = m
