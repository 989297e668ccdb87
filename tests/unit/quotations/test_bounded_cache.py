import pytest

from quotations.bounded_cache import BoundedCache


class Lengths(BoundedCache[str, int]):
    LIMIT = 2

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def compute(self, key: str, /) -> int:
        self.asked.append(key)
        return len(key)


def test_value_is_computed_once() -> None:
    lengths = Lengths()

    assert [lengths["roof"], lengths["roof"]] == [4, 4]
    assert lengths.asked == ["roof"]


def test_values_beyond_the_limit_are_computed_again() -> None:
    lengths = Lengths()

    assert [lengths[word] for word in ("a", "bb", "ccc", "ccc", "a")] == [1, 2, 3, 3, 1]
    assert lengths.asked == ["a", "bb", "ccc", "ccc"]
    assert dict(lengths) == {"a": 1, "bb": 2}


def test_cache_without_compute_raises() -> None:
    with pytest.raises(NotImplementedError):
        BoundedCache[str, int]()["roof"]
