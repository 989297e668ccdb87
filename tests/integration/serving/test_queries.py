"""SQL over the published copy reads it and nothing else."""

import io
from pathlib import Path

import pytest

from serving.publication import publish
from serving.queries import NothingPublishedError, QueryError, run_query
from serving.rendering import read_rows, write_csv, write_json
from tests.integration.serving.conftest import TABLES


@pytest.fixture
def database(warehouse: Path, tmp_path: Path) -> Path:
    return publish(warehouse, tmp_path / "published", TABLES).database


def test_tables_are_found_without_their_schema(database: Path) -> None:
    with run_query(database, "select count(*) as articles from articles") as relation:
        assert relation.columns == ["articles"]
        assert list(read_rows(relation)) == [(3,)]


def test_queries_that_name_the_schema_marts_find_the_tables_too(database: Path) -> None:
    with run_query(database, "select count(*) from marts.articles") as relation:
        assert list(read_rows(relation)) == [(3,)]


def test_times_are_utc_whatever_the_machines_zone(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Indian/Mauritius")
    # 13:03 UTC is 17:03 there: a time with a zone is told in UTC, and a plain one is not moved.
    with run_query(database, "select hour(published_at), hour(published_at::timestamptz) from articles") as relation:
        assert next(read_rows(relation)) == (13, 13)


def test_json_and_csv_show_a_published_time_in_utc_without_an_offset(database: Path) -> None:
    for write, written in (
        (write_json, '[\n{"published_at": "2026-02-03T13:03:49"}\n]\n'),
        (write_csv, "published_at\n2026-02-03 13:03:49\n"),
    ):
        out = io.StringIO()
        with run_query(database, "select published_at from articles limit 1") as relation:
            write(relation.columns, read_rows(relation), out)
        assert out.getvalue() == written


@pytest.mark.parametrize(
    "sql",
    [
        "copy articles to '{folder}/stolen.csv'",
        "copy (select 1) to '{folder}/stolen.parquet' (format parquet)",
        "export database '{folder}/stolen'",
        "attach '{folder}/other.duckdb'",
        "select * from read_text('{folder}/secret.txt')",
        "select * from read_blob('{folder}/secret.txt')",
        "select * from read_csv('{folder}/secret.txt')",
        "select * from '{folder}/secret.csv'",
        "select * from glob('{folder}/*')",
        "select * from sniff_csv('{folder}/secret.txt')",
        "select getenv('HOME')",
        "install httpfs",
        "load httpfs",
        "select * from read_csv('http://127.0.0.1:9/x.csv')",
        "set enable_external_access = true",
        "reset enable_external_access",
        "set allowed_directories = ['{folder}']",
        "set TimeZone = 'Asia/Tokyo'",
        "pragma enable_profiling = 'json'",
        "insert into articles select 'x', now()",
        "drop table articles",
        "create table theirs as select 1",
        "select * from secret_rows",
    ],
)
def test_sql_reaches_no_file_no_network_and_changes_nothing(database: Path, tmp_path: Path, sql: str) -> None:
    secret_rows = [{"secret": 1}]  # a Python variable: DuckDB would offer it as a table
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "secret.txt").write_text("secret")
    (folder / "secret.csv").write_text("secret\n1\n")
    before = database.read_bytes()
    with pytest.raises(QueryError), run_query(database, sql.format(folder=folder)) as relation:
        list(read_rows(relation))
    assert sorted(path.name for path in folder.iterdir()) == ["secret.csv", "secret.txt"]
    assert database.read_bytes() == before
    assert secret_rows


def test_two_statements_are_refused(database: Path) -> None:
    with pytest.raises(QueryError, match="One statement at a time"), run_query(database, "select 1; select 2"):
        pass


def test_an_unknown_column_is_named(database: Path) -> None:
    with pytest.raises(QueryError, match="headline"), run_query(database, "select headline from articles"):
        pass


def test_failure_while_reading_rows_is_a_query_error(database: Path) -> None:
    with (
        pytest.raises(QueryError, match="Conversion"),
        run_query(database, "select article_id::int from articles") as relation,
    ):
        list(read_rows(relation))


def test_nothing_published_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingPublishedError, match="pressgraph run"), run_query(tmp_path / "none.duckdb", "select 1"):
        pass
