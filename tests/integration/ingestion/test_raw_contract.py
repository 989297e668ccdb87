"""Raw's tables are frozen: what has another shape is refused, and blocks nothing that comes after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from ingestion import dlt_writer
from ingestion.chunks import Chunk
from ingestion.envelope import DOCUMENT_KEY, DOCUMENT_SCHEMA, RAW_TABLES
from ingestion.errors import LoadError
from warehouse.connections import open_warehouse

if TYPE_CHECKING:
    from tests.integration.ingestion.conftest import Home

Make = Callable[..., bytes]
MakeChunk = Callable[..., Chunk]


def with_posts(chunk: Chunk, posts: pa.Table) -> Chunk:
    return replace(chunk, documents={"posts": posts})


def a_column_too_many(posts: pa.Table) -> pa.Table:
    return posts.append_column("extra", pa.array(["x"]))


def a_column_too_few(posts: pa.Table) -> pa.Table:
    return posts.drop_columns(["origin"])


def an_id_as_text(posts: pa.Table) -> pa.Table:
    position = DOCUMENT_SCHEMA.get_field_index("id")
    return posts.set_column(position, "id", pa.array(["1"]))


def columns_in_another_order(posts: pa.Table) -> pa.Table:
    return posts.select(list(reversed(posts.column_names)))


def an_id_of_null(posts: pa.Table) -> pa.Table:
    position = DOCUMENT_SCHEMA.get_field_index("id")
    return posts.set_column(position, DOCUMENT_SCHEMA.field("id"), pa.array([None], pa.int64()))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (a_column_too_many, "raw.posts is frozen, and these columns differ: extra;"),
        (a_column_too_few, "raw.posts is frozen, and these columns differ: origin;"),
        (an_id_as_text, "raw.posts is frozen, and these columns differ: id;"),
        (columns_in_another_order, "raw.posts is frozen, and these columns differ: their order;"),
        (an_id_of_null, "raw.posts needs a value in every row of id;"),
    ],
)
def test_rows_of_another_shape_are_refused_before_anything_is_made(
    change: Callable[[pa.Table], pa.Table],
    what: str,
    home: Home,
    make_post: Make,
    make_live_chunk: MakeChunk,
    days: list[datetime],
) -> None:
    chunk = make_live_chunk("x1", [(make_post(1), days[0])])
    with pytest.raises(LoadError, match=what):
        home.loader.load(with_posts(chunk, change(chunk.documents["posts"])))
    assert not home.warehouse.exists()


def test_a_table_that_raw_does_not_have_is_refused_and_not_left_out(
    home: Home, make_post: Make, make_live_chunk: MakeChunk, days: list[datetime]
) -> None:
    chunk = make_live_chunk("x1", [(make_post(1), days[0])])
    with pytest.raises(LoadError, match="raw has no table revisions"):
        home.loader.load(replace(chunk, documents={"revisions": chunk.documents["posts"]}))
    assert not home.warehouse.exists()


@pytest.mark.parametrize(
    ("schema", "what"),
    [
        (DOCUMENT_SCHEMA.append(pa.field("extra", pa.string())), "Can't add table column `extra` to table `posts`"),
        (
            DOCUMENT_SCHEMA.set(DOCUMENT_SCHEMA.get_field_index("id"), pa.field("id", pa.string(), nullable=False)),
            "Can't evolve column type of `id` in table `posts`",
        ),
    ],
)
def test_a_later_version_with_other_columns_is_refused_by_the_tables_themselves(
    schema: pa.Schema, what: str, home: Home, make_post: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.run(home.write("a.json", make_post(1)))
    before = home.ask("describe raw.posts")
    values = {"id": "2" if schema.field("id").type == pa.string() else 2, "seen_at": datetime(2026, 1, 1)}  # noqa: DTZ001 - Arrow's column has the zone
    row = {field.name: values.get(field.name, "x" if field.type == pa.string() else None) for field in schema}
    with monkeypatch.context() as patch, open_warehouse(home.warehouse) as connection:
        patch.setitem(dlt_writer._TABLES, "posts", (schema, DOCUMENT_KEY))
        pipeline = dlt_writer.open_pipeline(connection, home.path / "dlt")
        with pytest.raises(LoadError, match=what):
            dlt_writer.write(pipeline, {"posts": pa.Table.from_pylist([row], schema=schema)}, set(RAW_TABLES))
    assert home.ask("describe raw.posts") == before
    # The version before it goes on undisturbed.
    assert home.loader.recover() == type(home.loader.recover())()
    assert [result.new_rows for result in home.run(home.write("b.json", make_post(2)))] == [{"posts": 1}]
