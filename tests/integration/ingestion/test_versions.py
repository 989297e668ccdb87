"""The order of a document's versions does not depend on clocks, nor on what was read first."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.changes import select_new_versions, with_sequence
from ingestion.envelope import DOCUMENT_SCHEMA, EXTRACTION_SCHEMA
from ingestion.json_text import rehash
from ingestion.request import new_extraction_id
from ingestion.snapshot import last_extraction_id, read_snapshot
from ingestion.versions import ordered_versions
from tests.integration.ingestion.conftest import live_chunk, post

if TYPE_CHECKING:
    from ingestion.chunks import Chunk
    from tests.integration.ingestion.conftest import Home

SITE = "courier.example"
NOON = datetime(2026, 1, 3, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Reading:
    """One reading of post 1: what it says, when it was modified, and what this machine's clock said."""

    text: str
    modified: datetime
    is_live: bool
    clock: datetime


def _document(reading: Reading) -> bytes:
    return post(1, reading.text, f"{reading.modified:%Y-%m-%dT%H:%M:%S}")


def _current(home: Home) -> str | None:
    """Text of the present state, as a site's extraction would see it; null where it is removed."""
    latest = read_snapshot(home.warehouse, SITE).known("post", "posts").to_pylist()[0]
    if latest["state"] != "present":
        return None
    [(text,)] = home.ask(
        f"select distinct regexp_extract(document, '<p>(.*?)</p>', 1) from raw.posts where document_hash = '{latest['document_hash']}'"  # noqa: E501
    )
    return text


def _by_hand(readings: list[Reading]) -> str:
    """Return the present state by the rule, one reading after another: a list with each in its place."""
    placed: list[Reading] = []
    for reading in readings:
        if reading.is_live:
            at = len(placed)
            while at and not placed[at - 1].is_live and placed[at - 1].modified > reading.modified:
                at -= 1  # files of a later modification than any live reading so far
            before, after = placed[:at], placed[at:]
            if before and before[-1].text == reading.text and before[-1].modified == reading.modified:
                continue  # nothing changed
            placed = [*before, reading, *after]
        elif not any(one.text == reading.text and one.modified == reading.modified for one in placed):
            newer = [n for n, one in enumerate(placed) if one.is_live and one.modified >= reading.modified]
            at = newer[0] if newer else len(placed)
            while at and not placed[at - 1].is_live and placed[at - 1].modified > reading.modified:
                at -= 1
            placed.insert(at, reading)
    return placed[-1].text


_CLOCKS = st.sampled_from([NOON, NOON + timedelta(days=366), NOON - timedelta(days=40), NOON + timedelta(days=1)])
_READINGS = st.builds(
    Reading,
    text=st.sampled_from("ABC"),
    modified=st.sampled_from([NOON + timedelta(hours=hour) for hour in range(3)]),
    is_live=st.booleans(),
    clock=_CLOCKS,
)


@settings(max_examples=100, deadline=None)
@given(readings=st.lists(_READINGS, min_size=2, max_size=6))
def test_any_interleaving_of_live_readings_and_files_gives_the_state_that_the_rule_gives(
    readings: list[Reading],
) -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema raw")
        connection.register("empty", DOCUMENT_SCHEMA.empty_table())
        connection.execute("create table raw.posts as from empty")
        for number, reading in enumerate(readings):
            chunk = live_chunk(f"x{number}", [(_document(reading), reading.clock)])
            modes = ["refresh" if reading.is_live else "file"]
            ledger = chunk.extractions.set_column(4, EXTRACTION_SCHEMA.field(4), pa.array(modes))
            new = {"posts": select_new_versions(connection, "posts", chunk.documents["posts"], ledger)}
            with_sequence(connection, {"posts"}, new)
            connection.register("new_rows", new["posts"])
            connection.execute("insert into raw.posts from new_rows")
        query = f"select document from ({ordered_versions('raw.posts')}) order by version_number"
        documents = [json.loads(document) for (document,) in connection.execute(query).fetchall()]
    assert documents[-1]["content"]["rendered"] == f"<p>{_by_hand(readings)}</p>"


def test_a_clock_a_year_ahead_hides_no_later_edit_or_removal_and_adds_no_row(home: Home) -> None:
    ahead, later = NOON + timedelta(days=365), NOON + timedelta(days=1)
    texts = [(post(1, "A"), ahead), (post(1, "B"), later), (None, later), (None, later), (post(1, "C"), later)]
    for number, reading in enumerate(texts):
        home.loader.load(live_chunk(f"x{number}", [reading], cursor_at=reading[1]))
    assert home.ask("select state from raw.posts order by sequence") == [
        ("present",), ("present",), ("purged",), ("present",)
    ]  # fmt: skip
    assert _current(home) == "C"


@pytest.mark.parametrize("order", [("A", "B"), ("B", "A")])
def test_of_two_files_with_equal_dates_the_later_read_is_current(home: Home, order: tuple[str, str]) -> None:
    for number, text in enumerate(order):
        home.run(home.write(f"{number}.json", post(1, text)))
    home.run(home.write("0.json", post(1, order[0])))  # reading it again says nothing new
    assert _current(home) == order[1]
    assert home.ask("select count(*) from raw.posts") == [(2,)]


def test_file_older_than_the_live_reading_is_history(home: Home) -> None:
    home.loader.load(live_chunk("x1", [(post(1, "New", "2026-02-01T00:00:00"), NOON)]))
    home.run(home.write("backup.json", post(1, "Old", "2026-01-01T00:00:00")))
    assert _current(home) == "New"


def test_last_cursor_counts_and_one_of_the_future_does_not(home: Home, days: list[datetime]) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    for number, cursor in enumerate([now - timedelta(hours=2), now + timedelta(days=365), now - timedelta(hours=1)]):
        home.loader.load(live_chunk(f"x{number}", [(post(1, str(number)), now)], cursor_at=cursor))
        assert (
            read_snapshot(home.warehouse, SITE).cursors["posts"]
            == [
                now - timedelta(hours=2),
                now - timedelta(hours=2),
                now - timedelta(hours=1),
            ][number]
        )


def test_hash_of_an_earlier_rule_makes_no_new_version(home: Home, make_live_chunk: Callable[..., Chunk]) -> None:
    noisy = '<a href="/?_wpnonce={}">x</a>'
    first, again = post(1, noisy.format("a1b2c3d4e5")), post(1, noisy.format("ffffc3d4e5"))
    home.loader.load(make_live_chunk("x1", [(first, NOON)]))
    home.execute("update raw.posts set hash_rule = 1, document_hash = 'of-rule-1'")
    home.loader.load(make_live_chunk("x2", [(again, NOON)]))
    home.run(home.write("a.json", first))
    assert home.ask("select document_hash, hash_rule from raw.posts") == [("of-rule-1", 1)]
    home.loader.load(make_live_chunk("x3", [(post(1, "Edited"), NOON)]))
    assert home.ask("select count(*), max(hash_rule) from raw.posts") == [(2, 2)]


def test_raw_keeps_the_text_as_received(home: Home, make_live_chunk: Callable[..., Chunk]) -> None:
    text = post(1, '<a href="/?_wpnonce=a1b2c3d4e5">x</a>')
    home.loader.load(make_live_chunk("x1", [(text, NOON)]))
    assert home.ask("select document, document_hash from raw.posts") == [(text.decode(), rehash(text, "post"))]


def test_extraction_ids_sort_after_the_last_one_whatever_the_clock_says(home: Home) -> None:
    assert last_extraction_id(home.warehouse) is None
    ahead = new_extraction_id(NOON + timedelta(days=365))
    home.loader.load(live_chunk(ahead, [(post(1), NOON)]))
    assert last_extraction_id(home.warehouse) == ahead
    assert ahead < new_extraction_id(NOON, after=ahead) < new_extraction_id(NOON + timedelta(days=366), after=ahead)
