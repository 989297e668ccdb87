"""The context of every step of a run: the home, the lock on its warehouse, and the progress."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.progress import Progress, SilentProgress
from warehouse.lock import DEFAULT_WAIT_SECONDS, WarehouseLock

if TYPE_CHECKING:
    from ingestion.request import ExtractionRequest
    from orchestration.home import Home

#: Marks runs of the command line in Dagster's history: what they were asked for is not in their configuration.
COMMAND_LINE_TAG = "pressgraph/command_line"


@dataclass(frozen=True, slots=True)
class RunContext:
    """What belongs to the process of a run, and never to its configuration, which anybody who reaches the UI can write.

    Attributes:
        home: Where everything lives.
        lock: Taken by whoever opens the warehouse, and by nobody while on the network.
        progress: Told how far the run is.
        request: What the command line asked to extract; null in runs of the daemon and the UI, and in a rebuild.
    """

    home: Home
    lock: WarehouseLock
    progress: Progress
    request: ExtractionRequest | None = None

    @classmethod
    def for_home(
        cls, home: Home, *, progress: Progress | None = None, wait_seconds: float = DEFAULT_WAIT_SECONDS
    ) -> RunContext:
        """Return the context of a run on one home, silent unless `progress` is given."""
        progress = progress or SilentProgress()
        lock = WarehouseLock(
            home.lock,
            home.warehouse,
            wait_seconds=wait_seconds,
            on_wait=lambda holder: progress.note(f"Waiting for the warehouse, held by {holder} ..."),
        )
        return cls(home=home, lock=lock, progress=progress)

    @property
    def warehouse(self) -> Path:
        """The pipeline's own database."""
        return self.home.warehouse
