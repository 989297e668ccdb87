"""Values computed once and looked up after that, across articles, in bounded memory."""

from __future__ import annotations

from typing import ClassVar, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class BoundedCache(dict[K, V]):
    """A dict that computes a value it lacks, and keeps it while it holds fewer than `LIMIT` items.

    Texts longer than `LONGEST` are not kept: they are not words.
    """

    LIMIT: ClassVar[int] = 100_000
    LONGEST: ClassVar[int] = 100

    def compute(self, key: K, /) -> V:
        """Return the value of a key that is not kept."""
        raise NotImplementedError

    def __missing__(self, key: K) -> V:
        value = self.compute(key)
        if len(self) < self.LIMIT and not (isinstance(key, str) and len(key) > self.LONGEST):
            self[key] = value
        return value
