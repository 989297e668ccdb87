"""What stands in an article's HTML and is not the article: share bars, teasers, players, forms, and the like.

The list is `boilerplate.toml`, by the classes and ids of what generates it. Nothing is told by its words, which an
article could hold.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_boilerplate() -> dict[str, list[dict[str, Any]]]:
    """Return the generators by what they make: each has `generator`, `source` and `names` (classes and ids)."""
    return tomllib.loads(files("enrichment").joinpath("boilerplate.toml").read_text(encoding="utf-8"))


#: Classes and ids whose elements are left out, with everything inside.
BOILERPLATE = frozenset(
    name for generators in read_boilerplate().values() for generator in generators for name in generator["names"]
)

# Longer values of `class` are nobody's, and the cache would keep them.
_LONGEST = 2_000


def is_boilerplate(attributes: Mapping[str, str | None]) -> bool:
    """Say whether an element is not the article's, by its classes and id."""
    classes = attributes.get("class")
    return (classes is not None and _names_boilerplate(classes[:_LONGEST])) or attributes.get("id") in BOILERPLATE


@lru_cache(maxsize=4096)  # a site's articles share few values of `class`
def _names_boilerplate(classes: str) -> bool:
    return not BOILERPLATE.isdisjoint(classes.split())
