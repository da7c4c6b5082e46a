"""The messages of `semantics.py` in Chinese, under the same codes and with the same `$names`. Data only."""

from __future__ import annotations

from .message import Message

_NEAR = "是不是想写 `$near`？"

SEMANTIC_CHINESE: dict[str, Message] = {
    # ---- N: names
    "N001": Message(
        about="没有东西叫这个名字。",
        text="这里没有什么叫 `$name`",
        help="用 `param`、`let` 或 `text` 声明它",
        other={
            "near": _NEAR,
            "call": "`$name` 是特征：请写 `$name(…)`",
            "quote": '字符串要写在双引号里：`"$name"`',
        },
    ),
    "N002": Message(
        about="用到了不存在的特征。",
        text="没有叫 `$name` 的特征",
        help="用 `wordfield explain features` 可以列出所有特征",
        other={"near": _NEAR},
    ),
    "N003": Message(
        about="文本里没有叫这个名字的空位或部分。",
        text="$owner里没有什么叫 `$name`",
        help="可用的有 $parts",
        other={"near": _NEAR},
    ),
    "N004": Message(
        about="引入的文件里没有这个名字。",
        text="`$module` 里没有什么叫 `$name`",
        help="可用的有 $parts",
        other={"near": _NEAR, "empty": "它什么也没有声明"},
    ),
    "N005": Message(
        about="函数没有这个参数。",
        text="`$function` 没有叫 `$name` 的参数",
        help="它的参数有 $parts",
        other={"near": _NEAR, "empty": "它不带参数"},
    ),
    "N006": Message(
        about="没有这种采样器、移动或温度安排。",
        text="没有叫 `$name` 的$what",
        help="可用的有 $parts",
        other={"near": _NEAR},
    ),
    "N007": Message(
        about="没有这种语言模型。",
        text="没有叫 `$name` 的语言模型",
        help="可用的有 $parts",
        other={"near": _NEAR},
    ),
    "N008": Message(
        about="文本的样式只有 `en`、`zh`、`letters`、`words` 和 `tokens` 几种。",
        text="`$name` 不是文本的样式",
        help="文本写作 `: en`、`: zh`、`: letters`、`: words` 或 `: tokens`",
        other={"near": "是不是想写 `: $near`？"},
    ),
    "N009": Message(
        about="没有这种类型，或者这里不能用它。",
        text="`$name` 不能用作$place的类型",
        help="可用的类型有 $parts",
    ),
    "N010": Message(
        about="两样东西用了同一个名字。",
        text="`$name` 声明了两次",
        label="这里又声明了一次",
        second="先在这里声明",
        help="给其中一个换个名字",
    ),
    "N011": Message(
        about="没有这个配方。",
        text="没有叫 `$name` 的配方",
        help="已有的配方是 $parts",
        other={"near": _NEAR, "empty": "用 `infer $name { … }` 写一个"},
    ),
    "N012": Message(
        about="没有这种候选词来源。",
        text="没有叫 `$name` 的候选词来源",
        help="可用的来源有 $parts",
        other={"near": _NEAR},
    ),
    "N013": Message(
        about="没有这项设置。",
        text="没有叫 `$name` 的设置",
        help="可用的设置有 $parts",
        other={"near": _NEAR},
    ),
    "N014": Message(
        about="声明了却从来没有用到。",
        text="`$name` 声明了却没有用到",
        help="删掉它，或者用上它",
    ),
    "N015": Message(
        about="片段和引入的文件都不是值。",
        text="`$name` 是$what，不是值",
        help="$how",
    ),
    "N016": Message(
        about="这样东西不能带括号调用。",
        text="`$name` 不能调用",
        help="去掉后面的括号",
    ),
    "N017": Message(
        about="没有这个片段。",
        text="没有叫 `$name` 的片段",
        help="用 `fragment $name(t: text) { … }` 写一个",
        other={"near": _NEAR},
    ),
    "N018": Message(
        about="运行记录自己要用这个名字。",
        text="`$name` 在运行记录里另有用处",
        help="换个名字",
    ),
    # ---- E: types and places
    "E101": Message(
        about="值的类型不对。",
        text="这里需要$wanted，得到的却是$given",
        help="换一个值，或者拿它和别的值比较",
        other={
            "compare": "请拿它作比较（`… >= 0.5`），或者改用 `prefer` 当作软要求",
            "condition": "条件要加权请用 `prefer`，要当作数请用 `count(…)`",
        },
    ),
    "E102": Message(
        about="算术运算只用于数。",
        text="`$operator` 只能计算数，得到的却是$given",
        help="用一个数，或者用文本的 `length(…)`",
    ),
    "E103": Message(
        about="这两种值不能比较。",
        text="$left和$right不能互相比较",
        help="两边都要是数，或者都是文本和字符串",
        other={"list": "要问是不是几个当中的一个，请用 `in`"},
    ),
    "E104": Message(
        about="只有数才分大小。",
        text="`$operator` 的两边都要是数，得到的却是$given",
        help="文本只能问相等不相等：`==`、`!=`、`in`",
    ),
    "E105": Message(
        about="一个列表里只能有一种类型的值。",
        text="这个列表混用了$left和$right",
        help="一个列表只放一种值",
    ),
    "E106": Message(
        about="`contains` 问的是文本。",
        text="`contains` 只能问文本，这里却是$given",
        help="请写 `text contains word`",
        other={"list": "要问列表里有没有，请写 `value in list`"},
    ),
    "E107": Message(
        about="`contains` 后面是一个字符串；`contains all of`、`any of` 和 `none of` 后面是列表。",
        text="`contains $mode` 后面不能是$given",
        help="后面是列表时，请写 `contains all of …`、`any of …` 或 `none of …`",
        other={"one": "后面是单个字符串时，请写 `contains …`"},
    ),
    "E108": Message(
        about="`in` 后面是列表或范围。",
        text="`in` 需要列表或范围，得到的却是$given",
        help="列表写作 `[a, b]`，范围写作 `3..9`",
        other={"text": "要问文本里有没有，请写 `text contains word`"},
    ),
    "E109": Message(
        about="循环要对着列表或范围进行。",
        text="循环需要列表或范围，得到的却是$given",
        help="列表写作 `[a, b]`，范围写作 `1..7`",
        other={"text": "逐词循环用 `.words`，逐字循环用 `.chars`"},
    ),
    "E110": Message(
        about="这里的值必须在抽取文本之前就知道。",
        text="$what必须在检查程序时就知道，而这里的值要看文本才知道",
        help="请用直接写出的值、`param` 或 `let`",
        other={"if": "关于文本的条件写作 `条件 implies …`", "for": "请用 `all(… for … in …)`"},
    ),
    "E111": Message(
        about="参数的类型不对。",
        text="`$function` 的参数 `$name` 需要$wanted，得到的却是$given",
        help="换一个参数值",
    ),
    "E112": Message(
        about="少了一个参数。",
        text="`$function` 缺少参数 `$name`",
        help="它的写法是 `$signature`",
    ),
    "E113": Message(
        about="参数太多了。",
        text="`$function` 没有这么多参数",
        label="多出来的一个",
        help="它的写法是 `$signature`",
    ),
    "E114": Message(
        about="同一个参数给了两次。",
        text="`$function` 的参数 `$name` 给了两次",
        help="删掉其中一个",
    ),
    "E115": Message(
        about="只有 `count`、`share`、`sum`、`min`、`max` 以及 `all`、`any`、`none` 能接生成式。",
        text="`$function` 不能接生成式",
        help="能接生成式的有 `count`、`share`、`sum`、`min` 和 `max`，还有 `all`、`any` 和 `none`",
    ),
    "E116": Message(
        about="只有文本、字符串和列表才有组成部分。",
        text="$given没有 `$name` 这个部分",
        help="文本和字符串有 `.words`、`.chars` 和 `.lines`，列表有 `.at(1)`",
    ),
    "E117": Message(
        about="位置是一个整数。",
        text="`$name(…)` 的括号里要写一个位置",
        help="第一个是 `$name(1)`，最后一个是 `$name(-1)`",
    ),
    "E118": Message(
        about="`matches` 后面是模式。",
        text="`matches` 需要模式，得到的却是$given",
        help="模式写在两个斜杠之间：`/[a-z]+/`",
    ),
    "E119": Message(
        about="这个模式不能用。",
        text="这个模式有问题：$why",
        help="模式采用 Python 的写法，但没有锚点、`\\b`、反向引用和环视",
    ),
    "E120": Message(
        about="片段要用 `apply` 放进来。",
        text="`$name` 是片段，不是特征",
        help="单独写一条语句 `apply $name(…)`",
    ),
    "E121": Message(
        about="`mean` 是对所有样本取平均，只能写在 `expect` 里。",
        text="`mean` 是对所有样本取平均，只能写在 `expect` 里",
        help="请写 `expect mean(…) <= …`；如果只看一个文本里的词，请用 `share(…)` 或 `sum(…)`",
    ),
    "E122": Message(
        about="文本包含的是词和短语。",
        text="文本里包含的是字符串，不是$given",
        help='请写字符串：`contains any of ["a", "b"]`；要匹配模式请用 `matches`',
    ),
    "E123": Message(
        about="空字符串在任何文本里都有。",
        text="不能要求包含空字符串",
        help="写上要找的词或短语",
    ),
    "E124": Message(
        about="`either` 里只能放硬性要求。",
        text="`$verb` 不能放在 `either` 里：它的每个块都是成立或不成立的条件",
        help="把它移到块外，或者在 `prefer` 里用 `or` 写出这个条件",
    ),
    "E125": Message(
        about="文本要在模型里声明。",
        text="不能在$place里声明文本",
        help="请直接在模型里声明",
    ),
    "E126": Message(
        about="这里需要整数。",
        text="$what必须是整数，得到的却是 `$given`",
        help="请用没有小数的数",
    ),
    "E127": Message(
        about="除以零。",
        text="这里除以了零",
        help="修改右边的数",
    ),
    "E128": Message(
        about="程序文件自己不运行 Python。",
        text="`python(…)` 在程序文件里不是值",
        help="请用 `extern name(t: text) -> score = python(…)` 声明它",
    ),
    "E129": Message(
        about="片段把自己放进了自己里面。",
        text="片段 `$name` 用到了它自己",
        help="片段不能重复自己；请用 `for` 对列表循环",
    ),
    "E130": Message(
        about="`apply` 后面是片段和它的参数。",
        text="`apply` 后面应当是片段和它的参数",
        help="请写 `apply name(s)`",
    ),
    "E131": Message(
        about="对所有样本的条件该怎么写。",
        text="`expect` 需要拿 `mean(…)` 和一个数作比较",
        help="请写 `expect mean(…) == 40% within 2%`",
    ),
    "E132": Message(
        about="文本的底本是一个语言模型。",
        text="底本要写成对语言模型的调用",
        help='请写 `~ lm()`、`~ ngram()` 或 `~ uniform(["a", "b"])`',
    ),
    "E133": Message(
        about="`either` 里的空块永远成立。",
        text="`either` 里没有条件的块永远成立",
        help="在里面写上 `require` 或 `forbid`，或者删掉整个 `either`",
    ),
    "E134": Message(
        about="设置的值种类不对。",
        text="`$name` 需要$wanted，得到的却是$given",
        help="例如 `$example`",
    ),
    "E135": Message(
        about="采样器、移动和温度安排都要写成调用。",
        text="这不是$what",
        help="写法例如 `$example`",
    ),
    "E136": Message(
        about="这个文法不能用。",
        text="这个文法有问题：$why",
        help="文法采用 Lark 的写法，从规则 `start` 开始，终结符就是这门语言的模式",
    ),
    "E140": Message(
        about="混合的标签是隐藏的：可以记录，但它的分布由各个分支决定。",
        text="混合的标签只能用在 `track` 里",
        help="把只对某个标签成立的内容写进它的分支",
    ),
    "E141": Message(
        about="混合里没有这个标签。",
        text="`$mixture` 没有叫 `$name` 的分支",
        help="它的分支有 $parts",
        other={"near": "是不是想写 `$near`？"},
    ),
    "E137": Message(
        about="候选词来源怎样组合。",
        text="候选词来源用 `*` 相乘，或带着份额用 `+` 相加",
        help="写成 `lm * mlm`，或 `70% * ngram + 30% * copy(source)`",
    ),
    # ---- U: units
    "U001": Message(
        about="单位不同的数不能比较。",
        text="`$left` 和 `$right` 是不同的单位",
        help="两边用同一个单位",
    ),
    "U002": Message(
        about="长度要带单位。",
        text="`has` 需要带单位的长度，得到的却是$given",
        help="例如 `has 5 words` 或 `has ..48 chars`",
    ),
    "U003": Message(
        about="文本的长度按 `words`、`chars`、`lines`、`tokens` 或 `syllables` 来量。",
        text="文本的长度不能用 `$unit` 来量",
        help="请用 `words`、`chars`、`lines` 或 `tokens`",
    ),
    "U004": Message(
        about="不用空格书写的文本只分字，不分词。",
        text="样式为 `$style` 的文本不分词",
        help="请改用 `chars`",
    ),
    "U005": Message(
        about="只懂一种文字的特征，用在了另一种文字的文本上。",
        text="`$name` 不懂样式为 `$style` 的文本：对它们一律未知或为 0",
        help="请用在英文文本上，或删掉它",
        other={"en": "请用在中文文本上，或删掉它"},
    ),
    # ---- S: sizes and contradictions
    "S001": Message(
        about="文本必须包含的关键词太多，放不下。",
        text="没有任何文本能满足：这些关键词至少要占 $needed $unit，而 `$text` 最多只有 $most $unit",
        second="`$words`",
        help="放宽 `$unit` 的上限，或者减少关键词",
    ),
    "S002": Message(
        about="同样的词既要求出现又禁止出现。",
        text="`$word` 既要求出现，又禁止出现",
        label="这里禁止",
        second="这里要求",
        help="两条语句删掉一条",
    ),
    "S003": Message(
        about="两个长度互相排斥。",
        text="没有任何文本能满足：`$text` 的长度不可能既是 $first $unit又是 $other_size $unit",
        second="另一个长度",
        help="修改其中一个长度",
    ),
    "S004": Message(
        about="范围要从小的数写到大的数。",
        text="范围 `$low..$high` 写反了",
        help="请写 `$high..$low$unit`",
    ),
    "S005": Message(
        about="长度不能是负数。",
        text="长度不能是负数，这里却是 $value",
        help="长度至少是 0",
    ),
    "S006": Message(
        about="文本至少有一个单位长。",
        text="长度为 0 就没有文本了",
        help="长度至少是 1",
    ),
    "S007": Message(
        about="文本的长度有上限。",
        text="$value $unit太长了，上限是 $most",
        help="请把文本要求得短一些",
    ),
    "S008": Message(
        about="位置超出了任何文本的末尾。",
        text="`$text` 最多只有 $most $unit，没有第 $index 个",
        help="最后一个是 `.$unit(-1)`",
    ),
    "S009": Message(
        about="位置从 1 数起。",
        text="位置从 1 数起",
        help="第一个是 `$name(1)`，最后一个是 `$name(-1)`",
    ),
    "S010": Message(
        about="位置超出了列表的末尾。",
        text="列表只有 $size 项，没有第 $index 项",
        help="最后一项是 `.at(-1)`",
    ),
    "S011": Message(
        about="任何文本都满足不了这条要求。",
        text="对任何文本，这都不成立",
        help="修改它，或者修改它所依据的值",
    ),
    "S012": Message(
        about="值超出了参数声明的范围。",
        text="`$name` 是 `$value`，但它必须在 `$domain` 之内",
        help="换一个值",
    ),
    "S013": Message(
        about="循环最多走一万个整数。",
        text="循环的两端都要是整数，而且最多 10,000 个",
        help="例如 `1..7`",
    ),
    "S014": Message(
        about="数超出了有意义的范围。",
        text="$name 是 $value，但它必须$allowed",
        help="换一个值",
    ),
    "S015": Message(
        about="程序展开之后的语句数目有上限。",
        text="程序展开之后语句太多，无法检查",
        help="缩短循环用的列表和范围，或者改用对文本逐词判断的量词",
    ),
    # ---- H: holes
    "H006": Message(
        about="没有在别处定义的空位要写长度。",
        text="空位 `$name` 没有写长度，而这里也没有什么叫 `$name`",
        help="例如 `{$name:1..3 words}`",
        other={"near": "是不是想写 `$near`？如果它就是一个空位，请写上长度：`{$name:1..3 words}`"},
    ),
    "H007": Message(
        about="空位的冒号后面写长度或模式。",
        text="空位 `$name` 需要长度或模式，得到的却是$given",
        help="例如 `{$name:1..3 words}` 或 `{$name:/[0-9]+/}`",
    ),
    "H008": Message(
        about="填进模板的只能是字符串和数。",
        text="`$name` 不能填进模板：它是$given",
        help="请填字符串或数",
    ),
    "H010": Message(
        about="空位的长度有限：如果它的模式没有最长的匹配，或者最长的匹配太长，就会截断。",
        text="空位 `$name` 的模式能匹配超过 $longest 个字符的内容；更长的匹配不予考虑",
        help="写明最多多少个字符，例如 `{$name:/[a-z]{1,12}/}`",
    ),
    "H012": Message(
        about="空位由有限自动机写出，所以括号套括号有层数上限。",
        text="这个文法的 $rules 可以套在自己里面，在这里最多套 $deepest 层",
        help="更深的层次不予考虑；要自己决定层数，请把需要的各层写成单独的规则",
    ),
    # ---- I: files
    "I001": Message(
        about="程序提到的文件无法使用。",
        text="$why",
        help="$how",
    ),
    "I002": Message(
        about="文件互相引入。",
        text="`$name` 引入了正在引入它的文件",
        help="把两边都要用的内容移到第三个文件里",
    ),
    "I003": Message(
        about="引入的文件里有错误。",
        text="`$name` 里有$count：$first",
        help="用 `wordfield check $name` 可以看到全部",
    ),
    "I004": Message(
        about="引入的文件里只能有带值的参数、`let`、文法和片段。",
        text="`$name` 的参数 `$param` 还没有值",
        help="在那个文件里给这个参数一个默认值",
    ),
    # ---- R: models and recipes
    "R001": Message(
        about="模型里要有文本。",
        text="模型 `$name` 里没有文本",
        help="例如 `text s : en ~ lm()`",
    ),
    "R002": Message(
        about="`temper` 是用来采样的，所以最后要回到温度 1。",
        text="`temper` 必须结束于温度 1，这里却结束于 $stop",
        help="请写 `stop=1`；要降到 1 以下去搜索，请用 `anneal`",
    ),
    "R003": Message(
        about="插入和删除是同一种移动的两面。",
        text="有 `$one` 就要有 `$other`，而且要写在同一个表里",
        help="加上 `20% $other`：没有它，这一步就退不回来",
    ),
    "R004": Message(
        about="份额要大于 0。",
        text="表里的份额必须大于 0",
        help="份额写作 `60%` 和 `40%` 这样",
    ),
    "R005": Message(
        about="同一项设置给了两次。",
        text="`$name` 设置了两次",
        label="这里又设置了一次",
        second="先在这里设置",
        help="删掉其中一个",
    ),
    "R006": Message(
        about="配方要么采样，要么搜索。",
        text="配方里 `temper` 和 `anneal` 只能有一个",
        second="另一个在这里",
        help="`temper` 用来采样，`anneal` 用来搜索",
    ),
    "R007": Message(
        about="配方绕着圈子互相依赖。",
        text="配方 `$name` 以它自己为基础",
        help="修改 `from` 后面的名字",
    ),
    "R008": Message(
        about="文件里要么写模型，要么直接写语句，不能两样都有。",
        text="已经有模型 `$name`，模型之外就不能再写语句",
        help="把它们移到一个 `model` 块里",
    ),
    "R009": Message(
        about="候选词表不能取决于这一步要改的文本。",
        text="`$source` 读取的文本，正是这一步要改的全部文本",
        help='从另一个文本或一个字符串里抄，例如 `copy("the old sea")`',
    ),
    "R010": Message(
        about="混合的比例，是分支里的要求和偏好起作用之前的权重。",
        text="抽出的样本不会正好是 `$name` 写的比例：每个比例还要乘上它那个分支的归一化常数",
        help="如果就要这个比例，写 `mixture $name balanced { … }`",
    ),
    "R020": Message(
        about="不用黑斯廷斯比的采样器。",
        text="`hastings = false` 采的不是这个模型：改动是怎样提出来的，没有得到修正",
        help="去掉这个设置；它只用来看看 `certify` 对这样的采样器怎么说",
    ),
    # ---- L: bases
    "L002": Message(
        about="只给文本打分、不给概率的底本。",
        text="底本 `$name` 没有归一化：文本的可能性正比于得分的指数",
        help="请写明文本的长度；对数得分只能在这个程序里比较",
    ),
    # ---- M: means over the draws
    "M001": Message(
        about="真假条件的平均值，就是它成立的样本所占的比例。",
        text="真假条件的平均值是样本的比例，不可能是$wanted",
        help="请写 0% 到 100% 之间的比例",
    ),
    "M002": Message(
        about="全部样本都成立，或者一个也不成立，那就是硬性要求。",
        text="怎样加权也得不到正好 $share 的比例",
        help="把条件本身写进 `$word`",
    ),
    "M003": Message(
        about="同一个量的平均值，前后要求互相矛盾。",
        text="同一个平均值不能既是$wanted，又是$before",
        label="$wanted",
        second="$before",
        help="修改其中一个",
    ),
    "M004": Message(
        about="平均值的区间，小的一端写在前面。",
        text="没有平均值能既不小于 $low 又不大于 $high",
        help="把小的数写在前面",
    ),
    "M005": Message(
        about="搜索给出找到的最好文本；它们不是样本，没有平均值可言。",
        text="这个配方是搜索，而 `expect` 需要样本",
        help="换一个抽样的配方，或者去掉 `expect`",
    ),
    # ---- G: what was asked for on the command line
    "G001": Message(
        about="程序里有好几个模型时，一次只运行其中一个。",
        text="程序里有好几个模型，没有指明用哪一个",
        help="用 `--model` 指明：$parts",
    ),
    "G002": Message(
        about="程序里没有这个模型。",
        text="没有叫 `$name` 的模型",
        help="程序里的模型有 $parts",
        other={"near": _NEAR},
    ),
    "G003": Message(
        about="程序里没有这个参数。",
        text="没有叫 `$name` 的参数",
        help="程序里的参数有 $parts",
        other={"near": _NEAR, "empty": "这个程序没有参数"},
    ),
    "G004": Message(
        about="参数不能取这个值。",
        text="`--set $name=$value` 不行：需要$wanted",
        help="例如 `--set $name=$example`",
    ),
    "G005": Message(
        about="参数没有值。",
        text="参数 `$name` 没有值",
        help="用 `--set $name=$example` 给它一个值",
    ),
    # ---- V: this version
    "V001": Message(
        about="语言里有、而这个版本还没有的东西。",
        text="这个版本还没有$what",
        help="程序可以通过检查；去掉这一条才能运行",
    ),
    "V002": Message(
        about="程序会写明它用的是哪一版语言。",
        text="这个程序是为语言的第 $version 版写的，而这里是第 1 版",
        help="请写 `wordfield 1`，或者安装更新的 Wordfield",
    ),
}
