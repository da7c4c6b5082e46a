"""Chinese for settings of recipes that have their own values, and for files that runs are stored in. Data only."""

from __future__ import annotations

_FILES = {
    "$path: runs are stored as `.nc` (netCDF) or `.jsonl` (JSON Lines); choose one of the two": (
        "`$path`：运行结果存成 `.nc`（`netCDF`）或 `.jsonl`（`JSON Lines`），请选一种"
    ),
    "$path: there is no folder `$folder` to write to": "`$path`：没有 `$folder` 这个文件夹可写",
    "$path: the folder `$folder` cannot be written to": "`$path`：文件夹 `$folder` 不能写入",
    "$path: this is no run that Wordfield stored, so it is left alone; choose another name": (
        "`$path`：这不是 Wordfield 存下的运行结果，不会覆盖它；请换一个名字"
    ),
    "$path: this is no run that Wordfield stored": "`$path`：这不是 Wordfield 存下的运行结果",
    "netCDF needs $libraries: run `$command`, or store `.jsonl`": (
        "`netCDF` 需要$libraries：请运行 `$command`，或者存成 `.jsonl`"
    ),
    'store: "$path" leads out of the current folder; a program writes only there': (
        '`store`：`"$path"` 在当前文件夹之外；程序只能写当前文件夹里的文件'
    ),
    "run: say where to store it with `-o out.nc`, or in the recipe with `store`": (
        "`run`：请用 `-o out.nc` 说明存到哪里，或者在配方里写 `store`"
    ),
    "$path: $count texts stored": "`$path`：存下了 $count 个文本",
    "$path: stored": "`$path`：已存下",
    "$path could not be written; every draw follows on standard output instead": (
        "`$path` 写不进去；全部样本改为写到标准输出"
    ),
    "interrupted; what there was until then is stored": "已中断；存下的是中断之前得到的结果",
}
_RUNS = {
    'resume: the recipe keeps no checkpoint; write `checkpoint = every(60 sec, path="run.ckpt")`': (
        '配方没有存档，无法接着跑；请写 `checkpoint = every(60 sec, path="run.ckpt")`'
    ),
    'checkpoint: "$path" leads out of the current folder; a program writes only there': (
        '`checkpoint`：`"$path"` 在当前文件夹之外；程序只能写当前文件夹里的文件'
    ),
    "$path: this is no checkpoint that Wordfield wrote, so it is left alone; choose another name": (
        "`$path`：这不是 Wordfield 写的存档，不会覆盖它；请换一个名字"
    ),
    "$path: this is the checkpoint of another run, `$name` differs; begin anew without resuming": (
        "`$path`：这是另一次运行的存档（`$name` 不同）；请不要接着跑，从头开始"
    ),
    "$path: this is the checkpoint of another run ($name differs)": "`$path`：这是另一次运行的存档（`$name` 不同）",
    "$path holds the state of step $count: `$option` goes on from there": (
        "`$path` 存着第 $count 步的状态：用 `$option` 可以接着跑"
    ),
    "protect: the law is that of the model given that $words stand in `$text` in this order": (
        "`protect`：样本服从的是模型在 $words 依次出现在 `$text` 里这一条件下的分布"
    ),
    "protect: the law is that of the model given that $words stand in the text in this order": (
        "`protect`：样本服从的是模型在 $words 依次出现在文本里这一条件下的分布"
    ),
    "going on from $path": "从 `$path` 接着跑",
    "the checkpoint could not be written: $why": "存档写不进去：`$why`",
    "relax: $share of the states met every requirement, and draws are taken from these": (
        "`relax`：$share 的状态满足全部要求，样本只从这些状态里取"
    ),
    "relax: $count texts with those passed through, $kept of them draws": (
        "`relax`：连同只是路过的共 $count 个文本，其中 $kept 个可以是样本"
    ),
    "`$name` with `$other`": "`$name` 和 `$other` 一起用",
}
_VALUES = {
    "a time and a file": "时间和文件名",
    "the time of `checkpoint`": "`checkpoint` 的时间",
    "at least 0": "至少是 0",
    "a list of words": "词的列表",
    "a text of the program for its words": "指明这些词属于程序里的哪个文本",
    "words of no text": "没有指明文本的词",
    "one word or more, none empty": "是一个或多个词，都不能是空的",
    "the name of a file": "文件名",
    "a file of the current folder, without `..`": "是当前文件夹里的文件，不能有 `..`",
    "a name that ends in `.nc` or `.jsonl`": "是以 `.nc` 或 `.jsonl` 结尾的名字",
    "conditions such as `ess >= 400`, joined by `and` and `or`": "用 `and` 和 `or` 连起来的条件，例如 `ess >= 400`",
    "something else": "别的东西",
    "`ess` and `elapsed` from below, `rhat` from above": "`ess` 和 `elapsed` 的下限，`rhat` 的上限",
    "another comparison": "另一种比较",
    "the bound of `$name`": "`$name` 的界限",
    "a time such as `10 min`": "时间，例如 `10 min`",
    "at least 1": "至少是 1",
    "a search that stops by `$name`": "按 `$name` 停止的搜索",
    "a run that stops by `$name` and is no search": "按 `$name` 停止的抽样（不是搜索）",
    "`stop` ended the run after $count of $most draws": (
        "`stop` 在每条链抽了 $count 个样本后结束了运行（原定 $most 个）"
    ),
    "`stop` ended the search after $count of $most steps": "`stop` 在 $count 步后结束了搜索（原定 $most 步）",
    "a name that ends in `.ckpt`": "是以 `.ckpt` 结尾的名字",
}

SETTINGS: dict[str, str] = {**_FILES, **_RUNS, **_VALUES}
