"""The sample again: loaded twice, and arriving folder by folder as it did."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingestion.files import extract_files
from ingestion.load import Loader
from ingestion.sites import load_sites
from orchestration.home import Home
from tests.integration.sample_newsroom.conftest import Rows, RunIn, read_rows

pytestmark = pytest.mark.long

SAMPLE = Path(__file__).parents[3] / "sample_newsroom"
_RAW = ("posts", "terms", "users", "media", "comments", "sites")
#: Tables and columns about runs, not about newsrooms.
_OF_RUNS = {"refreshes", "extractions"}
_COLUMNS_OF_RUNS = {"sites": "last_extracted_at"}


def marts(home: Path) -> dict[str, Rows]:
    """Everything published that is no account of runs, a row as text. Every warehouse has its own key for avatars."""
    published = home / "published" / "pressgraph.duckdb"
    names = read_rows(published, "select table_name from duckdb_tables() where schema_name = 'marts' order by all")
    text = "regexp_replace(t::varchar, 'urn:avatar:[0-9a-f]+', 'urn:avatar', 'g')"
    return {
        name: read_rows(published, f"select {text} from (select {_columns(name)} from marts.{name}) as t order by all")
        for (name,) in names
        if name not in _OF_RUNS
    }


def _columns(name: str) -> str:
    return f"* exclude ({_COLUMNS_OF_RUNS[name]})" if name in _COLUMNS_OF_RUNS else "*"


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
    again, once = marts(home), marts(sample_home)
    assert again.keys() == once.keys()
    assert [name for name in once if again[name] != once[name]] == []


def test_arrivals_replayed_in_order_give_the_same_marts_as_all_at_once(
    sample_home: Path, tmp_path: Path, run_in: RunIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESSGRAPH_HOME", str(tmp_path / "home"))
    home = Home.from_environment()
    home.settle()
    loader, sites = Loader(home.warehouse, home.dlt), load_sites(SAMPLE / "sites.toml")
    days = sorted((SAMPLE / "arrivals").iterdir())
    new = [sum(sum(loader.load(chunk).new_rows.values()) for chunk in extract_files([day], sites)) for day in days]
    assert all(new)  # every arrival brings news
    run_in(home.root, "--full-refresh")
    assert len(days) > 5
    assert raw(home.root) == raw(sample_home)
    replayed, once = marts(home.root), marts(sample_home)
    assert replayed.keys() == once.keys()
    assert [name for name in once if replayed[name] != once[name]] == []
