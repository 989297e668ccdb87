from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def make_post() -> Callable[..., dict[str, Any]]:
    """A post as WordPress shows it, with the changes asked for; a change to `...` leaves the key out."""

    def make(post_id: Any = 7, **changes: Any) -> dict[str, Any]:
        post = {
            "id": post_id,
            "date": "2026-01-02T11:04:05",
            "date_gmt": "2026-01-02T10:04:05",
            "modified_gmt": "2026-01-03T10:04:05",
            "slug": f"a-{post_id}",
            "status": "publish",
            "type": "post",
            "link": f"https://courier.example/2026/01/02/a-{post_id}/",
            "title": {"rendered": "Harbour &amp; tide"},
            "content": {"rendered": "<p>“We open at six,” she said.</p>", "protected": False},
            "_links": {"self": [{"href": f"https://courier.example/wp-json/wp/v2/posts/{post_id}"}]},
        }
        post.update(changes)
        return {key: value for key, value in post.items() if value is not ...}

    return make


@pytest.fixture
def make_text(make_post: Callable[..., dict[str, Any]]) -> Callable[..., bytes]:
    """The same as JSON bytes on one line."""

    def make(post_id: Any = 7, **changes: Any) -> bytes:
        return json.dumps(make_post(post_id, **changes)).encode()

    return make
