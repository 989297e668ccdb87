"""Query results as text."""

import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from serving.rendering import as_text, visible, write_csv, write_json


def _csv(*row: object) -> str:
    out = io.StringIO()
    write_csv([f"c{position}" for position, _ in enumerate(row)], [row], out)
    return out.getvalue().split("\n", 1)[1]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_would_start_a_formula_gets_an_apostrophe(start: str) -> None:
    assert _csv(start + "HYPERLINK(1)").strip("\n").strip('"') == "'" + start + "HYPERLINK(1)"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("a;=1+1", "a;'=1+1"),  # where `;` separates, and quotation marks inside a line do not count
        ("a;-1|@b", "a;'-1|'@b"),
        ("  =1+1", "  '=1+1"),
        ("＝1+1", "'＝1+1"),
        ("a;＋1", "a;'＋1"),
        ("well-known; a - b = c", "well-known; a - b = c"),
        ("a@b.example", "a@b.example"),
    ],
)
def test_a_cell_of_any_separator_and_width_is_no_formula(cell: str, written: str) -> None:
    assert _csv(cell).removesuffix("\n") == written


def test_a_cell_that_begins_with_a_line_feed_is_no_formula() -> None:
    assert _csv("\n=1+1") == "\"'\n'=1+1\"\n"


def test_a_text_on_a_terminal_neither_moves_the_cursor_nor_turns_its_line() -> None:
    assert visible("a\x1b[31m\x9b1A\x07\r\u202eb\u2066c\u200f") == (
        "a\\x1b[31m\\x9b1A\\x07\\x0d\\u202eb\\u2066c\\u200f"
    )
    assert visible("می\u200cخواهم 👩\u200d💻\n\tété") == "می\u200cخواهم 👩\u200d💻\n\tété"


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


def test_number_that_json_lacks_is_a_text() -> None:
    out = io.StringIO()
    write_json(["n"], [(float("nan"),), ([1.5, float("-inf")],), ({"a": float("inf")},)], out)
    assert json.loads(out.getvalue()) == [{"n": "NaN"}, {"n": [1.5, "-Infinity"]}, {"n": {"a": "Infinity"}}]
