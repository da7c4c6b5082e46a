"""Chinese for what is said of means over the draws. Data only."""

from __future__ import annotations

MOMENTS: dict[str, str] = {
    "at most $value": "不超过 $value",
    "at least $value": "不少于 $value",
    "between $low and $high": "$low 到 $high 之间",
    "`$name`: mean $mean ± $error, wanted $wanted within $band: met": (
        "`$name`：平均 $mean ± $error，要求$wanted，容差 $band：满足"
    ),
    "`$name`: mean $mean ± $error, wanted $wanted within $band: not met": (
        "`$name`：平均 $mean ± $error，要求$wanted，容差 $band：不满足"
    ),
    "`$name`: no draws, wanted $wanted": "`$name`：没有样本，要求$wanted",
    "`$name`: mean $mean ± $error, wanted $wanted within $band: met; weight $weight ± $doubt": (
        "`$name`：平均 $mean ± $error，要求$wanted，容差 $band：满足；权重 $weight ± $doubt"
    ),
    "`$name`: mean $mean ± $error, wanted $wanted within $band: not met; weight $weight ± $doubt": (
        "`$name`：平均 $mean ± $error，要求$wanted，容差 $band：不满足；权重 $weight ± $doubt"
    ),
    "divergence from the law without `expect`: $number nats": "与没有 `expect` 的分布相比，散度 $number 奈特",
    "weights without error, by automaton": "权重没有误差，用自动机求得",
    "weights without error, by enumeration": "权重没有误差，用枚举求得",
    "weights after $count stages": "权重经过 $count 个阶段求得",
    "weights after $count stages, still moving": "权重经过 $count 个阶段，还没有稳定",
    "not met: $why": "不满足：$why",
    "the mean of `$name` is $mean ± $error, wanted $wanted within $band": (
        "`$name` 的平均值是 $mean ± $error，要求$wanted，容差 $band"
    ),
    "the mean of `$name` is not known, since no draw counts": "`$name` 的平均值不知道，因为没有可用的样本",
    "more iterations, or another target": "请多迭代几次，或者换一个目标",
    "$count times as many draws": "请抽 $count 倍的样本",
    "no weights give these means at once": "没有权重能同时给出这些平均值",
    "as far as they go: $means": "最接近的是：`$means`",
    "scored without `expect`: its weights are found by `sample` or `exact`, and one text has no mean": (
        "打分不计 `expect`：它的权重由 `sample` 或 `exact` 求得，而单个文本没有平均值"
    ),
    "explained without `expect`: its weights are found by `sample` or `exact`": (
        "解释不计 `expect`：它的权重由 `sample` 或 `exact` 求得"
    ),
    "each `expect` has weight 1 here, or -1 where it is an upper bound": (
        "这里每个 `expect` 的权重是 1，作为上限的是 -1"
    ),
    "moments: iterations is $count; it is 1 or more": "`moments`：`iterations` 是 $count；应当不小于 1",
    "what a mean is compared with": "平均值所比较的数",
    "more than 0, at most 1": "大于 0，不大于 1",
    "part of the report": "报告的部分",
    "`expect` in a branch of a mixture": "混合分支里的 `expect`",
    "`expect` needs its automaton solved many times, and it has $cells cells of $allowed": (
        "`expect` 要把自动机求解很多次，而它有 $cells 格，最多 $allowed 格"
    ),
    "`expect` of a label": "对标签的 `expect`",
    "`expect` beside a balanced mixture": "与 `balanced` 混合并用的 `expect`",
    "way to tilt": "加权的办法",
}
