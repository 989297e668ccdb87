"""Dagster's history of runs, kept short: a run that builds adds some 4 MB to it, one that finds nothing 1 MB."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagster import DagsterInstance

    from orchestration.home import Home

#: Tag of runs that published.
BUILT_TAG = "pressgraph/built"

#: Runs that are kept, newest first, and among older ones the newest that published: days of hourly runs that find
#: nothing shall not take the events of the tables that stand.
KEPT_RUNS = 40
KEPT_BUILDS = 5


def prune_runs(
    instance: DagsterInstance, home: Home, *, kept_runs: int = KEPT_RUNS, kept_builds: int = KEPT_BUILDS
) -> list[str]:
    """Delete the runs of a history that are too many, with their events; none that is queued or under way.

    Dagster empties the file of a run's events and leaves it; it is deleted here.

    Returns:
        Their ids.
    """
    from dagster import DagsterRunStatus, RunsFilter  # noqa: PLC0415 - 2 s

    ended = RunsFilter(statuses=[DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED])
    if instance.get_runs_count(ended) <= kept_runs + kept_builds:
        return []
    builds = instance.get_runs(RunsFilter(statuses=ended.statuses, tags={BUILT_TAG: "true"}), limit=kept_builds)
    kept = {run.run_id for run in builds}
    pruned = [run.run_id for run in instance.get_runs(ended)[kept_runs:] if run.run_id not in kept]
    for run_id in pruned:
        instance.delete_run(run_id)
        for file in home.run_events.glob(f"{run_id}.db*"):
            file.unlink(missing_ok=True)
    return pruned
