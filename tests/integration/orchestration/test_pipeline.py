"""The whole way from files to the published copy, as `pressgraph run` goes it."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import Result

from ingestion import sites_file
from tests.integration.orchestration.conftest import STORIES, Newsroom, make_post

Content = Callable[[Newsroom], dict[str, list[tuple]]]


def test_a_file_of_posts_becomes_published_tables(first_run: tuple[Path, Result], newsroom: Newsroom) -> None:
    done = first_run[1]
    assert (done.exit_code, done.stderr) == (0, "")
    assert newsroom.published("select post_id, title from marts.articles order by all") == [
        (1, "Story 1"),
        (2, "Story 2"),
        (3, "Story 3"),
    ]
    assert newsroom.published("select person_name, quotation_count from marts.people_quoted") == [("Mara Holt", 2)]
    assert newsroom.published("select article_count from marts.publishing_cadence") == [(3,)]


def test_the_summary_tells_rows_people_cadence_and_where_the_files_are(first_run: tuple[Path, Result]) -> None:
    home, done = first_run
    words = " ".join(done.stdout.split())
    assert "3 articles" in words
    assert "Mara Holt 2 2" in words
    assert "tarrow.example 3 2026-02-03 to 2026-02-03 3.00 0" in words
    assert "Nothing needs attention." in words
    assert f"Database {home}/published/pressgraph.duckdb" in words


def test_a_run_leaves_nothing_outside_its_home(first_run: tuple[Path, Result]) -> None:
    home = first_run[0]
    assert sorted(path.name for path in home.parent.iterdir()) == ["home", "stories.ndjson"]
    assert sorted(path.name for path in home.iterdir() if not path.name.startswith("warehouse")) == [
        "dagster",
        "dbt",
        "dlt",
        "inbox",
        "published",
    ]


def test_published_columns_carry_their_descriptions(newsroom: Newsroom) -> None:
    (described,) = newsroom.published("select comment from duckdb_tables() where table_name = 'articles'")
    assert described[0].startswith("One row per")
    reference = "select comment from duckdb_columns() where table_name = 'word_counts' and column_name = 'article_id'"
    assert newsroom.published(f"{reference} and schema_name = 'main'") == [
        ("The article: `<site>/<rest_base>/<id>`. References articles(article_id).",)
    ]


def test_every_published_table_has_its_key_and_no_time_with_a_zone(newsroom: Newsroom) -> None:
    tables = newsroom.published("show tables")
    keys = "select table_name, constraint_column_names from duckdb_constraints() where constraint_type = 'PRIMARY KEY'"
    found = dict(newsroom.published(keys))
    assert tables
    assert sorted(found) == sorted(name for (name,) in tables)
    assert found["schema_nodes"] == ["article_id", "node_position"]
    assert newsroom.published("select 1 from duckdb_columns() where not internal and data_type ilike '%zone%'") == []


def test_changes_add_rows_and_rejections_are_reported_while_the_rest_loads(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = newsroom.home.parent / "sites.toml"
    sites.write_text('[[sites]]\nname = "elsewhere"\nurl = "https://other.example"\n')
    read: list[Path] = []
    text_of = sites_file._read
    monkeypatch.setattr(sites_file, "_read", lambda path: (read.append(path), text_of(path))[1])
    before = newsroom.warehouse("select count(*) from raw.posts")
    changed = make_post(2, "<p>The council met on Wednesday.</p>", modified="2026-02-04T08:00:00")
    other = make_post(6, "<p>More.</p>") | {"link": "https://other.example/6/"}
    mixed = newsroom.write(
        "mixed.ndjson", [STORIES[0], changed, '{"id": 4, "link": ', make_post(5, "<p>A new story.</p>"), other]
    )
    done = newsroom.run("run", "--sites", sites, mixed)
    assert done.exit_code == 1
    assert read == [sites]  # once a run
    assert newsroom.warehouse("select count(*) from raw.posts") == [(before[0][0] + 3,)]
    assert newsroom.warehouse("select site from raw.posts where id = 6") == [("elsewhere",)]
    assert newsroom.published("select count(*) from marts.articles") == [(5,)]
    assert "Documents rejected: 1:" in done.stdout
    assert f"{mixed}, line 3" in done.stdout


def test_a_failed_check_at_error_level_stops_the_swap_and_is_named(newsroom: Newsroom) -> None:
    before = (newsroom.home / "published" / "pressgraph.duckdb").read_bytes()
    newsroom.warehouse("insert into enriched.quotations from enriched.quotations limit 1")  # a quotation twice
    done = newsroom.run("run", newsroom.write("more.ndjson", [make_post(6, "<p>More.</p>")]))
    assert done.exit_code == 1
    assert "The published copy stays as it was." in done.stdout
    assert "unique_" in done.stdout
    assert (newsroom.home / "published" / "pressgraph.duckdb").read_bytes() == before


def test_lost_rows_are_noticed_and_never_published(newsroom: Newsroom) -> None:
    before = (newsroom.home / "published" / "pressgraph.duckdb").read_bytes()
    newsroom.warehouse("delete from raw.posts where id = 3")
    done = newsroom.run("run", newsroom.write("more.ndjson", [make_post(6, "<p>More.</p>")]))
    assert done.exit_code == 1
    assert "the ledger counted 3 rows" in done.stdout
    assert "raw holds 2" in done.stdout
    assert (newsroom.home / "published" / "pressgraph.duckdb").read_bytes() == before


def test_files_that_hold_no_document_change_nothing(empty: Newsroom) -> None:
    done = empty.run("run", empty.write("broken.json", ["not JSON at all"]))
    assert done.exit_code == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "broken.json" in done.stderr
    assert not empty.home.exists()


def test_a_held_warehouse_is_left_alone_and_its_holder_named(newsroom: Newsroom) -> None:
    with duckdb.connect(str(newsroom.home / "warehouse.duckdb")):
        pass  # the file is sound before
    before = (newsroom.home / "warehouse.duckdb").read_bytes()
    from orchestration.home import Home
    from orchestration.run_context import RunContext

    with RunContext.for_home(Home(newsroom.home)).lock.held():
        done = newsroom.run("run", "--wait", "0.3", newsroom.write("more.ndjson", [make_post(6, "<p>More.</p>")]))
    assert done.exit_code == 2
    assert "is held by process" in done.stderr
    assert (newsroom.home / "warehouse.duckdb").read_bytes() == before


def test_file_that_is_not_a_warehouse_is_not_changed(empty: Newsroom) -> None:
    empty.home.mkdir()
    (empty.home / "warehouse.duckdb").write_bytes(b"not a database" * 1000)
    done = empty.run("run", empty.write("stories.ndjson", [make_post(6, "<p>More.</p>")]))
    assert done.exit_code == 2
    assert "warehouse.duckdb is damaged" in done.stderr
    assert (empty.home / "warehouse.duckdb").read_bytes() == b"not a database" * 1000


def test_sql_answers_from_the_published_copy(newsroom: Newsroom) -> None:
    table = newsroom.run("sql", "select title from articles where post_id = 1")
    assert (table.exit_code, "Story 1" in table.stdout) == (0, True)
    assert newsroom.run("sql", "--format", "csv", "select 1 as n, '=1+1' as formula").stdout == "n,formula\n1,'=1+1\n"
    assert newsroom.run("sql", "--format", "json", "select [1, 2] as l").stdout == '[\n{"l": [1, 2]}\n]\n'


def test_sql_that_cannot_be_run_says_why_in_one_go(newsroom: Newsroom) -> None:
    done = newsroom.run("sql", "select headline from articles")
    assert done.exit_code == 2
    assert '"headline" not found' in done.stderr
    assert "Traceback" not in done.stderr
