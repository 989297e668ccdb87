"""Dagster's events are written in few transactions, and none is lost or late."""

import sqlite3
import time
from pathlib import Path

import pytest
from dagster import AssetKey, AssetMaterialization, DagsterEventType, EventLogEntry
from dagster._core.events import DagsterEvent, StepMaterializationData
from dagster._core.execution.plan.objects import StepSuccessData

from orchestration import dagster_event_storage
from orchestration.dagster_event_storage import BufferedEventLogStorage


def _event(kind: DagsterEventType, run_id: str = "run", **data: object) -> EventLogEntry:
    event = DagsterEvent(kind.value, job_name="job", step_key="step", **data)  # type: ignore[arg-type]
    return EventLogEntry(None, 10, "", run_id, time.time(), dagster_event=event)


def _materialization(asset: str = "articles", run_id: str = "run") -> EventLogEntry:
    data = StepMaterializationData(AssetMaterialization(AssetKey([asset])))
    return _event(DagsterEventType.ASSET_MATERIALIZATION, run_id, event_specific_data=data)


def _step_end() -> EventLogEntry:
    return _event(DagsterEventType.STEP_SUCCESS, event_specific_data=StepSuccessData(duration_ms=1.0))


def _written(folder: Path, shard: str = "run") -> int:
    """Rows that another process would see."""
    with sqlite3.connect(folder / f"{shard}.db") as connection:
        return connection.execute("select count(*) from event_logs").fetchone()[0]


@pytest.fixture
def storage(tmp_path: Path) -> BufferedEventLogStorage:
    storage = BufferedEventLogStorage(str(tmp_path))
    storage.store_event(_event(DagsterEventType.STEP_START))
    return storage


def test_events_within_a_step_wait_for_its_end(storage: BufferedEventLogStorage, tmp_path: Path) -> None:
    for number in range(5):
        storage.store_event(_materialization(f"table_{number}"))
    assert (_written(tmp_path), _written(tmp_path, "index")) == (1, 0)
    storage.store_event(_step_end())
    assert (_written(tmp_path), _written(tmp_path, "index")) == (7, 5)


def test_events_wait_at_most_a_second_for_the_next(
    storage: BufferedEventLogStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dagster_event_storage, "_LONGEST_WAIT_SECONDS", 0.05)
    storage.store_event(_materialization())
    assert _written(tmp_path) == 1
    time.sleep(0.06)
    storage.store_event(_materialization())
    assert _written(tmp_path) == 3


def test_events_that_wait_are_read(storage: BufferedEventLogStorage) -> None:
    storage.store_event(_materialization())
    record = storage.get_latest_materialization_events([AssetKey("articles")])[AssetKey("articles")]
    assert record is not None
    assert [entry.dagster_event_type for entry in storage.get_logs_for_run("run")] == [
        DagsterEventType.STEP_START,
        DagsterEventType.ASSET_MATERIALIZATION,
    ]


@pytest.mark.parametrize("run_id", ["", "run"])
def test_event_outside_a_run_is_written_at_once(storage: BufferedEventLogStorage, tmp_path: Path, run_id: str) -> None:
    storage.store_event(_materialization(run_id=run_id))
    assert _written(tmp_path, "index") == (0 if run_id else 1)


def test_events_that_wait_are_written_when_the_storage_closes(storage: BufferedEventLogStorage, tmp_path: Path) -> None:
    storage.store_event(_materialization())
    storage.dispose()
    assert _written(tmp_path) == 2


def test_failed_write_is_raised_and_leaves_no_half(
    storage: BufferedEventLogStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.store_event(_materialization())
    with monkeypatch.context() as patch:
        patch.setattr(storage, "_store_asset_event", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
        with pytest.raises(OSError, match="no space left"):
            storage.store_event(_step_end())
    assert (_written(tmp_path), _written(tmp_path, "index")) == (1, 0)
    storage.store_event(_step_end())
    assert _written(tmp_path) == 2


def test_storage_of_dagster_reads_what_this_one_wrote(storage: BufferedEventLogStorage, tmp_path: Path) -> None:
    from dagster._core.storage.event_log import SqliteEventLogStorage

    storage.store_event(_materialization())
    storage.dispose()
    assert len(SqliteEventLogStorage(str(tmp_path)).get_logs_for_run("run")) == 2
