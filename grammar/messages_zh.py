"""The messages of `messages.py` in Chinese, under the same codes and with the same `$names`. Data only.

A `$name` between backquotes is code and goes in as it is; any other is a phrase, said in Chinese by `phrases_zh.py`.
"""

from __future__ import annotations

from .message import Message
from .proofs_zh import PROOFS_CHINESE
from .semantics_zh import SEMANTIC_CHINESE

CHINESE: dict[str, Message] = {
    # ---- T: characters, strings, patterns and numbers
    "T001": Message(
        about="字符串之外的标点必须是英文（半角）标点。",
        text="字符串之外出现了全角标点或弯引号 `$found`",
        label="应写成 `$plain`",
        help="请把输入法切换到英文标点；字符串里面什么字符都可以写",
    ),
    "T002": Message(
        about="这个字符在字符串之外没有意义。",
        text="字符 $found 不该出现在这里",
        help="删掉它；如果它是文本的一部分，请放进双引号里",
        other={
            "quote": '字符串要写在双引号里：`"sea"`',
            "and": "两个条件用 `and` 连接",
            "or": "两个条件用 `or` 连接",
            "not": "否定一个条件用 `not`",
            "range": "范围用两个点表示：`8..14`",
            "invisible": "这个字符看不见：删掉它，换成普通空格",
        },
    ),
    "T003": Message(
        about='字符串必须在同一行内用 `"` 结束。',
        text="这个字符串没有结束",
        label="从这里开始",
        help='在末尾补上 `"`；字符串里的换行写作 `\\n`',
    ),
    "T004": Message(
        about='长字符串必须用 `"""` 结束。',
        text="这个长字符串没有结束",
        label="从这里开始",
        help='在它结束的地方补上 `"""`',
    ),
    "T005": Message(
        about="模式必须在同一行内用 `/` 结束。",
        text="这个模式没有结束",
        label="从这里开始",
        help="在末尾补上 `/`；模式里面的斜杠写作 `\\/`",
        other={"comment": "注释以 `#` 开头"},
    ),
    "T006": Message(
        about="字符串里的反斜杠只能引出少数几种转义。",
        text="`$escape` 在字符串里没有意义",
        help="反斜杠本身写作 `\\\\`；模式要写在两个斜杠之间，而不是引号里",
        other={"surrogate": "代理对的一半不是字符：请写出完整的字符，例如 `\\U0001f30a`"},
    ),
    "T007": Message(
        about="数字太大，存不下。",
        text="这个数太大了",
        help="最大的数约为 1e300，整数最多 15 位",
    ),
    "T008": Message(
        about="程序文件用 UTF-8 编码保存。",
        text="文件不是 UTF-8 文本：第 $position 个位置上的字节 `$byte` 无法读取",
        help="请用 UTF-8 编码重新保存",
    ),
    "T009": Message(
        about="一个程序最多一百万个字符。",
        text="文件有 $size 个字符，而程序最多 $most 个字符",
        help='把长长的列表移到单独的文件里，用 `lines("file.txt")` 读取',
    ),
    "T010": Message(
        about="括号和运算符的嵌套层数有限。",
        text="嵌套太深了",
        label="超过 $most 层",
        help="用 `let` 给里面的部分起个名字",
    ),
    # ---- P: statements and blocks
    "P001": Message(
        about="动词后面要有内容。",
        text="`$verb` 后面什么也没有",
        label="后面应当是$what",
        help="例如 `$example`",
    ),
    "P002": Message(
        about="语言的保留词不能用作名字。",
        text="`$word` 是语言的保留词，不能用作名字",
        help="换个名字，例如 `$other`",
    ),
    "P003": Message(
        about="语句开头的词不是这门语言的动词。",
        text="没有 `$word` 这种语句",
        help="语句以动词开头，例如 `require`、`prefer` 或 `text`",
        other={
            "near": "是不是想写 `$near`？",
            "value": "给一个值起名用 `let $word = …`，给分数加一项用 `factor $word = …`",
            "setting": "设置写作 `$word = value`",
        },
    ),
    "P004": Message(
        about="多出来一个右括号，没有与它配对的左括号。",
        text="这个 `$found` 没有配对的左括号",
        help="删掉它，或者补上它所对应的左括号",
    ),
    "P005": Message(
        about="块必须用 `}` 结束。",
        text="这个块没有结束",
        label="从这里开始",
        second="$here，还缺一个 `}`",
        help="在块的最后一条语句后面补上 `}`",
    ),
    "P006": Message(
        about="括号必须在语句结束之前闭合。",
        text="这个 `$opener` 没有闭合",
        label="从这里开始",
        second="应当在这之前闭合",
        help="在它结束的地方补上 `$closer`",
    ),
    "P007": Message(
        about="判断相等要写两个等号。",
        text="`=` 不是比较",
        help="判断两边是否相等请写 `==`",
    ),
    "P008": Message(
        about="取第几个用圆括号，从 1 数起；方括号只用来写列表。",
        text="取第几个要用圆括号，而且从 1 数起",
        help="第一个是 `$example(1)`，最后一个是 `$example(-1)`",
    ),
    "P009": Message(
        about="运算符的右边要有内容。",
        text="`$word` 后面什么也没有",
        label="后面应当是$what",
        help="例如 `$example`",
    ),
    "P010": Message(
        about="语句放错了块。",
        text="`$word` 不能放在$place里",
        help="$move",
    ),
    "P011": Message(
        about="一个词或符号接不上它前面的内容。",
        text="这里不能出现 `$found`",
        help="`$before` 后面应当是$expected",
        other={
            "statement": "语句在 `$found` 之前就结束了：请用 `and` 或 `or` 连接条件，或者另起一个动词",
            "start": "文件以语句开头，例如 `model name { … }`",
            "setting": "设置写作 `name = value`",
            "near": "是不是想写 `$expected`？",
            "else": "`else` 要紧跟在 `if` 的右花括号后面",
            "long": "三引号字符串只用于文法和模板",
            "chain": "给第一个比较加上括号，或者写成两条语句",
        },
    ),
    "P012": Message(
        about="少了名字。",
        text="`$word` 需要一个名字",
        help="例如 `$example`",
    ),
    "P013": Message(
        about="语句还没写完，文件就结束了。",
        text="语句还没写完，文件就结束了",
        label="在这之后",
        help="接下来应当是$expected",
    ),
    "P014": Message(
        about="`or` 和 `and` 连接的是完整的条件，不是字符串。",
        text="单独一个字符串不是条件：`$word` 连接的是完整的条件",
        label="不是条件",
        help="请写成 `$better`",
        other={"both": "`$word` 的两边都要写条件"},
    ),
    "P015": Message(
        about="两个数之间的减号是减法；范围要写两个点。",
        text="`$written` 是减法",
        label="这要求的是$value",
        help="范围写作 `$better`",
    ),
    # ---- H: holes in templates
    "H001": Message(
        about="模板里的空位必须用 `}` 结束。",
        text="这个空位没有结束",
        label="从这里开始",
        help="在末尾补上 `}`；如果花括号本身是文本，请写 `{{`",
    ),
    "H002": Message(
        about="模板里多出来一个右花括号。",
        text="这个 `}` 没有对应的空位",
        help="如果花括号本身是文本，请写 `}}`",
    ),
    "H003": Message(
        about="空位要有名字。",
        text="这个空位没有名字",
        help="例如 `{place:1..3 words}`；文本里的一对空花括号写作 `{{}}`",
    ),
    "H004": Message(
        about="空位里的冒号后面要写长度。",
        text="这个空位的冒号后面没有写长度",
        help="例如 `{$name:1..3 words}`",
    ),
    "H005": Message(
        about="空位里写的是名字和长度。",
        text="空位里不能这样写",
        help="空位写作 `{name:1..3 words}`；如果花括号本身是文本，请写 `{{`",
    ),
    # ---- the meaning of a program
    **SEMANTIC_CHINESE,
    **PROOFS_CHINESE,
}
