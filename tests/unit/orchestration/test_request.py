"""What a run is asked to do is checked before anything is opened."""

import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.request import RequestError, parse_request, parse_run_config

SITES = '[[sites]]\nname = "courier"\nurl = "https://courier.example"\n'


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("PRESSGRAPH_HOME", str(home))
    monkeypatch.setenv("PRESSGRAPH_SITES", str(tmp_path / "sites.toml"))
    monkeypatch.chdir(tmp_path)
    return home


def test_neither_sites_nor_a_source_is_refused_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"sites\.toml does not exist.*pressgraph run --sample"):
        parse_request()


def test_a_sites_file_without_sites_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text("")
    with pytest.raises(RequestError, match="lists no site"):
        parse_request()


def test_configured_sites_are_read_when_there_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text(SITES)
    request = parse_request()
    assert (request.job, request.reads_sites) == ("refresh", True)
    assert request.extraction is not None
    assert [site.name for site in request.extraction.sites] == ["courier"]
    assert request.extraction.files == ()


def test_every_option_of_the_command_line_reaches_the_extraction(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text(SITES + '[[sites]]\nname = "tribune"\nurl = "https://tribune.example"\n')
    chosen = parse_request(site_names=["tribune"], sweep=True, accept_vanished=True, wait_seconds=3.0)
    assert (chosen.job, chosen.wait_seconds, chosen.addresses) == ("sweep", 3.0, ())
    assert chosen.extraction is not None
    assert (chosen.extraction.mode, chosen.extraction.accept_vanished) == ("sweep", True)
    assert [site.name for site in chosen.extraction.sites] == ["tribune"]
    assert [site.name for site in chosen.extraction.configured_sites] == ["courier", "tribune"]

    addresses = ["https://courier.example/", "http://localhost:8080/wp"]
    named = parse_request(addresses, allow_private=True)
    assert named.addresses == tuple(addresses)
    assert named.extraction is not None
    assert [(site.name, site.allow_private) for site in named.extraction.sites] == [
        ("courier", True),
        ("localhost:8080", True),
    ]


def test_address_that_cannot_be_fetched_from_is_refused() -> None:
    with pytest.raises(RequestError, match="Give one that begins with https://"):
        parse_request(["ftp://courier.example"])


@pytest.mark.parametrize("address", ["https://courier.example/", "HTTPS://Courier.example/blog"])
def test_address_with_the_name_of_a_site_that_is_elsewhere_is_refused(address: str, tmp_path: Path) -> None:
    sites = tmp_path / "sites.toml"
    sites.write_text('[[sites]]\nname = "courier.example"\nurl = "https://paper.example"\n')
    with pytest.raises(RequestError, match=r"names courier\.example: that one is at https://paper\.example"):
        parse_request([address], sites_file=sites)


def test_rebuild_extracts_nothing(home: Path) -> None:
    home.mkdir()
    (home / "warehouse.duckdb").touch()
    request = parse_request(full_refresh=True)
    assert (request.job, request.extraction, request.reads_sites) == ("rebuild", None, False)


def test_a_site_that_is_not_configured_is_named_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text(SITES)
    with pytest.raises(RequestError, match=r"no site named tribune[.] It has: courier"):
        parse_request(site_names=["tribune"])


def test_a_broken_sites_file_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text(SITES + 'colour = "red"\n')
    with pytest.raises(RequestError, match=r"line 4.*colour"):
        parse_request()


def test_a_named_sites_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"other\.toml does not exist"):
        parse_request(["https://courier.example"], sites_file=tmp_path / "other.toml")


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"nowhere\.json does not exist"):
        parse_request(["nowhere.json"])


def test_a_glob_that_matches_is_a_source_and_one_that_does_not_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    extraction = parse_request(["*.json"]).extraction
    assert extraction is not None
    assert extraction.files == (str(tmp_path / "*.json"),)
    with pytest.raises(RequestError, match="ndjson does not exist"):
        parse_request(["*.ndjson"])


def test_files_alone_need_no_network_and_an_address_does(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    assert not parse_request(["a.json"]).reads_sites
    assert parse_request(["a.json", "https://courier.example"]).reads_sites


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
    with pytest.raises(RequestError, match=because):
        parse_request(wish.pop("sources", ()), **wish)


@pytest.mark.parametrize(
    ("target", "site", "document"),
    [
        ("courier", "courier", None),
        ("https://courier.example/", "courier", None),
        ("http://www.courier.example", "courier", None),
        ("https://courier.example/2026/02/a/", "courier", "https://courier.example/2026/02/a/"),
        ("https://courier.example/?p=7", "courier", "https://courier.example/?p=7"),
        ("https://gazette.example/", "gazette.example", None),
        ("https://gazette.example/a/", "gazette.example", "https://gazette.example/a/"),
    ],
)
def test_what_is_read_again_is_a_site_or_one_document(
    tmp_path: Path, target: str, site: str, document: str | None
) -> None:
    (tmp_path / "sites.toml").write_text(SITES)
    request = parse_request(reread=target)
    assert request.extraction is not None
    assert (request.job, request.extraction.mode, request.extraction.document_url) == ("sweep", "reread", document)
    assert [found.name for found in request.extraction.sites] == [site]
    assert "/a" not in request.extraction.sites[0].url


def test_reread_without_a_name_reads_the_chosen_sites_again(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text(SITES + '[[sites]]\nname = "tribune"\nurl = "https://tribune.example"\n')
    for request, names in (
        (parse_request(reread=""), ["courier", "tribune"]),
        (parse_request(reread="", site_names=["tribune"]), ["tribune"]),
        (parse_request(["https://tribune.example"], reread=""), ["tribune"]),
    ):
        assert request.extraction is not None
        assert [site.name for site in request.extraction.sites] == names
        assert (request.extraction.mode, request.extraction.document_url) == ("reread", None)


@pytest.mark.parametrize(
    ("reread", "wish", "because"),
    [
        ("", {"sweep": True}, "--reread reads"),
        ("", {"sample": True}, "--reread reads"),
        ("courier", {"sources": ["https://courier.example"]}, "names what to read again"),
        ("", {"sources": ["a.json"]}, "a file is always read in full"),
        ("nowhere", {}, "has no site named nowhere"),
        ("https://user@courier.example/", {}, "user name"),
    ],
)
def test_a_contradictory_reread_is_refused(tmp_path: Path, reread: str, wish: dict[str, object], because: str) -> None:
    (tmp_path / "sites.toml").write_text(SITES)
    with pytest.raises(RequestError, match=because):
        parse_request(reread=reread, **wish)  # type: ignore[arg-type]


@pytest.mark.parametrize("document", ["https://courier.example/a/", "https://elsewhere.example/a/"])
def test_a_run_of_the_ui_reads_one_document_of_a_configured_site_again(tmp_path: Path, document: str) -> None:
    path = tmp_path / "sites.toml"
    path.write_text(SITES)
    inbox = tmp_path / "inbox"
    if "courier" not in document:
        with pytest.raises(RequestError, match="not an address of a site"):
            parse_run_config(sites=[], files=[], mode="reread", sites_file=path, inbox=inbox, document=document)
        return
    request = parse_run_config(sites=[], files=[], mode="reread", sites_file=path, inbox=inbox, document=document)
    assert ([site.name for site in request.sites], request.document_url) == (["courier"], document)


def test_files_cannot_be_swept(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(RequestError, match="--sweep asks sites"):
        parse_request(["a.json"], sweep=True)


def test_the_sample_has_a_home_of_its_own_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRESSGRAPH_HOME")
    monkeypatch.setattr("orchestration.request._exists", lambda _: True)
    monkeypatch.setattr("orchestration.request.load_configured_sites", lambda path: (path, []))
    assert parse_request(sample=True).home.root == tmp_path / "var" / "sample"


def test_the_sample_never_enters_a_real_warehouse(home: Path) -> None:
    home.mkdir()
    (home / "warehouse.duckdb").touch()
    with pytest.raises(RequestError, match="holds real data"):
        parse_request(sample=True)


def test_refused_request_imports_no_engine() -> None:
    # In a process of its own: this one has imported much by now.
    script = (
        "import sys; from orchestration.request import RequestError, parse_request\n"
        "try: parse_request(['/no/such/file'])\n"
        "except RequestError: pass\n"
        "print([name for name in ('dagster', 'dbt', 'dlt', 'duckdb', 'polars', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
