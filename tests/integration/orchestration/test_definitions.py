"""One graph from raw to the published copy, and what starts its runs."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.home import PROJECT_ROOT

LAYERS = {"raw", "editorial", "enriched", "staging", "intermediate", "marts", "published"}


@pytest.fixture
def definitions(first_run: tuple[Path, Any]) -> dg.Definitions:
    """As the first run loaded them: importing them anew would parse the models again."""
    from orchestration.definitions import defs

    return defs()


@pytest.fixture
def graph(definitions: dg.Definitions) -> Any:
    return definitions.resolve_asset_graph()


def test_every_asset_is_named_after_its_layer(graph: Any) -> None:
    for key in graph.get_all_asset_keys():
        assert len(key.path) == 2, key
        assert key.path[0] in LAYERS, key
        assert graph.get(key).group_name == key.path[0], key


def test_every_input_key_belongs_to_an_asset(graph: Any) -> None:
    # An input whose key meets no asset would show as one that nothing materializes.
    assert graph.external_asset_keys == set()


def test_main_marts_and_published_copy_are_downstream_of_raw_posts(graph: Any) -> None:
    reached: set[dg.AssetKey] = set()
    edge = {dg.AssetKey(["raw", "posts"])}
    while edge:
        reached |= edge
        edge = {child for key in edge for child in graph.get(key).child_keys} - reached
    wanted = ["articles", "people_quoted", "word_counts", "publishing_cadence", "quotations"]
    assert {dg.AssetKey(["marts", name]) for name in wanted} <= reached
    assert {dg.AssetKey(["published", "database"]), dg.AssetKey(["published", "parquet"])} <= reached


def test_dbt_tests_are_checks_and_so_is_the_ledger(graph: Any) -> None:
    checks = {(key.asset_key.path[-1], key.name) for key in graph.asset_check_keys}
    assert ("extractions", "no_row_is_lost") in checks
    assert ("extractions", "sites_are_fresh") in checks
    assert any(table == "articles" and name.startswith("unique_") for table, name in checks)


def test_of_the_ledgers_checks_only_a_loss_blocks(graph: Any) -> None:
    ledger = [key for key in graph.asset_check_keys if key.asset_key == dg.AssetKey(["raw", "extractions"])]
    assert [key.name for key in ledger if graph.get(key).blocking] == ["no_row_is_lost"]


@pytest.mark.parametrize("name", ["hourly_refresh", "daily_sweep"])
def test_a_schedule_runs_by_default_and_skips_without_sites(
    definitions: dg.Definitions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("PRESSGRAPH_SITES", str(tmp_path / "sites.toml"))
    schedule = definitions.resolve_schedule_def(name)
    assert schedule.default_status is dg.DefaultScheduleStatus.RUNNING
    with dg.instance_for_test() as instance:
        tick = schedule.evaluate_tick(dg.build_schedule_context(instance))
        assert tick.run_requests == []
        assert "does not exist" in str(tick.skip_message)

        (tmp_path / "sites.toml").write_text('[[sites]]\nname = "a"\nurl = "https://a.example"\n')
        [request] = schedule.evaluate_tick(dg.build_schedule_context(instance)).run_requests or []
        assert request.tags["pressgraph/reads"] == "sites"

        # The run before is still under way.
        job = definitions.resolve_job_def(schedule.job_name)
        run = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
        tick = schedule.evaluate_tick(dg.build_schedule_context(instance))
        assert tick.run_requests == []
        assert f"{run.run_id} of {schedule.job_name} is still under way" in str(tick.skip_message)


def test_the_sweep_compares_ids_and_the_rebuild_fetches_nothing(definitions: dg.Definitions) -> None:
    sweep, rebuild = (definitions.resolve_job_def(name) for name in ("sweep", "rebuild"))
    assert sweep.run_config == {"ops": {"raw": {"config": {"mode": "sweep"}}}}
    assert "raw" not in {node.name for node in rebuild.graph.nodes}
    assert {"enriched", "models", "published"} <= {node.name for node in rebuild.graph.nodes}


def test_the_location_has_one_name() -> None:
    name = "code_location_name = "
    (line,) = [line for line in (PROJECT_ROOT / "pyproject.toml").read_text().splitlines() if line.startswith(name)]
    location = line.removeprefix(name).split('"')[1]
    assert f"location_name: {location}" in (PROJECT_ROOT / "workspace.yaml").read_text()


def test_import_of_the_definitions_changes_nothing(tmp_path: Path) -> None:
    # In a process of its own: this one has loaded them. What it opens to write or starts, Python's audit events tell.
    script = """
import os, sys
import dagster  # what a library does at its own import is not ours
done = []
def watch(event, details):
    if event in {"subprocess.Popen", "os.mkdir", "os.rename", "os.remove", "os.fork", "os.posix_spawn"}:
        done.append((event, str(details[0])))
    elif event == "open" and isinstance(details[2], int) and details[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        done.append((event, str(details[0])))
sys.addaudithook(watch)
import orchestration.definitions
print([entry for entry in done if entry[1] != os.devnull])
print(sorted({"dbt", "dlt", "duckdb"} & sys.modules.keys()))
"""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PRESSGRAPH", "DAGSTER", "DBT"))}
    done = subprocess.run(
        [sys.executable, "-B", "-c", script],
        cwd=tmp_path,
        env={**kept, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["[]", "[]"]
    assert list(tmp_path.iterdir()) == []


def test_models_without_a_manifest_say_who_makes_it(tmp_path: Path) -> None:
    script = "import orchestration.defs.models"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PRESSGRAPH_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "manifest.json is missing. `orchestration.definitions.defs()` makes it" in done.stderr
    assert list(tmp_path.iterdir()) == []
