"""Rows of Python values to a polars frame, nested columns included.

The frame is built column by column: polars then refuses a value of another type than the schema's, where it would
convert a whole row's silently, and it takes half of the time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from polars.datatypes import DataTypeClass

Row = Mapping[str, Any]


def build_frame(rows: Sequence[Row], schema: pl.Schema) -> pl.DataFrame:
    """Return a frame of exactly this schema.

    Args:
        rows: A value for every column. Lists are never None; a struct is a mapping of all its fields, or None.
        schema: Names and types of the columns; what else a row holds is left out.

    Raises:
        KeyError: A row or a struct lacks a value.
        TypeError: A value is of another type.
    """
    return pl.DataFrame([_build_series(name, [row[name] for row in rows], dtype) for name, dtype in schema.items()])


def _build_series(name: str, values: Sequence[Any], dtype: pl.DataType | DataTypeClass) -> pl.Series:
    if isinstance(dtype, pl.List):
        items = _build_series(name, [item for value in values for item in value], dtype.inner)
        return _nest(items, [len(value) for value in values])
    if isinstance(dtype, pl.Struct):
        return _build_structs(name, values, dtype)
    return pl.Series(name, values, dtype=dtype, strict=True)


def _build_structs(name: str, values: Sequence[Row | None], dtype: pl.Struct) -> pl.Series:
    fields = [
        _build_series(field.name, [None if value is None else value[field.name] for value in values], field.dtype)
        for field in dtype.fields
    ]
    structs = pl.DataFrame(fields).to_struct(name)
    if None not in values:
        return structs
    is_present = pl.Series([value is not None for value in values], dtype=pl.Boolean)
    return pl.select(pl.when(is_present).then(structs).alias(name)).to_series()


def _nest(items: pl.Series, lengths: Sequence[int]) -> pl.Series:
    """Return lists of these lengths, made of the items in order."""
    rows = pl.DataFrame({"row": range(len(lengths))}, schema={"row": pl.UInt32})
    owners = [row for row, length in enumerate(lengths) for _ in range(length)]
    owned = pl.DataFrame([pl.Series("row", owners, dtype=pl.UInt32), items])
    lists = owned.group_by("row", maintain_order=True).agg(items.name)
    return rows.join(lists, on="row", how="left", maintain_order="left").get_column(items.name).fill_null([])
