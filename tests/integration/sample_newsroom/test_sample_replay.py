"""The sample again: loaded twice, and arriving folder by folder as it did."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingestion.files import extract_files
from ingestion.load import Loader
from ingestion.sites_file import load_sites
from orchestration.home import Home
from tests.compare_marts import compare
from tests.integration.sample_newsroom.conftest import Rows, RunIn, read_rows

pytestmark = pytest.mark.long

SAMPLE = Path(__file__).parents[3] / "sample_newsroom"
_RAW = ("posts", "terms", "users", "media", "comments", "sites")


def differing_marts(home: Path, other: Path) -> list[str]:
    """The marts that differ between two homes, accounts of runs aside: there were not as many runs in both."""
    different = {result.table for result in compare(home, other) if result.differences}
    return sorted(different - {"extractions", "refreshes"})


def raw(home: Path) -> dict[str, Rows]:
    """The change log without the names of the runs that wrote it. Settings are seen when a run reads them."""
    columns = "site, rest_base, id, state, document_hash, case when rest_base <> 'settings' then seen_at end as seen_at"
    return {
        table: read_rows(home / "warehouse.duckdb", f"select {columns} from raw.{table} order by all") for table in _RAW
    }


def test_a_second_run_adds_nothing(sample_home: Path, tmp_path: Path, run_in: RunIn) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    run_in(home, "--sample")
    assert raw(home) == raw(sample_home)
    assert differing_marts(home, sample_home) == []


def test_arrivals_replayed_in_order_give_the_same_marts_as_all_at_once(
    sample_home: Path, tmp_path: Path, run_in: RunIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESSGRAPH_HOME", str(tmp_path / "home"))
    home = Home.from_environment()
    home.create_directories()
    loader, sites = Loader(home.warehouse, home.dlt), load_sites(SAMPLE / "sites.toml")
    days = sorted((SAMPLE / "arrivals").iterdir())
    new = [sum(sum(loader.load(chunk).new_rows.values()) for chunk in extract_files([day], sites)) for day in days]
    assert all(new)  # every arrival brings news
    run_in(home.root, "--full-refresh")
    assert len(days) > 5
    assert raw(home.root) == raw(sample_home)
    assert differing_marts(home.root, sample_home) == []
