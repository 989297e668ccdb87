"""Everything Dagster knows of Pressgraph: the assets, checks, jobs, schedules and the sensor of `defs/`."""

from __future__ import annotations

import dagster as dg

from orchestration.history import spare_the_disk
from orchestration.home import PROJECT_ROOT, Home
from orchestration.workplace import Workplace

# Before dbt and dlt are imported: they read their places from the environment once.
_home = Home.from_environment()
_home.settle()
spare_the_disk()


@dg.definitions
def defs() -> dg.Definitions:
    """All definitions, run one step after another in one process: each process would import everything again."""
    return dg.Definitions.merge(
        dg.load_from_defs_folder(path_within_project=PROJECT_ROOT),
        dg.Definitions(
            resources={"workplace": Workplace.of(_home)},
            executor=dg.in_process_executor,
        ),
    )
