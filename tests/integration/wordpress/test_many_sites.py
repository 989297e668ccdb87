"""Many sites in one run: each at its own pace, and one that fails fails alone."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from ingestion.sites import Site
from tests.unit.wordpress.local_server import HttpResponse, Request, serving
from tests.unit.wordpress.newsroom_server import Newsroom, post
from tests.wordpress.following import Follower


def broken(_: Request) -> HttpResponse:
    return HttpResponse(500, b"Error establishing a database connection")


def site(name: str, url: str) -> Site:
    return Site.model_validate({"name": name, "url": url, "allow_private": True, "requests_per_second": 50})


@pytest.mark.long
def test_fifty_sites_are_extracted_in_one_run_and_failing_sites_do_not_affect_others(tmp_path: Path) -> None:
    with ExitStack() as stack:
        sites = []
        for number in range(1, 51):  # each at an address of its own: one address would be one neighbour
            newsroom = Newsroom({id_: post(id_) for id_ in range(1, 20 + number)})
            respond = broken if number in {7, 31} else newsroom.respond
            server = stack.enter_context(serving(respond, f"127.0.1.{number}"))
            sites.append(site(f"site-{number}", server.url))
        follower = Follower(tmp_path, *sites, with_dlt=True)
        follower.run()
        for number in range(1, 51):
            name = f"site-{number}"
            held = follower.present("posts", site=name)
            ledger = follower.ledger(name)
            if number in {7, 31}:
                assert held == {}
                assert (ledger["root"]["status"], ledger["root"]["failure"]) == ("failed", "ServerError")
            else:
                assert len(held) == 19 + number
                assert ledger["posts"]["status"] == "complete"
        follower.run()
    assert follower.new_rows == 0


def test_sites_at_one_address_share_their_rate_limit(tmp_path: Path) -> None:
    begun: list[float] = []
    with ExitStack() as stack:
        sites = []
        for number in range(4):
            newsroom = Newsroom({id_: post(id_) for id_ in range(1, 30)})
            server = stack.enter_context(serving(newsroom.respond, "127.0.2.1"))
            settings = {"name": f"n{number}", "url": server.url, "allow_private": True, "requests_per_second": 10}
            sites.append(Site.model_validate({**settings, "include": ["posts"]}))
            newsroom.before = lambda _: begun.append(time.monotonic())
        began = time.monotonic()
        Follower(tmp_path, *sites).run()
    # Twenty may begin at once (two seconds' worth), the others one every tenth of a second.
    assert len(begun) == 24
    assert max(begun) - began >= 0.39
