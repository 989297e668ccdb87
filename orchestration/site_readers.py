"""One reader of a site at a time, over all processes of a home: two would fetch everything twice, at twice the rate.

The kernel frees a lock with its process, so a killed reader blocks nobody. A site is locked by its name; two names at
one host, read by two processes, share no limit of requests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from ingestion.sites import Site
    from orchestration.home import Home


@contextmanager
def reading(home: Home, sites: Sequence[Site]) -> Iterator[list[Site]]:
    """Hold the locks of sites for the length of a `with` block; yield those that no other process is reading."""
    folder = home.root / "readers"
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        free = []
        for site in sites:
            lock = FileLock(folder / f"{site.name}.lock", thread_local=False, is_singleton=False)
            try:
                stack.enter_context(lock.acquire(timeout=0))
            except Timeout:
                continue
            free.append(site)
        yield free
