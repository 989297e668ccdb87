"""Damage to what a run leaves behind, and a full disk: raw stays readable, and the next run completes."""

from __future__ import annotations

import random
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from dlt.pipeline.pipeline import Pipeline

from ingestion.errors import LoadError
from ingestion.load import Recovery

if TYPE_CHECKING:
    from tests.integration.ingestion.conftest import Home

pytestmark = pytest.mark.long

Make = Callable[..., bytes]


class Killed(BaseException):
    """A process ends here."""


@contextmanager
def killed_before(step: str) -> Iterator[None]:
    """A run that ends just before a step of dlt."""

    def end(*_: object, **__: object) -> None:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pipeline, step, end)
        with pytest.raises(Killed):
            yield


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file can grow beyond `size` bytes: what a full disk is to whoever writes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with post 1."""
    from tests.integration.ingestion.conftest import Home, post

    home = Home(tmp_path_factory.mktemp("loaded"))
    home.run(home.write("a.json", post(1)))
    return home.path


@pytest.fixture
def home(loaded: Path, tmp_path: Path) -> Home:
    """A copy of it."""
    from tests.integration.ingestion.conftest import Home

    shutil.copytree(loaded, tmp_path / "home")
    return Home(tmp_path / "home")


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def overwrite(path: Path) -> None:
    path.write_bytes(b"\x00" * 500)


@pytest.mark.parametrize(
    ("step", "folder", "victim", "damage"),
    [
        ("normalize", "normalize/extracted", "posts.*.parquet", truncate),
        ("normalize", "normalize/extracted", "posts.*.parquet", Path.unlink),
        ("normalize", "normalize/extracted", "schema.json", truncate),
        ("_load", "load/normalized", "posts.*.parquet", truncate),
        ("_load", "load/normalized", "posts.*.parquet", Path.unlink),
        ("_load", "load/normalized", "load_package_state.json", overwrite),
        ("_load", "", "state.json", truncate),
    ],
)
def test_a_damaged_package_does_not_block_later_runs_and_its_documents_are_loaded_again(
    step: str, folder: str, victim: str, damage: Callable[[Path], None], home: Home, make_post: Make
) -> None:
    source = home.write("b.ndjson", make_post(2), make_post(3))
    with killed_before(step):
        home.run(source)
    found = list((home.path / "dlt/raw" / folder).rglob(victim))
    assert found
    for path in found:
        damage(path)
    home.run(source)
    assert home.ask("select id, count(*) from raw.posts group by id order by id") == [(1, 1), (2, 1), (3, 1)]
    assert home.ask("select sum(new_count) from raw.extractions") == [(3,)]
    assert home.loader.recover() == Recovery()


def test_recovery_removes_dlts_files_of_earlier_runs(home: Home, make_post: Make) -> None:
    with killed_before("normalize"):
        home.run(home.write("b.json", make_post(2)))
    home.loader.recover()
    assert [path for path in (home.path / "dlt").rglob("*") if path.is_file()] == []
    assert home.log_of(2) == ["A"]


def test_a_lost_write_ahead_log_is_detected_and_its_rows_are_loaded_again(
    home: Home, make_post: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill after the ledger's rows are on disk, and before those of the documents are."""
    home.run(source := home.write("b.ndjson", make_post(2), make_post(3)))
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("set checkpoint_threshold = '1GB'")
        connection.execute("pragma disable_checkpoint_on_shutdown")
        connection.execute("update raw.extractions set new_count = new_count + 1 where new_count = 2")
        connection.execute("checkpoint")
        connection.execute(
            "insert into raw.posts select * replace (4 as id) from raw.posts where id = 3"
        )  # the row that was counted
    log = Path(f"{home.warehouse}.wal")
    assert log.stat().st_size > 0
    log.unlink()
    (difference,) = home.loader.recover().corrected_lists
    assert (difference.held_count, difference.counted_count) == (2, 3)
    assert home.ask("select failure_code from raw.extractions where status = 'failed'") == [("RowsMissing",)]
    home.write("b.ndjson", make_post(2), make_post(3), make_post(4))
    home.run(source)
    assert home.ask("select id, count(*) from raw.posts group by id order by id") == [(id_, 1) for id_ in range(1, 5)]
    assert home.loader.recover() == Recovery()


@pytest.mark.parametrize(
    ("is_compressible", "what"),
    [(False, r"OSError: \[Errno 27\] File too large"), (True, r"warehouse\.duckdb.*: File too large")],
    ids=["working folder", "database"],
)
def test_a_full_disk_is_named_old_rows_stay_readable_and_the_next_run_completes(
    is_compressible: bool, what: str, home: Home, make_post: Make
) -> None:
    # dlt's files are compressed and the database's write-ahead log is not: so either can be the first to be too large.
    letters = random.Random(1)  # noqa: S311 - the same text in every run
    texts = ["x" * 20_000 if is_compressible else letters.randbytes(10_000).hex() for _ in range(200)]
    source = home.write("b.ndjson", *(make_post(number, text) for number, text in enumerate(texts, start=2)))
    limit = home.warehouse.stat().st_size + 500_000
    with largest_file(limit):
        for _ in range(2):
            with pytest.raises(LoadError, match=what):
                home.run(source)
            assert home.log_of(1) == ["A"]
    home.run(source)
    assert home.ask("select count(*), count(distinct id), min(id), max(id) from raw.posts") == [(201, 201, 1, 201)]
    assert home.ask("select sum(new_count) from raw.extractions") == [(201,)]
    assert home.loader.recover() == Recovery()
