"""The messages of `proofs.py` in Chinese, under the same codes and with the same `$names`. Data only."""

from __future__ import annotations

from collections.abc import Mapping

from .message import Message

PROOFS_CHINESE: Mapping[str, Message] = {
    "S020": Message(
        about="没有任何文本能同时满足这些语句：这是证明出来的，而且其中缺了哪一条，证明都不成立。",
        text="没有任何文本能$count",
        label="$role",
        second="加上这一条",
        help="修改或删掉其中一条",
        other={"one": "不超过 $longest 个单元的文本都不满足它；请修改或删掉它"},
    ),
    "S021": Message(
        about="这条要求的自动机太大，造不出来。",
        text="这条要求太大了：$what",
        help="把模式写小一些，或者把数目写小一些",
    ),
    "M006": Message(
        about="平均值被硬性要求排除了：这是从它们的自动机证明出来的。",
        text="平均值不可能是$wanted：按照要求只能是$range",
        help="修改平均值，或者修改要求",
        other={"fixed": "要求已经把这个量固定了；去掉 `expect`，或者放宽要求"},
    ),
    "L001": Message(
        about="程序提到的语言模型、列表或文件无法使用。",
        text="$what",
        help="$advice",
    ),
    "H011": Message(
        about="模板里有一个按字符拼写的空位，从文本里看不出它从哪里开始或到哪里结束。",
        text="这个模板无法从文本里还原：$what",
        help="在空位旁边加一个固定的词或标点，或者把它的模式写窄一些",
    ),
    "H009": Message(
        about="模板里的固定文字按规范不会这样写。",
        text="这个模板读不回原样：$what",
        help="词与词之间留一个空格，标点照常书写；或者改用 `: words` 或 `: letters`",
        other={"pattern": "修改这个空位的模式，或者修改它前面的文字"},
    ),
}
