"""What the project may be used under, and what it needs."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.licences import PAGE, page

_ROOT = Path(__file__).parents[2]


def test_the_page_of_licences_is_that_of_the_lock() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.licences"


def test_the_project_states_its_licence() -> None:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "MIT"
    assert (_ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
