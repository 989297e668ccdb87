"""Print the result of a query over the published copy."""

from __future__ import annotations

import codecs
import io
import json
import sys
from itertools import islice
from pathlib import Path
from typing import TextIO

from orchestration.streams import with_usable_width
from serving.queries import run_query
from serving.rendering import as_text, visible, write_csv, write_json

_JSON_ESCAPES = "pressgraph-json-escapes"


def print_query_result(database: Path, sql: str, *, form: str, limit: int, timeout_seconds: float | None) -> None:
    """Print the rows of one query over the published copy.

    Args:
        database: The published copy.
        sql: The query.
        form: `table`, `csv` or `json`.
        limit: Maximum number of rows of a table; the other formats print all rows.
        timeout_seconds: How long the query may take, without the time for printing; null for no limit.

    Raises:
        NothingPublishedError: There is no published copy.
        PublishedCopyDamagedError: The published copy cannot be read.
        QueryError: The query cannot be run.
    """
    with run_query(database, sql, timeout_seconds=timeout_seconds) as result:
        columns = result.columns
        rows = result.rows(for_json=form == "json")
        if form == "csv":
            write_csv(columns, rows, sys.stdout)
        elif form == "json":
            _escape_as_json(sys.stdout)
            write_json(columns, rows, sys.stdout)
        else:
            shown = [[visible(as_text(value)) for value in row] for row in islice(rows, limit)]
            _print_table([visible(column) for column in columns], shown)
            if next(rows, None) is not None:
                sys.stderr.write(f"The first {limit} rows; --limit shows more, --format csv or json all.\n")


def _escape_as_json(out: TextIO) -> None:
    """Let a stream write characters that its encoding lacks as JSON does: all of them stand in texts of JSON."""
    codecs.register_error(_JSON_ESCAPES, _json_escapes)
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors=_JSON_ESCAPES)


def _json_escapes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


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
