"""What intervals prove about a bound model: lengths, keywords against lengths, positions, contradictions."""

from __future__ import annotations

from .report import Report
from .spec import ModelSpec


def limits(spec: ModelSpec, report: Report) -> None:
    """Reports statements that exclude each other."""
