"""Python values become columns of exactly the schema, and a value that does not fit is an error."""

from typing import Any

import polars as pl
import pytest

from enrichment.frames import build_frame

SPAN = pl.Struct({"first": pl.Int32, "last": pl.Int32})
SCHEMA = pl.Schema(
    {
        "name": pl.String,
        "head": pl.Struct({"title": pl.String}),
        "quotations": pl.List(pl.Struct({"score": pl.Float64, "spans": pl.List(SPAN)})),
    }
)
ROWS: list[dict[str, Any]] = [
    {
        "name": "a",
        "head": {"title": None},
        "quotations": [
            {"score": 1, "spans": [{"first": 0, "last": 4}, {"first": 6, "last": 9}]},
            {"score": None, "spans": []},
        ],
    },
    {"name": None, "head": None, "quotations": []},
    {"name": "c", "head": {"title": "C"}, "quotations": [{"score": 0.5, "spans": [{"first": 1, "last": None}]}]},
]


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], ROWS[1:2], []])
def test_nested_values_come_back_as_they_were(rows: list[dict[str, Any]]) -> None:
    frame = build_frame(rows, SCHEMA)
    assert frame.schema == SCHEMA
    assert frame.to_dicts() == rows


def test_missing_struct_is_told_from_a_struct_of_nulls() -> None:
    assert build_frame(ROWS, SCHEMA)["head"].is_null().to_list() == [False, True, False]


@pytest.mark.parametrize(
    ("quotation", "error"),
    [
        ({"score": "1", "spans": []}, TypeError),
        ({"score": 1.0, "spans": [{"first": 2**40, "last": 0}]}, TypeError),
        ({"score": 1.0, "spans": [{"first": 0}]}, KeyError),
        ({"spans": []}, KeyError),
    ],
)
def test_value_of_another_type_or_no_value_is_an_error(quotation: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        build_frame([{"name": "a", "head": None, "quotations": [quotation]}], SCHEMA)
