"""The truths of the real post and of the dump of 2,032 posts; both skip where `../shared` is not there."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from dbt_warehouses import Dbt, Seen, add_extraction, add_seen, create, moment, rows_of

from enrichment.batches import enrich
from enrichment.tables import split_tables
from tests.differential.comparison import differing_cells, judged_cells
from tests.differential.documents import answers_of_files
from tests.differential.judgement import languages_of_dump, misjudged_scripts
from tests.differential.naive_reader import read_answers

SHARED = Path(__file__).parents[3].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")


def documents() -> Iterator[Seen]:
    """Every document, seen when it was written, as a file is."""
    lines = [("seed", (SHARED / "seed" / "post-3769.json").read_text())]
    with gzip.open(SHARED / "wordpress" / "posts-2032.ndjson.gz", "rt") as dump:
        lines += [("dump", line) for line in dump]
    for site, line in lines:
        document = json.loads(line)
        yield Seen(site, "posts", document["id"], document, at=document["modified_gmt"].replace("T", " "))


@pytest.fixture(scope="module")
def warehouse(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shared") / "warehouse.duckdb"
    create(path)
    add_seen(path, list(documents()))
    add_extraction(
        path, extraction_id="run-1", site="dump", rest_base="posts", mode="file", seen_count=2033, new_count=2033,
        started_at=moment("2026-11-24 10:00"), finished_at=moment("2026-11-24 10:00"),
    )  # fmt: skip
    with duckdb.connect(str(path)) as connection:
        rows = connection.sql("select site, kind, rest_base, id, document, document_hash from raw.posts").pl()
        for name, table in split_tables(enrich(rows)).items():
            connection.register("enriched_rows", table)
            connection.execute(f"insert into enriched.{name} from enriched_rows")
    dbt(path, "build", "--exclude-resource-type", "unit_test").raise_on_failure()
    return path


def test_the_real_post_is_one_article_with_its_author_and_time(warehouse: Path) -> None:
    found = rows_of(
        warehouse, "select post_id, author_name, published_at, primary_section from marts.articles where site = 'seed'"
    )
    assert found == [(3769, "A S", moment("2026-02-03 13:03:49"), "BUSINESS")]


def test_the_real_post_has_its_sections_and_tags(warehouse: Path) -> None:
    sections = rows_of(warehouse, "select slug, section_name from marts.sections where site = 'seed' order by 1")
    assert sections == [
        ("business", "BUSINESS"),
        ("finance", "FINANCE"),
        ("international", "INTERNATIONAL"),
        ("technology", "TECHNOLOGY"),
    ]
    tags = rows_of(warehouse, "select slug, tag_name from marts.tags where site = 'seed' order by 1")
    assert tags == [("openai", "OpenAI"), ("sam-altman", "Sam Altman")]


def test_the_real_post_counts_as_yoast_counts(warehouse: Path) -> None:
    found = rows_of(
        warehouse,
        "select yoast_word_count, yoast_rule_word_count from marts.word_counts where article_id = 'seed/posts/3769'",
    )
    assert found == [(930, 930)]


def test_real_post_has_six_nodes_and_ten_references_one_of_them_dangling(warehouse: Path) -> None:
    nodes = rows_of(
        warehouse,
        "select node_types from marts.schema_nodes where article_id = 'seed/posts/3769' order by node_position",
    )
    assert [types for ((types,),) in nodes] == [
        "Article",
        "WebPage",
        "ImageObject",
        "BreadcrumbList",
        "WebSite",
        "Person",
    ]
    found = rows_of(
        warehouse,
        """
        select is_resolved, is_inline, count(*), min(property_path) from marts.schema_references
        where article_id = 'seed/posts/3769' group by all order by all
        """,
    )
    assert found == [(False, True, 1, "image"), (True, False, 9, "author")]


def test_no_address_of_an_avatar_reaches_staging_or_a_mart(warehouse: Path) -> None:
    for query in (
        "select count(*) from staging.stg_raw__posts where schema_graph::varchar like '%gravatar.com%'",
        "select count(*) from intermediate.int_schema_nodes_parsed where properties::varchar like '%gravatar.com%'",
        "select count(*) from marts.schema_nodes where properties::varchar like '%gravatar.com%'",
        "select count(*) from marts.schema_references where to_node_id like '%gravatar.com%'",
    ):
        assert rows_of(warehouse, query) == [(0,)]
    found = rows_of(warehouse, "select count(*) from marts.schema_references where to_node_id like 'urn:avatar:%'")
    assert found == [(1,)]


def test_every_post_of_the_dump_is_an_article(warehouse: Path) -> None:
    assert rows_of(warehouse, "select count(*), count(distinct post_id) from marts.articles where site = 'dump'") == [
        (2032, 2032)
    ]


def test_every_cell_of_dump_is_what_second_reader_finds(warehouse: Path) -> None:
    answers = answers_of_files([("dump", "posts", SHARED / "wordpress" / "posts-2032.ndjson.gz")])
    expected = read_answers(answers, {"dump": "UTC"}, article_lists={"posts"})
    assert (len(expected["articles"]), len(expected["schema_nodes"]) > 10_000) == (2032, True)
    assert differing_cells(expected, warehouse, schema="marts") == []


def test_languages_of_dump_are_those_of_its_texts(warehouse: Path) -> None:
    assert judged_cells(languages_of_dump(), warehouse, schema="marts") == []
    answers = answers_of_files([("dump", "posts", SHARED / "wordpress" / "posts-2032.ndjson.gz")])
    languages = dict(rows_of(warehouse, "select article_id, language from marts.articles where site = 'dump'"))
    assert misjudged_scripts(answers, languages) == []


def test_the_post_of_1970_is_flagged_and_out_of_cadence(warehouse: Path) -> None:
    found = rows_of(warehouse, "select post_id, date_suspicion from marts.articles where is_date_suspect")
    assert found == [(30, "before_the_web")]
    found = rows_of(
        warehouse, "select sum(article_count), min(published_date) from marts.publishing_cadence where site = 'dump'"
    )
    assert found == [(2031, date(2023, 11, 23))]
