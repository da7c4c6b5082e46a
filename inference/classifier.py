"""Sequence classifiers: texts to the probability of each label, from a Hugging Face folder."""

from __future__ import annotations

from typing import Any

from .encoders import encoded, folder, load, longest_of
from .language import LanguageError
from .lazy import torch
from .opened import Opened, Place


def classifier(name: str, label: str, place: Place) -> Opened:
    """The classifier of a folder: strings to the probability of the label. Raises LanguageError."""
    called = f'classify with "{name}"'
    source = folder(called, name, place)
    model, tokenizer = load("AutoModelForSequenceClassification", called, source, place)
    config = model.config
    names = tuple(str(config.id2label[number]) for number in range(config.num_labels))
    if config.num_labels < 2:
        raise LanguageError(f"{called}: it has one output and no labels; a classifier of two labels or more is needed")
    if label.casefold() not in [one.casefold() for one in names]:
        raise LanguageError(f'{called}: it has no label "{label}"; its labels are {", ".join(names[:20])}')
    number = [one.casefold() for one in names].index(label.casefold())
    several = config.problem_type == "multi_label_classification"
    longest = longest_of(model, tokenizer)

    def probabilities(strings: list[str]) -> list[float]:
        with torch.no_grad():
            logits = model(**encoded(tokenizer, strings, longest, place.device)).logits.double()  # [texts, labels]
            shares: Any = torch.sigmoid(logits) if several else torch.softmax(logits, 1)
        found: list[float] = shares[:, number].cpu().tolist()
        return found

    return Opened(called, probabilities)


__all__ = ["classifier"]
