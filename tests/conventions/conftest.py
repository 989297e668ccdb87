"""What the dbt project declares."""

from __future__ import annotations

from typing import Any

import pytest

from tests.published_schema import read_manifest


@pytest.fixture(scope="session")
def manifest() -> dict[str, Any]:
    """dbt's manifest of the project as it is."""
    return read_manifest()
