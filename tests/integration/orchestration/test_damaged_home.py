"""A warehouse that is gone, damaged or incomplete is refused by name, and the last good copy stays."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from orchestration.failures import describe_stop, explain
from orchestration.home import Home, HomeUnusableError
from orchestration.request import mark_sample
from orchestration.soundness import require_sound
from tests.integration.orchestration.conftest import STORIES, Newsroom, make_post
from warehouse.connections import WarehouseDamagedError


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def cut_within_the_header(path: Path) -> None:
    os.truncate(path, 10_000)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def overwrite(path: Path) -> None:
    path.write_bytes(b"not a database")


def flip_in_the_header(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[5000] ^= 0xFF
    path.write_bytes(content)


def flip_everywhere(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(12_788, len(content), 50_000):
        content[at] ^= 0xFF
    path.write_bytes(content)


def replace_by_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def delete(path: Path) -> None:
    path.unlink()


def delete_and_make_anew(path: Path) -> None:
    path.unlink()
    duckdb.connect(str(path)).close()


DAMAGES = [
    cut,
    cut_within_the_header,
    empty,
    overwrite,
    flip_in_the_header,
    flip_everywhere,
    replace_by_pipe,
    replace_by_folder,
    delete,
    delete_and_make_anew,
]


@pytest.mark.timeout(120, func_only=True)
@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_or_missing_warehouse_is_refused_and_the_published_copy_stays(
    damage: Callable[[Path], None], newsroom: Newsroom
) -> None:
    published = newsroom.home / "published" / "pressgraph.duckdb"
    before = published.read_bytes()
    warehouse = newsroom.home / "warehouse.duckdb"
    damage(warehouse)
    done = newsroom.run("run", newsroom.write("one.ndjson", STORIES[:1]))
    assert (done.exit_code, done.stdout) == (2, "")
    assert str(warehouse) in done.stderr
    for words in ("stays as it was", "Restore it from a backup", "run again"):
        assert words in done.stderr
    assert published.read_bytes() == before


@pytest.mark.parametrize("table", ["extractions", "rejected_documents", "posts", "layout"])
def test_missing_table_of_raw_is_named_before_anything_is_read(table: str, newsroom: Newsroom) -> None:
    newsroom.warehouse(f"drop table raw.{table}")
    done = newsroom.run("run", newsroom.write("one.ndjson", STORIES[:1]))
    assert done.exit_code == 2
    assert f"is damaged: raw.{table} is missing" in done.stderr
    assert "pressgraph run --full-refresh" in done.stderr


@pytest.mark.long
def test_rebuild_makes_a_missing_ledger_anew_and_publishes_what_remains(newsroom: Newsroom) -> None:
    newsroom.warehouse("drop table raw.extractions; drop table raw.rejected_documents; drop table raw.layout")
    rebuilt = newsroom.run("run", "--full-refresh")
    assert rebuilt.exit_code == 0, rebuilt.output
    assert newsroom.published("select count(*) from articles") == [(3,)]
    assert newsroom.published("select distinct status, failure_code from extractions") == [("failed", "RowsUncounted")]
    again = newsroom.run("run", newsroom.write("more.ndjson", [*STORIES, make_post(4, "<p>A fourth.</p>")]))
    assert newsroom.published("select count(*) from articles") == [(4,)], again.output


def test_damage_in_documents_is_told_by_the_run_that_reads_them(newsroom: Newsroom) -> None:
    home = Home(newsroom.home)
    message = f"dbt stopped: Corrupt database file: computed checksum 1 does not match in {home.warehouse}"
    assert explain(message, home).startswith(f"The warehouse {home.warehouse} is damaged: dbt stopped")
    assert "--full-refresh" in describe_stop(duckdb.Error("Corrupt database file: computed checksum 1"), home)


def test_new_home_and_sound_home_are_accepted(newsroom: Newsroom, tmp_path: Path) -> None:
    require_sound(Home(tmp_path / "new"))
    require_sound(Home(newsroom.home))


def test_random_flips_never_pass_as_another_error(newsroom: Newsroom) -> None:
    home = Home(newsroom.home)
    content = home.warehouse.read_bytes()
    choose = random.Random(13)  # noqa: S311 - the same places in every run
    refused = 0
    for _ in range(40):
        changed = bytearray(content)
        for _ in range(20):
            changed[choose.randrange(len(content))] ^= 1 << choose.randrange(8)
        home.warehouse.write_bytes(changed)
        try:
            require_sound(home)
        except WarehouseDamagedError:
            refused += 1
    assert refused > 0


@pytest.mark.parametrize("letter", list("%?#=\\\"'\n\x7f"))
def test_home_that_an_engine_would_misread_is_refused_and_not_created(
    letter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom = Newsroom(tmp_path / f"ho{letter}me", monkeypatch)
    newsroom.home.parent.mkdir(exist_ok=True)
    done = newsroom.run("run", newsroom.write("one.ndjson", STORIES[:1]))
    assert done.exit_code == 2
    assert repr(letter) in done.stderr
    assert not newsroom.home.exists()
    with pytest.raises(HomeUnusableError):
        Home(newsroom.home).create_directories()


def test_real_documents_do_not_enter_the_home_of_the_sample(newsroom: Newsroom) -> None:
    mark_sample(Home(newsroom.home))
    before = newsroom.warehouse("select count(*) from raw.posts")
    done = newsroom.run("run", newsroom.write("four.ndjson", [make_post(4, "<p>Real.</p>")]))
    assert done.exit_code == 2
    assert "home of the sample newsroom" in done.stderr
    assert newsroom.warehouse("select count(*) from raw.posts") == before
