"""What a run is asked to do is checked before anything is opened."""

import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.extraction import Request
from orchestration.orders import OrderRefused, place_order

SITES = '[[sites]]\nname = "courier"\nurl = "https://courier.example"\n'


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("PRESSGRAPH_HOME", str(home))
    monkeypatch.setenv("PRESSGRAPH_SITES", str(tmp_path / "sites.toml"))
    monkeypatch.chdir(tmp_path)
    return home


def test_neither_sites_nor_a_source_is_refused_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(OrderRefused, match=r"sites\.toml does not exist.*pressgraph run --sample"):
        place_order()


def test_a_sites_file_without_sites_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text("")
    with pytest.raises(OrderRefused, match="lists no site"):
        place_order()


def test_configured_sites_are_read_when_there_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text(SITES)
    order = place_order()
    assert (order.job, order.sources, order.reads_sites) == ("refresh", (), True)
    assert order.request("x") == Request(
        extraction_id="x",
        sources=(),
        site_names=(),
        sites_file=tmp_path / "sites.toml",
        mode="refresh",
        allow_private=False,
        accept_vanished=False,
    )


def test_a_site_that_is_not_configured_is_named_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text(SITES)
    with pytest.raises(OrderRefused, match=r"no site named tribune[.] It has: courier"):
        place_order(site_names=["tribune"])


def test_a_broken_sites_file_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text(SITES + 'colour = "red"\n')
    with pytest.raises(OrderRefused, match=r"line 4.*colour"):
        place_order()


def test_a_named_sites_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OrderRefused, match=r"other\.toml does not exist"):
        place_order(["https://courier.example"], sites_file=tmp_path / "other.toml")


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(OrderRefused, match=r"nowhere\.json does not exist"):
        place_order(["nowhere.json"])


def test_a_glob_that_matches_is_a_source_and_one_that_does_not_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    assert place_order(["*.json"]).sources == (str(tmp_path / "*.json"),)
    with pytest.raises(OrderRefused, match="ndjson does not exist"):
        place_order(["*.ndjson"])


def test_files_alone_need_no_network_and_an_address_does(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    assert not place_order(["a.json"]).reads_sites
    assert place_order(["a.json", "https://courier.example"]).reads_sites


@pytest.mark.parametrize(
    ("wish", "because"),
    [
        ({"full_refresh": True, "sweep": True}, "fetches nothing"),
        ({"full_refresh": True, "sources": ["https://courier.example"]}, "fetches nothing"),
        ({"sample": True, "sources": ["https://courier.example"]}, "bundled newsroom alone"),
        ({"site_names": ["courier"], "sources": ["https://courier.example"]}, "not both"),
        ({"full_refresh": True}, "nothing to rebuild"),
    ],
)
def test_contradictions_are_refused(wish: dict, because: str) -> None:
    with pytest.raises(OrderRefused, match=because):
        place_order(wish.pop("sources", ()), **wish)


def test_files_cannot_be_swept(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(OrderRefused, match="--sweep asks sites"):
        place_order(["a.json"], sweep=True)


def test_the_sample_has_a_home_of_its_own_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRESSGRAPH_HOME")
    monkeypatch.setattr("orchestration.orders._exists", lambda _: True)
    monkeypatch.setattr("orchestration.orders.configured_sites", lambda path: (path, []))
    assert place_order(sample=True).home.root == tmp_path / "var" / "sample"


def test_the_sample_never_enters_a_real_warehouse(home: Path) -> None:
    home.mkdir()
    (home / "warehouse.duckdb").touch()
    with pytest.raises(OrderRefused, match="holds real data"):
        place_order(sample=True)


def test_placing_an_order_imports_no_engine() -> None:
    # In a process of its own: this one has imported much by now.
    script = (
        "import sys; from orchestration.orders import OrderRefused, place_order\n"
        "try: place_order(['/no/such/file'])\n"
        "except OrderRefused: pass\n"
        "print([name for name in ('dagster', 'dbt', 'dlt', 'duckdb', 'polars', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
