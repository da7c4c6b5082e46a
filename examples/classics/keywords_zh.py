"""keywords_zh.wf, built in Python."""

import wordfield as wf

m = wf.Model("造句")
关键词 = m.param("关键词", list[str], default=["春天", "大海"])
句 = m.text("句", "zh", wf.lm(power=0.8))
m.require(句.has(chars=(5, 20)))
m.require(句.contains_all(关键词))
m.require(句.chars(-1) == "。")
挑过 = wf.ranked("lm", 64)
m.infer(
    sampler=wf.mh(), chains=2, warmup=wf.steps(128), draws=2, thin=wf.steps(16), start="春天大海。",
    moves=[(34, wf.replace(挑过)), (33, wf.insert(挑过)), (33, wf.delete())],
)  # fmt: skip
前列 = wf.top("lm", 64)
m.infer(
    "不挑", sampler=wf.mh(), chains=4, warmup=wf.steps(256), draws=2, thin=wf.steps(32), start="春天大海。",
    moves=[(34, wf.replace(前列)), (33, wf.insert(前列)), (33, wf.delete())],
)  # fmt: skip
model = m
