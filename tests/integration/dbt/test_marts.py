"""What the marts say of three small sites whose every row was worked out by hand (`newsroom_by_hand.py`)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import newsroom_by_hand
import pytest
from dbt_warehouses import Dbt, moment, rows_of


@pytest.fixture(scope="module")
def warehouse(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("marts") / "warehouse.duckdb"
    newsroom_by_hand.fill(path)
    dbt(path, "build", "--exclude-resource-type", "unit_test").raise_on_failure()
    return path


def test_an_article_is_a_document_of_an_article_type_that_was_ever_public(warehouse: Path) -> None:
    found = rows_of(warehouse, "select article_id from marts.articles order by article_id")
    assert [article for (article,) in found] == [
        "atelier/posts/1", "atelier/posts/2", "atelier/posts/3",
        "ferry/posts/1", "ferry/reviews/2",
        "harbour/posts/1", "harbour/posts/2", "harbour/posts/3", "harbour/posts/4", "harbour/posts/5",
        "harbour/posts/7", "harbour/posts/8",
    ]  # fmt: skip


def test_a_vanished_article_keeps_its_row_with_the_moment_it_vanished(warehouse: Path) -> None:
    found = rows_of(
        warehouse,
        "select post_id, removed_at, removal_kind from marts.articles where site = 'harbour' and post_id in (4, 5)",
    )
    assert sorted(found) == [(4, moment("2026-03-07 10:00"), "purged"), (5, None, None)]


def test_articles_that_are_no_longer_public_have_no_rows_in_quotations(warehouse: Path) -> None:
    assert rows_of(warehouse, "select * from marts.quotations where article_id = 'harbour/posts/4'") == []
    assert rows_of(warehouse, "select * from marts.people_quoted where person_name = 'Lina Frost'") == []
    assert rows_of(warehouse, "select quotation_count from marts.articles where article_id = 'harbour/posts/4'") == [
        (1,)
    ]


def test_impossible_dates_are_flagged_with_their_reason(warehouse: Path) -> None:
    found = rows_of(
        warehouse, "select article_id, date_suspicion from marts.articles where is_date_suspect order by article_id"
    )
    assert found == [
        ("harbour/posts/5", "before_the_web"),
        ("harbour/posts/7", "in_the_future"),
        ("harbour/posts/8", "local_and_utc_disagree"),
    ]


def test_a_time_without_utc_is_computed_from_the_zone_of_the_site(warehouse: Path) -> None:
    found = rows_of(
        warehouse,
        """
        select published_at, published_local, published_date, is_published_at_estimated
        from marts.articles where article_id = 'ferry/posts/1'
        """,
    )
    assert found == [(moment("2026-06-30 23:30"), datetime(2026, 7, 1, 0, 30), date(2026, 7, 1), True)]  # noqa: DTZ001 - local by design


def test_the_zone_of_a_site_of_files_comes_from_its_posts(warehouse: Path) -> None:
    found = rows_of(
        warehouse,
        "select site, timezone, utc_offset_minutes, timezone_source, is_followed from marts.sites order by site",
    )
    assert found == [
        ("atelier", None, 240, "posts", False),
        ("ferry", "Europe/London", None, "settings", False),
        ("harbour", "Europe/London", None, "root_index", True),
    ]


def test_cadence_has_every_day_up_to_the_last_day_a_followed_site_was_read(warehouse: Path) -> None:
    found = rows_of(
        warehouse,
        """
        select published_date, article_count, word_count, article_count_7d_mean, is_gap, gap_days, streak_days
        from marts.publishing_cadence where site = 'harbour' order by published_date
        """,
    )
    assert found == [
        (date(2026, 3, 2), 2, 200, None, False, 0, 1),
        (date(2026, 3, 3), 1, 100, None, False, 0, 2),
        (date(2026, 3, 4), 0, 0, None, True, 1, 0),
        (date(2026, 3, 5), 0, 0, None, True, 2, 0),
        (date(2026, 3, 6), 1, 100, None, False, 0, 1),
        (date(2026, 3, 7), 0, 0, None, True, 1, 0),
        (date(2026, 3, 8), 0, 0, 4 / 7, True, 2, 0),
    ]


def test_cadence_of_files_ends_with_their_last_article(warehouse: Path) -> None:
    found = rows_of(
        warehouse,
        "select site, published_date, article_count from marts.publishing_cadence where site <> 'harbour' order by 1",
    )
    assert found == [("atelier", date(2026, 3, 2), 3), ("ferry", date(2026, 7, 1), 2)]


def test_namesakes_are_told_apart_and_a_change_of_role_is_not_a_change_of_person(warehouse: Path) -> None:
    found = rows_of(
        warehouse,
        """
        select person_name, roles, organizations, sites, quotation_count, article_count, quoted_word_count
        from marts.people_quoted where person_name like 'M%' order by sites
        """,
    )
    assert found == [
        ("Mara Holt", ["pianiste"], ["Opéra des Salines"], ["atelier"], 1, 1, 5),
        ("Mara Holt", ["councillor", "mayor"], ["Tarrow Council", "the council"], ["harbour"], 3, 3, 15),
    ]


def test_single_surname_denotes_a_person_of_its_own_site_only(warehouse: Path) -> None:
    found = rows_of(
        warehouse, "select sites, quotation_count from marts.people_quoted where person_name = 'Holt' order by sites"
    )
    assert found == [(["atelier"], 1), (["harbour"], 1)]


def test_only_named_persons_with_a_counted_quotation_are_quoted(warehouse: Path) -> None:
    found = rows_of(warehouse, "select distinct person_name from marts.people_quoted order by 1")
    assert [name for (name,) in found] == ["Holt", "Mara Holt"]


def test_pull_quotes_declined_comments_and_titles_do_not_count(warehouse: Path) -> None:
    found = rows_of(
        warehouse,
        """
        select article_id, quotation_count, people_quoted_count, anonymous_quotation_count
        from marts.articles where quotation_count > 0 order by article_id
        """,
    )
    assert found == [
        ("atelier/posts/1", 2, 2, 0),
        ("harbour/posts/1", 3, 2, 1),
        ("harbour/posts/2", 2, 1, 0),
        ("harbour/posts/3", 1, 1, 0),
        ("harbour/posts/4", 1, 1, 0),
    ]


def test_a_pull_quote_points_to_what_it_repeats(warehouse: Path) -> None:
    found = rows_of(
        warehouse, "select repeats_quotation_id from marts.quotations where quotation_id = 'harbour/posts/1/2'"
    )
    assert found == [("harbour/posts/1/1",)]


def test_the_main_section_is_the_deepest_of_the_breadcrumb_else_the_first_that_is_not_the_default(
    warehouse: Path,
) -> None:
    found = rows_of(
        warehouse, "select article_id, primary_section from marts.articles where primary_section is not null"
    )
    assert sorted(found) == [
        ("atelier/posts/1", "Arts"),
        ("atelier/posts/2", "Arts"),
        ("harbour/posts/1", "Courts"),
        ("harbour/posts/2", "Courts"),
        ("harbour/posts/3", "Uncategorized"),
    ]


def test_terms_without_an_endpoint_come_from_class_names_and_the_graph(warehouse: Path) -> None:
    sections = rows_of(
        warehouse,
        "select section_id, slug, section_name, is_name_known, article_count "
        "from marts.sections where site = 'atelier' order by 1",
    )
    assert sections == [
        ("atelier/categories/1", "uncategorized", "uncategorized", False, 1),
        ("atelier/categories/4", "arts", "Arts", True, 2),
        ("atelier/categories/8", "rd", "R&D", True, 1),
        ("atelier/categories/letters", "letters", "letters", False, 1),
    ]
    tags = rows_of(warehouse, "select slug, tag_name from marts.tags where site = 'atelier' order by 1")
    assert tags == [("opera", "Opéra"), ("port-louis", "Port Louis")]


def test_terms_of_an_endpoint_are_there_even_when_unused(warehouse: Path) -> None:
    found = rows_of(warehouse, "select tag_name, article_count from marts.tags where site = 'harbour' order by 1")
    assert found == [("Ferry", 1), ("Unused", 0)]
    assert rows_of(warehouse, "select parent_section_id from marts.sections where section_name = 'Courts'") == [
        ("harbour/categories/5",)
    ]


def test_authors_come_from_the_best_source_there_is(warehouse: Path) -> None:
    found = rows_of(
        warehouse,
        """
        select article_id, position, author_id, author_name, name_source
        from marts.article_authors where article_id not in ('harbour/posts/4', 'harbour/posts/5', 'harbour/posts/7',
            'harbour/posts/8', 'ferry/reviews/2')
        order by article_id, position
        """,
    )
    assert found == [
        ("atelier/posts/1", 1, "atelier/users/2", "Ana&Co", "schema_graph"),
        ("atelier/posts/2", 1, "atelier/guests/zoe-blanc", "Zoé Blanc", "twitter_misc"),
        ("atelier/posts/3", 1, "atelier/users/2", "Ana&Co", "co_authors"),
        ("atelier/posts/3", 2, "atelier/guests/zoe-blanc", "Zoé Blanc", "co_authors"),
        ("ferry/posts/1", 1, "ferry/users/3", None, "id"),
        ("harbour/posts/1", 1, "harbour/users/3", "Nell Archer", "users"),
        ("harbour/posts/2", 1, "harbour/guests/ivo-lund", "Ivo Lund", "schema_graph"),
        ("harbour/posts/2", 2, "harbour/users/4", "Ben Okoro", "users"),
        ("harbour/posts/3", 1, "harbour/users/7", None, "id"),
    ]
    assert rows_of(warehouse, "select author_name from marts.articles where article_id = 'harbour/posts/2'") == [
        ("Ivo Lund, Ben Okoro",)
    ]


def test_a_protected_article_has_no_counts(warehouse: Path) -> None:
    found = rows_of(
        warehouse,
        "select word_count, yoast_word_count, quoted_share from marts.word_counts where article_id = 'atelier/posts/2'",
    )
    assert found == [(None, None, None)]


def test_references_are_resolved_within_the_graph_of_their_article(warehouse: Path) -> None:
    found = rows_of(
        warehouse,
        """
        select from_node_id, property_path, left(to_node_id, 11), is_resolved, is_inline
        from marts.schema_references where article_id = 'harbour/posts/2' order by 1
        """,
    )
    assert found == [
        ("#article", "author[0]", "#p", True, False),
        ("#p", "image", "urn:avatar:", False, True),
    ]


def test_the_ledger_adds_up_by_extraction_and_by_refresh(warehouse: Path) -> None:
    found = rows_of(
        warehouse, "select extraction_id, status, site_count, seen_count, new_count from marts.refreshes order by 1"
    )
    assert found == [
        ("run-1", "complete", 1, 8, 1),
        ("run-2", "complete", 1, 8, 1),
        ("run-3", "complete", 1, 8, 1),
        ("run-4", "complete", 2, 5, 5),
    ]
