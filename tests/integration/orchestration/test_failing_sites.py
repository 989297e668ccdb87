"""A run over sites that fail beside one that does not: that one is published all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingestion.wordpress.light_rows import LightRow
from ingestion.wordpress.listing import Walk
from tests.integration.orchestration.conftest import Newsroom
from tests.unit.wordpress import newsroom_server
from tests.unit.wordpress.local_server import HttpResponse, Request, serving

TRACEBACK = "Traceback (most recent call last)"


def sites_file(folder: Path, **urls: str) -> Path:
    path = folder / "several-sites.toml"
    tables = [f'[[sites]]\nname = "{name}"\nurl = "{url}"\nallow_private = true\n' for name, url in urls.items()]
    path.write_text("\n".join(tables))
    return path


@pytest.mark.long
def test_site_with_unexpected_error_fails_alone_and_its_traceback_is_kept(
    empty: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = Walk.windows

    def broken(self: Walk) -> Iterator[list[LightRow]]:
        if "127.0.4.1" in self._endpoint.url:
            raise ZeroDivisionError("nobody foresaw this")
        return windows(self)

    monkeypatch.setattr(Walk, "windows", broken)
    site: Any = newsroom_server.Newsroom({id_: newsroom_server.post(id_) for id_ in range(1, 4)})

    def lost(request: Request) -> HttpResponse:
        is_list = request.path.startswith("/wp-json/wp/v2/posts")
        return HttpResponse(302, headers={"Location": "http://["}) if is_list else site.respond(request)

    empty.home.mkdir()
    with (
        serving(site.respond, "127.0.4.1") as hostile,
        serving(site.respond, "127.0.4.2") as good,
        serving(lost, "127.0.4.3") as moved,
    ):
        sites = sites_file(empty.home, hostile=hostile.url, good=good.url, moved=moved.url)
        done = empty.run("run", "--sites", sites)
    assert done.exit_code == 1, done.output
    assert empty.published("select site, count(*) from marts.articles group by site") == [("good", 3)]
    assert "moved (posts) failed: ForeignRedirect: " in done.output
    assert "hostile (posts) failed: UnforeseenError: Reading posts of http://127.0.4.1" in done.output
    assert "ZeroDivisionError: nobody foresaw this" in done.output
    [log] = (empty.home / "logs").iterdir()
    assert f"The traceback is in logs/{log.name}" in done.output
    assert TRACEBACK not in done.output
    assert TRACEBACK in log.read_text()
    assert "nobody foresaw this" in log.read_text()
