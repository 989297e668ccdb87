"""What is worked out once and looked up after that, across articles, in bounded memory."""

from __future__ import annotations

from typing import ClassVar, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memory(dict[K, V]):
    """A dict that works out what it lacks, and remembers it while it holds fewer than `LIMIT` items."""

    LIMIT: ClassVar[int] = 100_000

    def work_out(self, key: K, /) -> V:
        """The value of a key that is not remembered."""
        raise NotImplementedError

    def __missing__(self, key: K) -> V:
        value = self.work_out(key)
        if len(self) < self.LIMIT:
            self[key] = value
        return value
