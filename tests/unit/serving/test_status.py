"""What `status.json` says of the copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from serving.publication import DATABASE_NAME
from serving.status import STATUS_NAME, SiteReading, Status, identify_copy, read_status, write_status

FACTS = {"raw.posts": [3, "run-1"], "days": [["courier", "2026-12-01"]]}
COPY = [4096, 1, "build-1"]
READ = {"courier": SiteReading("2026-12-01T10:00:00Z", "2026-12-01T11:00:00Z", "503")}


def test_copy_is_of_the_last_build_that_was_published() -> None:
    published = Status().begun(FACTS).swapped(COPY)
    assert published.is_made_from(FACTS, COPY)
    assert not published.is_made_from({**FACTS, "raw.posts": [4, "run-2"]}, COPY)
    assert not published.is_made_from(FACTS, [4096, 2, "build-1"])
    assert not published.is_made_from(FACTS, None)


def test_build_that_began_and_was_not_published_is_made_again() -> None:
    published = Status().begun(FACTS).swapped(COPY)
    begun = published.begun(FACTS)
    assert not begun.is_made_from(FACTS, COPY)  # killed
    assert not begun.failed("2 of 900 failed").is_made_from(FACTS, COPY)
    assert begun.failed("2 of 900 failed").published == published.published
    assert not published.begun(None).swapped(COPY).is_made_from(FACTS, COPY)  # a part of the models


def test_warnings_of_a_build_stay_with_its_copy() -> None:
    warnings = [{"asset": "marts/articles", "check": "is_dated", "description": "2 rows"}]
    built = Status().begun(FACTS).warned(warnings).swapped(COPY)
    assert built.published is not None
    assert built.published.warnings == warnings
    assert built.looked(READ).published == built.published


def test_status_is_read_as_it_was_written(tmp_path: Path) -> None:
    status = Status().begun(FACTS).swapped(COPY).looked(READ).begun({}).failed("no room")
    write_status(tmp_path / "published", status)
    assert read_status(tmp_path / "published") == status


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"looked_at": null', '{"published": 3}', "\x00"])
def test_status_that_cannot_be_read_says_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / STATUS_NAME).write_text(text)
    assert read_status(tmp_path) == Status()


def test_copy_is_told_by_its_files(tmp_path: Path) -> None:
    assert identify_copy(tmp_path) is None
    (tmp_path / DATABASE_NAME).write_bytes(b"1")
    (tmp_path / "parquet" / "build-1").mkdir(parents=True)
    assert identify_copy(tmp_path) is None
    (tmp_path / "parquet" / "current").symlink_to("build-1")
    before = identify_copy(tmp_path)
    assert before is not None
    (tmp_path / DATABASE_NAME).write_bytes(b"12")
    assert identify_copy(tmp_path) != before
    (tmp_path / "parquet" / "build-1").rmdir()
    assert identify_copy(tmp_path) is None
