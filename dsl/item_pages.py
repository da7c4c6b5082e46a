"""The reference pages of declarations: what stands in a file beside the statements of its models."""

from __future__ import annotations

from collections.abc import Mapping

from .reading import Page

ITEMS: Mapping[str, Page] = {
    "wordfield": Page(
        "declaration",
        "wordfield 1",
        "The first line of a file says which version of the language it is written in. It may be left out; "
        "`fmt` writes it.",
        ("wordfield 1\ntext s : en ~ ngram()\nrequire s has 4..8 words",),
    ),
    "import": Page(
        "declaration",
        'import "FILE" as NAME',
        "Another file's lets, fragments, grammars and externs, under a name: `NAME.list`, `apply "
        "NAME.fragment(s)`. The path is below the folder of the program; no file imports itself, by "
        "whatever way. An extern stays behind `--allow-python`.",
        (
            'import "lib/style.wf" as style\ntext s : en ~ ngram()\nrequire s has 4..9 words\napply style.plain(s)',
            'import "lib/style.wf" as style\ntext s : en ~ ngram()\nrequire s has 4..9 words\n'
            "forbid s contains any of style.superlatives",
        ),
        "docs/language.md, section Declarations; examples/12_full.wf",
    ),
    "extern": Page(
        "declaration",
        'extern NAME(PARAMETER: TYPE, …) -> TYPE = python("module:function")',
        "A function of your own as a feature: a list of strings in, a number, a string or a truth value for "
        "each out. It runs with `--allow-python` alone; `wf.check_feature` tests it.",
        (
            'extern clang(t: text, letter: string) -> score = python("my_factors:alliteration")\n'
            'text s : en ~ ngram()\nrequire s has 4..8 words\nprefer clang(s, "s") weight 2',
        ),
        "docs/extending.md; wordfield explain python",
    ),
    "param": Page(
        "declaration",
        "param NAME: TYPE [in RANGE] [= DEFAULT]",
        "A value that a run may set: `--set NAME=…`, `--set NAME=@file.txt` for a list one item a line. "
        "Without a default it must be set. TYPE: `int`, `real`, `percent`, `bool` (true or false), `string`, "
        "`pattern`, `list[string]` and lists of the others. A value outside of the range or list after `in` is "
        "refused.",
        (
            'param keywords: list[string] = ["sea", "lamp"]\nparam most: int in 4..20 = 9\n'
            "text s : en ~ ngram()\nrequire s has 3..most words\nrequire s contains any of keywords",
            'param share: percent = 20%\nparam style: string in ["plain", "old"] = "plain"\n'
            "text s : en ~ ngram()\nrequire s has 3..6 words\n"
            'if style == "old" { require s contains any of ["thy", "thou"] }\n'
            'expect mean(s contains "sea") >= share',
        ),
        "docs/language.md, section Declarations",
        also=("int", "real", "percent", "bool", "string", "pattern", "list", "true", "false"),
    ),
    "grammar": Page(
        "declaration",
        'grammar NAME = """RULES"""',
        "A grammar of Lark, beginning with the rule `start`. `{hole:NAME}` in a template holds what it "
        "writes, by construction; `s matches NAME` asks it of a text. Rules that recur at their own ends "
        "are exact; brackets in brackets go twice deep.",
        (
            'grammar hour = """\n  start: DIGIT ":" FIVE\n  DIGIT: /1[0-2]|[1-9]/\n  FIVE: /[0-5][05]/\n"""\n'
            'text s : en = "The train is at {when:hour}." ~ ngram()',
            'grammar order = """\n  start: verb " the " thing (" and the " thing)?\n  verb: "take" | "bring"\n'
            '  thing: "lamp" | "letter" | "book"\n"""\n'
            'text s : words ~ ngram(learn=["take the lamp", "bring the book"], order=2)\n'
            "require s has 2..6 words\nrequire s matches order",
        ),
        "docs/language.md, section Holes given by a pattern; examples/35_json.wf",
    ),
    "fragment": Page(
        "declaration",
        "fragment NAME(PARAMETER: TYPE, …) { … }",
        "Statements to be put in by `apply`, with parameters; a parameter of type `text` is a text or a "
        "hole of a template.",
        (
            'fragment calm(t: text) { forbid t contains "!"  prefer length(t) <= 8 weight 0.5 }\n'
            "text s : en ~ ngram()\nrequire s has 4..12 words\napply calm(s)",
            "fragment about(t: text, words: list[string]) { require t contains any of words }\n"
            'text s : en = "{a:2..4 words}, {b:2..4 words}." ~ ngram()\napply about(s.a, ["sea"])\n'
            'apply about(s.b, ["ship"])',
        ),
        "docs/language.md, section Declarations",
    ),
    "model": Page(
        "declaration",
        "model NAME { … }",
        "The texts of a program and what is said of them. Statements outside of any model are the one model "
        "of the file. Of several models in a file `--model NAME` takes one.",
        (
            'model postcard {\n  text s : en ~ ngram()\n  require s has 5..9 words\n  require s contains "sea"\n}',
            "model short { text s : en ~ ngram()  require s has 3 words }\n"
            "model long { text s : en ~ ngram()  require s has 9 words }",
        ),
        "docs/language.md, section Declarations",
    ),
    "infer": Page(
        "declaration",
        "infer [NAME] [from OTHER] { SETTING = VALUE … }",
        "How to sample, where the model says what. `from` takes over another recipe's settings. A run takes "
        "the recipe without a name, else the first; `--recipe NAME` takes one. Without any the sampler is "
        "`auto()`: exact where the program can be solved. Settings, each with a page: sampler, moves, "
        "chains, draws, thin, warmup, keep, seed, device, start, temper, anneal, pure, threads, stop, "
        "relax, checkpoint, store, moments, report.",
        (
            "text s : en ~ ngram()\nrequire s has 4..8 words\n"
            "infer { sampler = gibbs()  chains = 8  draws = 50  seed = 7 }",
            "text s : en ~ ngram()\nrequire s has 4..8 words\ninfer quick { sampler = mh()  draws = 20 }\n"
            "infer careful from quick {\n  moves { 60% replace(ngram)  20% resize(ngram)  20% swap }\n"
            "  draws = 500\n}",
        ),
        "docs/language.md, section Recipes",
        also=("recipe", "from"),
    ),
}
