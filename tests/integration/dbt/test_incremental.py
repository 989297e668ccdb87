"""A refresh parses only what is new, and marts do not tell how they came about."""

from __future__ import annotations

from pathlib import Path

import newsroom_by_hand
import pytest
from dbt_warehouses import Dbt, Seen, add_enriched, add_seen, rows_of
from newsroom_by_hand import breadcrumb, head, post

#: Everything but the tests: they have their own.
MODELS = ("build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")

REVISED = post(
    1, "2026-03-02T08:00:00", "2026-03-02T08:00:00", title={"rendered": "Revised"},
    yoast_head_json=head(breadcrumb("Home", "Post 1"), {"@id": "#a", "author": {"@id": "#b"}}),
)  # fmt: skip


def marts(warehouse: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every mart."""
    names = rows_of(
        warehouse, "select table_name from information_schema.tables where table_schema = 'marts' order by 1"
    )
    return {name: rows_of(warehouse, f"from marts.{name} order by all") for (name,) in names}


@pytest.fixture(scope="module")
def refreshed(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built, then built again after a revision, a return to the first form, and a file from before everything."""
    path = tmp_path_factory.mktemp("incremental") / "warehouse.duckdb"
    newsroom_by_hand.fill(path)
    dbt(path, *MODELS).raise_on_failure()
    first = next(row for row in newsroom_by_hand.HARBOUR if (row.rest_base, row.id) == ("posts", 1))
    old = post(99, "2024-05-01T08:00:00", "2024-05-01T08:00:00")
    rows = [
        Seen("harbour", "posts", 1, REVISED, at="2026-03-09 10:00", extraction_id="run-5"),
        Seen("harbour", "posts", 1, first.document, at="2026-03-10 10:00", extraction_id="run-6"),
        Seen("harbour", "posts", 2, REVISED | {"id": 2}, at="2026-03-10 10:00", extraction_id="run-6"),
        Seen("harbour", "posts", 99, old, at="2024-05-01 08:00", extraction_id="run-7"),
    ]
    add_seen(path, rows)
    for row in (rows[0], rows[2], rows[3]):
        add_enriched(path, "texts", row, title_text="T", language="en", language_source="graph", is_protected=False)
    dbt(path, *MODELS).raise_on_failure()
    return path


def test_a_return_to_an_earlier_form_is_current(refreshed: Path) -> None:
    found = rows_of(
        refreshed, "select post_id, title from marts.articles where site = 'harbour' and post_id in (1, 2, 99)"
    )
    assert sorted(found) == [(1, "Post 1"), (2, "T"), (99, "T")]


def test_a_full_refresh_gives_identical_marts(dbt: Dbt, refreshed: Path) -> None:
    before = marts(refreshed)
    dbt(refreshed, *MODELS, "--full-refresh").raise_on_failure()
    assert marts(refreshed) == before
    assert all(before[name] for name in ("articles", "people_quoted", "publishing_cadence", "schema_references"))


def test_only_versions_not_parsed_before_are_parsed(dbt: Dbt, refreshed: Path) -> None:
    rows_of(refreshed, "update staging.stg_raw__posts set slug = 'parsed before'")
    add_seen(
        refreshed, [Seen("harbour", "posts", 3, REVISED | {"id": 3}, at="2026-03-11 10:00", extraction_id="run-8")]
    )
    dbt(refreshed, "run", "--select", "stg_raw__posts").raise_on_failure()
    found = rows_of(
        refreshed, "select count(*), count(*) filter (where slug = 'parsed before') from staging.stg_raw__posts"
    )
    assert found == [(17, 16)]


def test_rows_made_by_other_rules_of_parsing_are_made_anew(dbt: Dbt, refreshed: Path) -> None:
    rows_of(refreshed, "update staging.stg_raw__posts set slug = 'stale', parsing_version = 'older rules'")
    dbt(refreshed, "run", "--select", "stg_raw__posts").raise_on_failure()
    assert rows_of(refreshed, "select count(*) from staging.stg_raw__posts where slug = 'stale'") == [(0,)]
    assert rows_of(refreshed, "select count(*) from staging.stg_raw__posts") == [(17,)]


def test_a_column_that_a_model_gains_is_filled_for_old_rows_too(dbt: Dbt, refreshed: Path) -> None:
    rows_of(
        refreshed,
        """
        alter table staging.stg_raw__posts drop column slug;
        update staging.stg_raw__posts set parsing_version = 'older rules'
        """,
    )
    dbt(refreshed, "run", "--select", "stg_raw__posts").raise_on_failure()
    assert rows_of(refreshed, "select count(*) from staging.stg_raw__posts where slug is null") == [(1,)]


def test_tables_that_no_model_makes_are_dropped_and_the_key_of_avatars_keeps_its_value(
    dbt: Dbt, refreshed: Path
) -> None:
    key = rows_of(refreshed, "from staging.base_avatar_keys")
    rows_of(refreshed, "alter table staging.base_avatar_keys rename to stg_wordpress__avatar_keys")
    rows_of(refreshed, "create table staging.stg_wordpress__posts as select 1 as id")
    rows_of(refreshed, "create view intermediate.int_before as select 1 as id")
    dbt(refreshed, *MODELS, "--full-refresh", "--select", "base_avatar_keys").raise_on_failure()
    assert rows_of(refreshed, "from staging.base_avatar_keys") == key
    left = rows_of(
        refreshed,
        """
        select table_name from information_schema.tables
        where table_schema in ('staging', 'intermediate')
            and (starts_with(table_name, 'stg_wordpress__') or table_name = 'int_before')
        """,
    )
    assert left == []
