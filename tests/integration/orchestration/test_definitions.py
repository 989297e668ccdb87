"""One graph from raw to the published copy, and what starts its runs."""

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


def test_no_asset_is_invented(graph: Any) -> None:
    # An input whose key meets no asset would show as one that nothing materializes.
    assert graph.external_asset_keys == set()


def test_from_raw_posts_the_way_leads_to_every_answer_and_the_published_copy(graph: Any) -> None:
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
    tick = schedule.evaluate_tick(dg.build_schedule_context())
    assert tick.run_requests == []
    assert "does not exist" in str(tick.skip_message)

    (tmp_path / "sites.toml").write_text('[[sites]]\nname = "a"\nurl = "https://a.example"\n')
    assert len(schedule.evaluate_tick(dg.build_schedule_context()).run_requests or []) == 1


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
