"""From a file of posts into raw, against DuckDB's own reader and insert of the same file; and what memory it takes.

Each load and each floor is a process of its own, since peak memory is a process's. Start-up is not measured: the
imports and the first load, which makes the tables, come before the clock starts.
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
    """JSON texts of the sample's posts, again and again with another id and link and their words in another order."""
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
    """A file of one post a line."""
    with path.open("wb") as file:
        file.writelines(text + b"\n" for text in posts(count))


def write_list(path: Path, count: int) -> None:
    """A file that is one list, on one line."""
    with path.open("wb") as file:
        for number, text in enumerate(posts(count)):
            file.write((b"," if number else b"[") + text)
        file.write(b"]")


def load(source: Path, home: Path) -> int:
    """Load a file into a new warehouse's raw, as a run does; returns the rows written."""
    from ingestion.files import extract_files  # noqa: PLC0415 - start-up, not to be measured
    from ingestion.load import Loader  # noqa: PLC0415

    loader = Loader(home / "warehouse.duckdb", home / "dlt")
    return sum(sum(loader.load(chunk).new_rows.values()) for chunk in extract_files([source]))


def load_plainly(source: Path, home: Path) -> int:
    """The floor: the same file's texts into a table by DuckDB alone, on disk as surely."""
    import duckdb  # noqa: PLC0415

    with duckdb.connect(str(home / "floor.duckdb")) as connection:
        connection.execute("create or replace table posts (document json)")
        connection.execute("insert into posts select json from read_json_objects(?)", [str(source)])
        connection.execute("checkpoint")
        ((count,),) = connection.execute("select count(*) from posts").fetchall()
    return count


def _measured(how: str, source: Path) -> tuple[float, float]:
    """Posts a second and peak megabytes of loading `source` in a process of its own."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "benchmarks.raw_load", how, str(source), home]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    seconds, count, peak = json.loads(done.stdout)
    return count / seconds, peak


def measure() -> list[Measurement]:
    """Measure speed, then peak memory over sizes and forms of the file."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "posts.ndjson")
        write_lines(source, _SPEED_POSTS)
        # Turn about, so that whatever else the machine does falls on both.
        pairs = [(_measured("load", source)[0], _measured("load_plainly", source)[0]) for _ in range(_RUNS)]
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
    """Print what one load took: seconds, posts, peak megabytes."""
    task = {"load": load, "load_plainly": load_plainly}[how]
    first = home / "first.ndjson"
    first.write_bytes(next(posts(1)))
    task(first, home)
    begun = time.perf_counter()
    count = task(source, home)
    seconds = time.perf_counter() - begun
    print(json.dumps([seconds, count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


if __name__ == "__main__":
    _run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
