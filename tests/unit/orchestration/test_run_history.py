"""The history of runs stays short, and keeps what stands."""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from orchestration.home import Home
from orchestration.run_history import BUILT_TAG, prune_runs


@dg.job
def nothing() -> None:
    pass


def test_oldest_runs_are_deleted_but_for_the_last_builds_and_those_under_way(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.run_events.mkdir(parents=True)
    with dg.instance_for_test() as instance:
        going = instance.create_run_for_job(nothing, status=dg.DagsterRunStatus.STARTED).run_id
        builds = [
            instance.create_run_for_job(nothing, status=dg.DagsterRunStatus.SUCCESS, tags={BUILT_TAG: "true"}).run_id
            for _ in range(3)
        ]
        others = [instance.create_run_for_job(nothing, status=dg.DagsterRunStatus.FAILURE).run_id for _ in range(6)]
        for run_id in (*builds, *others):
            for suffix in ("db", "db-wal"):
                (home.run_events / f"{run_id}.{suffix}").touch()
        assert prune_runs(instance, home, kept_runs=4, kept_builds=5) == []
        assert set(prune_runs(instance, home, kept_runs=4, kept_builds=2)) == {builds[0], *others[:2]}
        left = {run.run_id for run in instance.get_runs()}
    assert {file.stem for file in home.run_events.iterdir()} == {*builds[1:], *others[2:]}
    assert left == {going, *builds[1:], *others[2:]}
