"""Metadata of the assets: declarations of the dbt project, joined with facts of the warehouse."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.build_inputs import hash_models
from orchestration.dbt_build import read_manifest
from orchestration.descriptions import mart_declarations
from orchestration.home import Home
from orchestration.table_facts import TableFacts, read_table_facts
from serving.publication import STORAGE_VERSION

DBT_TARGET = Home.from_environment().dbt_target

#: As `orchestration.definitions.defs` prepared it.
MANIFEST = read_manifest(DBT_TARGET)

#: The tables of the published copy.
COPY_TABLES = mart_declarations(MANIFEST)

# Tables, columns, keys, descriptions, and the storage version of the file: what a reader of the copy relies on.
COPY_LAYOUT = hashlib.sha256(f"{STORAGE_VERSION} {sorted(COPY_TABLES.items())}".encode()).hexdigest()[:16]

#: Changes with whatever decides what is built and published from given rows.
BUILD_CODE = hash_models(MANIFEST, COPY_LAYOUT)

_DESCRIBED = {
    (node["schema"], node["alias"] if "alias" in node else node["name"]): node
    for node in (*MANIFEST["nodes"].values(), *MANIFEST["sources"].values())
    if node["resource_type"] in {"model", "seed", "source"}
}


def describe_table(schema: str, table: str) -> str:
    """Return what the yml of the dbt project says of a table.

    Raises:
        KeyError: The project does not know it.
    """
    return _DESCRIBED[schema, table]["description"]


def table_metadata(warehouse: Path, schemas: Sequence[str]) -> dict[dg.AssetKey, dict[str, Any]]:
    """Return the metadata of every table of some schemas, by asset key: rows now, and columns with descriptions.

    Args:
        warehouse: The pipeline's database. The caller holds its lock.
        schemas: Names of schemas.
    """
    return {
        dg.AssetKey([schema, table]): _table_metadata(facts, _DESCRIBED.get((schema, table), {}).get("columns", {}))
        for (schema, table), facts in read_table_facts(warehouse, schemas).items()
    }


def _table_metadata(facts: TableFacts, described: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    columns = [
        dg.TableColumn(
            column.name,
            column.type,
            description=described.get(column.name, {}).get("description") or column.comment,
            constraints=dg.TableColumnConstraints(nullable=column.is_nullable),
        )
        for column in facts.columns
    ]
    metadata: dict[str, Any] = {"dagster/column_schema": dg.TableSchema(columns)}
    if facts.row_count is not None:
        metadata["dagster/row_count"] = facts.row_count
    return metadata


def database_metadata(database: Path) -> dict[str, Any]:
    """Return the metadata of the published copy: rows of each table and of all, and columns as `table.column`."""
    tables = {
        table: facts
        for (_, table), facts in sorted(read_table_facts(database, ["main"]).items())
        if facts.row_count is not None
    }
    columns = [
        dg.TableColumn(
            f"{table}.{column.name}",
            column.type,
            description=column.comment,
            constraints=dg.TableColumnConstraints(nullable=column.is_nullable),
        )
        for table, facts in tables.items()
        for column in facts.columns
    ]
    records = [dg.TableRecord({"table": table, "rows": facts.row_count}) for table, facts in tables.items()]
    rows = dg.TableSchema([dg.TableColumn("table", "string"), dg.TableColumn("rows", "int")])
    return {
        "dagster/row_count": sum(facts.row_count or 0 for facts in tables.values()),
        "dagster/column_schema": dg.TableSchema(columns),
        "tables": len(tables),
        "rows": dg.MetadataValue.table(records, rows),
    }


def model_version(unique_id: str) -> str:
    """Return a hash of a model's SQL and of every macro of this project that it reaches, directly or not."""
    node = MANIFEST["nodes"][unique_id]
    parts = {unique_id: node.get("raw_code") or node["checksum"]["checksum"]}
    waiting = list(node["depends_on"].get("macros", []))
    while waiting:
        name = waiting.pop()
        macro = MANIFEST["macros"][name]
        # What dbt and its adapter bring changes with their pinned versions alone.
        if name not in parts and macro["package_name"] == node["package_name"]:
            parts[name] = macro["macro_sql"]
            waiting += macro["depends_on"]["macros"]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
