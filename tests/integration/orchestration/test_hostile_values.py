"""No value of a document stops a run, changes a neighbour, or reaches a published column that a client cannot read."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from click.testing import Result

from tests.integration.orchestration.conftest import Newsroom
from tests.integration.orchestration.hostile_documents import (
    PLACES,
    Hostile,
    declared_structures,
    hostile_documents,
    typed_paths,
)

GOOD = Path(__file__).parents[3] / "sample_newsroom" / "arrivals" / "2026-01-12"

#: Of the two good sites the one on which hostile posts stand beside its own; the other one stays by itself.
MIXED = "quotidien-salines.example"

#: Columns that tell of the run, not of the site.
RUN_COLUMNS = {"extraction_id", "last_extracted_at"}

#: Tables of what one article says: on a site with hostile documents, sound articles keep their rows in these.
OF_ARTICLES = {
    "articles", "article_authors", "article_terms", "quotations", "schema_nodes", "schema_references", "word_counts",
}  # fmt: skip

Tables = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Run:
    """What was published before hostile documents came, and after; and what the second run said."""

    newsroom: Newsroom
    before: Path
    after: Path
    done: Result
    hostile: Sequence[Hostile]


def run_with(hostile: Sequence[Hostile], folder: Path, patch: pytest.MonkeyPatch) -> Run:
    """Load the good newsroom, then hostile documents."""
    newsroom = Newsroom(folder / "home", patch)
    first = newsroom.run("run", GOOD)
    assert first.exit_code == 0, first.output
    before = folder / "before"
    shutil.copytree(newsroom.home / "published", before, symlinks=True)
    path = folder / "hostile.ndjson"
    path.write_text("\n".join(each.text for each in hostile) + "\n")
    return Run(newsroom, before, newsroom.home / "published", newsroom.run("run", path), hostile)


pytestmark = pytest.mark.timeout(900)  # two runs of the whole pipeline, on a machine that may be busy

#: A few values of each class at every path; and every value at every path.
SCALES = [
    pytest.param(4, id="some"),
    pytest.param(1000, id="all", marks=[pytest.mark.long, pytest.mark.timeout(1800)]),
]


@pytest.fixture(scope="module", params=SCALES)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    beside = [each for each in hostile_documents(7, values_per_path=4, host=MIXED) if each.kind == "post"]
    alone = list(hostile_documents(11, values_per_path=request.param))
    with pytest.MonkeyPatch.context() as patch:
        return run_with([*alone, *beside], tmp_path_factory.mktemp("hostile"), patch)


def tables_of(published: Path) -> Tables:
    """Every published table as Python has it."""
    with duckdb.connect(str(published / "pressgraph.duckdb"), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        found = connection.execute("select schema_name, table_name from duckdb_tables() order by all").fetchall()
        return {table: connection.execute(f'from "{schema}"."{table}"').fetchall() for schema, table in found}


def rows_of_site(published: Path, table: str, site: str, *, articles: set[str] | None = None) -> list[tuple[Any, ...]]:
    """The rows of a table that are about a site, without what tells of the run."""
    with duckdb.connect(str(published / "pressgraph.duckdb"), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        ((schema,),) = connection.execute(
            "select schema_name from duckdb_tables() where table_name = ?", [table]
        ).fetchall()
        columns = [name for name, *_ in connection.execute(f'describe "{schema}"."{table}"').fetchall()]
        kept = ", ".join(f'"{name}"' for name in columns if name not in RUN_COLUMNS)
        if articles is not None:
            mine = f"article_id in ({', '.join(repr(name) for name in sorted(articles))})"
        elif "site" in columns:
            mine = f"site = '{site}'"
        elif "sites" in columns:
            mine = f"sites = ['{site}']"
        else:
            (key,) = [name for name in columns if name in {"article_id", "person_id"}]
            mine = f"starts_with({key}, '{site}/')"
        return connection.execute(f'select {kept} from "{schema}"."{table}" where {mine} order by all').fetchall()


def is_shown(value: Any, type_: str) -> bool:
    """Whether Python has a value as what its type says: past its calendar DuckDB hands over text, or the last day."""
    if value is None:
        return True
    if type_.startswith(("TIMESTAMP", "DATE")):
        return isinstance(value, date) and value.year >= 1000 and (value.year, value.month, value.day) < (9999, 12, 31)
    return not isinstance(value, float) or math.isfinite(value)


#: Tables that are about all sites together, or about runs.
OF_ALL = {"dates", "refreshes", "extractions", "rejected_documents"}


def test_every_structure_that_the_models_declare_has_a_place() -> None:
    assert declared_structures().keys() == PLACES.keys()
    assert ("yoast_head_json", "schema", "@graph", 0, "wordCount") in typed_paths()["post"]


def test_a_run_with_hostile_documents_publishes(run: Run) -> None:
    assert "models and tests failed" not in run.done.output
    assert "The published copy stays as it was" not in run.done.output
    articles = {row[0] for row in tables_of(run.after)["articles"]}
    assert len(articles) > len(tables_of(run.before)["articles"])


def test_most_hostile_documents_are_admitted_so_that_the_models_meet_them(run: Run) -> None:
    ((rejected,),) = run.newsroom.warehouse("select count(*) from raw.rejected_documents")
    assert len(run.hostile) > 1_000
    assert rejected < 0.3 * len(run.hostile)


def test_a_site_keeps_its_rows_while_hostile_documents_are_about(run: Run) -> None:
    (alone,) = {row[0] for row in tables_of(run.before)["sites"]} - {MIXED}
    names = sorted(tables_of(run.before).keys() - OF_ALL)
    assert len(names) >= 13
    for table in names:
        kept = rows_of_site(run.before, table, alone)
        assert kept, table
        assert rows_of_site(run.after, table, alone) == kept, table


def test_sound_articles_keep_their_rows_beside_hostile_ones_of_the_same_site(run: Run) -> None:
    articles = {row[0] for row in tables_of(run.before)["articles"] if row[0].startswith(f"{MIXED}/")}
    assert articles
    for table in sorted(OF_ARTICLES):
        kept = rows_of_site(run.before, table, MIXED, articles=articles)
        assert kept, table
        assert rows_of_site(run.after, table, MIXED, articles=articles) == kept, table


def test_every_published_table_is_read_by_python_with_real_dates_and_numbers(run: Run) -> None:
    strange: list[tuple[str, Any]] = []
    with duckdb.connect(str(run.after / "pressgraph.duckdb"), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        columns = connection.execute(
            "select schema_name, table_name, column_name, data_type from duckdb_columns() where not internal"
        ).fetchall()
        for schema, table, column, type_ in columns:
            values = connection.execute(f'select distinct "{column}" from "{schema}"."{table}"').fetchall()
            strange += [(f"{table}.{column}", value) for (value,) in values if not is_shown(value, type_)]
    assert not strange


def test_every_published_parquet_file_is_read_by_polars_and_agrees_with_the_table(run: Run) -> None:
    tables = tables_of(run.after)
    files = {path.stem: path for path in (run.after / "parquet" / "current").glob("*.parquet")}
    assert files.keys() == tables.keys()
    for table, path in files.items():
        assert len(pl.read_parquet(path).rows()) == len(tables[table]), table


def ask(run: Run, sql: str) -> list[dict[str, Any]]:
    """The rows of a query as the command line answers it."""
    done = run.newsroom.run("sql", "--format", "json", sql)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_every_published_table_is_shown_on_the_command_line(run: Run) -> None:
    for table, rows in tables_of(run.after).items():
        assert len(ask(run, f"from {table}")) == len(rows)


def test_no_date_of_a_document_stretches_the_calendar(run: Run) -> None:
    (years,) = ask(run, "select min(year) as first, max(year) as last from dates")
    assert years["first"] >= 1990
    (days,) = ask(run, "select max(n) as most from (select count(*) as n from publishing_cadence group by site)")
    assert days["most"] <= 366 * (years["last"] - years["first"] + 1)
    suspicions = {row["date_suspicion"] for row in ask(run, "select distinct date_suspicion from articles")}
    assert suspicions >= {None, "before_the_web", "in_the_future", "local_and_utc_disagree"}
