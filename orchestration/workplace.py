"""What every asset works with: the home, the lock on its warehouse, and whoever watches."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.home import Home
from orchestration.progress import Progress, Silent
from orchestration.warehouse_lock import DEFAULT_WAIT_SECONDS, WarehouseLock

if TYPE_CHECKING:
    from orchestration.extraction import Request

#: Marks runs of the command line in Dagster's history: what they were asked for is not in their configuration.
COMMAND_LINE_TAG = "pressgraph/command_line"


@dataclass(frozen=True, slots=True)
class Workplace:
    """The Dagster resource of the same name.

    Attributes:
        home: Where everything lives.
        lock: Taken by whoever opens the warehouse, and by nobody while on the network.
        progress: Told how far the run is.
        request: What the command line asked to extract, handed over within the process: never by run configuration,
            which anybody who reaches the UI can write. Null in runs of the daemon and the UI.
    """

    home: Home
    lock: WarehouseLock
    progress: Progress
    request: Request | None = None

    @classmethod
    def of(
        cls, home: Home, *, progress: Progress | None = None, wait_seconds: float = DEFAULT_WAIT_SECONDS
    ) -> Workplace:
        """The workplace of one home, silent unless `progress` is given."""
        progress = progress or Silent()
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
