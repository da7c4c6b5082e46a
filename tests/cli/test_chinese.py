"""`--lang zh`: reports, verdicts, pages and usage errors in Chinese, for one command at a time."""

from __future__ import annotations

import json
import re

import pytest
from commands import BASE, CHAINS, TOY, UNREACHABLE, call, write

CLASH = BASE + 'require s has 2 words\nrequire s.words(1) == "a"\nforbid s contains "a"\n'


def plain(text: str) -> str:
    """A text without the code between backquotes."""
    return re.sub(r"`[^`]*`", "", text)


def test_check(tmp_path, capsys):
    path = write(tmp_path, TOY + "require s has 5 wrds\nrequire s contians 3\n")
    chinese, english = call(capsys, "check", path, "--lang", "zh"), call(capsys, "check", path)
    assert chinese.code == english.code == 3
    assert "错误[" in chinese.err and "提示：" in chinese.err and "error[" not in chinese.err
    assert re.findall(r"\[[A-Z]\d+\]", chinese.err) == re.findall(r"\[[A-Z]\d+\]", english.err)
    assert "error[" in english.err and not re.search("[\u4e00-\u9fff]", english.err)


def test_the_language_ends_with_its_command(tmp_path, capsys):
    path = write(tmp_path, TOY)
    assert "没有问题" in call(capsys, "check", path, "--lang", "zh").err
    assert call(capsys, "check", path).err.endswith(": ok\n")
    assert call(capsys, "check", path, "--lang", "en").err.endswith(": ok\n")


def test_json_has_the_same_fields(tmp_path, capsys):
    path = write(tmp_path, CLASH)
    (chinese,) = json.loads(call(capsys, "check", path, "--format", "json", "--lang", "zh").out)
    (english,) = json.loads(call(capsys, "check", path, "--format", "json").out)
    assert chinese["message"].startswith("没有任何文本能") and chinese["help"] != english["help"]
    for one in (chinese, english):
        for label in one["labels"]:
            del label["text"]
        del one["message"], one["help"]
    assert chinese == english


def test_a_proof(tmp_path, capsys):
    ended = call(capsys, "sample", write(tmp_path, CLASH), "--lang", "zh")
    assert ended.code == 4 and not ended.out
    assert "错误[S020]：没有任何文本能同时满足这 2 条语句" in ended.err


def test_a_run(tmp_path, capsys):
    path = write(tmp_path, CHAINS)
    ended, english = (
        call(capsys, "sample", path, "--seed", 1, "--lang", "zh"),
        call(capsys, "sample", path, "--seed", 1),
    )
    assert ended.code == 0 and ended.out == english.out
    assert "编译中" in ended.err and "种子 1" in ended.err and "结论：" in ended.err and "接受率：" in ended.err
    assert not re.search(r"[a-z]+ [a-z]+", plain(ended.err)), ended.err


def test_no_draw_met_the_requirements(tmp_path, capsys):
    ended = call(capsys, "sample", write(tmp_path, UNREACHABLE), "--seed", 1, "--lang", "zh")
    assert ended.code == 5
    assert "结论：不可信：没有一条链满足全部要求" in ended.err and "错误：没有一个样本满足要求" in ended.err


def test_pages_of_messages(capsys):
    ended = call(capsys, "explain", "t003", "--lang", "zh")
    assert ended.code == 0
    assert ended.out == (
        'T003：字符串必须在同一行内用 `"` 结束。\n\n  这个字符串没有结束\n'
        '  提示：在末尾补上 `"`；字符串里的换行写作 `\\n`\n'
    )
    assert call(capsys, "explain", "t003").out.startswith("T003: A string must end")


def test_steps_and_certificates(tmp_path, capsys):
    path = write(tmp_path, CHAINS)
    ended = call(capsys, "explain", path, "-n", 12, "--lang", "zh")
    assert ended.code == 0 and "第 12 步" in ended.out and "以概率" in ended.out and "now" not in ended.out
    ended = call(capsys, "certify", path, "--lang", "zh")
    assert ended.code == 0 and all(line.startswith("通过") for line in ended.out.splitlines())
    assert not re.search(r"[a-z]+ [a-z]+", plain(ended.out + ended.err)), ended.err


def test_exact_and_score(tmp_path, capsys):
    path = write(tmp_path, TOY)
    ended = call(capsys, "exact", path, "--lang", "zh")
    assert "用自动机求得" in ended.err and ended.out == call(capsys, "exact", path).out
    assert "不可能：它不满足" in call(capsys, "score", path, "--text", "a", "--lang", "zh").err
    assert "不可能：在 " in call(capsys, "score", path, "--text", "zz", "--lang", "zh").err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sample", "FILE", "-n", "many"), "错误：`-n many`：请写 1 到 1,000,000,000 之间的整数"),
        (("sample", "FILE", "--set", "size"), "错误：`--set size`：请写名字和值"),
        (("sample", "FILE", "--set", "size=3"), "错误[G003]：没有叫 `size` 的参数"),
        (("check", "FILE", "--format", "xml"), "错误：`--format xml`：请写 `text` 或 `json`"),
        (("check", "missing.wf"), "错误：`missing.wf`：没有这个文件或文件夹"),
        (("explain", "lenght"), "错误：没有什么叫 `lenght`；是不是想写 `length`？"),
        (("fmt", "-", "--write"), "错误：`--write`：标准输入不能重写"),
    ],
)
def test_usage_errors(arguments, words, tmp_path, capsys):
    path = write(tmp_path, TOY)
    ended = call(capsys, *(path if one == "FILE" else one for one in arguments), "--lang", "zh")
    assert ended.code in (1, 2) and words in ended.err


def test_a_language_that_there_is_not(tmp_path, capsys):
    ended = call(capsys, "check", write(tmp_path, TOY), "--lang", "fr")
    assert ended.code == 2 and ended.err == "error: --lang fr: write `en` or `zh`\n"
