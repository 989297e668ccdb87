"""Tracebacks in the home: found again, bounded, without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.failure_log import FailureLog


def test_a_traceback_is_kept_in_the_file_of_its_extraction_and_site(tmp_path: Path) -> None:
    log = FailureLog(tmp_path / "logs", "20260101T000000000000Z-aa")
    assert log.keep("desk", "Traceback one") == "logs/20260101T000000000000Z-aa-desk.log"
    log.keep("desk", "Traceback two")
    assert (tmp_path / "logs/20260101T000000000000Z-aa-desk.log").read_text() == "Traceback one\nTraceback two\n"


def test_the_newest_fifty_files_of_bounded_size_are_kept(tmp_path: Path) -> None:
    for number in range(60):
        FailureLog(tmp_path / "logs", f"{number:03}").keep("s" * 253, "x" * 100_000)
    for _ in range(100):
        FailureLog(tmp_path / "logs", "059").keep("s" * 253, "x" * 100_000)
    files = sorted((tmp_path / "logs").iterdir())
    assert [file.name[:3] for file in files] == [f"{number:03}" for number in range(10, 60)]
    assert max(file.stat().st_size for file in files) <= 64 * 1024


def test_secrets_of_the_environment_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_PASSWORD", "abcd efgh ijkl")
    place = FailureLog(tmp_path / "logs", "1").keep("desk", "abcd efgh ijkl at https://anna:hunter2@a.example \ud800")
    assert place is not None
    assert (tmp_path / place).read_text() == "*** at https://***@a.example \\ud800\n"


def test_a_folder_that_cannot_be_written_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    assert FailureLog(tmp_path / "logs", "1").keep("desk", "Traceback") is None
