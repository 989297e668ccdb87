from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.files import texts as texts_module
from ingestion.files.scanner import Scanner
from ingestion.files.texts import Damage, Text, read_texts

Make = Callable[..., bytes]


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def read(path: Path) -> list[tuple[int | None, Any]]:
    """Line and id of each text; line and reason code of what is none."""
    return [
        (found.line, json.loads(found.content).get("id"))
        if isinstance(found, Text)
        else (found.line, found.reason_code)
        for found in read_texts(path)
    ]


def in_pieces(content: bytes, size: int) -> Callable[[], bytes]:
    pieces = (content[start : start + size] for start in range(0, len(content), size))
    return lambda: next(pieces, b"")


def scan(content: bytes, size: int = 1 << 20) -> list[tuple[int, Any]]:
    return [
        (value.line, json.loads(value.content) if value.broken is None else value.broken)
        for value in Scanner(b"", in_pieces(content, size))
    ]


ONE = b'{"id": 1, "t": "a \\" { [ \\\\"}'
TWO = b'{"id": 2, "t": {"u": [1, "\\u007d"]}}'
PRETTY = b'{\n  "id": 1,\n  "t": {\n    "u": []\n  }\n}'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (ONE, [(1, 1)]),
        (b"\n\n  " + ONE + b"\n", [(3, 1)]),
        (PRETTY, [(1, 1)]),
        (PRETTY + b"\n" + PRETTY + b"\n", [(1, 1), (7, 1)]),
        (ONE + b"\n" + TWO, [(1, 1), (2, 2)]),
        (ONE + b"\r\n\r\n" + TWO + b"\r\n", [(1, 1), (3, 2)]),
        (b"[" + ONE + b"," + TWO + b"]", [(1, 1), (1, 2)]),
        (b"[\n" + ONE + b",\n" + TWO + b"\n]\n", [(2, 1), (3, 2)]),
        (b"[\n" + PRETTY + b",\n" + PRETTY + b"]", [(2, 1), (8, 1)]),
        (b"[" + ONE + b"]\n[" + TWO + b"]\n", [(1, 1), (2, 2)]),
        (b"[[" + ONE + b"],[" + TWO + b"]]", [(1, 1), (1, 2)]),
        (ONE + b"\n[" + TWO + b", " + ONE + b"]\n" + TWO, [(1, 1), (2, 2), (2, 1), (3, 2)]),
        (b"[]", []),
        (b"", []),
        (b" \n\n", []),
        (b"[" + ONE + b"]" + TWO, [(1, 1), (1, 2)]),
    ],
)
@pytest.mark.parametrize("is_compressed", [False, True])
def test_every_form_of_a_file_gives_its_texts_with_their_lines(
    content: bytes, expected: list[tuple[int, int]], is_compressed: bool, tmp_path: Path
) -> None:
    assert read(write(tmp_path / "posts", gzip.compress(content) if is_compressed else content)) == expected


def test_a_text_is_kept_as_received(tmp_path: Path) -> None:
    content = b'[ {"b":1,  "a" : "caf\\u00e9 \xc3\xa9"}\n, ' + PRETTY + b" ]"
    texts = [found.content for found in read_texts(write(tmp_path / "a.json", content)) if isinstance(found, Text)]
    assert texts == [b'{"b":1,  "a" : "caf\\u00e9 \xc3\xa9"}', PRETTY]


@pytest.mark.parametrize("content", [ONE, ONE + b"\n" + TWO, b"[" + ONE + b"]", PRETTY])
def test_a_byte_order_mark_is_taken_off_and_counted_once(content: bytes, tmp_path: Path) -> None:
    texts = list(read_texts(write(tmp_path / "a.json", b"\xef\xbb\xbf" + content)))
    assert [isinstance(found, Text) and found.is_repaired for found in texts] == [True] + [False] * (len(texts) - 1)


def test_a_byte_order_mark_between_joined_files_is_taken_off(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ndjson", ONE + b"\n\xef\xbb\xbf" + TWO + b"\n")
    assert read(path) == [(1, 1), (2, 2)]


@pytest.mark.parametrize("broken", [b'{"id": 7', b"oops", b'{"id": 7, "t": "unclosed}', b'{"id": 7]}', b"\x00\xff"])
@pytest.mark.parametrize("place", [1, 7])
def test_a_broken_line_is_one_report_and_the_other_lines_are_read(broken: bytes, place: int, tmp_path: Path) -> None:
    lines = [b'{"id": %d}' % number for number in range(1, 13)]
    lines[place - 1] = broken
    found = list(read_texts(write(tmp_path / "a.ndjson", b"\n".join(lines) + b"\n")))
    assert [(text.line, text.content) for text in found] == list(enumerate(lines, 1))


@pytest.mark.parametrize(
    "broken",
    [
        b'{"id": 7, "t": "unclosed, "u": 1}',
        b'{"id": 7, "t": {"u": 1}',
        b'{"id": 7, "t": undefined}',
        b'{"id": 7, "t": [1, 2}',
        b'{"id": 7 "t": 2}',
        b"<br />Warning: no memory",
    ],
)
@pytest.mark.parametrize(
    ("opening", "separator", "closing"), [(b"[\n", b",\n", b"\n]"), (b"[", b",\n", b"]"), (b"[\n  ", b",\n  ", b"\n]")]
)
def test_a_broken_element_of_a_list_with_one_a_line_is_one_report(
    broken: bytes, opening: bytes, separator: bytes, closing: bytes, tmp_path: Path
) -> None:
    elements = [b'{"id": %d, "t": {"u": [{"id": 1}]}}' % number for number in range(1, 13)]
    elements[6] = broken
    first = 1 + opening.count(b"\n")
    found = read(write(tmp_path / "a.json", opening + separator.join(elements) + closing))
    assert found == [(first + number - 1, number if number != 7 else "broken_json") for number in range(1, 13)]


def test_a_broken_element_of_a_pretty_list_is_one_report(tmp_path: Path) -> None:
    elements = json.dumps([{"id": number, "t": [{"id": 0}, {"id": 0}]} for number in range(1, 5)], indent=2)
    broken = elements.replace('"id": 2,', '"id": ,')
    assert [id_ for _, id_ in read(write(tmp_path / "a.json", broken.encode()))] == [1, "broken_json", 3, 4]


def test_a_broken_element_of_a_list_on_one_line_is_one_report_where_its_brackets_close(tmp_path: Path) -> None:
    content = b'[{"id":1},{"id":2,"t":[nan,"]}"]},{"id":3}]'
    assert read(write(tmp_path / "a.json", content)) == [(1, 1), (1, "broken_json"), (1, 3)]


def test_a_list_on_one_line_that_cannot_be_read_further_is_reported(tmp_path: Path) -> None:
    found = list(read_texts(write(tmp_path / "a.json", b'[{"id":1},{"id":2,"t":[},{"id":3}]')))
    assert [type(text) for text in found] == [Text, Damage]
    assert isinstance(found[1], Damage)
    assert "nothing after it" in found[1].reason


def test_a_list_that_is_never_closed_is_reported_after_its_texts(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.json", b"[" + ONE + b",\n" + TWO)) == [(1, 1), (2, 2), (1, "truncated_list")]


def test_a_file_that_ends_in_the_middle_of_a_text_is_reported_once(tmp_path: Path) -> None:
    found = list(read_texts(write(tmp_path / "a.json", b"[" + ONE + b",\n" + TWO[:20])))
    assert [(text.line, type(text)) for text in found] == [(1, Text), (2, Damage)]
    assert isinstance(found[1], Damage)
    assert found[1].reason == "broken JSON: the file ends in the middle of it"


def test_a_page_of_html_saved_as_json_is_one_report(tmp_path: Path) -> None:
    page = b"<!DOCTYPE html>\n<html>\n  <body>\n" + b"    <p>x</p>\n" * 1000 + b"  </body>\n</html>\n"
    assert read(write(tmp_path / "a.json", page)) == [(1, "broken_json")]


def test_a_warning_of_php_before_a_list_is_one_report(tmp_path: Path) -> None:
    content = b"<br />\n<b>Warning</b>: oops in <b>x.php</b>\n[" + ONE + b",\n" + TWO + b"]\n"
    assert read(write(tmp_path / "a.json", content)) == [(1, "broken_json"), (3, 1), (4, 2)]


@pytest.mark.parametrize("opening", [b"", b"["])
def test_a_truncated_gzip_file_gives_what_was_read_and_one_report(opening: bytes, tmp_path: Path) -> None:
    import random

    noise = random.Random(1)  # noqa: S311 - so that the compressed text is long enough to cut
    posts = [b'{"id": %d, "t": "%s"}' % (number, noise.randbytes(200).hex().encode()) for number in range(1, 2001)]
    content = gzip.compress(opening + (b",\n" if opening else b"\n").join(posts))
    found = read(write(tmp_path / "a.gz", content[: len(content) // 2]))
    ids = [id_ for _, id_ in found[:-1]]
    assert ids == list(range(1, len(ids) + 1))
    assert 900 < len(ids) < 1100
    assert found[-1][1] == "truncated_gzip"


def test_a_gzip_file_cut_just_before_its_end_still_gives_every_text(tmp_path: Path) -> None:
    content = gzip.compress(ONE + b"\n" + TWO)
    assert read(write(tmp_path / "a.gz", content[:-8])) == [(1, 1), (2, 2), (None, "truncated_gzip")]


def test_a_gzip_file_with_a_wrong_checksum_gives_its_texts_and_one_report(tmp_path: Path) -> None:
    content = bytearray(gzip.compress(ONE + b"\n" + TWO + b"\n"))
    content[-6] ^= 1
    assert read(write(tmp_path / "a.gz", bytes(content))) == [(1, 1), (2, 2), (None, "damaged_gzip")]


def test_joined_gzip_files_are_one_file(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.gz", gzip.compress(ONE + b"\n") + gzip.compress(TWO))) == [(1, 1), (2, 2)]


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    assert read(tmp_path / "gone.json") == [(None, "unreadable_file")]


def test_a_line_longer_than_any_document_is_one_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts_module, "MAX_DOCUMENT_BYTES", 5_000)
    monkeypatch.setattr(texts_module, "PIECE_BYTES", 1_000)
    content = ONE + b'\n{"id": 2, "t": "' + b"x" * 20_000 + b'"}\n' + b'{"id": 3}\n'
    assert read(write(tmp_path / "a.ndjson", content)) == [(1, 1), (2, "too_large"), (3, 3)]


def test_deeply_nested_brackets_do_not_overflow_the_stack(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", b"[" * 2_000_000)
    assert read(path) == [(1, "truncated_list")]
    deep = b'{"id": 1, "t": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}"
    found = read(write(tmp_path / "b.json", b"[" + deep + b"," + TWO + b"]"))
    assert found == [(1, "too_deep"), (1, 2)]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=15,
)
objects = st.lists(st.dictionaries(st.text(), values, max_size=4), max_size=8)


@settings(max_examples=150)
@given(
    objects,
    st.integers(1, 40),
    st.sampled_from([None, 0, 1, 2, "\t"]),
    st.booleans(),
    st.sampled_from(["list", "run", "pages"]),
)
def test_any_list_is_cut_into_its_elements_wherever_the_pieces_end(
    content: list[dict[str, Any]], size: int, indent: int | str | None, ascii_only: bool, form: str
) -> None:
    def dump(value: object) -> str:
        return json.dumps(value, indent=indent, ensure_ascii=ascii_only)

    text = {
        "list": dump(content),
        "run": "\n".join(map(dump, content)),
        "pages": dump([content[:3], content[3:]]),
    }[form]
    assert [value for _, value in scan(text.encode(), size)] == content


@settings(max_examples=150)
@given(st.binary(max_size=200) | st.text(alphabet='{}[]":,\\\n a1', max_size=80).map(str.encode), st.integers(1, 30))
def test_any_bytes_are_read_to_their_end(content: bytes, size: int) -> None:
    found = list(Scanner(b"", in_pieces(content, size)))
    assert sum(len(value.content) for value in found) <= len(content)
    assert [value.line for value in found] == sorted(value.line for value in found)
    assert bool(found) or not content.strip(b" \t\r\n[],")


@settings(max_examples=150)
@given(
    st.lists(st.dictionaries(st.text(), values, max_size=3), min_size=3, max_size=6),
    st.data(),
    st.integers(1, 64),
)
def test_a_truncated_line_in_a_list_with_one_per_line_loses_no_other_line(
    content: list[dict[str, Any]], data: st.DataObject, size: int
) -> None:
    lines = [json.dumps({"id": number, **value}) for number, value in enumerate(content)]
    place = data.draw(st.integers(0, len(lines) - 2))
    cut = data.draw(st.integers(1, len(lines[place]) - 1))
    others = [json.loads(line) for number, line in enumerate(lines) if number != place]
    lines[place] = lines[place][:cut]
    found = scan(("[\n" + ",\n".join(lines) + "\n]").encode(), size)
    assert [value for _, value in found if isinstance(value, dict)] == others
    assert [line for line, value in found if not isinstance(value, dict)] == [place + 2]
