"""A run that finds nothing builds nothing; whatever the copy is made from, a change of it builds."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pytest

from orchestration.dbt_build import DbtRun
from serving.publication import DATABASE_NAME
from serving.status import identify_copy
from tests.integration.orchestration.conftest import STORIES, Newsroom, make_post

KEPT = "Nothing has changed: the copy of"


def status(newsroom: Newsroom) -> dict[str, Any]:
    return json.loads((newsroom.home / "published" / "status.json").read_text())


def test_run_that_finds_nothing_keeps_the_copy_and_says_so(newsroom: Newsroom) -> None:
    published, before = newsroom.home / "published", status(newsroom)
    copy = identify_copy(published)
    done = newsroom.run("run", newsroom.write("stories.ndjson", STORIES))
    assert done.exit_code == 0, done.output
    assert KEPT in done.stdout
    assert "Rows per mart" in done.stdout
    assert identify_copy(published) == copy
    after = status(newsroom)
    assert after["looked_at"] >= before["looked_at"]
    assert {**after, "looked_at": None} == {**before, "looked_at": None}


def test_build_that_failed_is_made_by_the_next_run_though_nothing_is_new(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = newsroom.write("more.ndjson", [make_post(4, "<p>More.</p>")])
    with monkeypatch.context() as patch:
        patch.setattr("orchestration.defs.models.run_dbt", lambda *_, **__: DbtRun(exception=OSError("no room")))
        assert newsroom.run("run", more).exit_code == 1
    assert "no room" in status(newsroom)["unpublished"]["failure"]
    assert newsroom.published("select count(*) from articles") == [(3,)]
    done = newsroom.run("run", more)
    assert done.exit_code == 0, done.output
    assert KEPT not in done.stdout
    assert newsroom.published("select count(*) from articles") == [(4,)]
    assert status(newsroom)["unpublished"] is None


@pytest.mark.long
def test_what_the_newsroom_says_of_people_builds(newsroom: Newsroom) -> None:
    (newsroom.home / "person_takedowns.csv").write_text("person_name,site\nMara Holt,\n")
    done = newsroom.run("run", newsroom.write("stories.ndjson", STORIES))
    assert done.exit_code == 0, done.output
    assert KEPT not in done.stdout
    assert newsroom.published("select count(*) from people_quoted where person_name = 'Mara Holt'") == [(0,)]


@pytest.mark.long
def test_copy_that_somebody_wrote_to_is_published_anew(newsroom: Newsroom) -> None:
    with duckdb.connect(str(newsroom.home / "published" / DATABASE_NAME)) as connection:
        connection.execute("delete from articles")
    done = newsroom.run("run", newsroom.write("stories.ndjson", STORIES))
    assert done.exit_code == 0, done.output
    assert newsroom.published("select count(*) from articles") == [(3,)]
