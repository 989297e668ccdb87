"""dbt's own unit tests (JSON in every shape it drifts to, aliases, takedowns): they are not part of a run."""

from __future__ import annotations

from pathlib import Path

from dbt_warehouses import Dbt, create


def test_every_unit_test_of_the_models_passes(dbt: Dbt, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    create(warehouse)
    # Unit tests read the columns of their model's inputs from the database: empty ones are enough.
    run = dbt(warehouse, "build", "--empty", "--exclude", "marts", "--exclude-resource-type", "test")
    run.raise_on_failure()
    kinds = {result["data"]["node_info"]["resource_type"] for result in run.results}
    assert "unit_test" in kinds
