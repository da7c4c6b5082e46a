"""The words of the language, for everything that needs to know them; a test holds them against the grammar."""

ITEMS = ("import", "extern", "param", "grammar", "fragment", "model", "infer")  # begin an item outside any block
VERBS = (
    "text", "let", "require", "forbid", "prefer", "factor", "expect", "track", "apply", "mixture", "either", "for",
    "if",
)  # fmt: skip
JOINERS = (
    "as", "from", "weight", "within", "else", "and", "or", "not", "implies", "in", "has", "contains", "matches", "of",
    "all", "any", "none",
)  # fmt: skip
CONSTANTS = ("true", "false")
RESERVED = frozenset(("wordfield", *ITEMS, *VERBS, *JOINERS, *CONSTANTS))

UNITS = (
    "words", "chars", "syllables", "lines", "tokens", "steps", "sweeps", "nats", "bits", "ms", "sec", "min", "hours",
)  # fmt: skip
SINGULAR = {
    "words": "word", "chars": "char", "syllables": "syllable", "lines": "line", "tokens": "token", "steps": "step",
    "sweeps": "sweep", "hours": "hour",
}  # fmt: skip
PLURAL = {singular: plural for plural, singular in SINGULAR.items()}

# Full-width and curly punctuation that people type for the ASCII mark on the right; one character for one, so that
# places in a corrected text stay the same.
FULL_WIDTH = str.maketrans(
    "，、；：。．（）［］｛｝【】〔〕「」『』“”„‟″＂＝＜＞＋－＊／％～\u3000０１２３４５６７８９",
    ',,;:..()[]{}[][]""""""""""=<>+-*/%~ 0123456789',
)
