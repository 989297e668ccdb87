"""Who wrote a comment is not kept, unless a site's settings say so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingestion.files import extract_files
from ingestion.sites import Site
from ingestion.wordpress.endpoints import comments_endpoint
from tests.unit.ingestion.shapes import shaped

PERSONAL = {
    "author_name": "Bo Reed",
    "author_url": "https://bo.example",
    "author_email": "bo@bo.example",
    "author_ip": "192.0.2.7",
    "author_user_agent": "Browser",
    "author_avatar_urls": {"96": "https://secure.gravatar.com/avatar/abc"},
}


@pytest.mark.parametrize(("keeps", "expected"), [(False, set()), (True, set(PERSONAL))])
def test_comment_in_a_file_loses_its_writer_as_a_recorded_repair(
    tmp_path: Path, keeps: bool, expected: set[str]
) -> None:
    comment = shaped("comment", 5, "a.example", **PERSONAL, author=3)
    (tmp_path / "comments.json").write_text(json.dumps(comment))
    site = Site(name="a.example", url="https://a.example", commenters=keeps)
    *_, chunk = extract_files([tmp_path], [site])
    [row] = chunk.documents["comments"].to_pylist()
    held = json.loads(row["document"])
    assert set(PERSONAL) & held.keys() == expected
    assert (held["id"], held["author"], held["content"]) == (5, 3, comment["content"])
    [counted] = [row for row in chunk.extractions.to_pylist() if row["rest_base"] == "comments"]
    assert counted["repaired_count"] == (0 if keeps else 1)


def test_comments_of_one_text_are_one_version_whoever_the_writer_says_he_is(tmp_path: Path) -> None:
    comments = [shaped("comment", 5, "a.example", **{**PERSONAL, "author_name": name}) for name in ("Bo", "Ann")]
    (tmp_path / "comments.json").write_text(json.dumps(comments))
    *_, chunk = extract_files([tmp_path])
    assert len({row["document_hash"] for row in chunk.documents["comments"].to_pylist()}) == 1


def test_live_comments_are_requested_and_admitted_without_their_writers() -> None:
    endpoint = comments_endpoint("https://a.example/wp-json/wp/v2/comments", {})
    assert endpoint.core_fields is not None
    assert endpoint.core_fields.isdisjoint(PERSONAL)
    admitted = endpoint.admit(json.dumps(shaped("comment", 5, "a.example", **PERSONAL)).encode())
    assert admitted.text is not None
    assert json.loads(admitted.text).keys().isdisjoint(PERSONAL)
    kept = comments_endpoint("https://a.example/wp-json/wp/v2/comments", {}, keeps_commenters=True)
    assert kept.core_fields is not None
    assert "author_name" in kept.core_fields
