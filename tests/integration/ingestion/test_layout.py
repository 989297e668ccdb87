"""A warehouse of an earlier layout is carried over, whole or not at all; one of a later layout is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from ingestion.envelope import DOCUMENT_SCHEMA, TABLES_BY_KIND
from ingestion.errors import WarehouseTooNewError
from ingestion.files import extract_files
from ingestion.layout import LAYOUT, is_earlier, migrate
from tests.integration.ingestion.earlier_layout import add_earlier, make_earlier, write_earlier
from tests.unit.ingestion.shapes import SHAPES, shaped
from warehouse.connections import open_warehouse

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.ingestion.conftest import Home

Make = Callable[..., bytes]

ROOT = {"namespaces": ["wp/v2"], "home": "https://courier.example", "name": "Courier"}

_CARRY_OVER = """
import os, sys
from pathlib import Path
from ingestion import layout
from warehouse.connections import open_warehouse

class Dying:
    def __init__(self, connection):
        self.connection, self.left = connection, int(sys.argv[2])

    def execute(self, *arguments):
        if self.left == 0:
            os._exit(9)
        self.left -= 1
        return self.connection.execute(*arguments)

connection = open_warehouse(Path(sys.argv[1]))
layout.migrate(Dying(connection), drop_state=lambda: None)
os._exit(0)
"""


@pytest.fixture
def every_kind(home: Home) -> Path:
    """A file with two documents of each kind and a root index."""
    documents = [shaped(kind, id_) for kind in SHAPES for id_ in (1, 2)]
    return home.write("all.ndjson", *map(orjson.dumps, [*documents, ROOT]))


@pytest.fixture
def earlier(home: Home, every_kind: Path) -> Home:
    """A home that layout 1 left, with that file in it."""
    home.run(every_kind)
    make_earlier(home.warehouse, home.path / "dlt")
    assert "kind" not in columns(home, "posts")
    return home


def columns(home: Home, table: str) -> dict[str, tuple[str, str]]:
    """Name of each column, in order, to its type and whether it may be null."""
    return {name: (type_, null) for name, type_, null, *_ in home.ask(f"describe raw.{table}")}


def everything(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """All rows, without what a warehouse of layout 1 cannot know: the order of loading and the rule of a hash."""
    query = "select * exclude (hash_rule, sequence) from raw.{} order by all"
    return {table: home.ask(query.format(table)) for table in TABLES_BY_KIND.values()}


def counts(home: Home) -> dict[str, list[tuple[object, ...]]]:
    return {table: home.ask(f"select count(*) from raw.{table}") for table in TABLES_BY_KIND.values()}


def holds_kinds(home: Home) -> bool:
    return all(
        set(home.ask(f"select distinct kind from raw.{table}")) == {(kind,)} for kind, table in TABLES_BY_KIND.items()
    )


def test_a_new_warehouse_states_its_layout(home: Home, make_post: Make) -> None:
    home.run(home.write("a.json", make_post(1)))
    assert home.ask("from raw.layout") == [(LAYOUT,)]
    assert not is_earlier(home.warehouse)


def test_an_earlier_warehouse_gets_the_kind_of_its_tables_and_a_rerun_adds_nothing(
    home: Home, every_kind: Path
) -> None:
    home.run(every_kind)
    as_of_today, shape = everything(home), columns(home, "terms")
    make_earlier(home.warehouse, home.path / "dlt")
    assert is_earlier(home.warehouse)
    assert [result.new_rows for result in home.run(every_kind)] == [{}]
    assert everything(home) == as_of_today
    assert holds_kinds(home)
    assert columns(home, "terms") == shape
    assert list(shape) == DOCUMENT_SCHEMA.names
    assert home.ask("from raw.layout") == [(LAYOUT,)]


def test_new_documents_load_into_a_warehouse_carried_over(earlier: Home, make_post: Make) -> None:
    added = earlier.write("b.json", make_post(3))
    assert [result.new_rows for result in earlier.run(added)] == [{"posts": 1}]
    assert earlier.ask("select id, kind from raw.posts order by id") == [(1, "post"), (2, "post"), (3, "post")]
    assert earlier.loader.recover() == type(earlier.loader.recover())()
    assert earlier.ask("select count(*) from raw.extractions where status = 'failed'") == [(0,)]


def test_a_chunk_loads_without_a_recovery_before_it(earlier: Home, make_post: Make) -> None:
    [chunk] = extract_files([earlier.write("b.json", make_post(3))])
    assert earlier.loader.load(chunk).new_rows == {"posts": 1}


def test_a_package_that_the_earlier_version_left_is_loaded_and_carried_over(earlier: Home) -> None:
    rows = {
        name: earlier.ask_table(f"select * replace (extraction_id || 'x' as extraction_id) from raw.{name}")
        for name in ("posts", "extractions")
    }
    write_earlier(earlier.warehouse, earlier.path / "dlt", rows, is_interrupted=True)
    recovery = earlier.loader.recover()
    assert (len(recovery.loaded_packages), recovery.dropped_packages) == (1, ())
    assert earlier.ask("select kind, count(*) from raw.posts group by all") == [("post", 4)]


class Counting:
    """A connection that counts its statements."""

    def __init__(self, connection: Any) -> None:
        self.connection, self.count = connection, 0

    def execute(self, *arguments: Any) -> Any:
        self.count += 1
        return self.connection.execute(*arguments)


# The 5th statement begins the transaction and the last but one commits it; the last is a checkpoint.
@pytest.mark.parametrize("statements", [5, 12, 24, -2, -1])
def test_a_warehouse_is_migrated_by_the_next_run_after_a_kill(earlier: Home, every_kind: Path, statements: int) -> None:
    before = counts(earlier)
    copy = earlier.path / "copy.duckdb"
    shutil.copy(earlier.warehouse, copy)
    with open_warehouse(copy) as connection:
        counting: Any = Counting(connection)
        migrate(counting, drop_state=lambda: None)
    survived = statements % counting.count
    process = subprocess.run([sys.executable, "-c", _CARRY_OVER, earlier.warehouse, str(survived)], check=False)
    assert process.returncode == 9
    has_kind = {"kind" in columns(earlier, table) for table in TABLES_BY_KIND.values()}
    assert has_kind == {statements == -1}
    assert [result.new_rows for result in earlier.run(every_kind)] == [{}]
    assert counts(earlier) == before
    assert holds_kinds(earlier)


def test_a_later_layout_is_refused_by_name_and_nothing_is_changed(home: Home, make_post: Make) -> None:
    home.run(home.write("a.json", make_post(1)))
    home.execute(f"update raw.layout set version = {LAYOUT + 1}")
    before = home.warehouse.read_bytes()
    [chunk] = extract_files([home.write("b.json", make_post(2))])
    for attempt in (home.loader.recover, home.loader.migrate, lambda: home.loader.load(chunk)):
        with pytest.raises(WarehouseTooNewError, match=f"{home.warehouse} has layout {LAYOUT + 1}"):
            attempt()
    with pytest.raises(WarehouseTooNewError):
        is_earlier(home.warehouse)
    assert home.warehouse.read_bytes() == before


def test_a_document_in_another_kinds_list_keeps_its_row_under_its_own_kind(earlier: Home) -> None:
    [term] = earlier.ask_table("select * from raw.terms where id = 1").to_pylist()
    add_earlier(earlier.warehouse, earlier.path / "dlt", "terms", [{**term, "rest_base": "posts"}])
    earlier.loader.migrate()
    assert earlier.ask("select kind, id from raw.terms where rest_base = 'posts'") == [("term", 1)]
    assert earlier.ask("select kind, id from raw.posts order by id") == [("post", 1), ("post", 2)]
