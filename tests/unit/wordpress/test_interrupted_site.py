"""The ledger tells a site that was read to its end from one that was not."""

from __future__ import annotations

from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.wordpress import extract_sites
from tests.unit.wordpress.local_server import serving
from tests.unit.wordpress.newsroom_server import Newsroom, post


def test_root_stays_open_until_the_last_list_of_the_site_is_read() -> None:
    with serving(Newsroom({1: post(1), 2: post(2)}).respond) as server:
        site = Site(name="a", url=server.url, allow_private=True, requests_per_second=50)
        chunks = [
            [(row["rest_base"], row["status"]) for row in chunk.extractions.to_pylist()]
            for chunk in extract_sites(ExtractionRequest(sites=(site,), mode="full"), snapshots={})
        ]
    lists = [name for rows in chunks for name, status in rows if name not in {"root", "settings"}]
    assert len(lists) > 1
    of_root = [(number, status) for number, rows in enumerate(chunks) for name, status in rows if name == "root"]
    # Whatever was loaded before a kill, `root` is the last to be complete, in the chunk of the last list.
    assert of_root == [(0, "open"), (len(chunks) - 1, "complete")]
