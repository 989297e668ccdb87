from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ingestion.chunks import (
    Chunk,
    DocumentBatch,
    LedgerRow,
    Rejection,
    excerpt,
    join_chunks,
    ledger_table,
    rejection_table,
)
from ingestion.envelope import DOCUMENT_SCHEMA, EXTRACTION_SCHEMA, REJECTION_SCHEMA
from ingestion.request import new_extraction_id

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def add(batch: DocumentBatch, post_id: int, document: bytes | None = b"{}", state: str = "present") -> None:
    batch.add(
        site="a.example",
        kind="post",
        rest_base="posts",
        id=post_id,
        state=state,
        modified_at=None,
        document=document,
        document_hash="h",
        seen_at=NOW,
        origin="a.json",
    )


def test_extraction_ids_sort_by_time_and_differ_within_a_moment() -> None:
    later = NOW.astimezone().replace(microsecond=1)
    ids = [new_extraction_id(NOW), new_extraction_id(later), new_extraction_id(NOW + timedelta(days=400))]
    assert ids == sorted(ids)
    assert new_extraction_id(NOW) != new_extraction_id(NOW)
    assert ids[0].startswith("20260102T030405000000Z-")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"caf\xc3\xa9 \xe2\x80\x9cx\xe2\x80\x9d", "café “x”"),
        (b"\xff\x00\x1b[0m\n", "\\xff\\x00\\x1b[0m\\n"),
        (b"a" * 600, "a" * 500),
        (b"\n" * 600, "\\n" * 250),
        (("🌊" * 600).encode(), "🌊" * 500),
        (b"", ""),
    ],
)
def test_an_excerpt_is_printable_and_at_most_500_characters_long(content: bytes, expected: str) -> None:
    assert excerpt(content) == expected


def test_duplicate_rejections_are_one_row() -> None:
    refusal = Rejection(origin="a.json", line=7, reason_code="broken_json", reason="broken", content=b"x")
    other = Rejection(origin="a.json", line=8, reason_code="broken_json", reason="broken", content=b"x")
    table = rejection_table([refusal, other, refusal], extraction_id="x", seen_at=NOW)
    assert table.schema == REJECTION_SCHEMA
    assert table["line"].to_pylist() == [7, 8]


def test_a_batch_gives_the_envelope_and_is_empty_afterwards() -> None:
    batch = DocumentBatch("x")
    add(batch, 1)
    add(batch, 2, None, "purged")
    assert (batch.row_count, batch.byte_count) == (2, 2)
    table = batch.take()["posts"]
    assert table.schema == DOCUMENT_SCHEMA
    assert table.select(["kind", "id", "state", "document", "extraction_id"]).to_pylist() == [
        {"kind": "post", "id": 1, "state": "present", "document": "{}", "extraction_id": "x"},
        {"kind": "post", "id": 2, "state": "purged", "document": None, "extraction_id": "x"},
    ]
    assert (batch.take(), batch.row_count, batch.byte_count) == ({}, 0, 0)


@pytest.mark.parametrize(("document", "state"), [(None, "present"), (b"{}", "unpublished"), (b"{}", "purged")])
def test_a_batch_rejects_a_document_that_is_not_public(document: bytes | None, state: str) -> None:
    with pytest.raises(ValueError, match=state):
        add(DocumentBatch("x"), 1, document, state)


def test_joined_chunks_hold_all_rows() -> None:
    first, second = DocumentBatch("x"), DocumentBatch("y")
    add(first, 1)
    add(second, 2)
    row = LedgerRow(
        extraction_id="x",
        site="a.example",
        rest_base="posts",
        step=1,
        mode="file",
        status="complete",
        origin="a.json",
        started_at=NOW,
        finished_at=NOW,
    )
    none = REJECTION_SCHEMA.empty_table()
    joined = join_chunks(
        [
            Chunk(first.take(), ledger_table([row]), none),
            Chunk(second.take(), ledger_table([]), none),
            Chunk({}, ledger_table([row]), none),
        ]
    )
    assert joined.documents["posts"]["id"].to_pylist() == [1, 2]
    assert joined.extractions.schema == EXTRACTION_SCHEMA
    assert joined.extractions["step"].to_pylist() == [1, 1]
    assert join_chunks([]).documents == {}
