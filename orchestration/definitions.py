"""Everything Dagster knows of Pressgraph: the assets, checks, jobs, schedules and the sensor of `defs/`.

Importing this module does nothing. Dagster calls `defs` when it loads the code location (the code server, a run's
process, `dagster dev -w workspace.yaml`, `dg check defs`), and `pressgraph run` calls it.
"""

from __future__ import annotations

import dagster as dg

from orchestration.dagster_sqlite import relax_sqlite_fsync
from orchestration.dbt_build import prepare_manifest
from orchestration.home import DBT_PROJECT, PROJECT_ROOT, Home
from orchestration.resource import PipelineResource
from orchestration.run_context import RunContext


@dg.definitions
def defs() -> dg.Definitions:
    """Return all definitions, run one step after another in one process: each process would import everything again.

    Creates the home's folders, and dbt's manifest where it is missing or the project has changed since.
    """
    home = Home.from_environment()
    home.create_directories()  # before dbt and dlt are imported: they read their places from the environment once
    relax_sqlite_fsync()
    prepare_manifest(DBT_PROJECT, home.dbt_target)  # what `defs/models.py` is made from
    return dg.Definitions.merge(
        dg.load_from_defs_folder(path_within_project=PROJECT_ROOT),
        dg.Definitions(
            resources={"pipeline": PipelineResource(run=RunContext.for_home(home))},
            executor=dg.in_process_executor,
        ),
    )
