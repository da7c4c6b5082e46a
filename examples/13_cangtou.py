"""13_cangtou.wf, built in Python."""

import wordfield as wf

m = wf.Model("藏头诗")
藏头 = m.param("藏头", str, default="春山夜月")
韵 = m.let("韵", ["山", "间", "关", "还", "闲", "颜", "湾", "寒", "看", "残", "干", "欢"])
诗 = m.text(
    "诗", "zh", wf.ngram(style="verse", power=1.5),
    template=r"{起:/\w{5}/}，{承:/\w{5}/}。{转:/\w{5}/}，{合:/\w{5}/}。",
)  # fmt: skip
m.require(诗.起.chars(1) == 藏头.chars(1))
m.require(诗.承.chars(1) == 藏头.chars(2))
m.require(诗.转.chars(1) == 藏头.chars(3))
m.require(诗.合.chars(1) == 藏头.chars(4))
m.require(诗.承.chars(-1).is_in(韵))
m.require(诗.合.chars(-1).is_in(韵))
model = m
