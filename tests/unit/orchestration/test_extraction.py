"""Many sites side by side: each at its own pace, one failure its own."""

import threading
from collections.abc import Iterator

import pytest

from ingestion.envelope import EXTRACTION_SCHEMA, REJECTION_SCHEMA
from ingestion.extraction import Chunk
from orchestration.extraction import side_by_side


def _chunk() -> Chunk:
    return Chunk({}, EXTRACTION_SCHEMA.empty_table(), REJECTION_SCHEMA.empty_table())


def test_every_chunk_of_every_site_arrives() -> None:
    chunks = {name: [_chunk() for _ in range(7)] for name in ("a", "b", "c")}
    arrived = list(side_by_side([lambda of=of: iter(of) for of in chunks.values()]))
    assert sorted(map(id, arrived)) == sorted(id(chunk) for of in chunks.values() for chunk in of)


def test_a_slow_site_does_not_hold_up_a_quick_one() -> None:
    quick_arrived = threading.Event()
    quick = _chunk()

    def slow() -> Iterator[Chunk]:
        assert quick_arrived.wait(timeout=10)
        yield _chunk()

    arrived = []
    for chunk in side_by_side([slow, lambda: iter([quick])]):
        arrived.append(chunk)
        if chunk is quick:
            quick_arrived.set()
    assert arrived[0] is quick
    assert len(arrived) == 2


def test_what_one_site_raises_comes_after_the_other_sites_chunks() -> None:
    def broken() -> Iterator[Chunk]:
        raise RuntimeError("a defect")
        yield

    arrived: list[Chunk] = []
    with pytest.raises(BaseExceptionGroup) as raised:
        arrived.extend(side_by_side([broken, lambda: iter([_chunk(), _chunk()])]))
    assert len(arrived) == 2
    assert [str(error) for error in raised.value.exceptions] == ["a defect"]


def test_memory_is_bounded_because_a_site_waits_for_the_loader() -> None:
    made = 0

    def endless() -> Iterator[Chunk]:
        nonlocal made
        for made in range(1, 1000):  # noqa: B007 - counted by the test
            yield _chunk()

    chunks = side_by_side([endless])
    next(chunks)
    threading.Event().wait(0.3)
    assert made < 10
    chunks.close()


def test_stopping_early_stops_the_sites() -> None:
    before = threading.active_count()

    def endless() -> Iterator[Chunk]:
        while True:
            yield _chunk()

    chunks = side_by_side([endless, endless])
    next(chunks)
    chunks.close()
    assert threading.active_count() == before
