"""What the models say of themselves, for the published copy's comments."""

from __future__ import annotations

import json

from orchestration.home import Home
from serving.publication import TableDescription


def mart_descriptions(home: Home) -> dict[str, TableDescription]:
    """Every mart of dbt's manifest with its description and those of its columns."""
    manifest = json.loads((home.dbt_target / "manifest.json").read_bytes())
    return {
        node["alias"]: TableDescription(
            node["description"], {name: column["description"] for name, column in node["columns"].items()}
        )
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
