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
_VALUES = {
    "the name of a file": "文件名",
    "a file of the current folder, without `..`": "是当前文件夹里的文件，不能有 `..`",
    "a name that ends in `.nc` or `.jsonl`": "是以 `.nc` 或 `.jsonl` 结尾的名字",
    "a name that ends in `.ckpt`": "是以 `.ckpt` 结尾的名字",
}

SETTINGS: dict[str, str] = {**_FILES, **_VALUES}
