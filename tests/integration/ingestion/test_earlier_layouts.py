"""A warehouse of every earlier layout, written by hand, opens in this version with its raw kept.

A change of the layout adds the SQL of the layout before it to `layouts/`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingestion.layout import LAYOUT, missing_tables, raw_tables
from ingestion.load import Recovery
from tests.integration.ingestion.conftest import Home

FIXTURES = sorted((Path(__file__).parent / "layouts").glob("layout_*.sql"))


def rows_of(home: Home, tables: dict[str, list[str]]) -> dict[str, list[tuple[Any, ...]]]:
    """Rows of each table, with these columns."""
    return {
        name: home.ask(f"select {', '.join(columns)} from raw.{name} order by all") for name, columns in tables.items()
    }


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_raw_of_an_earlier_layout_is_kept_and_takes_new_documents(
    fixture: Path, home: Home, make_post: Callable[..., bytes], tmp_path: Path
) -> None:
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute(fixture.read_text())
        held = raw_tables(connection)
        columns = {
            table: [name for name, *_ in connection.execute(f"describe raw.{table}").fetchall()] for table in held
        }
    before = rows_of(home, columns)
    assert sum(map(len, before.values())) == 10

    assert home.loader.recover() == Recovery()
    assert rows_of(home, columns) == before
    assert home.ask("from raw.layout") == [(LAYOUT,)]

    added = home.run(home.write("new.json", make_post(3)))
    assert [result.new_rows for result in added] == [{"posts": 1}]
    new = Home(tmp_path / "new")
    new.path.mkdir()
    new.run(new.write("new.json", make_post(3)))
    with duckdb.connect(str(home.warehouse)) as connection:
        assert missing_tables(connection) == []
    for table in held:
        described = [{column[:3] for column in each.ask(f"describe raw.{table}")} for each in (home, new)]
        assert described[0] == described[1], table
