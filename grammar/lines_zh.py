"""Chinese for the lines that commands print for people: progress, verdicts, usage errors. Data only."""

from __future__ import annotations

from .moments_zh import MOMENTS

_VERDICTS = {
    "verdict: $verdict": "结论：$verdict",
    "good": "可信",
    "good; $broke of $chains chains broke a requirement and gave no draws": (
        "可信；$chains 条链里有 $broke 条违反了要求，没有给出样本"
    ),
    "found": "搜索到的文本（不是样本）",
    "do not trust: $why": "不可信：$why",
    "the run was interrupted": "运行被中断了",
    "no draw met every requirement": "没有一个样本满足全部要求",
    "no chain met every requirement": "没有一条链满足全部要求",
    "$draws draws of a chain are too few to compare chains; $least or more": (
        "每条链只有 $draws 个样本，太少，无法比较各链；至少要 $least 个"
    ),
    "the chains disagree on $name (R-hat $value); run longer": "各链在 `$name` 上不一致（R-hat $value）；请运行久一些",
    "$count effective draws of $name, $least needed; run longer": (
        "`$name` 只有 $count 个有效样本，需要 $least 个；请运行久一些"
    ),
    "$count effective draws by their weights, $least needed; draw more": (
        "按权重算只有 $count 个有效样本，需要 $least 个；请多抽一些"
    ),
    "a few draws carry most of the weight (Pareto-k $k, $most at most)": (
        "少数几个样本占了大部分权重（Pareto-k $k，应不超过 $most）"
    ),
    "$count effective draws of $name, $least needed; draw more": (
        "`$name` 只有 $count 个有效样本，需要 $least 个；请多抽一些"
    ),
    "the populations disagree on $name (R-hat $value); draw more": (
        "各种群在 `$name` 上不一致（R-hat $value）；请多抽一些"
    ),
    "R-hat $value at most ($name)": "R-hat 最大 $value（`$name`）",
    "$count effective draws at least ($name)": "有效样本最少 $count 个（`$name`）",
    "$count effective draws by their weights": "按权重算有 $count 个有效样本",
    "accepted: $rates": "接受率：`$rates`",
    "$texts texts, $distinct distinct, $seconds s": "$texts 个文本，其中不同的 $distinct 个，用时 $seconds 秒",
    "1 chain broke a requirement and gave none": "1 条链违反了要求，没有给出样本",
    "$count chains broke a requirement and gave none": "$count 条链违反了要求，没有给出样本",
    "in the way: $names": "碍事的要求：$names",
}
_NOTES = {
    "exact: solved by $method of $states states; draws are independent": (
        "`exact`：用$method精确求解，共 $states 个状态；样本相互独立"
    ),
    "automaton": "自动机",
    "enumeration": "枚举",
    "gibbs: exact conditionals": "`gibbs`：用的是精确的条件分布",
    "gibbs: a term has no table, so units are drawn from the surrogate's conditional and accepted or not": (
        "`gibbs`：有一项没有表，所以按替代模型的条件分布提议，再决定接受与否"
    ),
    "rejection: exact, independent draws": "`rejection`：精确的、相互独立的样本",
    "importance: draws of the surrogate, weighted": "`importance`：替代模型的样本，带权重",
    "chosen since the base is a neural model that reads from left to right": "选它是因为底本是从左往右读的神经网络",
    "chosen since statements couple the texts, or a base is a neural model": (
        "选它是因为语句把几个文本联系在一起，或者底本是神经网络"
    ),
    "effective at the end $low to $high, from $few to $many first particles": (
        "最后有效的 $low 到 $high 个，来自 $few 到 $many 个最初的粒子"
    ),
    "over the path, $count rungs": "沿路径共 $count 级",
    "ais: $climbs climbs of $count steps": "`ais`：$climbs 次攀升，每次 $count 步",
    "log Z from below $there and, from exact draws, from above $again": (
        "log Z 从下方估计为 $there，由精确样本从上方估计为 $again"
    ),
    (
        "forward estimate of log Z $there, reverse estimate $again (no exact draws, so neither is a bound)"
    ): "log Z 正向估计 $there，反向估计 $again（没有精确样本，所以两者都不是界）",
    "parallel_tempering: $count rungs, exchanges refused $share at most, barrier $barrier": (
        "`parallel_tempering`：$count 级，交换被拒最多 $share，势垒 $barrier"
    ),
    "$number round trips of $chains chains in $rounds rounds": "$chains 条链在 $rounds 轮里往返 $number 次",
    "smc: nothing was finished": "`smc`：没有写完任何文本",
    "smc: $count populations of $particles particles": "`smc`：$count 个种群，每个 $particles 个粒子",
    "$note, then resampled; $worth effective draws before": "$note，然后重采样；之前有 $worth 个有效样本",
    "anneal: $shape from temperature $start to $stop, $runs of $restarts restarts of $sweeps sweeps": (
        "`anneal`：`$shape`，温度从 $start 到 $stop，重启 $restarts 次完成 $runs 次，每次 $sweeps 轮"
    ),
}
_COMMANDS = {
    "error: $message": "错误：$message",
    "$name: compiling": "`$name`：编译中",
    "$name: seed $seed, $device": "`$name`：种子 $seed，`$device`",
    "seed $seed": "种子 $seed",
    "$file: ok": "`$file`：没有问题",
    "its requirements are too large together to be proved": "它的要求合在一起太大，无法证明",
    '  $model: $count requirement(s); for example "$text"': "  `$model`：$count 条要求；例如“$text”",
    "  $model: its requirements are too large together to be proved": "  `$model`：它的要求合在一起太大，无法证明",
    "log Z $value by $method of $states states": "log Z = $value，用$method求得，共 $states 个状态",
    "log Z $value ± $error": "log Z = $value ± $error",
    "log Z $value": "log Z = $value",
    "impossible: $why": "不可能：$why",
    "it fails $names": "它不满足 $names",
    "it does not fill the template": "它填不进模板",
    "it would be written $text": "它应当写成 `$text`",
    "$word is no unit of the lexicon, or is not written like that, behind $text": (
        "在 `$text` 之后，`$word` 不在词表里，或者不是这样写的"
    ),
    "interrupted": "已中断",
    "interrupted; what there was until then is printed": "已中断；打印的是中断之前得到的结果",
    "error: no draw met the requirements; run longer, or loosen one of them": (
        "错误：没有一个样本满足要求；请运行久一些，或者放宽其中一条"
    ),
    "error: not converged: $verdict": "错误：没有收敛：$verdict",
    "error: no text can satisfy the program: $why": "错误：没有任何文本能满足这个程序：$why",
    "error: the program cannot be solved exactly: $why; `wordfield sample` draws from it": (
        "错误：这个程序无法精确求解：$why；可以用 `wordfield sample` 从中采样"
    ),
    "error: out of memory; ask for fewer chains or shorter texts": (
        "错误：内存不足；请少用几条链，或者把文本要求得短一些"
    ),
    "internal error: $error (please report it; WORDFIELD_TRACEBACK=1 shows where)": (
        "内部错误：`$error`（请报告这个问题；设 `WORDFIELD_TRACEBACK=1` 可以看到出错的位置）"
    ),
    "$name: seed $seed, chain $chain of $chains": "`$name`：种子 $seed，第 $chain 条链，共 $chains 条",
    "`$sampler()` makes no proposals of its own; these are those of `$other`": (
        "`$sampler()` 自己不作提议；下面是 `$other` 的提议"
    ),
    "$file: would change": "`$file`：会有改动",
    "$file: rewritten": "`$file`：已重写",
}
_PROPOSALS = {
    "step $step  chain $chain  $move": "第 $step 步  第 $chain 条链  `$move`",
    "  the move could not be made here: the text stays": "  这里做不了这个移动：文本不变",
    "  the proposal is the text itself: it stays": "  提议的就是原来的文本：文本不变",
    "$gap      now      tried     change": "$gap     现在       提议       变化",
    "  proposed with log probability $there, the way back $back: $gain": (
        "  提议它的对数概率 $there，反方向 $back：相差 $gain"
    ),
    "  the new text breaks a requirement: rejected": "  新文本违反了要求：拒绝",
    "  the old text broke a requirement and the new one breaks none: accepted": "  旧文本违反要求而新文本没有：接受",
    "  both texts break a requirement; scores and distances give $ratio": "  两个文本都违反要求；分数和距离给出 $ratio",
    "  log ratio = $gain at temperature $heat $back = $ratio": "  对数比值 = $gain（温度 $heat）$back = $ratio",
    "  log ratio = $gain $back = $ratio": "  对数比值 = $gain $back = $ratio",
    "  accepted with probability $chance; $coin: $outcome": "  以概率 $chance 接受；$coin：$outcome",
    "no coin needed": "不用抛硬币",
    "the coin $value": "硬币 $value",
    "accepted": "接受",
    "rejected": "拒绝",
    "unchanged": "不变",
    "log score": "对数分数",
}
_CERTIFICATES = {
    "$verdict  $kernel: $states states, balance $balance, stationarity $stationarity, $reach": (
        "$verdict  `$kernel`：$states 个状态，平衡误差 $balance，平稳误差 $stationarity，$reach"
    ),
    "passed": "通过",
    "FAILED": "失败",
    "irreducible here": "在此不可约",
    "not irreducible here": "在此并非不可约",
    "changes nothing here": "在此不作任何改动",
    "certified: the table of $table, not $sampler()": "证明的是 `$table` 的移动表，不是 `$sampler()`",
    "small instance: $count units ($units), $least to $most units a text": (
        "小实例：$count 个单元（`$units`），每个文本 $least 到 $most 个单元"
    ),
    "dropped: $what": "舍去：`$what`",
    "`irreducible` speaks of this instance; of the whole program, `bridge(whole)` does": (
        "是否不可约说的是这个小实例；对整个程序，由 `bridge(whole)` 保证"
    ),
    (
        "`$sampler()` makes no moves of its own, and there is no kernel of it to certify: certified here is the table "
        "of `$table`; $why"
    ): "`$sampler()` 自己没有移动，没有核可以证明：这里证明的是 `$table` 的移动表；$why",
    "this recipe runs none of it": "这个配方完全不用它",
    "`auto()` runs it only where a program cannot be solved exactly": "只有程序不能精确求解时 `auto()` 才用它",
}
_USAGE = {
    "--lang $lang: write $languages": "`--lang $lang`：请写 $languages",
    "--set $given: write a name and a value, as in `$example`": "`--set $given`：请写名字和值，例如 `$example`",
    "--set $name: given twice": "`--set $name`：给了两次",
    "--set $name=@$path: the file is larger than a megabyte": "`--set $name=@$path`：文件超过一兆字节",
    "--set $name=@$path: it is not UTF-8 text": "`--set $name=@$path`：文件不是 UTF-8 文本",
    "--set $name=@$path: $why": "`--set $name=@$path`：$why",
    "-n $given: write a whole number from $least to $most, or `all`": (
        "`-n $given`：请写 $least 到 $most 之间的整数，或者 `all`"
    ),
    "-n all: write how many texts to draw": "`-n all`：请写明要抽多少个文本",
    "--format $given: write text or json": "`--format $given`：请写 `text` 或 `json`",
    "--text: got $count; write it once for each text of the program: $names": (
        "`--text` 给了 $count 次；程序里的每个文本各写一次：`$names`"
    ),
    "--chain $chain: there are $chains chains, counted from 0": "`--chain $chain`：共有 $chains 条链，从 0 数起",
    "--write: standard input cannot be rewritten": "`--write`：标准输入不能重写",
    "nothing is called `$name`; did you mean `$near`?": "没有什么叫 `$name`；是不是想写 `$near`？",
    "nothing is called `$name`; `$example` is an example": "没有什么叫 `$name`；可以试试 `$example`",
}

LINES: dict[str, str] = {**MOMENTS, **_VERDICTS, **_NOTES, **_COMMANDS, **_PROPOSALS, **_CERTIFICATES, **_USAGE}
