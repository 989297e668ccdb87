"""What is admitted, DuckDB reads as Python does: one bad text would fail a whole query."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import duckdb
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.documents import admit
from ingestion.errors import DocumentRejectedError

_FRAME = '{"id":7,"type":"post","slug":"a","link":"https://courier.example/a/","meta":%s}'


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def outcome(text: bytes) -> str | None:
    """The text as admitted; null when it is refused."""
    try:
        return (admit(text).text or b"").decode()
    except DocumentRejectedError:
        return None


def read_by_duckdb(connection: duckdb.DuckDBPyConnection, text: str) -> str:
    row = connection.execute(
        """
        select json_valid($text), $text::json -> 'meta', from_json($text, '{"id": "BIGINT", "meta": "JSON"}')
        """,
        {"text": text},
    ).fetchone()
    assert row is not None
    assert row[0] is True
    assert row[2]["id"] == 7
    assert json.loads(row[2]["meta"] or "null") == json.loads(row[1])  # a JSON null is a NULL in a structure
    return row[1]


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=values, ascii_only=st.booleans())
def test_duckdb_reads_the_same_values_from_what_is_admitted(
    connection: duckdb.DuckDBPyConnection, value: object, ascii_only: bool
) -> None:
    text = outcome((_FRAME % json.dumps(value, ensure_ascii=ascii_only)).encode())
    assert text is not None
    assert orjson.loads(read_by_duckdb(connection, text)) == orjson.loads(json.dumps(value))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    value=st.text(alphabet="\\ud8cD00c\"'/bn{}[]:,0123456789eE+-. x\x00\x7f\ud7ffé🌊", max_size=30)
    | st.binary(max_size=20).map(lambda raw: raw.decode("utf-8", "replace"))
)
def test_an_admitted_text_never_fails_a_query(connection: duckdb.DuckDBPyConnection, value: str) -> None:
    for fragment in (value, f'"{value}"', f'{{"{value}": 1}}', f"[{value}]"):
        text = outcome((_FRAME % fragment).encode("utf-8", "surrogatepass"))
        if text is not None:
            read_by_duckdb(connection, text)


@pytest.mark.parametrize(
    "value",
    [
        "1e308",
        "-1e-400",
        str(2**64),
        str(10**300),
        "0." + "1" * 5000,
        "[" * 252 + "]" * 252,
        '"' + "x" * 20_000_000 + '"',
        '"\\u0000"',
        '"\\ud83c\\udf0a"',
    ],
)
def test_extremes_that_are_admitted_are_read(connection: duckdb.DuckDBPyConnection, value: str) -> None:
    text = outcome((_FRAME % value).encode())
    assert text is not None
    read_by_duckdb(connection, text)


def test_a_query_over_many_admitted_documents_never_fails_for_one(
    connection: duckdb.DuckDBPyConnection, make_post: Callable[..., bytes]
) -> None:
    texts = [make_post(1, "\ud800"), make_post(2, "\udc00x"), make_post(3, "ok"), b'{"id":4,"type":"post","x":NaN}']
    admitted = [text for text in map(outcome, texts) if text is not None]
    (count,) = connection.execute(
        "select count(text::json -> 'content' ->> 'rendered') from unnest($texts) as texts (text)", {"texts": admitted}
    ).fetchone() or (0,)
    assert count == 1
