"""JSON amid what sites print around it."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.wordpress.json_body import NoJsonError, elements, read_json

WARNING = b'<br />\n<b>Warning</b>:  Undefined array key "a[0]" in <b>/srv/x.php</b> on line <b>5</b><br />\n'
NOTICE = b"<br />\n<b>Notice</b>:  {deprecated} [1] is gone in <b>/srv/y.php</b> on line <b>9</b><br />\n"
COMMENT = b"\n<!-- Cached page for rest, 0.1 s -->\n"


@pytest.mark.parametrize(
    ("body", "repairs"),
    [
        (b'[{"id":1}]', ()),
        (b' \n[{"id":1}]\n', ()),
        (b'\xef\xbb\xbf[{"id":1}]', ("byte_order_mark",)),
        (b'\xef\xbb\xbf\xef\xbb\xbf[{"id":1}]', ("byte_order_mark",)),
        (WARNING + b'[{"id":1}]', ("prefix",)),
        (WARNING + NOTICE + b'[{"id":1}]', ("prefix",)),
        (b'[{"id":1}]' + COMMENT, ("comment",)),
        (b'[{"id":1}]' + WARNING, ("suffix",)),
        (b'\xef\xbb\xbf' + WARNING + b'[{"id":1}]' + COMMENT, ("byte_order_mark", "prefix", "comment")),
    ],
)  # fmt: skip
def test_text_around_the_json_is_removed_and_named(body: bytes, repairs: tuple[str, ...]) -> None:
    found = read_json(body)
    assert (found.text, found.repairs) == (b'[{"id":1}]', repairs)


def test_control_characters_inside_texts_are_escaped() -> None:
    found = read_json(b'[{"a":"x\x01y\tz\nw\\"\x00"}]')
    assert orjson.loads(found.text) == [{"a": 'x\x01y\tz\nw"\x00'}]
    assert found.repairs == ("control_characters",)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  ",
        b"<!doctype html><html>[]</html>",
        b'[{"id":1',
        b'[{"id":1}',
        b"Error [1]",
        b'{"a":1}{"b":2}',
        b"\xff\xfe[]",
    ],
)
def test_a_body_without_json_is_rejected(body: bytes) -> None:
    with pytest.raises(NoJsonError):
        read_json(body)


def test_a_page_with_data_in_its_scripts_is_not_read_as_json() -> None:
    with pytest.raises(NoJsonError):
        read_json(b'<html><script>var data = [{"id":1}];</script></html>')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=4), children, max_size=4),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=6), st.booleans())
def test_the_elements_of_a_list_are_its_bytes_as_received(values: list[object], is_indented: bool) -> None:
    options = orjson.OPT_INDENT_2 if is_indented else 0
    text = orjson.dumps(values, option=options)
    found = elements(text)
    assert [orjson.loads(element) for element in found] == values
    assert all(element in text for element in found)


def test_a_value_that_is_not_a_list_has_no_elements() -> None:
    with pytest.raises(NoJsonError):
        elements(b'{"code":"rest_no_route"}')
