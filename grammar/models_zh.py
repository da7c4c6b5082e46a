"""Chinese for what the engine says of models, lists and functions that a program names. Data only."""

from __future__ import annotations

_MODELS = {
    "$what; $advice": "$what；$advice",
    "`$called`: $why": "`$called`：$why",
    "$called: $why": "`$called`：$why",
    "is a file; give the folder that the model was saved in": "这是文件；请给出保存模型的文件夹",
    "there is no such folder; names are relative to the program": "没有这个文件夹；名字从程序所在的文件夹算起",
    "is a file": "这是文件",
    "give the folder that the model was saved in": "请给出保存模型的文件夹",
    "there is no such folder": "没有这个文件夹",
    "names are relative to the program": "名字从程序所在的文件夹算起",
    "not on this machine": "这台机器上没有",
    "`--download` fetches it, or give the path of a folder": "用 `--download` 下载，或者给出文件夹的路径",
    "could not be fetched: $why": "下载不了：$why",
    "cannot be loaded: $why": "加载不了：$why",
    "cannot be loaded as a $task model: $why": "不能当作 `$task` 模型加载：$why",
    "the folder cannot be loaded as a $task model: $why": "这个文件夹不能当作 `$task` 模型加载：$why",
    "the folder holds no $what": "文件夹里没有 `$what`",
    "save it there with $maker": "用 `$maker` 把它保存到那里",
    "`temperature` is a number above 0, `power` any number": "`temperature` 是大于 0 的数，`power` 可以是任何数",
    "temperature=$value is not above 0": "`temperature=$value` 不大于 0",
    "no list of words for `: $style`": "没有 `: $style` 的词表",
    "give one as `lexicon=LIST`": "请用 `lexicon=LIST` 给出一个",
    "give one, as in $ways": "请给出一个，写法见 `wordfield explain ngram`",
    "no language model for `: $style` comes with this version": "这个版本没有附带 `: $style` 的语言模型",
    "no $task transformer for `: $style` comes with this version": "这个版本没有附带 `: $style` 的 `$task` 模型",
    "name a folder": "请给出文件夹",
    "the list to learn from holds no line": "用来学习的列表是空的",
    "give a file or `learn=`, not both": "文件和 `learn=` 只能给一个",
    "order=$order is not between 1 and 6": "`order=$order` 不在 1 到 6 之间",
    "$unit is not one unit": "`$unit` 不是一个单元",
    "the file is empty": "文件是空的",
    "the file lists no words": "文件里没有词",
    "the gzip file is cut off or damaged": "压缩文件不完整或已损坏",
    "not an ARPA file: it holds binary data": "不是 ARPA 文件：里面是二进制数据",
    "not an ARPA file: no line says $heading": "不是 ARPA 文件：没有 `$heading` 这一行",
    "the file is cut off: no $heading": "文件不完整：没有 `$heading`",
    "no </s> among the 1-grams: no sentence could end": "一元组里没有 `</s>`：句子没法结束",
    "the header gives no numbers of n-grams": "文件头没有写各阶 n 元组的数目",
    "the header says $declared $order-grams, the file has $found": (
        "文件头写着 $declared 个 $order 元组，文件里却有 $found 个"
    ),
    "`$name` names no function": "`$name` 没有指明函数",
}
_FOLDERS = {
    "write `$example`": "请写 `$example`",
    "write single words": "请写单个的词",
    "write one word a line": "请一行写一个词",
    "cannot be read as a list of words": "不能当作词表来读",
    "is not JSON": "不是 JSON",
    "its tokenizer has neither $names": "它的分词器里 `$names` 都没有",
    "set `$name` in its $file": "请在它的 `$file` 里设置 `$name`",
    "the prompt fills the model's $count positions": "提示语占满了模型的 $count 个位置",
    "it has one output and no labels": "它只有一个输出，没有标签",
    "a classifier of two labels or more is needed": "需要有两个以上标签的分类器",
    'it has no label "$label"': "它没有标签 `$label`",
    "its labels are $labels": "它的标签有 `$labels`",
    "was trained on `$trained` text, and the program's text is `$text`": (
        "是用 `$trained` 文本训练的，而程序里的文本是 `$text`"
    ),
    "$count of the model's weights are not there, such as `$name`": "模型缺少 $count 组权重，例如 `$name`",
    "its tokenizer has no padding": "它的分词器没有填充符",
    "set `$name` and save it again": "请设置 `$name` 再重新保存",
    "its tokenizer has no mask token": "它的分词器没有掩码符",
    "set `$name` in its folder": "请在它的文件夹里设置 `$name`",
    "there is no cache folder to convert it into": "没有缓存文件夹可以存放转换的结果",
    "set XDG_CACHE_HOME": "请设置 `XDG_CACHE_HOME`",
    "install its packages again": "请重新安装它的软件包",
    "cannot be converted: $why": "转换不了：$why",
    "`$setting` is for `$style` alone": "`$setting` 只用于 `$style`",
    '`style` is "verse", and the embedded Chinese model alone has it': (
        "`style` 只能是 `verse`，而且只有自带的中文模型才有"
    ),
    '`style` is "verse", and the embedded model of `$style` alone has it': (
        "`style` 只能是 `verse`，而且只有 `$style` 自带的模型才有"
    ),
    '`$name` is "$one" or "$other"': "`$name` 只能是 `$one` 或 `$other`",
    "a masked model declares no law of texts, so it is the base of none": "掩码模型没有给出文本的分布，不能当底本",
    "take another base, as in `$base`, and add `$term`": "请换一个底本，例如 `$base`，再加上 `$term`",
    "the model does not run on one sentence: $why": "模型连一个句子都处理不了：$why",
    "`$file` cannot be read ($why)": "读不了 `$file`（$why）",
    "save the model again": "请重新保存模型",
    "`$command` brings it": "用 `$command` 可以装上",
    "a module is looked for beside the program": "模块从程序所在的文件夹里找",
    "$name is no function": "`$name` 不是函数",
    "name one that takes a list of texts": "请给出一个接受文本列表的函数",
    '"$name" names no function': "`$name` 没有指明函数",
    'write "$example"': "请写 `$example`",
    "$name gave $value, which is no finite $kind": "`$name` 给出了 `$value`，它不是有限的 `$kind`",
    "$name gave $found values for $count texts": "`$name` 对 $count 个文本给出了 $found 个值",
    "$name raised $error": "`$name` 出错：`$error`",
    "$name raised $kind: $error": "`$name` 出错：`$kind`：`$error`",
    "the model has room for texts of $room tokens, and the program's may have $longest units": (
        "模型只能容纳 $room 个词元的文本，而程序的文本可能有 $longest 个单元"
    ),
    "give a smaller length, as in `$example`": "请把长度写小一些，例如 `$example`",
    "ask for shorter texts": "请把文本要求得短一些",
    "the tokenizer and the model do not belong together": "分词器和模型不是一套",
    "$text takes $tokens tokens, the model has room for $room": "`$text` 要 $tokens 个词元，模型只容得下 $room 个",
    "its tokenizer writes $what with token $token, and the model has only $most": (
        "它的分词器用词元 $token 来写 $what，而模型只有 $most 个"
    ),
    "$name cannot be imported: $error": "引入不了 `$name`：`$error`",
    "not installed: $names is missing": "没有安装：缺少 `$names`",
    "there is no section $heading": "没有 `$heading` 这一节",
    "expected $wanted, found $found": "应当是 $wanted，却是 $found",
    "`$sign` and a number": "`$sign` 和一个数",
}

MODELS: dict[str, str] = {**_MODELS, **_FOLDERS}
