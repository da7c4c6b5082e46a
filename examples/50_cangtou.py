"""50_cangtou.wf, built in Python."""

import wordfield as wf

m = wf.Model("藏头绝句")
藏头 = m.param("藏头", str, default="春山夜月")
诗 = m.text(
    "诗", "zh", wf.lm(style="verse", power=1.3),
    template=r"{起:/\w{5}/}，{承:/\w{5}/}。{转:/\w{5}/}，{合:/\w{5}/}。",
)  # fmt: skip
m.require(诗.起.chars(1) == 藏头.chars(1))
m.require(诗.承.chars(1) == 藏头.chars(2))
m.require(诗.转.chars(1) == 藏头.chars(3))
m.require(诗.合.chars(1) == 藏头.chars(4))
m.require(wf.rhyme(诗.承, 诗.合, book="pingshui", tone="平"), name="押韵")
m.forbid(wf.repeats(诗, unit="char"))
model = m
