"""The reference pages of statements: what a model, a fragment or a branch is made of."""

from __future__ import annotations

from collections.abc import Mapping

from .reading import Page

STATEMENTS: Mapping[str, Page] = {
    "text": Page(
        "statement",
        'text NAME [: KIND] [= "TEMPLATE"] [~ BASE]',
        "A text that is sampled, with the language model that it would follow if nothing else were said. "
        "KIND: `en` English words, `zh` Chinese characters, `letters` single letters without spaces, "
        "`tokens` those of the base, `words` (or nothing) words with single spaces. BASE: `lm()`, "
        "`ngram()`, `uniform(LIST)` and others, see `wordfield explain lm`. A template fixes the text but "
        "for its holes: `{name:2..4 words}` has a size, `{name:5 syllables}` too, `{name:/re/}` a "
        "pattern or the name of a grammar, `{name}` is filled with a parameter or a let; `{{` is a brace. Its "
        "holes are texts too: `s.name`. "
        "`s.words(1)` is the first word, `s.chars(-1)` the last character, `s.words` all of them. A program "
        "may have several texts.",
        (
            "text s : en ~ ngram()\nrequire s has 4..8 words",
            'text day : en = "It was a {how:1..2 words} {when:/morning|night/}." ~ ngram(power=1.5)\n'
            'forbid day.how contains "very"',
        ),
        "docs/language.md, sections Statements, Holes given by a pattern, Chinese, Several texts",
        also=("en", "zh", "letters", "tokens", "template"),
    ),
    "let": Page(
        "statement",
        "let NAME = VALUE",
        "A name for a value: a number, a string, a list, a pattern, a condition. It is computed once and "
        "means the same everywhere behind it; a value that a run may change is a `param`.",
        (
            "let marks = /.*[,;:].*/\nlet most = 2 * 4\ntext s : en ~ ngram()\nrequire s has 3..most words\n"
            "forbid s matches marks",
            'text s : en ~ ngram()\nrequire s has 4..6 words\nlet asks = s.words(1) in ["who", "what", "why"]\n'
            'require asks implies s.chars(-1) == "?"',
        ),
        "docs/language.md, section Expressions",
    ),
    "require": Page(
        "statement",
        "require CONDITION [as NAME]",
        "The condition holds in every text that is printed. What an automaton can tell (sizes, words, "
        "patterns, sounds and any `and`, `or`, `not` of them) holds by construction, and `check` proves it "
        "where nothing can satisfy it; anything else is checked text by text. A condition about something "
        "that is unknown or missing does not hold.",
        (
            'text s : en ~ ngram()\nrequire s has 5..9 words\nrequire s contains all of ["sea", "winter"] as both',
            'text s : en ~ ngram()\nrequire s has ..8 words\nrequire s.words(1) == "the" or s contains "letter"',
        ),
        "docs/language.md, sections Expressions, What is known when; README.md, It proves impossibility",
    ),
    "forbid": Page(
        "statement",
        "forbid CONDITION [as NAME]",
        "The condition holds in no text that is printed: `require not CONDITION`. Where the condition is "
        "unknown, as the sound of a word that no table has, neither it nor its negation holds, and the text "
        "is refused.",
        (
            'text s : en ~ ngram()\nrequire s has 4..8 words\nforbid s contains any of ["very", "really"]',
            "text s : en ~ ngram()\nrequire s has 4..8 words\nforbid repeats(s)\nforbid s matches /.*[,;:].*/",
        ),
    ),
    "prefer": Page(
        "statement",
        "prefer CONDITION [weight W] [as NAME]\nprefer SCORE [weight W] [as NAME]",
        "A soft wish. A condition that fails costs W nats for each unit of its distance: words missing, "
        "words too many, edits; one that holds costs nothing. A score adds W times its value to the log "
        "score. Without `weight` W is 1: each unit divides the odds by e, with `weight 2.3` by ten. "
        "`minimize x` is `prefer -x`. What counts is W against the base, so look at the terms: `sample "
        "--json` prints each of them.",
        (
            "text s : en ~ ngram()\nrequire s has 4..12 words\nprefer length(s) <= 7 weight 0.5 as short",
            'text s : en ~ ngram()\nrequire s has 4..8 words\nprefer topic(s, "seaside") weight 4\n'
            'prefer s contains "ship"',
        ),
        "docs/language.md, section Statements; examples/04_soft.wf",
        also=("weight",),
    ),
    "factor": Page(
        "statement",
        "factor NAME = SCORE",
        "Adds a number of nats to the log score and records it under the name, as `factor` does in Pyro and "
        "WebPPL. What is to be searched for, maximized or minimized, is written so or by `prefer`, with "
        "`anneal` in the recipe.",
        (
            "text s : en ~ ngram()\nrequire s has 4..10 words\nfactor brief = -0.3 * length(s)",
            "text s : en ~ ngram()\nrequire s has 4..8 words\n"
            'factor warm = 2 * count(w in ["sun", "summer"] for w in s.words)',
        ),
    ),
    "track": Page(
        "statement",
        "track NAME = VALUE",
        'Records a value with every draw and changes nothing: `"track"` of `sample --json`, a column of a '
        "stored run. Numbers and conditions that are tracked are on the list that R-hat and the verdict are "
        "about.",
        (
            "text s : en ~ ngram()\nrequire s has 4..8 words\ntrack ease = reading_ease(s)",
            "text s : en ~ ngram()\nrequire s has 4..8 words\ntrack first = s.words(1)\n"
            'track asks = s.chars(-1) == "?"',
        ),
    ),
    "expect": Page(
        "statement",
        "expect mean(VALUE) == TARGET [within W] [as NAME]",
        "A condition on all draws together, where `require` and `prefer` speak of one text: a share of "
        "draws or the mean of a number, with `==`, `<=`, `>=` or a chain. The law is the nearest to the "
        "program's that has these means; each gets a fitted multiplier. `within` is what fresh draws must "
        "show; `--strict` exits with 6 where they do not.",
        (
            'text s : en ~ ngram()\nrequire s has 3..6 words\nexpect mean(s contains "sea") == 40% within 5% as seas',
            "text s : en ~ ngram()\nrequire s has 2..9 words\nexpect mean(length(s)) <= 5 within 0.2 words",
        ),
        "docs/moments.md; examples/11_moments.wf",
        also=("mean", "within"),
    ),
    "apply": Page(
        "statement",
        "apply FRAGMENT(ARGUMENTS)",
        "Puts in the statements of a `fragment`, with its parameters filled in. A fragment of an imported "
        "file is `apply style.plain(s)`.",
        (
            'fragment plain(t: text) { forbid t contains any of ["very", "!"]  prefer length(t) <= 7 }\n'
            "text s : en ~ ngram()\nrequire s has 4..9 words\napply plain(s)",
            "fragment sized(t: text, most: int) { require t has 2..most words }\ntext a : en ~ ngram()\n"
            "text b : en ~ ngram()\napply sized(a, 4)\napply sized(b, 6)",
        ),
    ),
    "mixture": Page(
        "statement",
        "mixture NAME { SHARE LABEL { … } SHARE LABEL { … } … }\nmixture NAME balanced { … }",
        "Each draw has a hidden label; a label's statements hold for its draws. A label's weight is its "
        "share times what its statements leave of the base, so its part of the draws can be far from its "
        "share; `check` warns of that. With `balanced` the shares are those of the draws: each branch is "
        'sampled by chains of its own. `NAME == "LABEL"` may stand in `track`, and records carry the label.',
        (
            "text s : en ~ ngram()\nrequire s has 4..8 words\nmixture tone balanced {\n"
            '  60% warm { require s contains "friend" }\n'
            '  40% cold { require s contains any of ["winter", "snow"] }\n}\ntrack is_warm = tone == "warm"',
            "text s : en ~ ngram()\nmixture size balanced {\n  50% short { require s has 3 words }\n"
            "  50% long { require s has 8..9 words }\n}",
        ),
        "docs/language.md, section Statements; examples/10_mixture.wf",
        also=("balanced",),
    ),
    "either": Page(
        "statement",
        "either { … } or { … } …",
        "At least one of the blocks holds whole. Inside stand `require` and `forbid` alone: what is soft "
        "cannot be one of two. Texts have no label that says which block it was; that is `mixture`. One "
        "condition or another is `require A or B`.",
        (
            "text s : en ~ ngram()\nrequire s has 4..8 words\n"
            'either { require s contains "tea"  forbid s contains "milk" }\n'
            'or { require s contains all of ["coffee", "morning"] }',
            "text s : en ~ ngram()\n"
            "either { require s has 3 words } or { require s has 6 words } or { require s has 9 words }",
        ),
        "docs/language.md, section Statements; examples/10_mixture.wf",
    ),
    "for": Page(
        "statement",
        "for NAME in LIST { … }\nVALUE for NAME in LIST [if CONDITION]",
        "The statements once for each entry of a list that is known when the program is checked. Inside a "
        "call it makes values: `any(… for w in s.words)`, `count(…)`, and there the words or characters of "
        "a text are lists too.",
        (
            "text s : en ~ ngram()\nrequire s has 5..9 words\n"
            'for k in ["sea", "lamp"] { prefer s contains k weight 2 }',
            "text s : en ~ ngram()\nrequire s has 4..8 words\n"
            'require count(length(w, unit="char") >= 6 for w in s.words) >= 2',
        ),
        "docs/language.md, sections Expressions, What is known when",
    ),
    "if": Page(
        "statement",
        "if CONDITION { … } [else { … }]",
        "Statements, or settings of a recipe, that depend on parameters: the condition is decided before "
        "there is a text. What depends on the text is `A implies B`. In a generator `if` keeps the entries "
        "that it holds of.",
        (
            "param strict: bool = false\ntext s : en ~ ngram()\nrequire s has 4..8 words\n"
            'if strict { forbid s contains "very" } else { prefer not (s contains "very") }',
            "param many: int in 1..100 = 20\ntext s : en ~ ngram()\nrequire s has 4..8 words\n"
            "infer { if many > 50 { chains = 64 }  draws = many }",
        ),
        also=("else",),
    ),
}
