"""When the schedules tick, and how fresh that keeps the assets."""

import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import dagster as dg

REFRESH_CRON = os.environ.get("PRESSGRAPH_REFRESH_CRON") or "0 * * * *"
SWEEP_CRON = os.environ.get("PRESSGRAPH_SWEEP_CRON") or "20 3 * * *"


def freshness_policy(cron: str) -> dg.FreshnessPolicy:
    """Return the freshness that a schedule gives: a warning when two ticks passed without it, a failure after four.

    Args:
        cron: The schedule. Its longest pause counts (a night, a weekend); one rarer than weekly counts as monthly.
    """
    # A partition for each tick: Dagster's only public way from a cron expression to its times.
    ticks = dg.TimeWindowPartitionsDefinition(
        start=datetime(2024, 1, 1, tzinfo=UTC),
        end=datetime(2024, 1, 16, tzinfo=UTC),
        fmt="%Y-%m-%d %H:%M",
        cron_schedule=cron,
    ).get_partition_keys()
    times = [datetime.fromisoformat(tick) for tick in ticks]
    pause = max((after - before for before, after in pairwise(times)), default=timedelta(days=31))
    return dg.FreshnessPolicy.time_window(warn_window=2 * pause, fail_window=4 * pause)


#: Of what every run writes. The models and the copy are built where something has changed; `status.json` beside the
#: copy says when somebody last looked.
FRESHNESS = freshness_policy(REFRESH_CRON)
