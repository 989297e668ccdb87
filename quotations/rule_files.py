"""The rules of each language: `rules/<language>.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

RULES = files("quotations") / "rules"


@cache
def load_rules(language: str) -> dict[str, Any] | None:
    """The rules of a language, or None where the package has none."""
    path = RULES / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
