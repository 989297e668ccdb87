"""Jobs, and what starts them: the clock, and files dropped into a folder."""

import hashlib

import dagster as dg

from ingestion.sites_file import load_sites
from orchestration.dead_runs import fail_dead_runs
from orchestration.defs.cadence import REFRESH_CRON, SWEEP_CRON
from orchestration.defs.raw import ONE_SITE
from orchestration.home import READS_TAG, Home, default_sites_file
from orchestration.inbox import scan_inbox
from orchestration.run_history import prune_runs
from orchestration.run_tags import SOURCE_TAG

_everything = dg.AssetSelection.all()

refresh = dg.define_asset_job(
    "refresh",
    selection=_everything,
    description=f"Load what is new, enrich it, build and test the models, publish.\n\n{ONE_SITE}",
)
sweep = dg.define_asset_job(
    "sweep",
    selection=_everything,
    description=f"As refresh, and compare every id with the sites, to find deleted and missed documents.\n\n{ONE_SITE}",
    config={"ops": {"raw": {"config": {"mode": "sweep"}}}},
)
rebuild = dg.define_asset_job(
    "rebuild",
    selection=_everything - dg.AssetSelection.groups("raw"),
    description="Rebuild everything from raw; fetch nothing.",
    tags={SOURCE_TAG: "raw"},
    config={
        "ops": {
            "enriched": {"config": {"from_nothing": True}},
            "models": {"config": {"full_refresh": True}},
        }
    },
)


#: Runs with this tag wait for each other in the queue (see `home.py`): both would read every site.
_READS_SITES = {READS_TAG: "sites"}

_UNDER_WAY = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]


def _reason_to_skip(context: dg.ScheduleEvaluationContext, job: str) -> str | None:
    """Return why a schedule has nothing to do, or should not start its job once more."""
    under_way = context.instance.get_runs(dg.RunsFilter(job_name=job, statuses=_UNDER_WAY), limit=1)
    if under_way:
        return f"The run {under_way[0].run_id} of {job} is still under way."
    sites_file = default_sites_file()
    if not sites_file.exists():
        return f"No sites: {sites_file} does not exist."
    if not load_sites(sites_file):
        return f"No sites: {sites_file} lists none."
    return None


@dg.schedule(
    job=refresh,
    cron_schedule=REFRESH_CRON,
    description="Refresh every site of `sites.toml`; PRESSGRAPH_REFRESH_CRON sets when.",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def hourly_refresh(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Refresh every configured site, unless the refresh before is still under way."""
    reason = _reason_to_skip(context, "refresh")
    return dg.SkipReason(reason) if reason else dg.RunRequest(tags=_READS_SITES)


@dg.schedule(
    job=sweep,
    cron_schedule=SWEEP_CRON,
    description="Sweep every site of `sites.toml`; PRESSGRAPH_SWEEP_CRON sets when.",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def daily_sweep(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Sweep every configured site, after a refresh that is under way."""
    reason = _reason_to_skip(context, "sweep")
    return dg.SkipReason(reason) if reason else dg.RunRequest(tags=_READS_SITES)


@dg.sensor(
    job=refresh,
    minimum_interval_seconds=30,
    description="Load files dropped into the home's `inbox` folder once they are unchanged between two ticks.",
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def dropped_files(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Load files dropped into the home's `inbox` once they are unchanged between two ticks."""
    inbox = Home.from_environment().inbox
    scan = scan_inbox(inbox, context.cursor)
    if not scan.ready:
        reason = f"No new file in {inbox} is unchanged between two ticks."
        return dg.SensorResult(skip_reason=reason, cursor=scan.cursor)
    request = dg.RunRequest(
        run_key=hashlib.sha256(scan.cursor.encode()).hexdigest(),
        run_config={"ops": {"raw": {"config": {"files": list(scan.ready)}}}},
    )
    return dg.SensorResult(run_requests=[request], cursor=scan.cursor)


@dg.sensor(
    minimum_interval_seconds=30,
    description="Mark runs as failed whose process is gone, such as those of before a reboot: ten fill the queue.",
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def dead_runs(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    """Mark runs as failed whose process is gone, and delete the oldest of the history."""
    home = Home.from_environment()
    failed = fail_dead_runs(context.instance, home)
    prune_runs(context.instance, home)
    return dg.SkipReason(f"Marked as failed: {', '.join(failed)}." if failed else "Every started run has a process.")
