"""Every present document is enriched once per version, whatever interrupts it."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from enrichment import ENRICHMENT_VERSION, SCHEMAS
from ingestion.envelope import DOCUMENT_SCHEMA
from orchestration import enriching
from orchestration.enriching import enrich_warehouse
from orchestration.progress import Silent

TABLES = ("posts", "terms", "users", "media", "comments")


def _post(number: int, text: str = "Hello there.") -> str:
    return (
        f'{{"id": {number}, "date": "2026-02-03T10:00:00", "link": "https://a.example/{number}", "slug": "s",'
        f' "status": "publish", "type": "post", "title": {{"rendered": "Title {number}"}},'
        f' "content": {{"rendered": "<p>{text}</p>"}}, "excerpt": {{"rendered": ""}}}}'
    )


def _rows(documents: list[tuple[int, str, str | None, str]]) -> pa.Table:
    """Rows of (id, state, document, hash), seen one second after another."""
    return pa.Table.from_pylist(
        [
            {
                "site": "a.example",
                "kind": "post",
                "rest_base": "posts",
                "id": number,
                "state": state,
                "modified_at": None,
                "document": document,
                "document_hash": document_hash,
                "seen_at": 1_770_000_000_000_000 + position * 1_000_000,
                "extraction_id": "e1",
                "origin": "test",
            }
            for position, (number, state, document, document_hash) in enumerate(documents)
        ],
        schema=DOCUMENT_SCHEMA,
    )


def _make(warehouse: Path, posts: pa.Table) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema raw")
        for table in TABLES:
            connection.register("rows", posts if table == "posts" else DOCUMENT_SCHEMA.empty_table())
            connection.execute(f"create table raw.{table} as from rows")
            connection.unregister("rows")


def _query(warehouse: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(warehouse)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    _make(path, _rows([(number, "present", _post(number), f"h{number}") for number in range(1, 6)]))
    return path


def test_every_present_document_gets_a_row_of_text(warehouse: Path) -> None:
    counts = enrich_warehouse(warehouse, progress=Silent())
    assert counts.documents == 5
    assert _query(warehouse, "select id, text, enrichment_version from enriched.texts order by id") == [
        (number, "Hello there.", ENRICHMENT_VERSION) for number in range(1, 6)
    ]


def test_the_tables_have_exactly_the_columns_that_were_agreed(warehouse: Path) -> None:
    enrich_warehouse(warehouse, progress=Silent())
    for table, schema in SCHEMAS.items():
        found = [name for name, *_ in _query(warehouse, f"describe enriched.{table}")]
        assert found == schema.names


def test_a_second_time_nothing_is_left_to_do(warehouse: Path) -> None:
    enrich_warehouse(warehouse, progress=Silent())
    assert enrich_warehouse(warehouse, progress=Silent()).documents == 0


def test_every_version_of_a_document_is_enriched_and_equal_ones_once(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    a, b = _post(1, "Form A."), _post(1, "Form B.")
    _make(path, _rows([(1, "present", a, "A"), (1, "present", b, "B"), (1, "present", a, "A")]))
    assert enrich_warehouse(path, progress=Silent()).documents == 2
    assert _query(path, "select document_hash, text from enriched.texts order by all") == [
        ("A", "Form A."),
        ("B", "Form B."),
    ]


def test_removed_documents_have_nothing_to_enrich(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    _make(path, _rows([(1, "purged", None, "purged"), (2, "unpublished", None, "unpublished")]))
    assert enrich_warehouse(path, progress=Silent()).documents == 0
    assert _query(path, "select count(*) from enriched.texts") == [(0,)]


def test_rows_of_an_older_version_are_replaced(warehouse: Path) -> None:
    enrich_warehouse(warehouse, progress=Silent())
    with duckdb.connect(str(warehouse)) as connection:
        for table in SCHEMAS:
            connection.execute(f"update enriched.{table} set enrichment_version = 'older'")
        connection.execute("update enriched.texts set text = 'as an older version read it'")
    assert enrich_warehouse(warehouse, progress=Silent()).documents == 5
    for table in SCHEMAS:
        versions = _query(warehouse, f"from enriched.{table} select distinct enrichment_version")
        assert versions in ([], [(ENRICHMENT_VERSION,)]), table
    assert _query(warehouse, "select distinct text from enriched.texts") == [("Hello there.",)]


def test_tables_of_another_shape_are_made_anew(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema enriched")
        connection.execute(f"create table enriched.texts as select 'x' as site, '{ENRICHMENT_VERSION}' as version")
    assert enrich_warehouse(warehouse, progress=Silent()).documents == 5


def test_from_nothing_enriches_all_again_to_the_same(warehouse: Path) -> None:
    enrich_warehouse(warehouse, progress=Silent())
    before = {table: _query(warehouse, f"from enriched.{table} order by all") for table in SCHEMAS}
    assert enrich_warehouse(warehouse, from_nothing=True, progress=Silent()).documents == 5
    assert {table: _query(warehouse, f"from enriched.{table} order by all") for table in SCHEMAS} == before


class _Killed(BaseException):
    """Stands for a kill."""


def test_an_interrupted_run_keeps_whole_batches_and_the_next_goes_on(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enriching, "_BATCH_ROWS", 2)
    write = enriching._write
    written = 0

    def write_once(*arguments: object, **options: object) -> None:
        nonlocal written
        if written:
            raise _Killed
        written += 1
        write(*arguments, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(enriching, "_write", write_once)
        with pytest.raises(_Killed):
            enrich_warehouse(warehouse, progress=Silent())
    assert _query(warehouse, "select count(*) from enriched.texts") == [(2,)]
    assert enrich_warehouse(warehouse, progress=Silent()).documents == 3
    assert _query(warehouse, "select count(*), count(distinct id) from enriched.texts") == [(5, 5)]


def test_worker_processes_write_what_one_process_writes(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enrich_warehouse(warehouse, progress=Silent())
    alone = {table: _query(warehouse, f"from enriched.{table} order by all") for table in SCHEMAS}
    monkeypatch.setattr(enriching, "_BATCH_ROWS", 1)
    monkeypatch.setattr(enriching, "_POOL_FROM_BYTES", 0)
    left = warehouse.parent / ".enriching-left-by-a-kill"
    left.mkdir()
    (left / "0.arrow").touch()
    enrich_warehouse(warehouse, from_nothing=True, progress=Silent())
    assert {table: _query(warehouse, f"from enriched.{table} order by all") for table in SCHEMAS} == alone
    assert list(warehouse.parent.glob(".enriching-*")) == []
