"""Everything in the dbt project is described, and what several tables share is described once."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from enrichment.schemas import SCHEMAS
from ingestion.envelope import DOCUMENT_SCHEMA, DOCUMENT_TABLES, EXTRACTION_SCHEMA, REJECTION_SCHEMA
from orchestration.dbt_build import run_dbt

PROJECT = Path(__file__).parents[2] / "dbt_project"

SOURCES: dict[tuple[str, str], pa.Schema] = {
    **{("raw", table): DOCUMENT_SCHEMA for table in DOCUMENT_TABLES},
    ("raw", "extractions"): EXTRACTION_SCHEMA,
    ("raw", "rejected_documents"): REJECTION_SCHEMA,
    **{("enriched", table): schema for table, schema in SCHEMAS.items()},
}

#: The tables of a warehouse and the types of their columns, both by name.
Catalog = dict[tuple[str, str], dict[str, str]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Catalog]:
    """The manifest, and the catalog of a warehouse that dbt has built from empty sources."""
    folder = tmp_path_factory.mktemp("descriptions")
    warehouse = folder / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as connection:
        for (schema, table), shape in SOURCES.items():
            connection.register("shape", shape.empty_table())
            connection.execute(f"create schema if not exists {schema}; create table {schema}.{table} as from shape")
            connection.unregister("shape")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "PRESSGRAPH_WAREHOUSE", str(warehouse))
        run_dbt(
            ["build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"],
            project=PROJECT,
            target=folder / "target",
        ).raise_on_failure()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select schema_name, table_name, column_name, data_type from duckdb_columns() where not internal"
        ).fetchall()
    catalog: Catalog = {}
    for schema, table, column, type_ in rows:
        catalog.setdefault((schema, table), {})[column] = type_
    manifest = json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    return manifest, catalog


@pytest.fixture(scope="module")
def manifest(built: tuple[dict[str, Any], Catalog]) -> dict[str, Any]:
    return built[0]


@pytest.fixture(scope="module")
def catalog(built: tuple[dict[str, Any], Catalog]) -> Catalog:
    return built[1]


def tables(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every model, seed and source table of the manifest."""
    for node in (*manifest["nodes"].values(), *manifest["sources"].values()):
        if node["resource_type"] in {"model", "seed", "source"}:
            yield node


def test_every_column_is_described_and_no_column_that_is_not_there(manifest: dict[str, Any], catalog: Catalog) -> None:
    described = {(node["schema"], node["name"]): set(node["columns"]) for node in tables(manifest)}
    assert described == {table: set(columns) for table, columns in catalog.items()}


def test_a_type_that_is_stated_is_the_type_of_the_column(manifest: dict[str, Any], catalog: Catalog) -> None:
    wrong = [
        (node["name"], column["name"], column["data_type"])
        for node in tables(manifest)
        for column in node["columns"].values()
        # DuckDB puts names of a struct's fields in quotation marks where they are words of its own.
        if column["data_type"]
        and catalog[node["schema"], node["name"]][column["name"]].replace('"', "").lower() != column["data_type"]
    ]
    assert not wrong


def test_a_list_a_struct_and_json_state_their_type(manifest: dict[str, Any], catalog: Catalog) -> None:
    bare = [
        (node["name"], column["name"])
        for node in tables(manifest)
        if node["resource_type"] == "model"
        for column in node["columns"].values()
        if not column["data_type"]
        and catalog[node["schema"], node["name"]][column["name"]].endswith(("[]", ")", "JSON"))
    ]
    assert not bare


def test_every_description_is_one_paragraph(manifest: dict[str, Any]) -> None:
    described = [*tables(manifest), *manifest["exposures"].values()]
    described += [source | {"description": source["source_description"]} for source in manifest["sources"].values()]
    texts = {(node["name"], ""): node["description"] for node in described}
    texts |= {
        (node["name"], name): column["description"]
        for node in tables(manifest)
        for name, column in node["columns"].items()
    }
    assert {place: text for place, text in texts.items() if not text.strip() or text != " ".join(text.split())} == {}


def test_a_doc_block_describes_at_least_two_columns(manifest: dict[str, Any]) -> None:
    uses = Counter(
        block for node in tables(manifest) for column in node["columns"].values() for block in column["doc_blocks"]
    )
    ours = [block for block in manifest["docs"] if block.startswith("doc.pressgraph.")]
    assert ours
    assert [block for block in ours if uses[block] < 2] == []


def test_a_description_that_columns_share_is_a_doc_block(manifest: dict[str, Any]) -> None:
    written = Counter(
        (name, column["description"])
        for node in tables(manifest)
        for name, column in node["columns"].items()
        if not column["doc_blocks"]
    )
    assert [place for place, times in written.items() if times > 1] == []
