"""The two spellings of the order of a document's versions, in Python's SQL and in dbt's, agree."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
from dbt_warehouses import Dbt, create

from ingestion.envelope import DOCUMENT_SCHEMA
from ingestion.versions import ordered_versions

_NOON = datetime(2026, 1, 3, 12, tzinfo=UTC)


def _changes(chance: random.Random) -> list[dict[str, object]]:
    """Rows of 600 documents with one to seven versions, live and from files, with equal, missing and future times."""
    rows = []
    for document in range(600):
        count = chance.randint(1, 7)
        numbers = chance.sample(range(1, 10), count)
        for number in numbers:
            modified_at = chance.choice([None, *(_NOON + timedelta(hours=hour) for hour in range(4))])
            rows.append(
                {
                    "site": chance.choice(["a", "b"]), "kind": "post", "rest_base": "posts", "id": document % 300,
                    "state": "present", "modified_at": modified_at, "document": "{}",
                    "document_hash": f"{document}-{number}", "seen_at": _NOON + timedelta(hours=chance.randint(-3, 9)),
                    "extraction_id": f"run-{number}", "origin": "here", "hash_rule": 2,
                    "sequence": document * 10 + number, "is_live": chance.random() < 0.5,
                }
            )  # fmt: skip
    chance.shuffle(rows)
    return rows


def test_dbt_and_ingestion_number_versions_alike(dbt: Dbt, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    create(warehouse)
    rows = _changes(random.Random(12))  # noqa: S311 - nothing secret
    with duckdb.connect(str(warehouse)) as connection:
        connection.register("rows", pa.Table.from_pylist(rows, schema=DOCUMENT_SCHEMA))
        connection.execute("insert into raw.posts by name from rows")
    dbt(warehouse, "run", "--select", "stg_raw__document_changes").raise_on_failure()
    with duckdb.connect(str(warehouse)) as connection:
        expected = connection.sql(
            f"select site, id, document_hash, version_number from ({ordered_versions('raw.posts')}) order by all"
        ).fetchall()
        found = connection.sql(
            "select site, wordpress_id, document_hash, change_number "
            "from staging.stg_raw__document_changes order by all"
        ).fetchall()
    assert max(number for *_, number in expected) > 5
    assert found == expected
