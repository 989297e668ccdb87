"""A site that shows a document whose status is none of WordPress's own."""

from __future__ import annotations

from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.snapshot import SiteSnapshot
from ingestion.wordpress.site import extract_site
from tests.unit.wordpress.local_server import serving
from tests.unit.wordpress.newsroom_server import Newsroom, post


def test_a_live_document_of_an_unknown_status_is_recorded_as_unpublished_and_said() -> None:
    newsroom = Newsroom({1: post(1), 2: post(2) | {"status": "archived"}})
    with serving(newsroom.respond) as server:
        site = Site.model_validate({"name": "n", "url": server.url, "allow_private": True, "requests_per_second": 1000})
        chunks = list(extract_site(site, ExtractionRequest(mode="full"), snapshot=SiteSnapshot("n")))
    rows = [row for chunk in chunks if "posts" in chunk.documents for row in chunk.documents["posts"].to_pylist()]
    assert [(row["id"], row["state"], row["document"] is None) for row in rows] == [
        (1, "present", False), (2, "unpublished", True),
    ]  # fmt: skip
    (said,) = [row for chunk in chunks for row in chunk.rejections.to_pylist()]
    assert (said["rest_base"], said["reason_code"], said["excerpt"]) == ("posts", "unknown_status", "")
    assert said["reason"].startswith('the status of posts 2 is "archived"')
