"""The sample's marts against a second reader of its documents (`tests/differential`)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.differential.comparison import differing_cells, judged_cells
from tests.differential.documents import answers_of_files
from tests.differential.judgement import judged_of_sample
from tests.differential.naive_reader import KEYS, OPEN_TABLES, Expected, read_answers

ARRIVALS = Path(__file__).parents[3] / "sample_newsroom" / "arrivals"
ZONES = {"the-tarrow-courier": "Europe/London", "le-quotidien-des-salines": "Indian/Mauritius"}
# By the sample's own count: articles, accounts that published, sections and tags.
ROWS = {"articles": 118, "sections": 19 + 10, "tags": 44 + 13, "authors": 8 + 5}


@pytest.fixture(scope="module")
def expected() -> Expected:
    lists = {"posts", "categories", "tags", "users"}
    files = [
        (path.parent.name, path.stem, path) for path in sorted(ARRIVALS.glob("*/*/*.ndjson")) if path.stem in lists
    ]
    return read_answers(answers_of_files(files), ZONES, article_lists={"posts"})


@pytest.fixture(scope="module")
def published(sample_home: Path) -> Path:
    return sample_home / "published" / "pressgraph.duckdb"


def test_every_cell_of_sample_is_what_second_reader_finds(expected: Expected, published: Path) -> None:
    assert {table: len(expected[table]) for table in ROWS} == ROWS
    assert min(len(rows) for rows in expected.values()) > 10
    assert differing_cells(expected, published) == []


def test_judged_columns_of_sample_are_what_a_person_worked_out(published: Path) -> None:
    assert judged_cells(judged_of_sample(), published) == []


@pytest.mark.parametrize("table", KEYS)
def test_changed_value_of_any_column_is_named(expected: Expected, published: Path, tmp_path: Path, table: str) -> None:
    # One value of each column, each in another row where there are enough.
    rows = list(expected[table])
    columns = sorted({column for row in expected[table].values() for column in row})
    where = " and ".join(f"{name} = ?" for name in KEYS[table])
    changed = []
    copy = _copy(published, table, tmp_path)
    with duckdb.connect(str(copy)) as connection:
        for number, column in enumerate(columns):
            turned = rows[number % len(rows) :] + rows[: number % len(rows)]
            key = next(key for key in turned if expected[table][key].get(column) is not None)
            stored, other = _another(column, expected[table][key][column])
            connection.execute(f"update {table} set {stored} = {other} where {where}", list(key))
            changed.append(f"{table} {' '.join(map(str, key))} {column}")
    found = [line.partition(": ")[0] for line in differing_cells({table: expected[table]}, copy)]
    assert found == sorted(changed)


@pytest.mark.parametrize("table", KEYS)
def test_row_that_only_one_side_has_is_named(expected: Expected, published: Path, tmp_path: Path, table: str) -> None:
    key, *rest = expected[table]
    name = f"{table} {' '.join(map(str, key))}"
    copy = _copy(published, table, tmp_path)
    with duckdb.connect(str(copy)) as connection:
        where = " and ".join(f"{column} = ?" for column in KEYS[table])
        connection.execute(f"delete from {table} where {where}", list(key))
    assert differing_cells({table: expected[table]}, copy) == [f"{name}: the row is missing"]
    if table not in OPEN_TABLES:
        fewer = {table: {other: expected[table][other] for other in rest}}
        assert differing_cells(fewer, published) == [f"{name}: the row is not expected"]


def _copy(published: Path, table: str, folder: Path) -> Path:
    """The table alone, without keys, so that any of its values can be changed."""
    copy = folder / f"{table}.duckdb"
    copy.unlink(missing_ok=True)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(f"attach '{published}' as published (read_only)")
        connection.execute(f"create table {table} as from published.{table}")
    return copy


def _another(column: str, before: Any) -> tuple[str, str]:
    """The stored column, and SQL for a value that it does not have now."""
    if column.endswith(" is not null"):
        stored = column.removesuffix(" is not null")
        return stored, f"case when {stored} is null then timestamp '2026-01-01 00:00:00' end"
    if column == "properties":
        return column, """'{"@type": "Article"}'"""
    others = {
        bool: f"not {column}",
        int: f"{column} + 1",
        str: f"{column} || '.'",
        datetime: f"{column} + interval 1 second",
        date: f"{column} + 1",
        list: f"list_append({column}, 'Thing')",
    }
    return column, others[type(before)]
