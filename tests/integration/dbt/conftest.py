"""dbt in this process, on warehouses in temporary folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from dbt_warehouses import PROJECT, Dbt

from orchestration.dbt_build import DbtRun, run_dbt


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """Run a dbt command on a warehouse.

    dbt parses the project anew when the warehouse's path changes (3 s): so every warehouse has the same path while
    its models are built, and its own before and after.
    """
    folder = tmp_path_factory.mktemp("dbt")
    place = folder / "warehouse.duckdb"

    def run(warehouse: Path, *arguments: str, project: Path = PROJECT) -> DbtRun:
        warehouse.replace(place)
        before = os.environ.get("PRESSGRAPH_WAREHOUSE")
        os.environ["PRESSGRAPH_WAREHOUSE"] = str(place)
        try:
            return run_dbt(arguments, project=project, target=folder / f"target-{project.name}")
        finally:
            place.replace(warehouse)
            if before is None:
                del os.environ["PRESSGRAPH_WAREHOUSE"]
            else:
                os.environ["PRESSGRAPH_WAREHOUSE"] = before

    return run
