"""Whatever a response or a file holds, its JSON is found, split and admitted in linear time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingestion.documents import admit, admit_listed
from ingestion.errors import DocumentRejectedError
from ingestion.files.texts import Text, read_texts
from ingestion.wordpress.json_body import NoJsonError, elements, read_json
from tests.growth import BODIES, assert_linear

_N = 1_500


@pytest.mark.parametrize("kind", BODIES)
def test_a_response_is_repaired_in_linear_time(kind: str) -> None:
    def read(body: bytes) -> None:
        try:
            elements(read_json(body).text)
        except NoJsonError:
            return

    assert_linear(read, BODIES[kind], _N)


@pytest.mark.parametrize("kind", BODIES)
def test_a_file_is_read_in_linear_time(kind: str, tmp_path: Path) -> None:
    def make(n: int) -> Path:
        path = tmp_path / f"{n}.json"
        path.write_bytes(BODIES[kind](n))
        return path

    def read(path: Path) -> None:
        for text in read_texts(path):
            if isinstance(text, Text):
                _admit(lambda content=text.content: admit(content))

    assert_linear(read, make, _N)


@pytest.mark.parametrize("kind", BODIES)
def test_a_document_is_admitted_in_linear_time(kind: str) -> None:
    assert_linear(lambda text: _admit(lambda: admit_listed(text, kind="post", rest_base="posts")), BODIES[kind], _N)


def _admit(attempt: Callable[[], object]) -> None:
    try:
        attempt()
    except DocumentRejectedError:
        return
