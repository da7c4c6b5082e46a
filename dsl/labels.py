"""Labels of mixtures in expressions: only those that a mixture has."""

from __future__ import annotations

from ..inference.formula import Label
from . import faults, syntax
from .evaluator import Evaluator
from .values import Value


def known_labels(ev: Evaluator, node: syntax.Node, label: Value, other: Value) -> None:
    """A label is compared with labels that its mixture has."""
    if not isinstance(label.node, Label) or not other.known:
        return
    labels = ev.labels[label.node.mixture]
    for one in other.constant if isinstance(other.constant, tuple) else (other.constant,):
        if one not in labels:
            ev.report.add(faults.unknown_label(node.span, str(one), label.node.mixture, labels))
