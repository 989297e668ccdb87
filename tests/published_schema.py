"""Write docs/tables/schema.md, the shape of the published tables: `python -m tests.published_schema`.

The newest entry of docs/tables/CHANGELOG.md carries the fingerprint of that shape, so that no table, column, type, key
or reference changes without an entry for those who build on them; a convention test compares the two.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orchestration.dbt_build import prepare_manifest
from orchestration.descriptions import mart_declarations
from serving.publication import published_type

_ROOT = Path(__file__).parents[1]
SCHEMA = _ROOT / "docs" / "tables" / "schema.md"
CHANGELOG = _ROOT / "docs" / "tables" / "CHANGELOG.md"

_HEAD = """# The published tables

Written by `make table-schema` from the models' declarations; what changed since when is in the
[changelog](CHANGELOG.md). Descriptions are comments in the published database itself.
"""


def read_manifest() -> dict[str, Any]:
    """dbt's manifest of the project as it is, parsed anew."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("PRESSGRAPH_WAREHOUSE", str(Path(folder) / "warehouse.duckdb"))
        return json.loads(prepare_manifest(_ROOT / "dbt_project", Path(folder) / "target").read_text(encoding="utf-8"))


def describe_tables(manifest: Mapping[str, Any]) -> str:
    """Every published table in Markdown: its key, its columns, their types, what is required and what they refer to."""
    types = {
        node["alias"]: {name: column["data_type"] for name, column in node["columns"].items()}
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    tables = []
    for table, declared in sorted(mart_declarations(manifest).items()):
        lines = [f"\n## {table}\n", f"Key: {', '.join(declared.primary_key)}\n"]
        lines += ["| column | type | nullable | references |", "|---|---|---|---|"]
        for name, column in declared.columns.items():
            nullable = "no" if column.is_required else "yes"
            references = "; ".join(column.references)
            lines.append(
                f"| {name} | {published_type(types[table][name])} | {nullable} | {references} |".replace("  ", " ")
            )
        tables.append("\n".join(lines) + "\n")
    return "".join(tables)


def document(tables: str) -> str:
    """The whole of docs/tables/schema.md."""
    return _HEAD + tables


def fingerprint(tables: str) -> str:
    """Eight hexadecimal digits that change with any of it."""
    return hashlib.sha256(tables.encode()).hexdigest()[:8]


def main() -> None:
    """Write the file, and say what the changelog's newest entry has to carry."""
    tables = describe_tables(read_manifest())
    SCHEMA.write_text(document(tables), encoding="utf-8")
    sys.stdout.write(f"Wrote {SCHEMA.relative_to(_ROOT)}: shape {fingerprint(tables)}\n")
    if f"(shape {fingerprint(tables)})" not in CHANGELOG.read_text(encoding="utf-8"):
        sys.stdout.write(f"Add an entry to {CHANGELOG.relative_to(_ROOT)} that says what changed, under a heading\n")
        sys.stdout.write(f"that ends with `(shape {fingerprint(tables)})`.\n")


if __name__ == "__main__":
    main()
