"""A site has one reader at a time."""

from __future__ import annotations

from pathlib import Path

from ingestion.sites import Site
from orchestration.home import Home
from orchestration.site_readers import reading
from tests.integration.orchestration.conftest import Newsroom

A, B = (Site(name=name, url=f"https://{name}.example") for name in ("a", "b"))


def test_site_that_another_process_reads_is_left_to_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with reading(home, [A]) as first, reading(home, [A, B]) as second:
        assert (first, second) == ([A], [B])
    with reading(home, [A, B]) as free:
        assert free == [A, B]


def test_run_of_a_site_that_is_being_read_reads_nothing_and_says_why(empty: Newsroom) -> None:
    empty.home.mkdir()
    sites = empty.home.parent / "sites.toml"
    sites.write_text('[[sites]]\nname = "a"\nurl = "https://a.example"\n')
    with reading(Home(empty.home), [A]):
        done = empty.run("run", "--sites", sites)
    assert done.exit_code == 2, done.output
    assert "a: another run is reading this" in " ".join(done.stderr.split())
    assert not (empty.home / "published").exists()
