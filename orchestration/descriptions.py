"""What the models say of themselves, for the published copy's comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from serving.publication import TableDescription


def mart_descriptions(manifest: Mapping[str, Any]) -> dict[str, TableDescription]:
    """Every mart of dbt's manifest with its description and those of its columns."""
    return {
        node["alias"]: TableDescription(
            node["description"], {name: column["description"] for name, column in node["columns"].items()}
        )
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
