"""What a real server answered, for the tests that compare with it; they skip where the captures are not."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parents[4] / "shared" / "data"

needs_captures = pytest.mark.skipif(not DATA.is_dir(), reason="the captured sites are not beside this checkout")


def seed_post() -> dict[str, Any]:
    return orjson.loads((DATA / "seed" / "post-3769.json").read_bytes())


def dump_lines() -> Iterator[bytes]:
    with gzip.open(DATA / "wordpress" / "posts-2032.ndjson.gz") as file:
        yield from file


def captured(site: str) -> Iterator[dict[str, Any]]:
    """Yield every JSON object, or object of a list, that a captured site answered, whatever it is."""
    for path in sorted((DATA / "wordpress" / site).glob("*.http")):
        _, _, body = path.read_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")
        try:
            answer = orjson.loads(body)
        except orjson.JSONDecodeError:  # pages, feeds and deliberate faults
            continue
        yield from (item for item in (answer if isinstance(answer, list) else [answer]) if isinstance(item, dict))
