"""Start-up time of the command line, and the time of whole runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import Measurement, median_seconds

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_newsroom" / "arrivals"
DUMP = ROOT.parent / "shared" / "data" / "wordpress" / "posts-2032.ndjson.gz"
PRESSGRAPH = Path(sys.executable).with_name("pressgraph")


def measure() -> list[Measurement]:
    """Measure start-up, a run on one post, the same again, and a run on the dump (without a dump, on the sample)."""
    with _new_home() as home:
        post = _one_post(home.parent)
        python = median_seconds(lambda: _call([sys.executable, "-c", "pass"], home))
        engines = median_seconds(lambda: _call([sys.executable, "-c", "import dagster, dagster_dbt, dlt"], home))
        rows = [
            Measurement(
                "pressgraph --help", median_seconds(lambda: _pressgraph(home, "--help")), "s", python, "python"
            ),
            Measurement(
                "an argument that does not exist",
                median_seconds(lambda: _pressgraph(home, "run", "/no/such/file", exit_code=2)),
                "s",
                python,
                "python",
                "well under 1 s",
            ),
            Measurement(
                "whole run on one post, new home",
                median_seconds(lambda: _pressgraph(_emptied(home), "run", post)),
                "s",
                engines,
                "import of the engines",
                "<= 30 s",
            ),
            Measurement(
                "the same run again",
                median_seconds(lambda: _pressgraph(home, "run", post)),
                "s",
                engines,
                "import of the engines",
            ),
            Measurement(
                "pressgraph sql",
                median_seconds(lambda: _pressgraph(home, "sql", "select count(*) from articles")),
                "s",
                python,
                "python",
                "well under 1 s",
            ),
        ]
        many, name = (DUMP, "2,032 posts") if DUMP.exists() else (SAMPLE, "the sample newsroom")
        rows.append(
            Measurement(
                f"whole run on {name}, new home",
                median_seconds(lambda: _pressgraph(_emptied(home), "run", many)),
                "s",
                engines,
                "import of the engines",
                "<= 60 s",
            )
        )
    return rows


@contextmanager
def _new_home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pressgraph-bench-") as folder:
        yield Path(folder) / "home"


def _emptied(home: Path) -> Path:
    shutil.rmtree(home, ignore_errors=True)
    return home


def _one_post(folder: Path) -> Path:
    """Write the first post of the sample to a file and return its path."""
    first = sorted(SAMPLE.rglob("posts.ndjson"))[0]
    path = folder / "post.json"
    path.write_text(json.dumps(json.loads(first.read_text(encoding="utf-8").splitlines()[0])), encoding="utf-8")
    return path


def _pressgraph(home: Path, *arguments: str | Path, exit_code: int = 0) -> None:
    _call([PRESSGRAPH, *arguments], home, exit_code=exit_code)


def _call(command: list[str | Path], home: Path, *, exit_code: int = 0) -> None:
    """Run a command to its end.

    Raises:
        RuntimeError: The exit code differs from the expected one, so the time would mean nothing.
    """
    done = subprocess.run(
        command, env={**os.environ, "PRESSGRAPH_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    if done.returncode != exit_code:
        raise RuntimeError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
