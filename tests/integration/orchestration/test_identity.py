"""Documents that claim to be another, and homes of an earlier layout, through `pressgraph run`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from enrichment.articles import enrich_document
from ingestion.layout import LAYOUT
from tests.integration.ingestion.earlier_layout import make_earlier
from tests.integration.orchestration.conftest import STORIES, Newsroom, make_post
from tests.unit.ingestion.shapes import shaped

Content = Callable[[Newsroom], dict[str, list[tuple[Any, ...]]]]

#: A category, a picture and a comment of the same site, each with the self link of a story.
CLAIMS = [
    shaped(
        kind, id_, "tarrow.example", _links={"self": [{"href": f"https://tarrow.example/wp-json/wp/v2/posts/{id_}"}]}
    )
    for id_, kind in enumerate(("term", "media", "comment"), start=1)
]


def test_documents_that_claim_to_be_articles_are_rejected_and_the_articles_stay(
    newsroom: Newsroom, content: Content
) -> None:
    """Terms, pictures and comments with the link of an article; other types, and an article of another site."""
    before = content(newsroom)
    others = [
        make_post(id_, "<p>Another.</p>") | {"type": type_, "status": status, "_links": {"self": [{"href": href}]}}
        for id_, type_, status, href in [
            (1, "page", "publish", "https://tarrow.example/wp-json/wp/v2/posts/1"),
            (2, "revision", "publish", "https://tarrow.example/?rest_route=/wp/v2/%70osts/2"),
            (3, "page", "trash", "https://tarrow.example/wp-json/wp/v2/posts/3"),
        ]
    ]
    foreign = make_post(1, "<p>Ours.</p>") | {
        "_links": {"self": [{"href": "https://evil.example/wp-json/wp/v2/posts/1"}]}
    }
    done = newsroom.run("run", newsroom.write("attack.ndjson", [*CLAIMS, *others, foreign, STORIES[0]]))
    assert done.exit_code == 1
    words = " ".join(done.stdout.split())
    assert "Documents rejected: 7:" in words
    for line, name in enumerate(("a term", "a media item", "a comment"), start=1):
        said = f"attack.ndjson, line {line}: it looks like {name}, but its self link says it is of the list posts"
        assert said in words
    after = content(newsroom)
    changed = {"extractions", "rejected_documents", "refreshes"}
    assert {name: rows for name, rows in after.items() if name not in changed | {"sites"}} == {
        name: rows for name, rows in before.items() if name not in changed | {"sites"}
    }
    assert newsroom.published("select line, reason_code, rest_base from marts.rejected_documents order by all") == [
        *[(line, "wrong_kind", "posts") for line in range(1, 7)],
        (7, "wrong_site", "posts"),
    ]


def test_two_installs_of_one_host_are_two_sites_and_the_spellings_of_one_are_one(newsroom: Newsroom) -> None:
    self_link = "http://www.tarrow.example/wp-json/wp/v2/posts/1"
    again = make_post(1, "<p>Again.</p>", modified="2026-02-04T09:00:00") | {
        "link": "http://www.tarrow.example/news/1/",
        "_links": {"self": [{"href": self_link}]},
    }
    german = make_post(1, "<p>Anders.</p>") | {
        "_links": {"self": [{"href": self_link.replace("wp-json", "de/wp-json")}]}
    }
    done = newsroom.run("run", newsroom.write("installs.ndjson", [german, again]))
    assert done.exit_code == 0, done.output
    assert newsroom.published("select article_id, word_count from marts.articles where post_id = 1 order by all") == [
        ("tarrow.example/posts/1", 1),
        ("tarrow.example:de/posts/1", 1),
    ]
    assert newsroom.published("select count(*) from marts.articles") == [(4,)]


@pytest.mark.long
def test_root_index_nested_too_deep_and_document_with_unexpected_error_stop_nothing_else(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_on_five(kind: str, document: dict[str, Any]) -> Any:
        if document.get("id") == 5:
            raise ZeroDivisionError("no words")
        return enrich_document(kind, document)

    monkeypatch.setattr("enrichment.batches.enrich_document", fail_on_five)
    deep = '{"namespaces": ["wp/v2"], "home": "https://tarrow.example", "routes": ' + "[" * 500 + "]" * 500 + "}"
    texts = [deep, make_post(4, "<p>More.</p>"), make_post(5, "<p>More.</p>")]
    done = newsroom.run("run", newsroom.write("deep.ndjson", texts))
    assert done.exit_code == 1, done.output
    words = " ".join(done.stdout.split())
    assert "deep.ndjson, line 1: nested more than 254 deep" in words
    assert "Enrichment failed on tarrow.example/posts/5" in words
    assert newsroom.published("select post_id, word_count from marts.articles where post_id > 3 order by all") == [
        (4, 1),
        (5, None),
    ]
    assert "ZeroDivisionError: no words" in "".join(path.read_text() for path in (newsroom.home / "logs").iterdir())


@pytest.mark.long
def test_a_post_and_a_term_of_one_list_name_and_id_are_both_kept(newsroom: Newsroom) -> None:
    link = {"self": [{"href": "https://tarrow.example/wp-json/wp/v2/genres/1"}]}
    post = make_post(1, "<p>An essay.</p>") | {"type": "genres", "_links": link}
    term = shaped("term", 1, "tarrow.example", taxonomy="genres", name="Essay", _links=link)
    done = newsroom.run("run", newsroom.write("genres.ndjson", [post, term]))
    assert done.exit_code == 0, done.output
    assert newsroom.warehouse(
        "select document_kind, document_id from intermediate.int_documents_current "
        "where rest_base = 'genres' order by 1"
    ) == [("post", "tarrow.example/genres/1"), ("term", "tarrow.example/genres/1")]
    assert newsroom.warehouse(
        "select kind, title_text from enriched.texts where rest_base = 'genres' order by all"
    ) == [
        ("post", "Story 1"),
        ("term", "Essay"),
    ]
    assert newsroom.published("select count(*) from marts.articles") == [(3,)]


@pytest.mark.long
def test_a_rebuild_of_a_home_of_the_earlier_layout_gives_the_same_marts_and_a_rerun_adds_nothing(
    newsroom: Newsroom, content: Content
) -> None:
    # What layout 1 did not have: the rule of a hash is that of its time, and numbers follow the order known then.
    kept = "select * exclude (hash_rule, sequence) from raw.posts order by all"
    before, rows = content(newsroom), newsroom.warehouse(kept)
    make_earlier(newsroom.home / "warehouse.duckdb", newsroom.home / "dlt")
    newsroom.warehouse(
        "; ".join(f"alter table enriched.{name} drop column kind" for name in
                  ("texts", "heads", "word_counts", "quotations", "links"))
    )  # fmt: skip
    done = newsroom.run("run", "--full-refresh")
    assert done.exit_code == 0, done.output
    assert newsroom.warehouse(kept) == rows
    after = content(newsroom)
    assert after.keys() == before.keys()
    for table, expected in before.items():
        assert after[table] == expected, table
    done = newsroom.run("run", newsroom.write("stories.ndjson", STORIES))
    assert done.exit_code == 0, done.output
    assert newsroom.warehouse(kept) == rows


@pytest.mark.long
def test_a_home_in_which_documents_had_taken_the_keys_of_articles_recovers(newsroom: Newsroom) -> None:
    make_earlier(newsroom.home / "warehouse.duckdb", newsroom.home / "dlt")
    for table, claim in zip(("terms", "media", "comments"), CLAIMS, strict=True):
        newsroom.warehouse(
            f"""
            insert into raw.{table}
            select * replace ({claim["id"]} as id, 'h' as document_hash, '{{"name": "x"}}' as document)
            from raw.posts where id = {claim["id"]}
            """
        )
    # A user, too: authors are told by their number alone.
    newsroom.warehouse("insert into raw.users select * replace ('u' as document_hash, '{}' as document) from raw.posts")
    newsroom.warehouse("update raw.extractions set new_count = new_count + 6 where rest_base = 'posts'")
    done = newsroom.run("run", newsroom.write("more.ndjson", [make_post(4, "<p>More.</p>")]))
    assert done.exit_code == 0, done.output
    assert newsroom.published("select post_id from marts.articles order by all") == [(1,), (2,), (3,), (4,)]


@pytest.mark.parametrize("option", ["--full-refresh", "file"])
def test_a_home_of_a_later_layout_is_refused_by_name(newsroom: Newsroom, option: str) -> None:
    newsroom.warehouse(f"update raw.layout set version = {LAYOUT + 1}")
    before = [newsroom.warehouse("from raw.posts order by all"), newsroom.published("from marts.articles order by all")]
    source = newsroom.write("more.ndjson", [make_post(4, "<p>More.</p>")]) if option == "file" else option
    done = newsroom.run("run", source)
    assert done.exit_code == 2
    assert f"warehouse.duckdb has layout {LAYOUT + 1}" in done.stderr
    assert "Traceback" not in done.stderr
    after = [newsroom.warehouse("from raw.posts order by all"), newsroom.published("from marts.articles order by all")]
    assert after == before
