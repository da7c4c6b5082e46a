"""Chinese for what the engine says: why a pattern, grammar, template, move or run cannot be used. Data only."""

from __future__ import annotations

_PATTERNS = {
    "$what cannot be used: a pattern always describes the whole text": "不能用$what：模式描述的总是整个文本",
    "the back-reference `$sign`": "反向引用 `$sign`",
    "look-around `$sign`": "环视 `$sign`",
    "the condition `$sign`": "条件分支 `$sign`",
    "the atomic group `$sign`": "原子组 `$sign`",
    "the possessive `$sign`": "占有量词 `$sign`",
    "it is nested too deeply": "嵌套太深了",
    "missing ), unterminated subpattern": "缺少右圆括号，子模式没有结束",
    "unbalanced parenthesis": "圆括号不配对",
    "unterminated character set": "字符集没有结束，缺少右方括号",
    "nothing to repeat": "前面没有可以重复的内容",
    "multiple repeat": "重复符号叠在了一起",
    "min repeat greater than max repeat": "重复次数的下限大于上限",
    "bad escape $escape": "没有 `$escape` 这种转义",
    "bad escape (end of pattern)": "模式以一个没有写完的转义结尾",
    "bad character range $range": "字符范围 `$range` 写反了",
    "unexpected end of pattern": "模式还没有写完就结束了",
    "unknown extension $sign": "没有 `$sign` 这种写法",
    "the pattern cannot be read: $why": "模式读不懂：$why",
    "the pattern is too large": "模式太大了",
    "$what are not available in patterns, which match the whole text": "模式匹配的是整个文本，不能用$what",
    "anchors and \\b": "锚点和 `\\b`",
    "back-references": "反向引用",
    "conditional groups": "条件分支",
    "look-around": "环视",
    "atomic groups": "原子组",
    "possessive repeats": "占有量词",
    "this part of the pattern is not available": "模式的这个部分不能用",
    "this kind of character class is not available": "这种字符类不能用",
    "a pattern nested this deeply": "模式嵌套太深",
    "a range of $count characters is too long for a hole": "$count 个字符的范围对空位来说太长了",
    "no tag is called $name": "没有叫 `$name` 的词性标记",
    "`$sign` means nothing between tags": "`$sign` 在词性标记之间没有意义",
    "more than $most character states": "字符状态超过 $most 个",
    "more than $most states": "状态超过 $most 个",
    "phrases of $words words that begin in $ways ways": "短语含 $words 个词，开头有 $ways 种",
    "$count automata together": "$count 个自动机合在一起",
    "$states character states over $units units": "$states 个字符状态，$units 个单元",
    "the ways to fill this template": "填这个模板的方式太多",
    "a count up to $most": "要数到 $most",
    "a count of $most characters": "要数 $most 个字",
    "the $place from the end": "要从末尾倒数到第 `$place` 个",
    "it is too large when its rules are written out": "把规则展开之后太大了",
}
_GRAMMARS = {
    "its rules go round without an end: nothing can be written": "它的规则互相绕圈，没有尽头：什么也写不出来",
    "a terminal is declared and nowhere given": "有一个终结符声明了却没有给出",
    "there is no rule `start`, where a grammar begins": "没有规则 `start`，而文法要从它开始",
    "`$name` is not available; a grammar imports from $libraries": "`$name` 不能用；文法只能从 `$libraries` 引入",
    "the rule `$name` is nowhere given": "规则 `$name` 没有给出",
    "Rule '$name' used but not defined (in rule $inside)": "规则 `$inside` 用到了规则 `$name`，但它没有定义",
    "Rule $name used but not defined (in rule $inside)": "规则 `$inside` 用到了规则 `$name`，但它没有定义",
    "Terminal '$name' used but not defined (in rule $inside)": "规则 `$inside` 用到了终结符 `$name`，但它没有定义",
    "Unexpected input at line $line column $column in $where:": "第 $line 行第 $column 列读不懂",
}
_TEMPLATES = {
    "no match of `$name` can be written there": "`$name` 的任何匹配都不能写在那里",
    "no match of `$name` can be written there: a text begins with a capital": (
        "`$name` 的任何匹配都不能写在那里：文本要以大写字母开头"
    ),
    "where `$name` ends cannot be told from what may follow it": (
        "看不出 `$name` 到哪里结束，因为后面的内容可能与它相同"
    ),
    "where `$name` begins cannot be told: $why": "看不出 `$name` 从哪里开始：$why",
    "words may be written like it": "前面的词也可能写成它的样子",
    "it may be empty": "它可能是空的",
    "`$one` and `$two` are spelled side by side; write one pattern for both, or a word between them": (
        "`$one` 和 `$two` 紧挨着逐字拼写；请合写成一个模式，或者在中间加一个词"
    ),
    "$piece begins with a space that would not be written": "`$piece` 开头的空格不会写出来",
    "$piece would not be written like that: check the spaces, and capitals, around its words": (
        "`$piece` 不会写成这个样子：请检查词两边的空格和大小写"
    ),
    "$piece takes no space before the hole that follows": "`$piece` 和后面的空位之间不能有空格",
    "$piece needs a space before the hole that follows": "`$piece` 和后面的空位之间要有空格",
}
_MOVES = {
    "this program cannot look ahead": "这个程序不能前瞻",
    "write bridge(whole=true)": "请写 `bridge(whole=true)`",
    "this program has no guide": "这个程序没有向导模型",
    "the hole has $size characters or more": "空位至少有 $size 个字符",
    "name a hole, as in `$example`": "请指明一个空位，例如 `$example`",
    "a block of $size has $contents contents, more than $most": "$size 个一组的块有 $contents 种内容，超过 $most 种",
    "write `$move` moves": "请用移动 `$move`",
    "size is $size": "`size` 是 $size",
    "span is $span": "`span` 是 $span",
    "it is $least or more": "它至少是 $least",
    "it cannot be made in two texts at once": "它不能同时在两个文本里进行",
    "replace, bridge, regenerate can": "`replace`、`bridge` 和 `regenerate` 可以",
    "$missing of $count draws were not found in $tries tries each": (
        "$count 个样本里有 $missing 个，各试 $tries 次都没有找到"
    ),
    "a weight is $value nats beyond the bound": "有一个权重超出上界 $value 奈特",
    "write a larger `bound`": "请把 `bound` 写大一些",
    "it has $sizes combinations of texts, more than $most, and statements couple them": (
        "文本的组合有 $sizes 种，超过 $most 种，而且语句把它们联系在一起"
    ),
    "the terminal $name is declared and nowhere given": "终结符 `$name` 声明了却没有给出",
}
_RUNS = {
    "every text that meets the requirements has probability 0": "满足要求的文本概率都是 0",
    "every text that meets the requirements has probability 0 under the base": "满足要求的文本在底本下概率都是 0",
    "the term `$name` is NaN or infinite at the start of $count chains": (
        "`$name` 这一项在 $count 条链的起点上不是数，或者是无穷大"
    ),
    "the term `$name` was NaN or infinite in $count of $all evaluations": (
        "`$name` 这一项在 $all 次计算里有 $count 次不是数，或者是无穷大"
    ),
    "the term `$name` is NaN or infinite for $number texts": "`$name` 这一项在 $number 个文本上不是数，或者是无穷大",
    "the term `$name` is NaN or infinite for $number particles": (
        "`$name` 这一项在 $number 个粒子上不是数，或者是无穷大"
    ),
    "the term `$name` is NaN or infinite for $number pairs of particles": (
        "`$name` 这一项在 $number 对粒子上不是数，或者是无穷大"
    ),
    "the temperature is $value after the warm-up; draws need 1": "预热之后温度是 $value，而采样需要温度 1",
    "it has $size, and no automaton solves it: $why": "它有$size，又没有自动机能解：$why",
    "more texts than can be listed": "多得列不出来的文本",
    "$count texts, more than $most": "$count 个文本，超过 $most 个",
    "the base is no n-gram model": "底本不是 n 元模型",
    "this program has a term without a table, so it has no exact conditional; write gibbs()": (
        "这个程序有一项没有表，得不到精确的条件分布；请写 `gibbs()`"
    ),
    "the table of moves is empty; write for example `$example`": "移动的表是空的；请写成例如 `$example`",
    "the share of `$name` is $share; shares are above 0": "`$name` 的份额是 $share；份额要大于 0",
    "`$name` stands without `$partner`, which takes it back; add `$partner` to the table": (
        "`$name` 没有和它的反向移动 `$partner` 一起出现；请把 `$partner` 加到表里"
    ),
    "device: `$name` cannot be used here; allowed are auto, cpu, and cuda where there is one": (
        "`device`：这里不能用 `$name`；可用的有 `auto`、`cpu`，有显卡时还有 `cuda`"
    ),
    "$chains chains of $draws draws are too many to keep; ask for fewer": (
        "$chains 条链各取 $draws 个样本，多得存不下；请少要一些"
    ),
    "gibbs: units are drawn from the masked model's law of a hidden unit and accepted or not": (
        "`gibbs`：按掩码模型对被遮住的单元给出的分布提议，再决定接受与否"
    ),
    "chosen since the base is a masked model, which does not read from left to right": (
        "选它是因为底本是掩码模型，不是从左往右读的"
    ),
    "start: a program of several texts starts at draws; leave `start` out": (
        "`start`：有好几个文本的程序从抽样开始；请去掉 `start`"
    ),
    "start: $text is no text of this program; it has words that the lexicon lacks, or is too long": (
        "`start`：`$text` 不是这个程序的文本；它含有词表里没有的词，或者太长"
    ),
    "start: $text breaks a requirement, so no chain can stand there": ("`start`：`$text` 不满足要求，链不能从那里开始"),
}

ENGINE: dict[str, str] = {**_PATTERNS, **_GRAMMARS, **_TEMPLATES, **_MOVES, **_RUNS}
