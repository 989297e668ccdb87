"""A home of an earlier version: its raw is kept, and everything made from it is made anew."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.integration.ingestion.test_earlier_layouts import FIXTURES
from tests.integration.orchestration.conftest import Newsroom, make_post


@pytest.mark.long
@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_tables_of_an_earlier_version_are_made_anew_from_its_raw(fixture: Path, empty: Newsroom) -> None:
    empty.home.mkdir()
    with duckdb.connect(str(empty.home / "warehouse.duckdb")) as connection:
        connection.execute(fixture.read_text())
        for schema, table in (("enriched", "texts"), ("staging", "stg_raw__posts"), ("marts", "articles")):
            connection.execute(
                f"create schema {schema}; create table {schema}.{table} as select 1 as of_an_earlier_version"
            )
    done = empty.run("run", empty.write("new.ndjson", [make_post(9, "<p>Added.</p>")]))
    assert done.exit_code == 0, done.output
    assert empty.published("select site, post_id, title, author_name from articles order by all") == [
        ("courier.example", 1, "The quay", "Ada Quill"),
        ("tarrow.example", 9, "Story 9", "Ada Quill"),
    ]
    assert empty.warehouse(
        "select wordpress_id, state from staging.stg_raw__document_changes "
        "where site = 'courier.example' and document_kind = 'post' order by all"
    ) == [(1, "present"), (1, "present"), (2, "purged")]
