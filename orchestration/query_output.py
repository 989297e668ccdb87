"""Print the result of a query over the published copy."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

from orchestration.streams import with_usable_width
from serving.queries import run_query
from serving.rendering import as_text, read_rows, write_csv, write_json


def print_query_result(database: Path, sql: str, *, form: str, limit: int) -> None:
    """Print the rows of one query over the published copy.

    Args:
        database: The published copy.
        sql: The query.
        form: `table`, `csv` or `json`.
        limit: Maximum number of rows of a table; the other formats print all rows.

    Raises:
        NothingPublishedError: There is no published copy.
        QueryError: The query cannot be run.
    """
    with run_query(database, sql) as relation:
        columns = list(relation.columns)
        rows = read_rows(relation)
        if form == "csv":
            write_csv(columns, rows, sys.stdout)
        elif form == "json":
            write_json(columns, rows, sys.stdout)
        else:
            _print_table(columns, [[as_text(value) for value in row] for row in islice(rows, limit)])
            if next(rows, None) is not None:
                sys.stderr.write(f"The first {limit} rows; --limit shows more, --format csv or json all.\n")


def _print_table(columns: list[str], rows: list[list[str]]) -> None:
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = with_usable_width(Console())
    if not console.is_terminal:
        # No window limits the width, so nothing is cut.
        widths = [max(len(cell) for cell in cells) for cells in zip(columns, *rows, strict=True)]
        console.width = sum(widths) + 3 * len(widths) + 1
    table = Table(box=box.SIMPLE_HEAD, header_style="bold")
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # Text: [brackets] of a title are not markup
    console.print(table)
