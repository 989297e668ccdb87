"""The Dagster resource of every step.

No `from __future__ import annotations` here: Dagster reads the types of the fields.
"""

import dagster as dg
from pydantic import Field

from orchestration.dead_runs import hold_run, release_run
from orchestration.run_context import RunContext
from warehouse.lock import DEFAULT_WAIT_SECONDS


class PipelineResource(dg.ConfigurableResource):
    """The resource `pipeline`.

    A run's configuration can set `wait_seconds` and nothing else: `run` is handed over within the process.

    Attributes:
        wait_seconds: How long a step waits for the warehouse while another process holds it.
        run: The home, the lock on its warehouse, the progress, and what the command line asked for.
    """

    wait_seconds: float = Field(
        default=DEFAULT_WAIT_SECONDS,
        ge=0,
        description="How long a step waits for the warehouse while another process holds it.",
    )
    run: dg.ResourceDependency[RunContext]

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Give the lock the wait that the run is configured with, and show that the run's process lives."""
        self.run.lock.wait_seconds = self.wait_seconds
        if context.run is not None:
            hold_run(self.run.home, context.run.run_id)

    def teardown_for_execution(self, context: dg.InitResourceContext) -> None:
        """Let go of the run."""
        if context.run is not None:
            release_run(self.run.home, context.run.run_id)
