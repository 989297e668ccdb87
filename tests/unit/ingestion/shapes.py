"""One document of each kind in the shape WordPress gives it, without links."""

from __future__ import annotations

from typing import Any

_DATES = {"date_gmt": "2026-01-02T10:04:05", "modified_gmt": "2026-01-02T10:04:05"}

#: Kind to a document; the id, the dates and `_links` are the test's.
SHAPES: dict[str, dict[str, Any]] = {
    "post": {"type": "post", "slug": "a", "status": "publish", "title": {"rendered": "A"}, "content": {"rendered": ""}},
    "term": {
        "taxonomy": "category",
        "name": "Politics",
        "slug": "politics",
        "description": "",
        "count": 3,
        "parent": 0,
    },
    "user": {"name": "Anna", "slug": "anna", "description": "", "url": "", "avatar_urls": {}},
    "media": {"type": "attachment", "slug": "pier", "status": "inherit", "media_type": "image", "source_url": "x"},
    "comment": {"type": "comment", "post": 3, "author_name": "B", "status": "approved", "content": {"rendered": "Yes"}},
}


def shaped(kind: str, id_: int, host: str = "courier.example", **changes: Any) -> dict[str, Any]:
    """A document of a kind, at a page of `host`."""
    return {"id": id_, **_DATES, "link": f"https://{host}/{kind}-{id_}/", **SHAPES[kind], **changes}
