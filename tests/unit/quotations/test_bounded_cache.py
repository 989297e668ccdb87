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


def test_what_is_remembered_is_worked_out_once() -> None:
    lengths = Lengths()

    assert [lengths["roof"], lengths["roof"]] == [4, 4]
    assert lengths.asked == ["roof"]


def test_what_is_beyond_the_limit_is_worked_out_anew() -> None:
    lengths = Lengths()

    assert [lengths[word] for word in ("a", "bb", "ccc", "ccc", "a")] == [1, 2, 3, 3, 1]
    assert lengths.asked == ["a", "bb", "ccc", "ccc"]
    assert dict(lengths) == {"a": 1, "bb": 2}


def test_a_memory_that_works_nothing_out_says_so() -> None:
    with pytest.raises(NotImplementedError):
        BoundedCache[str, int]()["roof"]
