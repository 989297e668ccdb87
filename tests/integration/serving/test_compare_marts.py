"""The comparison of two homes finds every difference that is one, and none that is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.compare_marts import compare

ROOT = Path(__file__).parents[3]

AVATAR = '{"image": "urn:avatar:0123456789abcdef0123456789abcdef"}'

#: Two articles and three shares, as an early copy has them: in `marts`, with a zone on their times.
WITH_ZONES = f"""
    create schema marts;
    create table marts.articles as
    select * from (values
        ('a/posts/1', timestamptz '2026-02-03 23:30:00+00', ['x', 'y'], '{AVATAR}'),
        ('a/posts/2', null, [], null)
    ) as rows (article_id, published_at, tags, properties);
    create table marts.shares as
    select * from (values ('a', 0.1::double), ('a', 0.3::double), (null, 1e12::double)) as rows (site, quoted_share);
    create table marts.refreshes as select 'run 1' as extraction_id, 2::bigint as seen_count;
"""

#: The same in `main`, in another order, with plain times, another avatar key, another run and rounding errors.
PLAIN = f"""
    create schema marts;
    create table articles as
    select * from (values
        ('a/posts/2', null, [], null),
        ('a/posts/1', timestamp '2026-02-03 23:30:00', ['x', 'y'], '{AVATAR.replace("0", "f")}')
    ) as rows (article_id, published_at, tags, properties);
    create view marts.articles as from main.articles;
    create table shares as
    select * from (values ('a', 0.30000000000000004::double), (null, 1e12::double + 1), ('a', 0.1::double))
        as rows (site, quoted_share);
    create table refreshes as select 'run 2' as extraction_id, 2::bigint as seen_count;
"""

#: A change to the second, the tables that then differ, and what is said of them.
DIFFERENCES = {
    "a value": (
        "update articles set tags = ['y', 'x'] where article_id = 'a/posts/1'",
        "articles",
        "other values: tags",
    ),
    "a null for a value": ("update articles set published_at = null", "articles", "other values: published_at"),
    "a time moved by an hour": (
        "update articles set published_at = published_at + interval 1 hour",
        "articles",
        "other values: published_at",
    ),
    "a row too many": ("insert into articles from articles limit 1", "articles", "1 rows of B are not in A"),
    "a row too few": ("delete from shares where site is null", "shares", "1 rows of A are not in B"),
    "a row twice for another": (
        "delete from articles where article_id = 'a/posts/2'; insert into articles from articles",
        "articles",
        "1 rows of B are not in A",
    ),
    "a number beyond rounding": (
        "update shares set quoted_share = 0.1000001 where quoted_share = 0.1",
        "shares",
        "other values: quoted_share",
    ),
    "a number that is none": (
        "update shares set quoted_share = 'infinity' where site is null",
        "shares",
        "other values: quoted_share",
    ),
    "values combined otherwise": (
        "update articles set tags = case when len(tags) = 0 then ['x', 'y'] else [] end",
        "articles",
        "none, they are combined otherwise",
    ),
    "a column too many": ("alter table shares add column n bigint", "shares", "column n is only in B"),
    "another type": (
        "alter table refreshes alter seen_count type integer",
        "refreshes",
        "column seen_count is BIGINT in A and INTEGER in B",
    ),
    "a table too few": ("drop table shares", "shares", "the table is only in A"),
}


def _home(folder: Path, *statements: str) -> Path:
    (folder / "published").mkdir(parents=True)
    with duckdb.connect(str(folder / "published" / "pressgraph.duckdb")) as connection:
        for statement in statements:
            connection.execute(statement)
    return folder


def test_layout_zone_order_avatar_key_run_id_and_rounding_are_not_compared(tmp_path: Path) -> None:
    results = list(compare(_home(tmp_path / "a", WITH_ZONES), _home(tmp_path / "b", PLAIN)))
    assert [(result.table, result.row_counts, result.differences) for result in results] == [
        ("articles", (2, 2), ()),
        ("refreshes", (1, 1), ()),
        ("shares", (3, 3), ()),
    ]


@pytest.mark.parametrize(("change", "table", "said"), DIFFERENCES.values(), ids=DIFFERENCES.keys())
def test_a_seeded_difference_is_found_and_told(tmp_path: Path, change: str, table: str, said: str) -> None:
    homes = _home(tmp_path / "a", WITH_ZONES), _home(tmp_path / "b", PLAIN, change)
    differing = {result.table: " | ".join(result.differences) for result in compare(*homes) if result.differences}
    assert list(differing) == [table]
    assert said in differing[table]


def test_builds_of_one_home_are_compared_with_their_avatars_and_runs(tmp_path: Path) -> None:
    homes = _home(tmp_path / "a", WITH_ZONES), _home(tmp_path / "b", PLAIN)
    differing = [result.table for result in compare(*homes, left_out=(), same_avatar_key=True) if result.differences]
    assert differing == ["articles", "refreshes"]


def test_the_command_exits_with_1_where_a_table_differs_and_with_0_where_none_does(tmp_path: Path) -> None:
    a, b = _home(tmp_path / "a", WITH_ZONES), _home(tmp_path / "b", PLAIN, "delete from articles where tags = []")
    command = [sys.executable, "-m", "tests.compare_marts", str(a), str(b)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (1, "")
    assert (
        "articles: differs (2 and 1 rows)\n    1 rows of A are not in B\n      A article_id='a/posts/2'" in run.stdout
    )
    assert "shares: equal (3 and 3 rows)" in run.stdout
    without = subprocess.run(
        [*command, "--only", "shares", "refreshes"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (without.returncode, without.stderr) == (0, "")


def test_a_home_that_was_never_published_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="give a home that has been published"):
        list(compare(tmp_path, tmp_path))
