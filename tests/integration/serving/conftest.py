"""A small warehouse with two marts, as the models would leave it, and what is declared of them."""

from pathlib import Path

import duckdb
import pytest

from serving.publication import PublishedColumn, PublishedTable

TABLES = {
    "articles": PublishedTable(
        "One row per published article.",
        primary_key=["article_id"],
        columns={
            "article_id": PublishedColumn("site/rest_base/id: the article's key.", is_required=True),
            "published_at": PublishedColumn("When."),
        },
    ),
    "titles": PublishedTable(columns={"title": PublishedColumn("What.", references=["articles(article_id)"])}),
}


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema raw; create schema marts")
        connection.execute("create table raw.posts as select 'secret' as document")
        connection.execute(
            """
            create table marts.articles as
            select 'a/posts/' || n as article_id, timestamptz '2026-02-03 13:03:49+00' as published_at
            from range(3) as numbers (n)
            """
        )
        connection.execute("create view marts.titles as select article_id as title from marts.articles limit 1")
    return path
