"""Fingerprint of the fields of a document that a light row shows: what a sweep compares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from ingestion.json_text import canonical_hash

#: Fields of a post or picture whose edits move no date, besides its taxonomies.
LIGHT_FIELDS = ("author", "featured_media", "link", "slug", "sticky", "title")


def light_hash(content: Mapping[str, Any], taxonomies: Iterable[str]) -> str:
    """Hash the light fields of a document; the same for a light row and the whole document.

    Which fields take part depends on the list alone. One that is empty counts as absent, so that a taxonomy that is
    added to a site changes only the documents that have its terms.

    Args:
        content: The document, or a light row of it.
        taxonomies: Rest bases of the taxonomies of its type.
    """
    fields = {name: content.get(name) for name in LIGHT_FIELDS}
    title = fields["title"]
    if isinstance(title, dict):
        fields["title"] = title.get("rendered")
    fields |= {name: terms_of(content.get(name)) for name in taxonomies}
    present = {name: value for name, value in fields.items() if value}
    return canonical_hash(orjson.dumps(present, option=orjson.OPT_SORT_KEYS))


def terms_of(value: object) -> list[int]:
    """Return the ids in a taxonomy's field; PHP writes a list with gaps as an object with numbered keys."""
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sorted({id_ for id_ in values if type(id_) is int})
