"""The parser: trees and spans, the grammar's laws, the cache, and input nobody should send."""

import gzip
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from wordfield.dsl import cache
from wordfield.dsl import syntax as s
from wordfield.dsl.diagnostics import ProgramError
from wordfield.dsl.parse import decode, parse_anyway, parse_text
from wordfield.dsl.source import Source, Span
from wordfield.grammar.words import ITEMS, PLURAL, RESERVED, UNITS, VERBS

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.wf"))


def value(text):
    return parse_text(f"let x = {text}").items[0].value


def name(*parts):
    return s.Path(tuple(map(s.Name, parts)))


# ---- the grammar


def test_grammar_has_no_conflicts():
    pytest.importorskip("interegular")
    cache.build(strict=True)


def test_shipped_tables_are_those_of_the_grammar():
    key = cache._key()
    if not key.endswith(__import__("lark").__version__):
        pytest.skip("another Lark than the tables were made with")
    assert cache._load(cache._shipped(), key) is not None, "run: python -m wordfield.dsl.cache"


def test_every_reserved_word_is_one_in_the_grammar():
    grammar = cache.grammar_text()
    excluded = re.search(r"NAME: /\(\?!\(\?:([a-z|]+)\)", grammar)
    assert excluded and set(excluded[1].split("|")) == RESERVED
    rules = re.sub(r"//[^\n]*", "", grammar.split("// ---- terminals")[0])
    assert set(re.findall(r'"([a-z]+)"', rules)) | {"true", "false", "all", "any", "none"} == RESERVED


def test_words_and_terminals_do_not_collide():
    """A name is never read as a word of the language and a unit never as a name where both could stand."""
    lark = cache.parser()
    patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in lark.terminals}
    for word in RESERVED:
        assert not re.fullmatch(patterns["NAME"], word)
        assert re.fullmatch(patterns["NAME"], word + "s") and re.fullmatch(patterns["NAME"], word + "_")
    for unit in (*UNITS, *PLURAL):
        assert re.match(patterns["UNIT"], f"{unit} ")[0] == unit
        assert not re.match(patterns["UNIT"], f"{unit} = 4") and not re.match(patterns["UNIT"], f"{unit}x")
        assert re.match(patterns["UNIT"], f"{unit} == 4")
        assert re.match(patterns["ARG"], f"{unit}=4") and not re.match(patterns["ARG"], f"{unit}==4")
    states = lark.parser.lexer.lexers
    for state, lexer in states.items():
        accepted = {terminal.name for terminal in lexer.terminals}
        assert not {"REGEX", "SLASH"} <= accepted, state


@pytest.mark.parametrize("word", sorted((*VERBS, *ITEMS)))
def test_a_word_that_begins_like_a_verb_is_a_name(word):
    assert value(f"{word}ly") == name(f"{word}ly")
    with pytest.raises(ProgramError, match="unknown statement"):
        parse_text(f"{word}ly s")


# ---- trees


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_parse(path):
    assert parse_anyway(decode(path.read_bytes(), path.name)).diagnostics == ()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_layout_carries_no_meaning(path):
    text = path.read_text("utf8")
    if '"""' in text:
        return
    joined = " ".join(re.sub(r"#(?![^\"]*\"[^\"]*$)[^\n]*", "", line) for line in text.splitlines())
    assert parse_text(joined) == parse_text(text)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("8..14 words", s.Range(s.Number(8), s.Number(14), "words")),
        ("1 word", s.Quantity(s.Number(1), "words")),
        ("..48 chars", s.Range(None, s.Number(48), "chars")),
        ("20.. chars", s.Range(s.Number(20), None, "chars")),
        ("-x / 2", s.Arith("/", s.Neg(name("x")), s.Number(2))),
        ("a - b - c", s.Arith("-", s.Arith("-", name("a"), name("b")), name("c"))),
        ("a or b and not c", s.Or((name("a"), s.And((name("b"), s.Not(name("c"))))))),
        ("(a or b) or c", s.Or((s.Or((name("a"), name("b"))), name("c")))),
        ("a implies b implies c", s.Implies(name("a"), s.Implies(name("b"), name("c")))),
        ("1 < n <= 3", s.Compare((s.Number(1), name("n"), s.Number(3)), ("<", "<="))),
        ("a not in b", s.Member(name("a"), name("b"), True)),
        ("s contains none of b", s.Contains(name("s"), name("b"), "none")),
        ("s.words(1)", s.Call(s.Path((s.Name("s"), s.Name("words"))), (s.Number(1),))),
        ("f(x).at(1).size", s.Attribute(s.Method(s.Call(name("f"), (name("x"),)), s.Name("at"), (s.Number(1),)),
                                        s.Name("size"))),
        ('f(a, unit="word", in=3)', s.Call(name("f"), (name("a"), s.Named(s.Name("unit"), s.String("word")),
                                                       s.Named(s.Name("in"), s.Number(3))))),
        ("any(w for w in s.words if w != 1)", s.Quantifier("any", s.Generator(
            name("w"), s.Name("w"), name("s", "words"), s.Compare((name("w"), s.Number(1)), ("!=",))))),
        (r"/a\/b\d/i", s.Regex(r"a/b\d", "i")),
        (r'"a\n\"\u4e2d\\"', s.String('a\n"中\\')),
        ("40%", s.Percent(40)),
        ("[1, 2.5e3,]", s.List((s.Number(1), s.Number(2500.0)))),
    ],
)  # fmt: skip
def test_expressions(text, tree):
    assert value(text) == tree


def test_template_pieces_and_their_places():
    text = r'text s : en = "A \"{adj:1 word}\" {{x}} {b} {day:/\d{4}\/\"/}" ~ lm()'
    template = parse_text(text).items[0].template
    assert template.pieces == (
        s.Fixed('A "'), s.Hole(s.Name("adj"), s.Quantity(s.Number(1), "words")), s.Fixed('" {x} '),
        s.Hole(s.Name("b")), s.Fixed(" "), s.Hole(s.Name("day"), s.Regex(r'\d{4}/"')),
    )  # fmt: skip
    shown = {text[slice(*hole.size.span)] for hole in template.holes if hole.size}
    assert shown == {"1 word", r"/\d{4}\/\"/"}
    assert [text[slice(*hole.name.span)] for hole in template.holes] == ["adj", "b", "day"]


def test_long_template_is_raw():
    template = parse_text('text s = """a\\n"{b:"x"}"\n{c:2 words}"""').items[0].template
    assert template.pieces[0] == s.Fixed('a\\n"') and template.pieces[1] == s.Hole(s.Name("b"), s.String("x"))
    assert template.pieces[2] == s.Fixed('"\n')


def test_spans_show_what_was_written():
    text = "require not (s has 8..14 words)\nprefer f(x).y weight 2 as n"
    for node in s.walk(parse_text(text)):
        assert node.span is not None
        shown = text[slice(*node.span)]
        assert shown == shown.strip()
        if isinstance(node, s.Name):
            assert shown == node.text
        if isinstance(node, s.Has):
            assert shown == "s has 8..14 words"
        if isinstance(node, s.Attribute):
            assert shown == "f(x).y"


def test_comments_are_kept_beside_the_tree():
    file = parse_text('## doc\nlet a = "# no comment"  # yes\n')
    assert [comment.text for comment in file.comments] == ["## doc", "# yes"]
    assert [comment.is_documentation for comment in file.comments] == [True, False]
    assert file == parse_text('let a = "# no comment"')


def test_broken_statements_are_left_out_of_the_tree():
    parsed = parse_anyway(Source("x.wf", "model m {\n  text s\n  requre s\n  require s has 3 words\n}\ninfer { }"))
    model, recipe = parsed.file.items
    assert [type(statement) for statement in model.body.statements] == [s.Text, s.Require]
    assert isinstance(recipe, s.Infer) and len(parsed.diagnostics) == 1


def test_byte_order_mark_and_windows_line_ends():
    assert len(parse_anyway(decode(b"\xef\xbb\xbflet a = 1\r\nlet b = 2 # c\r\n", "x")).file.items) == 2


# ---- hostile input

DEEP = 100_000
HOSTILE = {
    "parentheses": "let x = " + "(" * DEEP, "closed": "let x = " + "(" * DEEP + "1" + ")" * DEEP,
    "braces": "if a { " * 50_000, "stray": "}" * DEEP, "nots": "let x = " + "not " * DEEP + "a",
    "minus": "let x = " + "-" * DEEP + "a", "sum": "let x = " + "1+" * DEEP + "1",
    "implies": "let x = " + "a implies " * 50_000 + "a", "chain": "let x = f(x)" + ".b" * DEEP,
    "hole": 'text s = "{a:' + "(" * DEEP + '}"', "holes": 'text s = "' + "{" * (DEEP + 1) + '"',
    "nul": "text s\0\0\0 : en", "quotes": '"' * (DEEP + 1), "slashes": "/" * DEEP, "digits": "let x = " + "9" * DEEP,
    "large": "#" * 1_000_001, "surrogate": "let x = \ud800", "backslashes": "\\" * DEEP,
    "type": "let x: " + "a[" * DEEP,
    "verbs": "require " * 5_000, "misspelt": "requre a\n" * 3_000, "elses": "if a {} else " * 2_000,
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_hostile_input_gives_diagnostics(kind):
    source = Source("hostile.wf", HOSTILE[kind])
    diagnostics = parse_anyway(source).diagnostics
    assert diagnostics
    assert len(str(ProgramError(diagnostics, source))) < 10_000


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_damaged_programs_never_raise(path):
    """Characters, words and lines lost, doubled or replaced: always an answer, and its labels lie in the source."""
    chance = random.Random(path.stem)
    text = path.read_text("utf8")
    pieces = [*"{}()[]\"/\\=.,:;~#%-'，“\0", '"""', "..", " require ", " for ", " in ", " }\n", " 3 words ", "infer {"]
    for _ in range(60):
        damaged = text
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(damaged))
            kept = damaged[at + chance.choice([0, 0, 1, 3, 20]) :]
            damaged = damaged[:at] + chance.choice([*pieces, ""]) + kept
        source = Source("damaged.wf", damaged)
        for diagnostic in parse_anyway(source).diagnostics:
            for label in diagnostic.labels:
                assert 0 <= label.span.start <= label.span.stop <= len(damaged)
        str(ProgramError(parse_anyway(source).diagnostics, source))


# ---- the cache


def test_cache_is_built_again_when_damaged(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(cache, "_shipped", lambda: b"nothing")
    cache.parser.cache_clear()
    try:
        cache.parser()
        (file,) = (tmp_path / "wordfield").iterdir()
        good = file.read_bytes()
        for damaged in (b"", b"not gzip", gzip.compress(b"{}"), good[:1000], gzip.compress(b'{"key": 1, "data": []}')):
            file.write_bytes(damaged)
            cache.parser.cache_clear()
            assert cache.parser().parse("let a = 1", start="start").data == "start"
        assert cache._load(file.read_bytes(), cache._key()) is not None
        assert [kept.name for kept in file.parent.iterdir()] == [file.name]
    finally:
        cache.parser.cache_clear()


def test_unwritable_cache_is_ignored(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setattr(cache, "_shipped", lambda: b"nothing")
    cache.parser.cache_clear()
    try:
        assert cache.parser().parse("let a = 1", start="start")
    finally:
        cache.parser.cache_clear()


def test_parsing_from_cold_is_quick_and_needs_no_torch():
    program = (
        "import sys, time; start = time.perf_counter()\n"
        "from wordfield.dsl.format import format_source\n"
        f"format_source(open({str(EXAMPLES[-1])!r}, encoding='utf8').read())\n"
        "print(time.perf_counter() - start, 'torch' in sys.modules)"
    )
    seconds, torch = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.split()
    assert torch == "False"
    assert float(seconds) < 1.0  # 0.1 on an idle machine; the bound leaves room for a busy one


def test_span_and_position():
    source = Source("x", "ab\ncd\r\n\nø")
    assert source.position(0) == (1, 1) and source.position(4) == (2, 2) and source.position(99) == (4, 2)
    assert [source.line(number) for number in (1, 2, 3, 4)] == ["ab", "cd", "", "ø"]
    assert Span(1, 2) == (1, 2)
