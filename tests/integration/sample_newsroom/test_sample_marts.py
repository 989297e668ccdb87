"""The marts of the sample newsroom are what a reader works out by hand (`expected.toml`)."""

from __future__ import annotations

import collections
import datetime as dt
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sample_newsroom.check import annotation_path, read_annotation
from sample_newsroom.sources import NEWSPAPERS, Revision, read_posts

if TYPE_CHECKING:
    from conftest import Ask

EXPECTED = tomllib.loads((Path(__file__).parent / "expected.toml").read_text(encoding="utf-8"))
POSTS = [revisions for site in NEWSPAPERS for revisions in read_posts(site)]
#: Read from the sources' front matter alone: what is public today, and what ever was.
PUBLIC = [revisions[-1] for revisions in POSTS if revisions[-1].get("status", "publish") == "publish"]
EVER_PUBLIC = [revisions[-1] for revisions in POSTS if revisions[0].get("status", "publish") == "publish"]


def _article_id(post: Revision) -> str:
    return f"{post.site.name}/posts/{post.id}"


def _same(expected: object, found: Any) -> bool:
    if isinstance(expected, str) and len(expected) == 25 and expected[10] == "T":
        moment = dt.datetime.fromisoformat(str(found))
        return dt.datetime.fromisoformat(expected) == (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))
    return expected == found


def test_every_published_article_is_there_and_no_draft(ask: Ask) -> None:
    found = {row["article_id"] for row in ask("select article_id from articles")}
    assert found == {_article_id(post) for post in EVER_PUBLIC}


@pytest.mark.parametrize("expected", EXPECTED["articles"], ids=lambda row: row["article_id"])
def test_an_article_is_what_its_source_says(ask: Ask, expected: dict[str, Any]) -> None:
    sql = "select * from articles left join word_counts using (article_id, word_count)"
    (found,) = ask(f"select * from ({sql}) where article_id = '{expected['article_id']}'")
    assert {key: found[key] for key, value in expected.items() if not _same(value, found[key])} == {}


def test_only_the_article_that_stayed_removed_is_removed(ask: Ask) -> None:
    rows = ask("select article_id from articles where removed_at is not null")
    assert [row["article_id"] for row in rows] == ["the-tarrow-courier/posts/1131"]


def test_a_protected_article_has_no_count_of_words(ask: Ask) -> None:
    (row,) = ask("select word_count from word_counts where article_id = 'the-tarrow-courier/posts/1157'")
    assert row["word_count"] is None


def test_our_count_by_yoasts_rule_is_the_count_that_yoast_printed(ask: Ask) -> None:
    rows = ask(
        "select article_id, yoast_word_count, yoast_rule_word_count from word_counts where yoast_word_count is not null"
    )
    assert len(rows) > 90
    assert [row for row in rows if row["yoast_word_count"] != row["yoast_rule_word_count"]] == []


@pytest.mark.parametrize("day", EXPECTED["days"], ids=lambda day: f"{day['site']} {day['date']}")
def test_a_day_has_the_articles_that_were_published_on_it(ask: Ask, day: dict[str, Any]) -> None:
    where = f"site = '{day['site']}' and published_date = date '{day['date']}'"
    (found,) = ask(f"select article_count, is_gap, gap_days from publishing_cadence where {where}")
    keys = ("article_count", "is_gap", "gap_days")
    assert {key: found[key] for key in keys if key in day} == {key: day[key] for key in keys if key in day}


def test_cadence_counts_every_day_from_the_first_article_on(ask: Ask) -> None:
    by_day = collections.Counter((post.site.name, post.keys["date"][:10]) for post in PUBLIC)
    rows = ask("select site, published_date, article_count from publishing_cadence where article_count > 0")
    found = {(row["site"], row["published_date"][:10]): row["article_count"] for row in rows}
    removed = ("the-tarrow-courier", "2026-09-25")
    assert found == dict(by_day) | {removed: 1}  # what was published stays published on its day


def test_sections_and_tags_are_counted_as_the_front_matter_says(ask: Ask) -> None:
    for table, key in (("sections", "sections"), ("tags", "tags")):
        counted = collections.Counter((post.site.name, slug) for post in PUBLIC for slug in post.get(key, []))
        rows = ask(f"select site, slug, article_count from {table}")
        found = {(row["site"], row["slug"]): row["article_count"] for row in rows}
        assert {pair: count for pair, count in found.items() if count} == dict(counted)
    assert found["the-tarrow-courier", "coronation"] == 0


def test_the_farming_section_has_gone_quiet(ask: Ask) -> None:
    (row,) = ask("select last_published_at from sections where slug = 'farming'")
    assert row["last_published_at"].startswith("2025-10-03")


def _people_quoted_by_hand(site: str) -> set[tuple[str, str]]:
    """Name and article of everybody whom the annotations say a site quotes."""
    return {
        (item["name"], _article_id(post))
        for post in EVER_PUBLIC
        if post.site.name == site and annotation_path(post.site, post).exists()
        for item in read_annotation(annotation_path(post.site, post))["quotations"]
        if item.get("type") == "person" and item["speech"] in {"direct", "mixed"}
        if item["kind"] not in {"pull", "embedded"} and not item.get("nested")
    }


def test_most_people_annotated_as_quoted_in_the_courier_are_in_people_quoted(ask: Ask) -> None:
    by_hand = _people_quoted_by_hand("the-tarrow-courier")
    rows = ask(
        "select distinct person_name, article_id from people_quoted join quotations using (person_id)"
        " where speech_type in ('direct', 'mixed')"
    )
    found = {(row["person_name"], row["article_id"]) for row in rows}
    # A floor that shows a broken engine; how good it is, docs/accuracy.md measures.
    assert len(by_hand & found) / len(by_hand) > 0.7


def test_the_two_holts_and_the_captain_are_three_people(ask: Ask) -> None:
    rows = ask("select person_name from people_quoted where person_name like '%Holt' order by 1")
    assert {"Mara Holt", "Marcus Holt", "Peter Holt"} <= {row["person_name"] for row in rows}
