"""The summary of a run: rows of the marts, what needs attention, and where the files are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from rich import box
from rich.columns import Columns
from rich.console import Console
from rich.table import Table
from rich.text import Text

from orchestration.outcome import Concern, Outcome
from orchestration.streams import with_usable_width, write_err, write_last
from serving.publication import DATABASE_NAME
from serving.queries import open_published
from serving.rendering import visible

if TYPE_CHECKING:
    from orchestration.home import Home

_PEOPLE = """
    select person_name, quotation_count, article_count, list_aggregate(organizations, 'string_agg', ', ')
    from people_quoted
    order by quotation_count desc, article_count desc, person_name
    limit 10
"""

# Over all days from each site's first article to its last, including empty days.
_CADENCE = """
    select
        site,
        sum(article_count)::bigint,
        strftime(min(published_date), '%Y-%m-%d') || ' to ' || strftime(max(published_date), '%Y-%m-%d'),
        format('{:.2f}', sum(article_count) / count(*)),
        count(*) filter (article_count = 0),
        max(gap_days),
    from publishing_cadence
    group by site
    order by sum(article_count) desc, site
    limit 15
"""


def print_summary(home: Home, outcome: Outcome, concerns: Sequence[Concern]) -> None:
    """Print the summary of a run on stdout.

    The run is over when its summary is printed, so a failure here does not change its result: if the layout fails, the
    concerns are printed as plain lines, and text that cannot be written is dropped.
    """
    console = with_usable_width(Console(highlight=False))
    if not console.is_terminal:
        console.width = 110
    try:
        with console.capture() as laid_out:
            _print_all(console, home, outcome, concerns)
        write_last(laid_out.get())
    except Exception as failure:  # noqa: BLE001 - of the layout, or of a copy that is being replaced
        write_last("".join(f"- {visible(concern.text)}\n" for concern in concerns) + _last_line(outcome) + "\n")
        write_err(
            f"The summary could not be laid out ({type(failure).__name__}: {failure}); the run is not affected.\n"
        )


def _last_line(outcome: Outcome) -> str:
    return f"{'Stopped' if outcome.failure else 'Done'} after {outcome.seconds:.0f} s."


def _print_all(console: Console, home: Home, outcome: Outcome, concerns: Sequence[Concern]) -> None:
    database = home.published / DATABASE_NAME
    if database.exists():
        with open_published(database) as connection:
            _print_marts(console, connection)
    if outcome.kept_since:
        made_at = outcome.kept_since.replace("T", " ").replace("Z", " UTC")
        console.print(f"Nothing has changed: the copy of {made_at} stays as it is.\n")
    _print_concerns(console, concerns)
    if database.exists():
        _print_places(console, home, database)
    console.print(_last_line(outcome))


def _print_marts(console: Console, connection: duckdb.DuckDBPyConnection) -> None:
    names = [name for (name,) in connection.execute("select table_name from duckdb_tables() order by all").fetchall()]
    counts = [(name, connection.table(name).aggregate("count(*)").fetchall()[0][0]) for name in names]
    console.print(Text("Rows per mart", style="bold"))
    console.print(Columns([f"{count:>9,}  {name}" for name, count in counts], padding=(0, 3), column_first=True))
    console.print()
    _print_table(
        console,
        "Most quoted people",
        ("person", "quotations", "articles", "organizations"),
        connection.execute(_PEOPLE).fetchall() if "people_quoted" in names else [],
        empty="Nobody is quoted by name yet.",
    )
    _print_table(
        console,
        "Publishing cadence",
        ("site", "articles", "days", "a day", "empty days", "longest gap"),
        connection.execute(_CADENCE).fetchall() if "publishing_cadence" in names else [],
        empty="No article carries a usable date yet.",
    )


def _print_table(
    console: Console, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], *, empty: str
) -> None:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, justify="left" if heading in {"person", "organizations", "site", "days"} else "right")
    for row in rows:
        texts = ("" if cell is None else f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row)
        table.add_row(*(Text(visible(text)) for text in texts))
    if table.row_count:
        console.print(table)
    else:
        console.print(Text(title, style="bold"))
        console.print(f"{empty}\n")


def _print_concerns(console: Console, concerns: Sequence[Concern]) -> None:
    if not concerns:
        console.print("Nothing needs attention.\n")
        return
    console.print(Text("Needs attention", style="bold"))
    for concern in concerns:
        console.print(Text(f"- {visible(concern.text)}", style="red" if concern.is_serious else ""), soft_wrap=True)
    console.print()


def _print_places(console: Console, home: Home, database: Path) -> None:
    prefix = "" if home.root == Path.cwd() / "var" else f"PRESSGRAPH_HOME={_short(home.root)} "
    lines = [
        ("Database", _short(database)),
        ("Parquet", _short(home.published / "parquet" / "current")),
        ("Ask", prefix + 'pressgraph sql "from people_quoted limit 10"'),
    ]
    for name, value in lines:
        console.print(Text(f"{name:<9} {value}"), soft_wrap=True)


def _short(path: Path) -> str:
    """Return the path relative to the working directory if it is below it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
