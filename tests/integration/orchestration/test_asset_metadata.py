"""What Dagster is told of every asset, in its definition and by a run."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.home import Home
from orchestration.run_context import RunContext
from tests.integration.orchestration.conftest import Newsroom, make_post


@pytest.fixture
def definitions(first_run: tuple[Path, Any]) -> dg.Definitions:
    from orchestration.definitions import defs

    return defs()


@pytest.fixture
def materializations(first_run: tuple[Path, Any], definitions: dg.Definitions) -> dict[str, Any]:
    """The metadata that the first run left of each asset, by `layer/table`."""
    found = {}
    with dg.DagsterInstance.from_config(str(first_run[0] / "dagster")) as instance:
        for key in definitions.resolve_asset_graph().get_all_asset_keys():
            event = instance.get_latest_materialization_event(key)
            assert event is not None, key
            assert event.asset_materialization is not None, key
            found["/".join(key.path)] = event.asset_materialization.metadata
    return found


def _value(metadata: Any, name: str) -> Any:
    return metadata[name].value


def test_every_asset_has_description_and_code_version_and_what_every_run_writes_is_fresh(
    definitions: dg.Definitions,
) -> None:
    specs = list(definitions.resolve_all_asset_specs())
    assert specs
    for spec in specs:
        assert (spec.description or "").strip(), spec.key
        assert spec.code_version, spec.key
        is_written_by_every_run = spec.key.path[0] in {"raw", "enriched", "editorial"}
        assert isinstance(spec.freshness_policy, dg.FreshnessPolicy) is is_written_by_every_run, spec.key


def test_every_job_schedule_and_sensor_has_a_description(definitions: dg.Definitions) -> None:
    repository = definitions.get_repository_def()
    jobs = [job for job in repository.get_all_jobs() if not job.name.startswith("__")]  # Dagster's own
    assert sorted(job.name for job in jobs) == ["rebuild", "refresh", "sweep"]
    for described in (*jobs, *repository.schedule_defs, *repository.sensor_defs):
        assert (described.description or "").strip(), described.name
    for name in ("refresh", "sweep"):
        assert "sites: [NAME]" in (repository.get_job(name).description or ""), name


@pytest.mark.usefixtures("definitions")
def test_raw_configuration_fields_are_described_for_the_launchpad() -> None:
    from orchestration.defs.raw import CONFIG_SCHEMA

    assert all(field.description for field in CONFIG_SCHEMA.values())


def test_run_leaves_column_schema_of_every_table_and_row_count_of_all_but_views(
    newsroom: Newsroom, materializations: dict[str, Any]
) -> None:
    tables = newsroom.warehouse("select schema_name, table_name, estimated_size from duckdb_tables()")
    counted = {f"{schema}/{table}" for schema, table, _ in tables} | {"published/database", "published/parquet"}
    for asset, metadata in materializations.items():
        schema = _value(metadata, "dagster/column_schema")
        assert schema.columns, asset
        assert all(column.type not in {"", "?"} for column in schema.columns), asset
        assert ("dagster/row_count" in metadata) == (asset in counted), asset


def test_row_counts_and_columns_are_those_of_the_tables(materializations: dict[str, Any]) -> None:
    for asset in ("raw/posts", "enriched/texts", "staging/stg_raw__posts", "marts/articles"):
        assert _value(materializations[asset], "dagster/row_count") == 3, asset
    assert _value(materializations["marts/people_quoted"], "dagster/row_count") == 1  # Mara Holt
    posts = _value(materializations["raw/posts"], "dagster/column_schema").columns
    assert [(column.name, column.type, column.constraints.nullable) for column in posts[:3]] == [
        ("site", "VARCHAR", False),
        ("rest_base", "VARCHAR", False),
        ("id", "BIGINT", False),
    ]
    assert all(column.description for column in posts if not column.name.startswith("_dlt"))


def test_published_copy_is_described_table_by_table(materializations: dict[str, Any]) -> None:
    metadata = materializations["published/database"]
    rows = {record.data["table"]: record.data["rows"] for record in _value(metadata, "rows").records}
    assert (rows["articles"], rows["people_quoted"]) == (3, 1)
    assert _value(metadata, "dagster/row_count") == sum(rows.values())
    columns = {column.name: column for column in _value(metadata, "dagster/column_schema").columns}
    assert columns["articles.published_at"].type == "TIMESTAMP"
    assert columns["word_counts.article_id"].description.endswith("References articles(article_id).")


def test_run_is_tagged_with_its_files_and_the_extraction_in_the_ledger(newsroom: Newsroom) -> None:
    ((extraction_id,),) = newsroom.warehouse("select distinct extraction_id from raw.extractions")
    with dg.DagsterInstance.from_config(str(newsroom.home / "dagster")) as instance:
        (run,) = instance.get_runs(limit=1)
    assert run.tags["pressgraph/source"] == "files"
    assert run.tags["pressgraph/file"] == "stories.ndjson"
    assert run.tags["pressgraph/extraction_id"] == extraction_id


def test_run_of_the_ui_is_tagged_with_its_site(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    from orchestration.defs.raw import raw
    from orchestration.resource import PipelineResource

    sites = newsroom.home.parent / "sites.toml"
    entry = '[[sites]]\nname = "{0}"\nurl = "https://{0}.invalid"\n'
    sites.write_text(entry.format("courier") + entry.format("gazette"))
    monkeypatch.setenv("PRESSGRAPH_SITES", str(sites))
    with dg.DagsterInstance.ephemeral() as instance:
        dg.materialize(
            [raw],
            instance=instance,
            run_config={"ops": {"raw": {"config": {"sites": ["courier"]}}}},
            resources={"pipeline": PipelineResource(run=RunContext.for_home(Home(newsroom.home)))},
            # As "Re-execute" copies them.
            tags={"pressgraph/site": "another", "pressgraph/extraction_id": "of the run before"},
            raise_on_error=False,  # no such host: which site was asked for is told before anything is read
        )
        (run,) = instance.get_runs()
    assert run.tags["pressgraph/source"] == "sites"
    assert run.tags["pressgraph/site"] == "courier"
    assert re.fullmatch(r"\d{8}T\d{12}Z-[0-9a-f]{8}", run.tags["pressgraph/extraction_id"])


@pytest.mark.long
def test_failed_build_names_the_log_file_of_its_run(newsroom: Newsroom) -> None:
    newsroom.warehouse("insert into enriched.quotations from enriched.quotations limit 1")  # a quotation twice
    done = newsroom.run("run", newsroom.write("more.ndjson", [make_post(6, "<p>More.</p>")]))
    assert done.exit_code == 1
    with dg.DagsterInstance.from_config(str(newsroom.home / "dagster")) as instance:
        (run,) = instance.get_runs(limit=1)
        (failed,) = instance.all_logs(run.run_id, of_type=dg.DagsterEventType.STEP_FAILURE)
    log = newsroom.home / "dbt" / "logs" / run.run_id / "dbt.log"
    assert failed.dagster_event is not None
    failure = failed.dagster_event.step_failure_data.user_failure_data
    assert failure is not None
    assert failure.metadata["dbt_log"].value == str(log)
    assert f"dbt's log: {log}" in (failure.description or "")
    assert "unique_" in log.read_text()


@pytest.mark.parametrize(
    ("cron", "pause"),
    [
        ("0 * * * *", timedelta(hours=1)),
        ("0 9-17 * * 1-5", timedelta(hours=64)),  # from Friday 17:00 to Monday 9:00
        ("0 6 * * 1", timedelta(days=7)),
        ("0 6 1 * *", timedelta(days=31)),
    ],
)
@pytest.mark.usefixtures("definitions")
def test_freshness_follows_the_longest_pause_of_the_schedule(cron: str, pause: timedelta) -> None:
    from orchestration.defs.cadence import freshness_policy

    expected = dg.FreshnessPolicy.time_window(warn_window=2 * pause, fail_window=4 * pause)
    assert freshness_policy(cron) == expected


@pytest.mark.usefixtures("definitions")
def test_model_version_changes_with_its_sql_and_with_macros_it_reaches(monkeypatch: pytest.MonkeyPatch) -> None:
    from orchestration.defs.catalog import MANIFEST, model_version

    def versions() -> dict[str, str]:
        return {
            name: model_version(name) for name, node in MANIFEST["nodes"].items() if node["resource_type"] == "model"
        }

    before = versions()
    # `bounded_count` is written with `bounded_integer`: who uses either is another version.
    monkeypatch.setitem(MANIFEST["macros"]["macro.pressgraph.bounded_integer"], "macro_sql", "changed")
    direct = {
        name
        for name, node in MANIFEST["nodes"].items()
        if node["resource_type"] == "model"
        and {"macro.pressgraph.bounded_integer", "macro.pressgraph.bounded_count"} & set(node["depends_on"]["macros"])
    }
    changed = {name for name, version in versions().items() if version != before[name]}
    assert direct
    assert direct <= changed < set(before)
    monkeypatch.setitem(MANIFEST["nodes"]["model.pressgraph.sections"], "raw_code", "select 1")
    assert model_version("model.pressgraph.sections") != before["model.pressgraph.sections"]
