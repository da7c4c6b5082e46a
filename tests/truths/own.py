"""Functions that the cases of `extern` declare: lists of texts and plain values to a list of answers."""


def shout(texts):
    """Whether a text ends with an exclamation mark."""
    return [text.endswith("!") for text in texts]


def letters(texts, which):
    """How often a letter is written."""
    return [text.count(which) for text in texts]


def share(texts, which):
    """The share of characters that are this one; none of an empty text is 0."""
    return [text.count(which) / max(len(text), 1) for text in texts]


def first(texts):
    """The first word as written."""
    return [(text.split() or [""])[0] for text in texts]


def longer(texts, other):
    """Whether a text has more characters than the other string."""
    return [len(text) > len(other) for text in texts]
