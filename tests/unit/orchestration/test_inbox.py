"""Dropped files are taken once, whole, and only from the folder itself."""

import os
from pathlib import Path

import pytest

from orchestration.inbox import NotInInbox, look_into, resolve_in_inbox


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def test_a_file_is_taken_at_the_second_look_when_it_has_not_changed(inbox: Path) -> None:
    (inbox / "posts.json").write_text("[]")
    first = look_into(inbox, None)
    second = look_into(inbox, first.cursor)
    assert (first.settled, second.settled) == ([], ["posts.json"])


def test_a_file_still_being_written_is_left_alone(inbox: Path) -> None:
    dropped = inbox / "posts.ndjson"
    dropped.write_text("{}\n")
    look = look_into(inbox, None)
    for _ in range(3):
        with dropped.open("a") as more:
            more.write("{}\n")
        look = look_into(inbox, look.cursor)
        assert look.settled == []
    assert look_into(inbox, look.cursor).settled == [dropped.name]


def test_a_file_is_taken_once(inbox: Path) -> None:
    (inbox / "posts.json").write_text("[]")
    look = look_into(inbox, look_into(inbox, None).cursor)
    assert look_into(inbox, look.cursor).settled == []


def test_a_file_that_changes_later_is_taken_again(inbox: Path) -> None:
    dropped = inbox / "posts.json"
    dropped.write_text("[]")
    look = look_into(inbox, look_into(inbox, None).cursor)
    dropped.write_text("[{}]")
    look = look_into(inbox, look.cursor)
    assert look.settled == []
    assert look_into(inbox, look.cursor).settled == [dropped.name]


def test_a_file_rewritten_in_the_same_size_is_taken_again(inbox: Path) -> None:
    dropped = inbox / "posts.json"
    dropped.write_text("[1]")
    look = look_into(inbox, look_into(inbox, None).cursor)
    dropped.write_text("[2]")
    os.utime(dropped, ns=(1, 1))
    assert look_into(inbox, look_into(inbox, look.cursor).cursor).settled == [dropped.name]


@pytest.mark.parametrize("name", [".posts.json", "posts.json.part", ".sync/posts.json", "posts.tmp"])
def test_hidden_and_partial_names_wait_until_they_are_renamed(inbox: Path, name: str) -> None:
    (inbox / name).parent.mkdir(exist_ok=True)
    (inbox / name).write_text("[]")
    assert look_into(inbox, look_into(inbox, None).cursor).settled == []


def test_an_empty_file_is_left_alone(inbox: Path) -> None:
    (inbox / "posts.json").touch()
    assert look_into(inbox, look_into(inbox, None).cursor).settled == []


def test_links_out_of_the_folder_are_not_followed(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("[]")
    (inbox / "link.json").symlink_to(tmp_path / "secret.json")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "posts.json").write_text("[]")
    (inbox / "folder").symlink_to(outside, target_is_directory=True)
    assert look_into(inbox, look_into(inbox, None).cursor).settled == []


def test_a_missing_folder_holds_nothing(tmp_path: Path) -> None:
    assert look_into(tmp_path / "none", None).settled == []


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
        with pytest.raises(NotInInbox):
            resolve_in_inbox(inbox, name)
