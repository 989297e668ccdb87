"""Dropped files are taken once, whole, and only from the folder itself."""

import os
from pathlib import Path

import pytest

from orchestration.inbox import NotInInboxError, resolve_in_inbox, scan_inbox


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def test_file_unchanged_between_two_scans_is_ready(inbox: Path) -> None:
    (inbox / "posts.json").write_text("[]")
    first = scan_inbox(inbox, None)
    second = scan_inbox(inbox, first.cursor)
    assert (first.ready, second.ready) == ([], ["posts.json"])


def test_a_file_still_being_written_is_left_alone(inbox: Path) -> None:
    dropped = inbox / "posts.ndjson"
    dropped.write_text("{}\n")
    scan = scan_inbox(inbox, None)
    for _ in range(3):
        with dropped.open("a") as more:
            more.write("{}\n")
        scan = scan_inbox(inbox, scan.cursor)
        assert scan.ready == []
    assert scan_inbox(inbox, scan.cursor).ready == [dropped.name]


def test_a_file_is_taken_once(inbox: Path) -> None:
    (inbox / "posts.json").write_text("[]")
    scan = scan_inbox(inbox, scan_inbox(inbox, None).cursor)
    assert scan_inbox(inbox, scan.cursor).ready == []


def test_a_file_that_changes_later_is_taken_again(inbox: Path) -> None:
    dropped = inbox / "posts.json"
    dropped.write_text("[]")
    scan = scan_inbox(inbox, scan_inbox(inbox, None).cursor)
    dropped.write_text("[{}]")
    scan = scan_inbox(inbox, scan.cursor)
    assert scan.ready == []
    assert scan_inbox(inbox, scan.cursor).ready == [dropped.name]


def test_a_file_rewritten_in_the_same_size_is_taken_again(inbox: Path) -> None:
    dropped = inbox / "posts.json"
    dropped.write_text("[1]")
    scan = scan_inbox(inbox, scan_inbox(inbox, None).cursor)
    dropped.write_text("[2]")
    os.utime(dropped, ns=(1, 1))
    assert scan_inbox(inbox, scan_inbox(inbox, scan.cursor).cursor).ready == [dropped.name]


@pytest.mark.parametrize("name", [".posts.json", "posts.json.part", ".sync/posts.json", "posts.tmp"])
def test_hidden_and_partial_names_wait_until_they_are_renamed(inbox: Path, name: str) -> None:
    (inbox / name).parent.mkdir(exist_ok=True)
    (inbox / name).write_text("[]")
    assert scan_inbox(inbox, scan_inbox(inbox, None).cursor).ready == []


def test_an_empty_file_is_left_alone(inbox: Path) -> None:
    (inbox / "posts.json").touch()
    assert scan_inbox(inbox, scan_inbox(inbox, None).cursor).ready == []


def test_links_out_of_the_folder_are_not_followed(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("[]")
    (inbox / "link.json").symlink_to(tmp_path / "secret.json")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "posts.json").write_text("[]")
    (inbox / "folder").symlink_to(outside, target_is_directory=True)
    assert scan_inbox(inbox, scan_inbox(inbox, None).cursor).ready == []


def test_a_missing_folder_holds_nothing(tmp_path: Path) -> None:
    assert scan_inbox(tmp_path / "none", None).ready == []


def test_name_of_a_file_in_the_inbox_is_its_path(inbox: Path) -> None:
    (inbox / "2026").mkdir()
    for name in ("posts.json", "2026/posts.json", "a*.json", "..posts.json"):
        (inbox / name).write_text("[]")
        assert resolve_in_inbox(inbox, name) == inbox / name


def test_name_that_leads_elsewhere_is_refused(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("[]")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "secret.json").write_text("[]")
    (inbox / "link.json").symlink_to(tmp_path / "secret.json")
    (inbox / "linked").symlink_to(tmp_path / "folder", target_is_directory=True)
    (inbox / "inner").mkdir()
    (inbox / "*").mkdir()
    os.mkfifo(inbox / "pipe.json")
    for name in (
        "../secret.json",
        "inner/../../secret.json",
        "inner/..",
        str(tmp_path / "secret.json"),
        "//secret.json",
        "./secret.json",
        "link.json",
        "linked/secret.json",
        "inner",
        "pipe.json",
        "*.json",
        "*",
        "missing.json",
        "",
        "posts.json\0.txt",
        "https://courier.example/",
        "~/posts.json",
    ):
        with pytest.raises(NotInInboxError):
            resolve_in_inbox(inbox, name)
