"""Time and peak memory of dbt over 20,000 posts: first build, refresh with nothing new, and tests."""

from __future__ import annotations

import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import duckdb
import polars as pl

from benchmarks import Measurement, median_seconds
from enrichment.batches import enrich
from enrichment.schemas import INPUT_SCHEMA
from enrichment.tables import split_tables
from ingestion.envelope import DOCUMENT_SCHEMA, DOCUMENT_TABLES, EXTRACTION_SCHEMA, REJECTION_SCHEMA

_ROOT = Path(__file__).parents[1]
_POSTS = 20_000
_NO_TESTS = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")

#: The least work that flattens the documents: parse each once and unnest its graph.
_FLOOR = """
create or replace temp table nodes as
select id, unnest(from_json(head.schema."@graph", '["JSON"]')) as node
from (
    select
        id,
        from_json(document, '{"yoast_head_json": {"schema": {"@graph": "JSON"}}}').yoast_head_json as head
    from raw.posts
)
"""


def _sample() -> pl.DataFrame:
    """Return the sample newsroom's public posts as rows of `INPUT_SCHEMA`."""
    paths = sorted((_ROOT / "sample_newsroom" / "arrivals").glob("*/*/posts.ndjson"))
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return pl.DataFrame(
        {
            "site": ["bench"] * len(lines),
            "kind": ["post"] * len(lines),
            "rest_base": ["posts"] * len(lines),
            "id": range(len(lines)),
            "document_hash": [str(number) for number in range(len(lines))],
            "document": lines,
        },
        schema=INPUT_SCHEMA,
    )


def _fill(warehouse: Path, count: int) -> None:
    """Write `count` posts into raw and enriched: copies of the sample's, each with its own id and date."""
    sample = _sample()
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("set TimeZone = 'UTC'; create schema raw; create schema enriched")
        shapes = {f"raw.{name}": DOCUMENT_SCHEMA for name in DOCUMENT_TABLES}
        shapes |= {"raw.extractions": EXTRACTION_SCHEMA, "raw.rejected_documents": REJECTION_SCHEMA}
        for name, schema in shapes.items():
            connection.register("shape", schema.empty_table())
            connection.execute(f"create table {name} as from shape")
        connection.register("sample", sample)
        connection.execute(
            """
            create temp table copies as
            select
                sample.id as sample_id,
                copy * $size + sample.id as id,
                sample.document_hash || '-' || copy as document_hash,
                to_days(cast(copy as int)) as shift
            from sample, range($count // $size + 1) as numbers(copy)
            where copy * $size + sample.id < $count
            """,
            {"size": sample.height, "count": count},
        )
        connection.execute(
            """
            insert into raw.posts
            select
                site, rest_base, copies.id, 'present', null,
                replace(
                    document,
                    document ->> '$.date',
                    strftime(cast(document ->> '$.date' as timestamp) - shift, '%Y-%m-%dT%H:%M:%S')
                ),
                copies.document_hash, now(), 'bench', 'made from the sample', 'post'
            from sample inner join copies on sample.id = copies.sample_id
            """
        )
        for name, rows in split_tables(enrich(sample)).items():
            connection.register("rows_of_sample", rows)
            connection.execute(
                f"""
                create table enriched.{name} as
                select rows_of_sample.* replace (copies.id as id, copies.document_hash as document_hash)
                from rows_of_sample inner join copies on rows_of_sample.id = copies.sample_id
                """  # noqa: S608 - names of our own
            )


def _run_dbt(warehouse: Path, target: Path, arguments: Sequence[str]) -> tuple[float, float]:
    """Return the seconds of a dbt command without its imports, and the peak memory of the process in MB."""
    from orchestration.dbt_build import run_dbt  # noqa: PLC0415 - in the process that is measured

    os.environ["PRESSGRAPH_WAREHOUSE"] = str(warehouse)
    run_dbt(["parse"], project=_ROOT / "dbt_project", target=target).raise_on_failure()
    start = time.perf_counter()
    run_dbt(arguments, project=_ROOT / "dbt_project", target=target).raise_on_failure()
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _measured(warehouse: Path, target: Path, *arguments: str) -> tuple[float, float]:
    """Return the same, measured in a process of its own, since peak memory is counted by process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_run_dbt, warehouse, target, arguments).result()


def measure() -> list[Measurement]:
    """Measure the models over 20,000 posts, and their peak memory over 2,000 as well."""
    with tempfile.TemporaryDirectory() as folder:
        few, many, target = Path(folder) / "few.duckdb", Path(folder) / "many.duckdb", Path(folder) / "target"
        _fill(few, _POSTS // 10)
        _fill(many, _POSTS)
        with duckdb.connect(str(many), read_only=True) as connection:
            floor = median_seconds(lambda: connection.execute(_FLOOR))
        _, few_megabytes = _measured(few, target, "build", *_NO_TESTS)
        first, megabytes = _measured(many, target, "build", *_NO_TESTS)
        again, _ = _measured(many, target, "build", *_NO_TESTS)
        tests, _ = _measured(many, target, "test", "--exclude-resource-type", "unit_test")
    parsing = "each document parsed once"
    return [
        Measurement(f"dbt: first build, {_POSTS:,} posts", first, "s", floor, parsing),
        Measurement(f"dbt: refresh, nothing new, {_POSTS:,} posts", again, "s", floor, parsing),
        Measurement(f"dbt: data tests, {_POSTS:,} posts", tests, "s", floor, parsing),
        Measurement(f"dbt: peak memory, {_POSTS:,} posts", megabytes, "MB", few_megabytes, f"{_POSTS // 10:,} posts"),
    ]
