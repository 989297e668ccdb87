"""One real WordPress for the whole run; every test gets it freshly reset."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ingestion.sites import Site
from tests.wordpress.following import Follower
from tests.wordpress.server import WordPress, missing


@pytest.fixture(scope="session")
def installation() -> Iterator[WordPress]:
    reason = missing()
    if reason:
        pytest.skip(reason)
    # Not in pytest's own folder: the database runs as another user, who may not enter that.
    with tempfile.TemporaryDirectory(prefix="pressgraph-wordpress-") as place:
        server = WordPress(Path(place))
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture
def wordpress(installation: WordPress) -> WordPress:
    """A site without content."""
    installation.reset()
    return installation


@pytest.fixture
def follow(wordpress: WordPress, tmp_path: Path) -> Callable[..., Follower]:
    """Follows the site into a warehouse of the test's own, only its posts unless told otherwise."""

    def make(*, with_dlt: bool = False, **settings: Any) -> Follower:
        known = {"name": "courier", "url": wordpress.url, "allow_private": True, "requests_per_second": 500}
        return Follower(tmp_path, Site.model_validate({"include": ["posts"], **known, **settings}), with_dlt=with_dlt)

    return make
