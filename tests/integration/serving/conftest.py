"""A small warehouse with two marts, as the models would leave it."""

from pathlib import Path

import duckdb
import pytest


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
        connection.execute("comment on table marts.articles is 'One row per published article.'")
        connection.execute("comment on column marts.articles.article_id is 'site/rest_base/id: the article''s key.'")
        connection.execute("create view marts.titles as select article_id as title from marts.articles limit 1")
    return path
