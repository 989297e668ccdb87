"""Every present document is enriched once per version, whatever interrupts it."""

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from enrichment.articles import enrich_document
from enrichment.schemas import TABLES
from enrichment.version import ENRICHMENT_VERSION
from ingestion.envelope import DOCUMENT_SCHEMA
from orchestration import enriching, enrichment_pool
from orchestration.enriching import enrich_warehouse
from orchestration.progress import SilentProgress
from quotations import RuleFileError

RAW_TABLES = ("posts", "terms", "users", "media", "comments")


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
        for table in RAW_TABLES:
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


def test_every_present_document_has_a_row_of_text(warehouse: Path) -> None:
    counts = enrich_warehouse(warehouse, progress=SilentProgress())
    assert counts.documents == 5
    assert _query(warehouse, "select id, text, enrichment_version from enriched.texts order by id") == [
        (number, "Hello there.", ENRICHMENT_VERSION) for number in range(1, 6)
    ]


def test_enriched_tables_have_the_columns_of_their_schemas(warehouse: Path) -> None:
    enrich_warehouse(warehouse, progress=SilentProgress())
    for table, schema in TABLES.items():
        found = [name for name, *_ in _query(warehouse, f"describe enriched.{table}")]
        assert found == schema.names()


def test_document_beyond_a_limit_is_enriched_and_named(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    deep = "<div>" * 2_000 + "deep"
    _make(path, _rows([(1, "present", _post(1), "a"), (2, "present", _post(2, deep), "b")]))
    counts = enrich_warehouse(path, progress=SilentProgress())
    assert counts.partial == ["a.example/posts/2"]
    assert _query(path, "select id, text, is_read_in_part from enriched.texts order by id") == [
        (1, "Hello there.", False),
        (2, "deep", True),
    ]


def test_second_run_enriches_nothing(warehouse: Path) -> None:
    enrich_warehouse(warehouse, progress=SilentProgress())
    assert enrich_warehouse(warehouse, progress=SilentProgress()).documents == 0


def test_every_version_of_a_document_is_enriched_and_equal_ones_once(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    a, b = _post(1, "Form A."), _post(1, "Form B.")
    _make(path, _rows([(1, "present", a, "A"), (1, "present", b, "B"), (1, "present", a, "A")]))
    assert enrich_warehouse(path, progress=SilentProgress()).documents == 2
    assert _query(path, "select document_hash, text from enriched.texts order by all") == [
        ("A", "Form A."),
        ("B", "Form B."),
    ]


def test_removed_documents_have_nothing_to_enrich(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    _make(path, _rows([(1, "purged", None, "purged"), (2, "unpublished", None, "unpublished")]))
    assert enrich_warehouse(path, progress=SilentProgress()).documents == 0
    assert _query(path, "select count(*) from enriched.texts") == [(0,)]


def test_rows_of_an_older_version_are_replaced(warehouse: Path) -> None:
    enrich_warehouse(warehouse, progress=SilentProgress())
    with duckdb.connect(str(warehouse)) as connection:
        for table in TABLES:
            connection.execute(f"update enriched.{table} set enrichment_version = 'older'")
        connection.execute("update enriched.texts set text = 'as an older version read it'")
    assert enrich_warehouse(warehouse, progress=SilentProgress()).documents == 5
    for table in TABLES:
        versions = _query(warehouse, f"from enriched.{table} select distinct enrichment_version")
        assert versions in ([], [(ENRICHMENT_VERSION,)]), table
    assert _query(warehouse, "select distinct text from enriched.texts") == [("Hello there.",)]


def test_tables_of_another_shape_are_replaced(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create schema enriched")
        connection.execute(f"create table enriched.texts as select 'x' as site, '{ENRICHMENT_VERSION}' as version")
    assert enrich_warehouse(warehouse, progress=SilentProgress()).documents == 5


def test_from_nothing_gives_equal_rows(warehouse: Path) -> None:
    enrich_warehouse(warehouse, progress=SilentProgress())
    before = {table: _query(warehouse, f"from enriched.{table} order by all") for table in TABLES}
    assert enrich_warehouse(warehouse, from_nothing=True, progress=SilentProgress()).documents == 5
    assert {table: _query(warehouse, f"from enriched.{table} order by all") for table in TABLES} == before


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([], []),
        ([("posts", 40), ("posts", 50), ("posts", 30), ("posts", 10)], [[0, 1, 2], [3]]),  # 120 bytes, then the rest
        (
            [("posts", 950), ("posts", 49), ("posts", 1), ("posts", 1)],
            [[0], [1, 2], [3]],
        ),  # begin at 0, 950, 999, 1000
        ([("posts", 1)] * 9, [[0, 1, 2, 3], [4, 5, 6, 7], [8]]),
        ([("posts", 1), ("posts", 1), ("terms", 1), ("users", 1)], [[0, 1], [2], [3]]),
    ],
)
def test_batch_is_bounded_in_bytes_and_rows_and_is_of_one_table(
    documents: list[tuple[str, int]], expected: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enriching, "_BATCH_BYTES", 100)
    monkeypatch.setattr(enriching, "_BATCH_ROWS", 4)
    pending = pl.DataFrame(
        [(table, number, size) for number, (table, size) in enumerate(documents)],
        schema={"raw_table": pl.String, "row_id": pl.Int64, "byte_count": pl.Int64},
        orient="row",
    )
    assert [batch["row_id"].to_list() for batch in enriching._split_batches(pending)] == expected


class _Killed(BaseException):
    """Stands for a kill."""


def test_interrupted_run_keeps_whole_batches_and_the_next_one_continues(
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
            enrich_warehouse(warehouse, progress=SilentProgress())
    assert _query(warehouse, "select count(*) from enriched.texts") == [(2,)]
    assert enrich_warehouse(warehouse, progress=SilentProgress()).documents == 3
    assert _query(warehouse, "select count(*), count(distinct id) from enriched.texts") == [(5, 5)]


def test_worker_processes_write_the_rows_of_one_process(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    enrich_warehouse(warehouse, progress=SilentProgress())
    alone = {table: _query(warehouse, f"from enriched.{table} order by all") for table in TABLES}
    monkeypatch.setattr(enriching, "_BATCH_ROWS", 1)
    monkeypatch.setattr(enriching, "_POOL_FROM_BYTES", 0)
    left = warehouse.parent / ".enriching-left-by-a-kill"
    left.mkdir()
    (left / "0.arrow").touch()
    enrich_warehouse(warehouse, from_nothing=True, progress=SilentProgress())
    assert {table: _query(warehouse, f"from enriched.{table} order by all") for table in TABLES} == alone
    assert list(warehouse.parent.glob(".enriching-*")) == []


def test_worker_keeps_to_one_thread() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=enrichment_pool._begin_worker) as pool:
        assert pool.submit(pl.thread_pool_size).result() == 1


def test_adapter_without_work_does_not_load_what_reads_texts() -> None:
    loaded = "import sys, orchestration.enriching; print({'selectolax', 'icu4py', 'py3langid'} & sys.modules.keys())"
    assert (
        subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout == "set()\n"
    )


def test_document_that_fails_is_left_out_named_and_tried_again(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_on_third(kind: str, document: dict[str, object]) -> object:
        if document["id"] == 3:
            raise ZeroDivisionError("no words")
        return enrich_document(kind, document)

    with monkeypatch.context() as broken:
        broken.setattr("enrichment.batches.enrich_document", fail_on_third)
        counts = enrich_warehouse(warehouse, progress=SilentProgress())
    assert counts.documents == 4
    ((sentence, traceback),) = counts.failures
    assert "a.example/posts/3" in sentence
    assert "ZeroDivisionError: no words" in traceback
    assert _query(warehouse, "select id from enriched.texts order by id") == [(1,), (2,), (4,), (5,)]
    counts = enrich_warehouse(warehouse, progress=SilentProgress())
    assert (counts.documents, counts.failures) == (1, [])
    assert _query(warehouse, "select id from enriched.texts order by id") == [(1,), (2,), (3,), (4,), (5,)]


def test_rules_that_cannot_be_read_stop_enrichment_by_name(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuleFileError("rules/en.toml: no key verbs")

    monkeypatch.setattr("enrichment.batches.enrich_document", fail)
    with pytest.raises(RuleFileError, match=r"rules/en\.toml"):
        enrich_warehouse(warehouse, progress=SilentProgress())
