"""The published copy is whole at every moment."""

import os
import shutil
import threading
from datetime import datetime
from pathlib import Path

import duckdb
import polars
import pyarrow.parquet
import pytest

import serving.publication as publication_module
from serving.publication import NothingToPublishError, PublishedColumn, PublishedTable, publish
from tests.integration.serving.conftest import TABLES


def _rows(database: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _add_article(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("insert into marts.articles select 'a/posts/' || count(*), now() from marts.articles")


def test_every_declared_mart_is_a_table_in_main_and_nothing_else_is(warehouse: Path, tmp_path: Path) -> None:
    published = publish(warehouse, tmp_path / "published", TABLES)
    assert dict(published.row_counts) == {"articles": 3, "titles": 1}
    assert _rows(published.database, "show tables") == [("articles",), ("titles",)]
    tables = _rows(published.database, "select schema_name, table_name from duckdb_tables() order by all")
    assert tables == [("main", "articles"), ("main", "titles")]


def test_a_view_in_marts_shows_each_table_to_whoever_opens_or_attaches_the_copy(
    warehouse: Path, tmp_path: Path
) -> None:
    database = publish(warehouse, tmp_path / "published", TABLES).database
    assert _rows(database, "select count(*) from marts.articles") == [(3,)]
    with duckdb.connect() as connection:
        connection.execute(f"attach '{database}' as theirs (read_only)")
        assert connection.execute("select count(*) from theirs.marts.articles").fetchall() == [(3,)]


def test_times_are_plain_and_in_utc_whatever_the_readers_zone(warehouse: Path, tmp_path: Path) -> None:
    published = publish(warehouse, tmp_path / "published", TABLES)
    with duckdb.connect(str(published.database), read_only=True) as connection:
        connection.execute("set TimeZone = 'Pacific/Auckland'")  # where it was already the 4th
        found = connection.execute("select typeof(published_at), published_at from articles limit 1").fetchall()
    assert found == [("TIMESTAMP", datetime.fromisoformat("2026-02-03 13:03:49"))]
    parquet = pyarrow.parquet.ParquetFile(published.parquet / "articles.parquet").schema
    assert "isAdjustedToUTC=false" in str(parquet.column(1).logical_type)


def test_times_within_lists_and_structs_are_plain_too(warehouse: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "create table marts.readings as select [timestamptz '2026-02-03 23:30:00+00'] as times, "
            "{'at': timestamptz '2026-02-03 23:30:00+00'} as reading"
        )
    database = publish(warehouse, tmp_path / "published", {"readings": PublishedTable()}).database
    late = datetime.fromisoformat("2026-02-03 23:30:00")
    assert _rows(database, "from readings") == [([late], {"at": late})]


def test_keys_and_what_is_required_are_declared(warehouse: Path, tmp_path: Path) -> None:
    database = publish(warehouse, tmp_path / "published", TABLES).database
    constraints = _rows(
        database,
        "select table_name, constraint_type, constraint_column_names from duckdb_constraints() order by all",
    )
    assert constraints == [("articles", "NOT NULL", ["article_id"]), ("articles", "PRIMARY KEY", ["article_id"])]


def test_rows_that_break_the_key_stop_the_swap(warehouse: Path, tmp_path: Path) -> None:
    first = publish(warehouse, tmp_path / "published", TABLES)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("insert into marts.articles from marts.articles limit 1")
    with pytest.raises(duckdb.ConstraintException, match="a/posts/0"):
        publish(warehouse, tmp_path / "published", TABLES)
    assert _rows(first.database, "select count(*) from articles") == [(3,)]


def test_the_copy_is_written_in_the_form_of_duckdb_1_2(warehouse: Path, tmp_path: Path) -> None:
    database = publish(warehouse, tmp_path / "published", TABLES).database
    # Bytes 8 to 12 of a DuckDB file are the magic, then the storage version: 64 is what 0.9 to 1.1 wrote, 65 is 1.2's.
    header = database.read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") <= 65


def test_descriptions_and_references_are_published_as_comments(warehouse: Path, tmp_path: Path) -> None:
    database = publish(warehouse, tmp_path / "published", TABLES).database
    assert _rows(database, "select table_name, comment from duckdb_tables() order by all") == [
        ("articles", "One row per published article."),
        ("titles", None),
    ]
    columns = (
        "select column_name, comment from duckdb_columns() where schema_name = 'main' and not internal order by all"
    )
    assert _rows(database, columns) == [
        ("article_id", "site/rest_base/id: the article's key."),
        ("published_at", "When."),
        ("title", "What. References articles(article_id)."),
    ]


def test_only_declared_marts_are_published(warehouse: Path, tmp_path: Path) -> None:
    published = publish(warehouse, tmp_path / "published", {"articles": PublishedTable("Said 'so'.")})
    assert dict(published.row_counts) == {"articles": 3}
    assert _rows(published.database, "select comment from duckdb_tables()") == [("Said 'so'.",)]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"quotations": PublishedTable()}, "no mart quotations"),
        ({"articles": PublishedTable(columns={"headline": PublishedColumn()})}, r"no mart articles\.headline"),
        ({"articles": PublishedTable(primary_key=["post_id"])}, r"no mart articles\.post_id"),
        ({}, "no mart at all"),
    ],
)
def test_a_declared_table_or_column_that_does_not_exist_stops_the_swap(
    warehouse: Path, tmp_path: Path, tables: dict[str, PublishedTable], said: str
) -> None:
    first = publish(warehouse, tmp_path / "published", TABLES)
    _add_article(warehouse)
    with pytest.raises(NothingToPublishError, match=said):
        publish(warehouse, tmp_path / "published", tables)
    assert _rows(first.database, "select count(*) from articles") == [(3,)]


def test_parquet_files_of_one_build_stand_behind_current(warehouse: Path, tmp_path: Path) -> None:
    publish(warehouse, tmp_path / "published", TABLES)
    current = tmp_path / "published" / "parquet" / "current"
    assert current.is_symlink()
    assert sorted(path.name for path in current.iterdir()) == ["articles.parquet", "titles.parquet"]
    assert duckdb.read_parquet(str(current / "articles.parquet")).shape == (3, 2)


def test_only_the_current_build_and_the_one_before_it_are_kept(warehouse: Path, tmp_path: Path) -> None:
    builds = [publish(warehouse, tmp_path / "published", TABLES).parquet for _ in range(4)]
    kept = sorted((tmp_path / "published" / "parquet").glob("build-*"))
    assert kept == builds[2:]


def test_left_over_write_ahead_log_is_removed(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "published"
    publish(warehouse, published, TABLES)
    (published / "pressgraph.duckdb.wal").write_bytes(b"left by someone else")
    publish(warehouse, published, TABLES)
    assert sorted(path.name for path in published.iterdir()) == ["parquet", "pressgraph.duckdb"]


def test_a_reader_with_the_old_copy_open_keeps_reading_it(warehouse: Path, tmp_path: Path) -> None:
    database = publish(warehouse, tmp_path / "published", TABLES).database
    with duckdb.connect(str(database), read_only=True) as reader:
        _add_article(warehouse)
        publish(warehouse, tmp_path / "published", TABLES)
        # One process shares one instance per path, so the new build is looked at from the Parquet side.
        assert reader.execute("select count(*) from marts.articles").fetchone() == (3,)
        parquet = tmp_path / "published" / "parquet" / "current" / "articles.parquet"
        assert duckdb.read_parquet(str(parquet)).shape == (4, 2)


class _Killed(BaseException):
    """Stands for a kill: nothing catches it, nothing cleans up after it."""


@pytest.mark.parametrize("moment", ["_flush", "_point_current_at", "_comment", "_prune_builds"])
def test_a_publication_killed_anywhere_is_made_good_by_the_next(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    published = tmp_path / "published"
    publish(warehouse, published, TABLES)
    _add_article(warehouse)

    def killed(*_: object) -> None:
        raise _Killed

    with monkeypatch.context() as patch:
        patch.setattr(publication_module, moment, killed)
        with pytest.raises(_Killed):
            publish(warehouse, published, TABLES)
    # Whatever happened, what is there can be read and is one build or the other.
    assert _rows(published / "pressgraph.duckdb", "select count(*) from marts.articles") in ([(3,)], [(4,)])
    publish(warehouse, published, TABLES)
    assert _rows(published / "pressgraph.duckdb", "select count(*) from marts.articles") == [(4,)]
    assert sorted(path.name for path in published.iterdir()) == ["parquet", "pressgraph.duckdb"]
    parquet = published / "parquet"
    assert (parquet / "current").resolve() == sorted(parquet.glob("build-*"))[-1]


def test_readers_never_meet_a_torn_copy_while_it_is_swapped(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "published"
    database = publish(warehouse, published, TABLES).database
    seen: list[tuple] = []
    failures: list[str] = []
    done = threading.Event()

    def read_again_and_again() -> None:
        # A process of its own, as a BI tool is: within one process DuckDB shares the instance of a path.
        import subprocess
        import sys

        script = (
            "import duckdb, sys\n"
            "while not sys.stdin.closed:\n"
            "    line = sys.stdin.readline()\n"
            "    if not line: break\n"
            "    c = duckdb.connect(sys.argv[1], read_only=True)\n"
            "    print(c.execute('select count(*), count(distinct article_id) from marts.articles').fetchone())\n"
            "    c.close(); sys.stdout.flush()\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", script, os.fspath(database)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as reader:
            assert reader.stdin is not None
            assert reader.stdout is not None
            while not done.is_set():
                reader.stdin.write("go\n")
                reader.stdin.flush()
                answer = reader.stdout.readline()
                if not answer:
                    break
                seen.append(tuple(map(int, answer.strip("()\n").split(", "))))
            reader.stdin.close()
            failures.append(reader.stderr.read() if reader.stderr else "")

    readers = threading.Thread(target=read_again_and_again)
    readers.start()
    for _ in range(12):
        _add_article(warehouse)
        publish(warehouse, published, TABLES)
    done.set()
    readers.join(timeout=30)
    assert failures == [""]
    assert len(seen) > 12
    assert all(distinct == count for count, distinct in seen)
    assert [count for count, _ in seen] == sorted(count for count, _ in seen)


def test_json_is_text_in_parquet_for_readers_that_know_no_json_type(warehouse: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("""create table marts.nodes as select '{"a": 1}'::json as properties""")
    build = publish(warehouse, tmp_path / "published", {"nodes": PublishedTable()}).parquet
    frame = polars.read_parquet(build / "nodes.parquet")
    assert frame.schema == {"properties": polars.String}
    assert frame.rows() == [('{"a": 1}',)]


@pytest.mark.parametrize("has_folder", [False, True])
def test_restored_copy_without_its_link_gets_one(warehouse: Path, tmp_path: Path, *, has_folder: bool) -> None:
    build = publish(warehouse, tmp_path / "published", TABLES).parquet
    current = build.with_name("current")
    current.unlink()
    if has_folder:  # a tool that copies what a link leads to
        shutil.copytree(build, current)
    new = publish(warehouse, tmp_path / "published", TABLES).parquet
    assert current.is_symlink()
    assert current.resolve() == new
    assert {path.name for path in new.parent.iterdir()} == {"current", build.name, new.name}
