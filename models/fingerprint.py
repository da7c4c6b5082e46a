"""What names a model's numbers, in whatever file they are kept."""

from __future__ import annotations

import hashlib
from typing import Any


def fingerprint(model: Any) -> str:
    """SHA-256 of all parameters, shared ones once, in single precision, by name."""
    found = hashlib.sha256()
    for name, parameter in sorted(model.named_parameters()):
        found.update(name.encode() + parameter.detach().float().contiguous().cpu().numpy().tobytes())
    return found.hexdigest()
