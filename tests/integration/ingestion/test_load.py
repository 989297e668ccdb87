from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from ingestion.chunks import Chunk
from ingestion.envelope import DOCUMENT_SCHEMA, DOCUMENT_TABLES, EXTRACTION_SCHEMA, REJECTION_SCHEMA
from ingestion.errors import LoadError, NothingReadableError
from ingestion.files import extract_files
from ingestion.load import Recovery
from ingestion.sites import Site, settings_chunk
from ingestion.snapshot import read_snapshot
from warehouse.connections import WarehouseUnavailableError

if TYPE_CHECKING:
    from tests.integration.ingestion.conftest import Home

SHARED = Path(__file__).parents[3].parent / "shared"

Make = Callable[..., bytes]
MakeChunk = Callable[..., Chunk]


PAST = datetime(2026, 1, 3, tzinfo=UTC)


def test_every_raw_table_exists_after_one_post_with_the_envelopes_columns(home: Home, make_post: Make) -> None:
    home.run(home.write("a.json", make_post(1)))
    columns = {
        table: [name for (name,) in home.ask(f"select column_name from (describe raw.{table})")]
        for table in (*DOCUMENT_TABLES, "extractions", "rejected_documents")
    }
    assert columns == {
        **dict.fromkeys(DOCUMENT_TABLES, DOCUMENT_SCHEMA.names),
        "extractions": EXTRACTION_SCHEMA.names,
        "rejected_documents": REJECTION_SCHEMA.names,
    }
    assert home.ask(
        "select column_type from (describe raw.posts) where column_name in ('id', 'seen_at') order by 1"
    ) == [
        ("BIGINT",),
        ("TIMESTAMP WITH TIME ZONE",),
    ]


def test_a_document_is_stored_byte_for_byte(home: Home) -> None:
    text = (
        '{"id":1 , "type":"post","slug":"a","link":"https:\\/\\/courier.example\\/a\\/",'
        '"t":"caf\\u00e9 é \\ud83c\\udf0a 🌊 \\u0000 \\u2028 \u2028 1.0e0"}'
    )
    home.run(home.write("a.json", text.encode()))
    assert home.ask("select document from raw.posts") == [(text,)]
    assert home.ask("select json_valid(document), document::json ->> 'link' from raw.posts") == [
        (True, "https://courier.example/a/")
    ]


def test_files_and_a_live_site_share_an_extraction_without_losing_a_ledger_row(
    home: Home, make_post: Make, make_live_chunk: MakeChunk, days: list[datetime]
) -> None:
    loader = home.loader
    from_files = list(extract_files([home.write("a.ndjson", make_post(1), make_post(2))], extraction_id="x"))
    live = make_live_chunk("x", [(make_post(2, "B"), days[0]), (make_post(3), days[0])])
    for chunk in (*from_files, live, live):  # the second time as after a kill: nothing is added
        loader.load(chunk)
    assert home.ask("select step, mode, seen_count, new_count from raw.extractions order by step") == [
        (1, "file", 2, 2),
        (2, "refresh", 2, 2),
    ]
    assert loader.recover().corrected_lists == ()


def test_live_pages_before_and_after_a_file_have_steps_of_their_own(
    home: Home, make_post: Make, make_live_chunk: MakeChunk, days: list[datetime]
) -> None:
    loader = home.loader
    loader.load(make_live_chunk("x", [(make_post(1), days[0])]))
    for chunk in extract_files([home.write("a.ndjson", make_post(2))], extraction_id="x"):
        loader.load(chunk)
    assert home.ask("select step, mode, new_count from raw.extractions order by step") == [
        (1, "refresh", 1),
        (2, "file", 1),
    ]


def test_a_rerun_adds_nothing_but_ledger_rows(home: Home, make_post: Make) -> None:
    source = home.write("a.ndjson", make_post(1), make_post(2), b"oops")
    first, second = home.run(source), home.run(source)
    assert [result.new_rows for result in first] == [{"posts": 2}]
    assert [result.new_rows for result in second] == [{}]
    assert [result.rejected_count for result in second] == [1]
    assert home.ask("select count(*) from raw.posts") == [(2,)]
    assert home.ask("select count(*) from raw.rejected_documents") == [(1,)]
    assert home.ask("select site, new_count, rejected_count from raw.extractions order by extraction_id, site") == [
        ("courier.example", 2, 0),
        ("unknown", 0, 1),
        ("courier.example", 0, 0),
        ("unknown", 0, 1),
    ]


def test_a_document_twice_in_a_file_is_one_row(home: Home, make_post: Make) -> None:
    home.run(home.write("a.ndjson", make_post(1), make_post(1), make_post(1, "B", "2026-01-04T00:00:00")))
    assert home.log_of(1) == ["A", "B"]


def test_an_old_dump_loaded_late_falls_into_its_place(home: Home, make_post: Make) -> None:
    home.run(home.write("new.json", make_post(1, "C", "2026-03-01T00:00:00")))
    home.run(home.write("old.json", make_post(1, "A", "2026-01-01T00:00:00")))
    home.run(home.write("middle.json", make_post(1, "B", "2026-02-01T00:00:00")))
    assert home.log_of(1) == ["A", "B", "C"]
    assert [result.new_rows for result in home.run(home.path / "old.json")] == [{}]


def test_a_live_site_that_goes_back_to_an_earlier_form_is_three_rows(
    home: Home, make_post: Make, make_live_chunk: MakeChunk, days: list[datetime]
) -> None:
    for number, text in enumerate("ABABB"):
        home.loader.load(make_live_chunk(f"x{number}", [(make_post(1, text), days[number])]))
    assert home.log_of(1) == ["A", "B", "A", "B"]


def test_a_removal_and_a_return_are_rows_of_the_log(
    home: Home, make_post: Make, make_live_chunk: MakeChunk, days: list[datetime]
) -> None:
    for number, text in enumerate([make_post(1), None, None, make_post(1), make_post(1, status="trash")]):
        home.loader.load(make_live_chunk(f"x{number}", [(text, days[number])]))
    assert home.log_of(1) == ["A", "purged", "A", "unpublished"]


def test_the_last_of_several_sights_in_one_step_counts(
    home: Home, make_post: Make, make_live_chunk: MakeChunk, days: list[datetime]
) -> None:
    home.loader.load(make_live_chunk("x1", [(make_post(1, text), day) for text, day in zip("ABC", days, strict=False)]))
    assert home.log_of(1) == ["C"]
    home.loader.load(
        make_live_chunk("x2", [(make_post(1, text), day) for text, day in zip("DC", days[5:], strict=False)])
    )
    assert home.log_of(1) == ["C"]


def test_a_file_adds_old_versions_beside_those_of_a_live_site(
    home: Home, make_post: Make, make_live_chunk: MakeChunk, days: list[datetime]
) -> None:
    home.loader.load(make_live_chunk("x1", [(make_post(1, "B"), days[0])]))
    home.run(home.write("a.ndjson", make_post(1, "A", "2026-01-01T00:00:00"), make_post(1, "B")))
    assert home.log_of(1) == ["A", "B"]
    home.loader.load(make_live_chunk("x2", [(make_post(1, "B"), days[1])]))
    assert home.log_of(1) == ["A", "B"]
    home.loader.load(make_live_chunk("x3", [(make_post(1, "A", "2026-01-01T00:00:00"), days[2])]))
    assert home.log_of(1) == ["A", "B", "A"]


def test_a_draft_in_a_file_is_a_row_without_its_document(home: Home, make_post: Make) -> None:
    source = home.write(
        "a.ndjson",
        make_post(1, "A", "2026-01-01T00:00:00"),
        make_post(1, "secret", "2026-02-01T00:00:00", status="draft"),
        make_post(2, "secret", status="private"),
    )
    home.run(source)
    home.run(source)
    assert home.log_of(1) == ["A", "unpublished"]
    assert home.log_of(2) == ["unpublished"]
    assert home.ask("select count(*) from raw.posts where contains(document, 'secret')") == [(0,)]


def test_a_post_drafted_twice_in_files_is_unpublished_at_each_time(home: Home, make_post: Make) -> None:
    home.run(home.write("a.json", make_post(1, "x", "2026-01-01T00:00:00", status="draft")))
    home.run(home.write("b.json", make_post(1, "A", "2026-02-01T00:00:00")))
    home.run(home.write("c.json", make_post(1, "x", "2026-03-01T00:00:00", status="draft")))
    assert home.log_of(1) == ["unpublished", "A", "unpublished"]


def test_broken_texts_among_good_ones_are_rejected_with_file_line_and_reason(home: Home, make_post: Make) -> None:
    bad = {
        2: (b'{"x": 1}', "not_wordpress"),
        4: (make_post(2**70), "bad_id"),
        5: (make_post(3).replace(b'"id": 3', b'"id": null'), "bad_id"),
        7: (b'{"id": 7, "type": "post"', "broken_json"),
        8: (make_post(8, "\ud800"), "lone_surrogate"),
        9: (make_post(9)[:-1] + b', "id": 9}', "duplicate_key"),
    }
    texts = [bad[line][0] if line in bad else make_post(line) for line in range(1, 11)]
    source = home.write("a.ndjson", *texts)
    (result,) = home.run(source)
    assert result.rejected_count == 6
    assert home.ask("select id from raw.posts order by id") == [(1,), (3,), (6,), (10,)]
    assert home.ask("select origin, line, reason_code from raw.rejected_documents order by line") == [
        (str(source), line, reason_code) for line, (_, reason_code) in bad.items()
    ]
    assert home.ask("select sum(rejected_count), sum(seen_count), sum(new_count) from raw.extractions") == [(6, 4, 4)]


def test_a_file_without_any_document_changes_nothing(home: Home) -> None:
    with pytest.raises(NothingReadableError):
        home.run(home.write("a.ndjson", b"oops", b"{}"))
    assert not home.warehouse.exists()


def test_documents_of_every_kind_land_in_their_tables(home: Home, make_post: Make) -> None:
    kinds = [
        make_post(1, type="page"),
        make_post(2, type="attachment", status="inherit"),
        make_post(3, type="comment", post=1, author_name="B", status="approved"),
        b'{"id":4,"taxonomy":"category","name":"Tide","link":"https://courier.example/c/"}',
        b'{"id":5,"name":"Anna","slug":"anna","avatar_urls":{},"link":"https://courier.example/author/anna/"}',
        b'{"name":"Courier","home":"https://courier.example","namespaces":[],"routes":{}}',
    ]
    (result,) = home.run(home.write("a.ndjson", *kinds))
    assert result.new_rows == {"posts": 1, "media": 1, "comments": 1, "terms": 1, "users": 1, "sites": 1}
    assert home.ask("select site, rest_base, id from raw.sites") == [("courier.example", "root", 0)]


def test_changed_settings_are_a_new_row_and_unchanged_ones_are_not(home: Home) -> None:
    for number, zone in enumerate(["Europe/London", "Europe/London", None]):
        site = Site(name="the-courier", url="https://courier.example", timezone=zone)
        home.loader.load(settings_chunk([site], extraction_id=f"x{number}"))
    rows = home.ask("select document::json ->> 'timezone' from raw.sites where rest_base = 'settings' order by seen_at")
    assert rows == [("Europe/London",), (None,)]


def test_the_snapshot_holds_the_latest_rows_and_cursors(
    home: Home, make_post: Make, make_live_chunk: MakeChunk, days: list[datetime]
) -> None:
    assert read_snapshot(home.warehouse, "courier.example").known("post", "posts").num_rows == 0
    home.loader.load(make_live_chunk("x1", [(make_post(1), days[0]), (make_post(2), days[0])], cursor_at=PAST))
    home.loader.load(make_live_chunk("x2", [(None, days[1])], cursor_at=PAST))
    ledger = read_snapshot(home.warehouse, "courier.example")
    rows = ledger.known("post", "posts").select(["id", "state", "extraction_id"]).to_pylist()
    assert rows == [
        {"id": 1, "state": "purged", "extraction_id": "x2"},
        {"id": 2, "state": "present", "extraction_id": "x1"},
    ]
    assert ledger.cursors == {"posts": PAST}
    assert ledger.statuses == {"posts": "complete"}
    assert ledger.last_extraction_ids == {"posts": "x2"}
    assert read_snapshot(home.warehouse, "other.example").latest == {}


def test_the_warehouse_holds_each_document_once(home: Home, make_post: Make) -> None:
    home.run(home.write("a.json", make_post(1)))
    assert home.ask("select count(*) from raw_staging.posts") == [(0,)]


def test_dlt_keeps_nothing_of_what_was_loaded(home: Home, make_post: Make) -> None:
    home.run(home.write("a.json", make_post(1)))
    assert not list((home.path / "dlt").rglob("*.parquet"))
    assert not Path(str(home.warehouse) + ".wal").exists()


def test_rows_missing_from_raw_are_detected_and_the_list_is_no_longer_complete(
    home: Home, make_post: Make, make_live_chunk: MakeChunk, days: list[datetime]
) -> None:
    chunk = make_live_chunk("x1", [(make_post(1), days[0]), (make_post(2), days[0])], cursor_at=PAST)
    home.loader.load(chunk)
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("delete from raw.posts where id = 2")  # as a lost write-ahead log does
    recovery = home.loader.recover()
    assert [(lost.held_count, lost.counted_count) for lost in recovery.corrected_lists] == [(1, 2)]
    ledger = read_snapshot(home.warehouse, "courier.example")
    assert (ledger.cursors, ledger.statuses) == ({}, {"posts": "failed"})
    assert home.ask("select sum(new_count), max(failure_code) from raw.extractions") == [(1, "RowsMissing")]
    assert home.loader.recover() == Recovery()
    home.loader.load(make_live_chunk("x2", [(make_post(1), days[1]), (make_post(2), days[1])], cursor_at=PAST))
    assert home.log_of(2) == ["A"]
    assert read_snapshot(home.warehouse, "courier.example").cursors == {"posts": PAST}


def test_a_chunk_whose_documents_have_no_ledger_row_is_rejected(
    home: Home, make_post: Make, make_live_chunk: MakeChunk, days: list[datetime]
) -> None:
    chunk = make_live_chunk("x1", [(make_post(1), days[0])])
    with pytest.raises(ValueError, match=r"no ledger row for posts of courier\.example"):
        home.loader.load(Chunk(chunk.documents, chunk.extractions.slice(0, 0), chunk.rejections))


def test_a_warehouse_that_is_not_a_database_is_reported(home: Home, make_post: Make) -> None:
    source = home.write("a.json", make_post(1))
    home.warehouse.write_bytes(b"not a database, but long enough to be taken for one" * 1000)
    with pytest.raises(WarehouseUnavailableError, match=r"warehouse\.duckdb cannot be opened"):
        home.run(source)


def test_a_lost_dlt_folder_changes_nothing(home: Home, make_post: Make) -> None:
    import shutil

    source = home.write("a.ndjson", make_post(1), make_post(2))
    home.run(source)
    shutil.rmtree(home.path / "dlt")
    home.write("a.ndjson", make_post(1), make_post(2), make_post(3))
    assert [result.new_rows for result in home.run(source)] == [{"posts": 1}]
    assert home.ask("select count(*) from raw.posts") == [(3,)]


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_real_post_is_one_row(home: Home) -> None:
    (result,) = home.run(SHARED / "data/seed/post-3769.json")
    assert (result.new_rows, result.rejected_count) == ({"posts": 1}, 0)
    assert home.ask("select id, rest_base, modified_at::varchar from raw.posts") == [
        (3769, "posts", "2026-02-03 13:03:49+00")
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_real_dump_loads_as_2032_rows_without_rejections_and_its_changed_copy_adds_the_changes(home: Home) -> None:
    dump = SHARED / "data/wordpress/posts-2032.ndjson.gz"
    results = home.run(dump)
    assert sum(result.new_rows.get("posts", 0) for result in results) == 2032
    assert sum(result.rejected_count for result in results) == 0
    lines = gzip.decompress(dump.read_bytes()).splitlines()
    lines[6] = lines[6][:-1]
    lines[9] = lines[9].replace(b'"slug":"', b'"slug":"changed-', 1).replace(b'"slug": "', b'"slug": "changed-', 1)
    results = home.run(home.write("changed.ndjson", *lines))
    assert sum(result.new_rows.get("posts", 0) for result in results) == 1
    assert home.ask("select line, reason_code from raw.rejected_documents") == [(7, "broken_json")]


def test_a_failed_load_reports_its_cause_and_the_next_one_completes(
    home: Home, make_post: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dlt.destinations.impl.duckdb.duck import DuckDbCopyJob

    home.run(home.write("a.json", make_post(1)))
    with monkeypatch.context() as patch:

        def full(_: object) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr(DuckDbCopyJob, "run", full)
        with pytest.raises(LoadError, match="No space left"):
            home.run(home.write("b.json", make_post(2)))
    assert home.log_of(1) == ["A"]
    home.run(home.path / "b.json")
    assert (home.log_of(1), home.log_of(2)) == (["A"], ["A"])
