"""Readings in the warehouse: one row a document, replaced by each load and repeatable after a kill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingestion.chunks import Chunk
from ingestion.readings import Reading, reading_table
from ingestion.snapshot import read_snapshot

if TYPE_CHECKING:
    from tests.integration.ingestion.conftest import Home

MakeChunk = Callable[..., Chunk]


def test_the_last_reading_of_a_document_replaces_the_one_before(home: Home, make_live_chunk: MakeChunk) -> None:
    def chunk(number: int, *readings: tuple[int, str, int]) -> Chunk:
        at = datetime(2026, 3, number, tzinfo=UTC)
        rows = [(Reading("post", "posts", id_, outcome, count), at) for id_, outcome, count in readings]
        table = reading_table(rows, site="courier.example", extraction_id=f"e{number}")
        return replace(make_live_chunk(f"e{number}", [(None, at)]), readings=table)

    first = chunk(1, (7, "named", 0), (7, "failed", 1), (8, "failed", 1))
    second = chunk(2, (7, "read", 0), (-3, "failed", 1))
    for loaded in (first, first, second, second):
        home.loader.load(loaded)
    rows = home.ask("select id, outcome, failed_count, requested_at, extraction_id from raw.readings order by id")
    assert rows == [
        (-3, "failed", 1, datetime(2026, 3, 2, tzinfo=UTC), "e2"),
        (7, "read", 0, datetime(2026, 3, 2, tzinfo=UTC), "e2"),
        (8, "failed", 1, datetime(2026, 3, 1, tzinfo=UTC), "e1"),
    ]
    snapshot = read_snapshot(home.warehouse, "courier.example")
    assert sorted(snapshot.readings_of("post", "posts")["id"].to_pylist()) == [-3, 7, 8]
