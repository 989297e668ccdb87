"""Dates, words, names and states of the sample newsroom, each worked out by hand from its sources.

Nothing here was read off the pipeline's output. Where a rule is needed it is said beside the numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.sample_newsroom.conftest import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.integration.sample_newsroom.conftest import Ask

# Local time less one hour in British Summer Time: 31 March to 27 October 2024, 30 March to 26 October 2025, 29 March to
# 25 October 2026, both changes at 01:00 UTC. Mauritius is four hours ahead all year.
PUBLISHED_AT = {
    1033: "2025-03-28 18:45",  # two days before the clocks went forward
    1026: "2024-11-05 19:20",
    1019: "2024-06-20 05:00",
    2146: "2025-10-16 21:00",
    1052: "2025-10-17 03:12",
    2330: "2026-03-19 00:05",  # five past midnight in winter: the same day in UTC
    1113: "2026-07-28 21:40",
    2725: "2026-10-17 22:40",
    2740: "2026-10-20 21:15",  # the last days of summer time
    1146: "2026-10-25 01:40",  # the second 1.40 of the night on which the clocks went back
    2750: "2026-10-27 17:15",  # the first days of winter time
    2780: "2026-11-04 23:05",
    318: "2024-02-24 01:30",
    548: "2026-09-26 18:15",
    556: "2026-10-10 01:45",
    570: "2026-11-05 13:30",
}
MODIFIED_AT = {
    512: "2026-06-05 17:15",
    570: "2026-11-05 21:25",  # 01:25 of the next day in Mauritius
    1058: "2026-01-12 15:31",
    1105: "2026-07-08 07:12",
    1109: "2026-09-28 10:20",
    1121: "2026-10-20 08:15",
    1140: "2026-10-21 06:40",
    2146: "2025-10-17 03:20",
}
# Words, sentences and paragraphs by finger (a hyphenated word, a number, a word with an apostrophe are one each). Then
# words as Yoast counts them: title and text, runs of A to Z and hyphens (numbers are none, "o'clock" is two, "après" is
# "apr" and "s").
WORDS = {
    1150: (52, 3, 1, 56),  # 52 - "60" + 2 x "he's" + 3 of the title
    1146: (61, 5, 1, 66),  # 61 + 5; "1.35am" is "am"
    1004: (77, 5, 1, 84),  # 77 - 5 numbers + 5 apostrophes + 7
    2003: (79, 4, 2, 84),  # 79 - "17" + 6; "brother-in-law" is one
    1168: (75, 5, 2, 81),  # 75 - "640" - "29" + "it's" + 7
    301: (72, 6, 1, 79),  # by Yoast 15.8, to which an apostrophe is a letter: 71 + 8
}
QUOTED_WORDS = {1150: 6, 1146: 11, 1004: 11, 2003: 5, 1168: 14}  # in marks and somebody's; "Wedge" is a name
AUTHORS = {  # counted on the articles' front matter; co-authors count, what was removed does not
    ("the-tarrow-courier", "Tessa Mbeki-Lowe"): 11,
    ("the-tarrow-courier", "Jonah Pike"): 7,
    ("the-tarrow-courier", "Miriam Castellane"): 4,
    ("the-tarrow-courier", None): 4,  # Bea Farrow's account is deleted, and Yoast then prints an empty name
    ("le-quotidien-des-salines", "Didier Ah-Kwet"): 6,
    ("le-quotidien-des-salines", "Mylène Tanguy"): 4,
    ("le-quotidien-des-salines", "Hortense Lamarque"): 1,
}


def _moments(ask: Ask, column: str, post_ids: Iterable[int]) -> dict[int, str]:
    wanted = ", ".join(map(str, post_ids))
    rows = ask(f"select post_id, strftime({column}, '%Y-%m-%d %H:%M') as at from articles where post_id in ({wanted})")
    return {row["post_id"]: row["at"] for row in rows}


def test_publication_is_in_utc_whatever_the_clocks_said(ask: Ask) -> None:
    assert _moments(ask, "published_at", PUBLISHED_AT) == PUBLISHED_AT


def test_an_article_is_as_new_as_its_last_edit(ask: Ask) -> None:
    assert _moments(ask, "modified_at", MODIFIED_AT) == MODIFIED_AT


@pytest.mark.parametrize("post_id", WORDS)
def test_words_are_as_many_as_fingers_count(ask: Ask, post_id: int) -> None:
    columns = "word_count, sentence_count, paragraph_count, yoast_rule_word_count"
    (row,) = ask(f"select {columns} from word_counts where article_id like '%/posts/{post_id}'")
    assert tuple(row.values()) == WORDS[post_id]


@pytest.mark.parametrize("post_id", QUOTED_WORDS)
def test_words_that_somebody_said_are_counted(ask: Ask, post_id: int) -> None:
    sql = f"select quoted_word_count as n, quoted_share from word_counts where article_id like '%/posts/{post_id}'"
    (row,) = ask(sql)
    assert row["n"] == QUOTED_WORDS[post_id]
    assert row["quoted_share"] == pytest.approx(QUOTED_WORDS[post_id] / WORDS[post_id][0], abs=0.0001)


def test_each_site_has_its_articles(ask: Ask) -> None:
    rows = ask("select site, article_count, removed_article_count, timezone from sites order by site")
    assert [tuple(row.values()) for row in rows] == [
        ("le-quotidien-des-salines", 20, 0, "Indian/Mauritius"),
        ("the-tarrow-courier", 97, 1, "Europe/London"),
    ]


def test_articles_are_counted_for_whoever_wrote_them(ask: Ask) -> None:
    rows = ask("select site, author_name, article_count from authors")
    found = {(row["site"], row["author_name"]): row["article_count"] for row in rows}
    assert {key: found.get(key) for key in AUTHORS} == AUTHORS
    assert ("the-tarrow-courier", "Paul Dunmore") not in found  # has an account, and WordPress lists only who published


def test_co_authors_stand_in_their_order_and_once(ask: Ask) -> None:
    rows = ask("select post_id, author_name from articles where author_count > 1 order by post_id")
    assert {row["post_id"]: row["author_name"] for row in rows} == {
        537: "Solène Perrine, Didier Ah-Kwet",
        1052: "Nora Whitlock, Callum Reyes",
        1140: "Courier Newsdesk, Callum Reyes, Farid Nasser",
        1159: "Callum Reyes, Farid Nasser",
        2640: "Tessa Mbeki-Lowe, Callum Reyes",  # its first author is listed twice
    }


def test_the_language_is_the_texts_own(ask: Ask) -> None:
    # The Quotidien's three English pieces; on one of them its page says French, as on every page of the site.
    rows = ask("select post_id from articles where site = 'le-quotidien-des-salines' and language = 'en' order by 1")
    assert [row["post_id"] for row in rows] == [520, 545, 566]
    assert ask("select distinct language from articles where site = 'the-tarrow-courier'") == [{"language": "en"}]


def test_sections_that_are_quiet_small_or_unused_say_so(ask: Ask) -> None:
    rows = ask("select slug, article_count from sections where site = 'the-tarrow-courier'")
    found = {row["slug"]: row["article_count"] for row in rows}
    expected = {"farming": 3, "weddings": 0, "uncategorised": 0, "obituaries": 4, "live": 2, "stage": 2, "books": 2}
    assert {slug: found[slug] for slug in expected} == expected
    assert len(found) == 19


def test_five_tags_are_never_used_and_near_duplicates_are_counted_apart(ask: Ask) -> None:
    rows = ask("select slug, article_count from tags where site = 'the-tarrow-courier'")
    found = {row["slug"]: row["article_count"] for row in rows}
    assert {slug for slug, count in found.items() if count == 0} == {
        "coronation",
        "edith-marlowe",
        "port-salines",
        "world-cup",
    }
    # Counted in the front matter. The strike: 1095, 1097, 1105 and 2408; and 1096. The bridge: 1058, 1159, 1160, 1164
    # and 2835; and 1061, 1160 and 2425. The council: 2044, 1026, 1058, 2590, 2780.
    assert (found["port-strike"], found["port-strikes"]) == (4, 1)
    assert (found["ferrymans-bridge"], found["ferryman-bridge"]) == (5, 3)
    assert found["city-council"] == 5
    (unused,) = ask("select slug from tags where site = 'le-quotidien-des-salines' and article_count = 0")
    assert unused["slug"] == "tourisme"


def test_courier_published_on_seven_consecutive_days_of_the_strike(ask: Ask) -> None:
    # 8 June: three articles; 9, 10, 11, 12, 13 and 14 June: one each. In the 28 days to the 14th one more, on 29 May.
    columns = "article_count, streak_days, article_count_7d_mean * 7 as week, article_count_28d_mean * 28 as four_weeks"
    where = "site = 'the-tarrow-courier' and published_date = '2026-06-14'"
    (row,) = ask(f"select {columns} from publishing_cadence where {where}")
    assert (row["article_count"], row["streak_days"]) == (1, 7)
    assert (row["week"], row["four_weeks"]) == (pytest.approx(9), pytest.approx(10))


def test_cadence_has_every_day_from_the_first_to_the_last_article(ask: Ask) -> None:
    # 31 + 366 + 365 days and 326 to 22 November; 23 + 366 + 365 and 323 to the 19th. The Courier published twice on
    # 2 May, 20 October and 16 November 2026 and three times on 8 June: 98 articles on 93 days.
    columns = "count(*), max(gap_days), max(streak_days), count(*) filter (not is_gap), sum(article_count)::int"
    rows = ask(f"select site, {columns} from publishing_cadence group by site order by site")
    assert [tuple(row.values()) for row in rows] == [
        ("le-quotidien-des-salines", 1077, 377, 2, 20, 20),  # the streak: 17 and 18 July 2026
        ("the-tarrow-courier", 1088, 90, 7, 93, 98),
    ]


def test_raw_holds_every_state_once(sample_home: Path) -> None:
    # 118 articles, 4 pages, 2 drafts, and seven later states: 1058, 1105, 1109, 1131 and 1160 changed once, 1121 twice.
    counts = {
        "posts": 131,
        "terms": 19 + 10 + 44 + 13,
        "users": 8 + 5,
        "media": 26 + 6,
    }
    for table, count in counts.items():
        assert read_rows(sample_home / "warehouse.duckdb", f"select count(*) from raw.{table}") == [(count,)], table


def test_an_article_that_was_taken_down_and_put_back_has_three_states(sample_home: Path) -> None:
    sql = "select state, strftime(seen_at, '%Y-%m-%d %H:%M') from raw.posts where id = 1121 order by seen_at"
    assert read_rows(sample_home / "warehouse.duckdb", sql) == [
        ("present", "2026-09-02 15:48"),
        ("unpublished", "2026-09-08 09:02"),
        ("present", "2026-10-20 08:15"),
    ]


def _tables_that_hold(database: Path, phrase: str) -> list[str]:
    tables = read_rows(database, "select schema_name || '.' || table_name from duckdb_tables() where not internal")
    found = f"select count(*) from {{}} as t where t::varchar ilike '%{phrase}%'"
    return [table for (table,) in tables if read_rows(database, found.format(table)) != [(0,)]]


def test_text_of_a_draft_is_in_no_table(sample_home: Path) -> None:
    warehouse, published = sample_home / "warehouse.duckdb", sample_home / "published" / "pressgraph.duckdb"
    sql = "select state, document from raw.posts where id in (1169, 1170)"
    assert read_rows(warehouse, sql) == [("unpublished", None), ("unpublished", None)]
    assert "raw.posts" in _tables_that_hold(warehouse, "a tortoise named admiral")  # the search finds what is there
    for phrase in ("check the times with luca", "until the panel has met"):
        assert _tables_that_hold(warehouse, phrase) == []
        assert _tables_that_hold(published, phrase) == []


def test_a_protected_article_is_known_and_not_read(ask: Ask) -> None:
    (row,) = ask("select title, is_protected, word_count, quotation_count from articles where post_id = 1157")
    assert row["title"].startswith("Subscribers’ briefing")
    assert (row["is_protected"], row["word_count"], row["quotation_count"]) == (True, None, 0)
