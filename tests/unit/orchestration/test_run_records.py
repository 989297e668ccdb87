"""What a run leaves about itself: its tags, and dbt's log."""

import os
from pathlib import Path

from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from orchestration.dbt_logs import make_log_directory
from orchestration.run_tags import describe_request


def test_tags_name_sites_without_their_addresses() -> None:
    sites = tuple(Site(name=name, url=f"https://{name}.example/secret") for name in ("courier", "gazette"))
    assert describe_request(ExtractionRequest(sites=sites, extraction_id="e1")) == {
        "pressgraph/source": "sites",
        "pressgraph/site": "courier, gazette",
        "pressgraph/extraction_id": "e1",
    }


def test_tags_name_files_without_their_folders() -> None:
    tags = describe_request(ExtractionRequest(files=("/home/ada/dump/a.ndjson", "b.json"), extraction_id="e1"))
    assert tags["pressgraph/source"] == "files"
    assert tags["pressgraph/file"] == "a.ndjson, b.json"


def test_of_many_sites_twenty_are_named_and_the_rest_counted() -> None:
    sites = tuple(Site(name=f"site{number}", url=f"https://site{number}.example") for number in range(23))
    named = describe_request(ExtractionRequest(sites=sites))["pressgraph/site"]
    assert named.startswith("site0, site1, ")
    assert named.endswith("site19 and 3 more")


def test_ten_latest_logs_of_dbt_stay(tmp_path: Path) -> None:
    for number in range(12):
        directory = make_log_directory(tmp_path, f"run{number}")
        (directory / "dbt.log").touch()
        os.utime(directory, (number, number))
    (tmp_path / "dbt.log").touch()  # of the parse, beside the folders
    latest = make_log_directory(tmp_path, "run3")  # executed again
    assert latest == tmp_path / "run3"
    assert {path.name for path in tmp_path.iterdir()} == {"dbt.log", *(f"run{number}" for number in range(2, 12))}
