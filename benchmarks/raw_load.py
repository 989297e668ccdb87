"""Loading a file of posts into raw, compared with DuckDB's reader and insert of the same file; and peak memory.

Each load and each floor runs in a process of its own, since peak memory is counted by process. Start-up is not
measured: imports and a first load, which creates the tables, run before the clock starts.
"""

from __future__ import annotations

import json
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import orjson

from benchmarks import Measurement

_SAMPLE = Path(__file__).parents[1] / "sample_newsroom" / "arrivals"
_SPEED_POSTS = 10_000
_MEMORY_POSTS = (2_000, 20_000, 100_000)
_RUNS = 3

#: Text between tags.
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")


def posts(count: int) -> Iterator[bytes]:
    """Yield `count` posts as JSON: copies of the sample's, each with its own id and link and its words shuffled."""
    originals = [
        orjson.loads(line)
        for path in sorted(_SAMPLE.glob("*/*/posts.ndjson"))
        for line in path.read_bytes().splitlines()
    ]
    order = random.Random(1)  # noqa: S311 - the same posts in every run

    def shuffled(text: re.Match[str]) -> str:
        words = text[0].split(" ")
        order.shuffle(words)
        return " ".join(words)

    for number, original in enumerate(islice(cycle(originals), count), start=1):
        content = original["content"] | {"rendered": _TEXT.sub(shuffled, original["content"]["rendered"])}
        link = f"{original['link'].rstrip('/')}-{number}/"
        yield orjson.dumps(original | {"id": number, "link": link, "content": content, "_links": {}})


def write_lines(path: Path, count: int) -> None:
    """Write a file with one post per line."""
    with path.open("wb") as file:
        file.writelines(text + b"\n" for text in posts(count))


def write_list(path: Path, count: int) -> None:
    """Write a file that is one JSON array on one line."""
    with path.open("wb") as file:
        for number, text in enumerate(posts(count)):
            file.write((b"," if number else b"[") + text)
        file.write(b"]")


def load(source: Path, home: Path) -> int:
    """Load a file into raw as a run does; return the number of rows written."""
    from ingestion.files import extract_files  # noqa: PLC0415 - start-up, not to be measured
    from ingestion.load import Loader  # noqa: PLC0415

    loader = Loader(home / "warehouse.duckdb", home / "dlt")
    return sum(sum(loader.load(chunk).new_rows.values()) for chunk in extract_files([source]))


def load_with_duckdb_alone(source: Path, home: Path) -> int:
    """Load the same file into one table with DuckDB alone, up to a checkpoint; return the number of rows."""
    import duckdb  # noqa: PLC0415

    with duckdb.connect(str(home / "floor.duckdb")) as connection:
        connection.execute("create or replace table posts (document json)")
        connection.execute("insert into posts select json from read_json_objects(?)", [str(source)])
        connection.execute("checkpoint")
        ((count,),) = connection.execute("select count(*) from posts").fetchall()
    return count


def _measured(how: str, source: Path) -> tuple[float, float]:
    """Return posts per second and peak megabytes of loading `source` in a process of its own."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "benchmarks.raw_load", how, str(source), home]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    seconds, count, peak = json.loads(done.stdout)
    return count / seconds, peak


def measure() -> list[Measurement]:
    """Measure speed, then peak memory by size and format of the file."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "posts.ndjson")
        write_lines(source, _SPEED_POSTS)
        # Alternating, so that other load on the machine affects both alike.
        pairs = [(_measured("load", source)[0], _measured("load_with_duckdb_alone", source)[0]) for _ in range(_RUNS)]
        rate, floor = (statistics.median(rates) for rates in zip(*pairs, strict=True))
        rows = [Measurement("a file of lines into raw", rate, "posts/s", floor, "DuckDB's reader", ">= 0.2x, aim 0.4x")]
        for count in _MEMORY_POSTS:
            write_lines(source, count)
            name = f"  peak memory, {count:,} posts of {source.stat().st_size / 1e6:,.0f} MB"
            rows.append(Measurement(name, _measured("load", source)[1], "MB", target="<= 2,000"))
        count = _MEMORY_POSTS[1]
        write_list(source, count)
        name = f"  peak memory, {count:,} posts in one list"
        rows.append(Measurement(name, _measured("load", source)[1], "MB", target="<= 2,000"))
    return rows


def _run(how: str, source: Path, home: Path) -> None:
    """Print seconds, posts and peak megabytes of one load as a JSON array."""
    task = {"load": load, "load_with_duckdb_alone": load_with_duckdb_alone}[how]
    first = home / "first.ndjson"
    first.write_bytes(next(posts(1)))
    task(first, home)
    begun = time.perf_counter()
    count = task(source, home)
    seconds = time.perf_counter() - begun
    print(json.dumps([seconds, count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


if __name__ == "__main__":
    _run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
