"""What dbt says of its tables is whole and true: descriptions, types, keys, who may use them, who does."""

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

from enrichment.schemas import TABLES, to_arrow_schema
from ingestion.envelope import DOCUMENT_SCHEMA, DOCUMENT_TABLES, EXTRACTION_SCHEMA, READING_SCHEMA, REJECTION_SCHEMA
from orchestration.dbt_build import run_dbt
from orchestration.editorial import EDITORIAL_TABLES

PROJECT = Path(__file__).parents[2] / "dbt_project"

SOURCES: dict[tuple[str, str], pa.Schema] = {
    **{("raw", table): DOCUMENT_SCHEMA for table in DOCUMENT_TABLES},
    ("raw", "extractions"): EXTRACTION_SCHEMA,
    ("raw", "rejected_documents"): REJECTION_SCHEMA,
    ("raw", "readings"): READING_SCHEMA,
    **{("enriched", table): to_arrow_schema(schema) for table, schema in TABLES.items()},
    **{
        ("editorial", name): pa.schema([(column, pa.string()) for column in table.columns])
        for name, table in EDITORIAL_TABLES.items()
    },
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
    """Every model and source table of the manifest."""
    for node in (*manifest["nodes"].values(), *manifest["sources"].values()):
        if node["resource_type"] in {"model", "source"}:
            yield node


def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Every model of the manifest."""
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def marts(manifest: dict[str, Any]) -> set[str]:
    """The ids of the marts."""
    return {node["unique_id"] for node in models(manifest) if node["schema"] == "marts"}


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
    assert [place for place, times in written.items() if times > 1] == [], (
        "move the description into a block of dbt_project/models/docs/ and write {{ doc('...') }} in every yml"
    )


def test_every_model_has_a_test_of_its_key(manifest: dict[str, Any]) -> None:
    tested = {
        node["attached_node"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and node["test_metadata"]["name"] in {"unique", "unique_combination"}
    }
    assert [node["name"] for node in models(manifest) if node["unique_id"] not in tested] == []


def test_marts_are_public_and_no_other_model(manifest: dict[str, Any]) -> None:
    public = {node["unique_id"] for node in models(manifest) if node["access"] == "public"}
    assert public == marts(manifest)


def test_every_exposure_depends_on_every_mart(manifest: dict[str, Any]) -> None:
    exposures = {exposure["name"]: set(exposure["depends_on"]["nodes"]) for exposure in manifest["exposures"].values()}
    assert exposures == dict.fromkeys(("published_database", "parquet_files", "pressgraph_sql"), marts(manifest)), (
        "the list `&marts` in dbt_project/models/exposures.yml names every mart"
    )


def test_freshness_of_raw_is_read_from_the_ledger(manifest: dict[str, Any]) -> None:
    raw = [source for source in manifest["sources"].values() if source["source_name"] == "raw"]
    assert raw
    assert all("raw.extractions" in source["loaded_at_query"] for source in raw)
    assert all(source["freshness"]["warn_after"]["count"] for source in raw)
