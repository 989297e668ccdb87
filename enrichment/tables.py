"""The enriched tables, made of what `enrich` returned."""

from __future__ import annotations

import polars as pl

from enrichment.schemas import OUTPUT_SCHEMA, ROW_KEY, TABLES


def split_tables(documents: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the rows of each of `TABLES`, in its order, from a frame of `OUTPUT_SCHEMA`.

    `texts` has a row for every document, the others a row for every head, word count, quotation and link.
    """
    rows = {
        "heads": _unnest(documents, "head"),
        "word_counts": _unnest(documents, "word_counts"),
        "quotations": _unnest(documents, "quotations"),
        "links": _unnest(documents, "links"),
        "texts": documents.select(TABLES["texts"].names()),
    }
    return {name: rows[name] for name in TABLES}


def _unnest(documents: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return a row for each struct of the column, or of its lists, under the key of its document."""
    rows = documents.select(*ROW_KEY, column).drop_nulls(column)
    if isinstance(OUTPUT_SCHEMA[column], pl.List):
        rows = rows.explode(column)
    return rows.unnest(column)
