"""Everything a run keeps lies in one folder."""

import os
from pathlib import Path

import pytest

from orchestration.home import Home, HomeUnusableError


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for name in ("PRESSGRAPH_WAREHOUSE", "DAGSTER_HOME", "DBT_TARGET_PATH", "DBT_LOG_PATH"):
        monkeypatch.setenv(name, "to be replaced")
    monkeypatch.setenv("DBT_SEND_ANONYMOUS_USAGE_STATS", "true")
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "true")
    monkeypatch.setenv("PRESSGRAPH_HOME", "news")
    monkeypatch.chdir(tmp_path)
    return Home.from_environment()


def test_a_relative_home_becomes_absolute_once(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.create_directories()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert Home.from_environment() == home
    assert home.root == tmp_path / "news"


def test_without_a_setting_the_home_is_var(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRESSGRAPH_HOME")
    assert Home.from_environment().root == tmp_path / "var"


def test_every_engine_keeps_its_place_inside_the_home(home: Home) -> None:
    home.create_directories()
    for name in ("PRESSGRAPH_WAREHOUSE", "DAGSTER_HOME", "DBT_TARGET_PATH", "DBT_LOG_PATH"):
        assert Path(os.environ[name]).is_relative_to(home.root), name


def test_no_engine_sends_telemetry(home: Home) -> None:
    home.create_directories()
    assert os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] == "false"
    assert os.environ["RUNTIME__DLTHUB_TELEMETRY"] == "false"
    assert "telemetry:\n  enabled: false" in (home.dagster / "dagster.yaml").read_text()


def test_a_home_that_is_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HomeUnusableError, match=r"cannot be used: .*file: .*Set PRESSGRAPH_HOME to a folder"):
        Home(tmp_path / "file").create_directories()


def test_lost_state_of_the_engines_is_told_and_a_new_home_has_lost_nothing(home: Home) -> None:
    assert home.lost_folders() == []
    home.create_directories()
    home.warehouse.touch()
    assert home.lost_folders() == []
    home.dagster.rename(home.root / "elsewhere")
    home.dlt.rmdir()
    assert [said.split(" is missing")[0] for said in home.lost_folders()] == [str(home.dlt), str(home.dagster)]


def test_a_home_is_its_owners_alone_and_an_earlier_one_is_closed_to_others(tmp_path: Path) -> None:
    new, earlier, shared = Home(tmp_path / "new"), Home(tmp_path / "earlier"), Home(tmp_path / "shared")
    for home, mode in ((earlier, 0o755), (shared, 0o750)):
        home.root.mkdir()
        home.root.chmod(mode)
    modes = []
    for home in (new, earlier, shared):
        home.create_directories()
        modes.append(home.root.stat().st_mode & 0o777)
    assert modes == [0o700, 0o750, 0o750]
    assert (new.dagster / "dagster.yaml").stat().st_mode & 0o777 == 0o600
