"""Run `enrich` over many batches, on all cores where that pays.

Documents reach the workers by file, so this process holds few batches at a time. Polars is imported inside functions:
a worker must set its number of threads before.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def enrich_batches(
    batches: Iterable[pl.DataFrame], *, workers: int, spill_parent: Path
) -> Iterator[pl.DataFrame | None]:
    """Yield what `enrich` returns for each batch, in order; null for a batch with a document on which it fails.

    Args:
        batches: Frames of `INPUT_SCHEMA`, taken one by one as workers become free.
        workers: Processes to use; with one, the work is done in this process.
        spill_parent: The folder in which the files of batches under way are kept.
    """
    if workers < 2:
        yield from map(_enrich, batches)
        return
    # Spawned, not forked: this process has threads of DuckDB, Arrow and Dagster, which a fork would leave broken.
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_worker)
    with pool, _spill_dir(spill_parent) as folder:
        under_way: deque[Future[pl.DataFrame | None]] = deque()
        for number, batch in enumerate(batches):
            # By file: documents in the pool's own pipe would block this process's exit if the workers died.
            file = folder / f"{number}.arrow"
            batch.write_ipc(file)
            under_way.append(pool.submit(_enrich_file, file))
            if len(under_way) > 2 * workers:  # bounded: memory does not grow with the number of batches
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def core_count() -> int:
    """Return how many cores this process may use, which in a container are fewer than the machine's."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _spill_dir(parent: Path) -> Iterator[Path]:
    """Make a folder for batches under way, and remove what a killed run left there."""
    prefix = ".enriching-"
    for left in parent.glob(f"{prefix}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=parent) as folder:
        yield Path(folder)


def _begin_worker() -> None:
    """Make a worker end with its parent and only then, and keep to one core: there is a worker for each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    os.environ["POLARS_MAX_THREADS"] = "1"  # read when polars is imported
    parent = multiprocessing.parent_process()
    if parent is None:  # pragma: no cover - only a worker runs this
        return

    def die_with_parent() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=die_with_parent, daemon=True).start()


def _enrich_file(file: Path) -> pl.DataFrame | None:
    import polars as pl  # noqa: PLC0415 - after _begin_worker

    enriched = _enrich(pl.read_ipc(file))
    file.unlink()
    return enriched


def _enrich(batch: pl.DataFrame) -> pl.DataFrame | None:
    from enrichment.batches import EnrichmentError, enrich  # noqa: PLC0415 - after _begin_worker

    try:
        return enrich(batch)
    except EnrichmentError:  # of one document: the batch is read again without it
        return None
