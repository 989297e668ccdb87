"""What every asset works with: the home, the lock on its warehouse, and whoever watches."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orchestration.home import Home
from orchestration.progress import Progress, Silent
from orchestration.warehouse_lock import DEFAULT_WAIT_SECONDS, WarehouseLock


@dataclass(frozen=True, slots=True)
class Workplace:
    """The Dagster resource of the same name.

    Attributes:
        home: Where everything lives.
        lock: Taken by whoever opens the warehouse, and by nobody while on the network.
        progress: Told how far the run is.
    """

    home: Home
    lock: WarehouseLock
    progress: Progress

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
