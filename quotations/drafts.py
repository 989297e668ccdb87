"""A quotation in the making, before positions are known."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Speaker:
    """Who spoke, as written and as resolved."""

    start: int | None = None
    end: int | None = None
    name: str | None = None
    type: str = "unknown"
    role: str | None = None
    organization: str | None = None
    kind: str | None = None  # one of `quotations/kinds.py`; None where nobody knows


@dataclass(slots=True)
class Draft:
    """One quotation, declined comment or other quoted span."""

    spans: list[tuple[int, int]]
    kind: str
    speech: str | None
    confidence: float
    method: str
    speaker: Speaker = field(default_factory=Speaker)
    cue: str | None = None
    reason: str | None = None
