"""Query results as text."""

import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import duckdb
import pytest

from serving.queries import QueryError
from serving.rendering import as_text, read_rows, write_csv, write_json


def _csv(*row: object) -> str:
    out = io.StringIO()
    write_csv([f"c{position}" for position, _ in enumerate(row)], [row], out)
    return out.getvalue().split("\n", 1)[1]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_would_start_a_formula_gets_an_apostrophe(start: str) -> None:
    assert _csv(start + "HYPERLINK(1)").strip("\n").strip('"') == "'" + start + "HYPERLINK(1)"


def test_negative_numbers_stay_numbers_in_csv() -> None:
    assert _csv(-5, -0.25) == "-5,-0.25\n"


def test_null_is_an_empty_cell_and_a_list_is_json_in_csv() -> None:
    assert _csv(None, ["a", "é"]) == ',"[""a"", ""é""]"\n'


def test_a_column_name_that_would_start_a_formula_is_escaped_too() -> None:
    out = io.StringIO()
    write_csv(["=1+1"], [], out)
    assert out.getvalue() == "'=1+1\n"


def test_json_is_one_array_with_a_row_per_line() -> None:
    out = io.StringIO()
    rows = [(1, datetime(2026, 2, 3, 13, 3, 49, tzinfo=UTC)), (None, date(2026, 2, 3))]
    write_json(["n", "when"], rows, out)
    assert out.getvalue() == (
        '[\n{"n": 1, "when": "2026-02-03T13:03:49+00:00"},\n{"n": null, "when": "2026-02-03"}\n]\n'
    )


def test_no_rows_are_an_empty_json_array() -> None:
    out = io.StringIO()
    write_json(["n"], [], out)
    assert json.loads(out.getvalue()) == []


def test_decimals_stay_exact_in_json() -> None:
    out = io.StringIO()
    write_json(["share"], [(Decimal("0.10"),)], out)
    assert json.loads(out.getvalue()) == [{"share": "0.10"}]


def test_a_person_sees_null_apart_from_empty_text() -> None:
    assert (as_text(None), as_text("")) == ("null", "")


def test_a_number_that_json_does_not_have_is_null() -> None:
    out = io.StringIO()
    write_json(["n"], [(float("nan"),), ([1.5, float("-inf")],), ({"a": float("inf")},)], out)
    assert json.loads(out.getvalue()) == [{"n": None}, {"n": [1.5, None]}, {"n": {"a": None}}]


@pytest.mark.parametrize(
    "value", ["timestamp 'infinity'", "timestamptz '294247-01-01'", "date '0044-03-15 (BC)'", "[date 'infinity']"]
)
def test_a_date_outside_the_calendar_is_refused_by_its_column(value: str) -> None:
    with duckdb.connect() as connection, pytest.raises(QueryError, match='"moment"::varchar'):
        list(read_rows(connection.sql(f"select {value} as moment")))
