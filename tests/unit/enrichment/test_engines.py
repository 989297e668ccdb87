"""One function runs under any engine that maps batches of columns, and the rows are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

from enrichment.batches import enrich
from enrichment.schemas import INPUT_SCHEMA, OUTPUT_SCHEMA, to_arrow_schema
from tests.unit.enrichment.test_enrich import article, frame_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    EngineType = Literal["in-memory", "streaming"]


@pytest.fixture(scope="module")
def documents() -> pl.DataFrame:
    """Posts with quotations, links, an old head, a protected text and none of these, and other kinds of documents."""
    quoted = "<h2>Pier</h2><p>“The pier will open,” said Mara Holt.</p><p>“No,” he said. <a href='/b'>More</a></p>"
    posts = [
        article(quoted),
        article(quoted * 3, yoast_head="<title>T</title>"),
        article("", content={"rendered": "", "protected": True}),
        article(""),
    ]
    others = [("tags", {"taxonomy": "post_tag", "name": "x"}), ("users", {"name": "y", "description": "Writes."})]
    rows = [("posts", {**fields, "id": number}) for number, fields in enumerate(posts * 5)]
    return frame_of(*rows, *others)


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_lazy_engines_give_the_rows_of_a_direct_call(documents: pl.DataFrame, engine: EngineType) -> None:
    mapped = documents.lazy().map_batches(enrich, schema=OUTPUT_SCHEMA, streamable=True)
    assert mapped.collect_schema() == OUTPUT_SCHEMA
    assert_frame_equal(mapped.collect(engine=engine).sort("rest_base", "id"), enrich(documents).sort("rest_base", "id"))


def _map_in_arrow(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Enrich as the function that a distributed engine maps over its partitions would."""
    for batch in batches:
        enriched = enrich(pl.DataFrame(pl.from_arrow(batch)))
        yield from enriched.to_arrow().to_batches()


@pytest.mark.parametrize(("text", "size"), [(pa.string(), 3), (pa.large_string(), 7), (pa.string_view(), 100)])
def test_arrow_batches_give_the_rows_of_a_direct_call(documents: pl.DataFrame, text: pa.DataType, size: int) -> None:
    schema = pa.schema([pa.field(name, pa.int64() if name == "id" else text) for name in INPUT_SCHEMA])
    batches = documents.to_arrow().cast(schema).to_batches(max_chunksize=size)
    mapped = pa.Table.from_batches(_map_in_arrow(iter(batches)), schema=to_arrow_schema(OUTPUT_SCHEMA))
    assert_frame_equal(pl.DataFrame(pl.from_arrow(mapped)), enrich(documents))
