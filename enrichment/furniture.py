"""What stands in an article's HTML and is not the article: share bars, teasers, players, forms, and the like.

The list is `furniture.toml`, by the classes and ids of what generates it. Nothing is told by its words, which an
article could hold.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_furniture() -> dict[str, list[dict[str, Any]]]:
    """Return the generators by what they make: each has `generator`, `source` and `names` (classes and ids)."""
    return tomllib.loads(files("enrichment").joinpath("furniture.toml").read_text(encoding="utf-8"))


#: Classes and ids whose elements are left out, with everything inside.
FURNITURE = frozenset(
    name for generators in read_furniture().values() for generator in generators for name in generator["names"]
)


def is_furniture(attributes: Mapping[str, str | None]) -> bool:
    """Say whether an element is not the article's, by its classes and id."""
    classes = attributes.get("class")
    return (classes is not None and _names_furniture(classes)) or attributes.get("id") in FURNITURE


@lru_cache(maxsize=4096)  # a site's articles share few values of `class`
def _names_furniture(classes: str) -> bool:
    return not FURNITURE.isdisjoint(classes.split())
