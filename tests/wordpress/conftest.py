"""One real WordPress for the whole run; every test gets it freshly reset."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.wordpress.server import WordPress, missing


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    reason = missing()
    if reason:
        pytest.skip(reason)
    server = WordPress(tmp_path_factory.mktemp("wordpress"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def wordpress(installation: WordPress) -> WordPress:
    installation.reset()
    return installation
