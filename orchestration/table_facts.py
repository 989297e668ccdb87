"""Row counts and columns of the warehouse's tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from warehouse.connections import CATALOG, open_warehouse


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type as DuckDB writes it, whether it may be null, and its comment where it has one."""

    name: str
    type: str
    is_nullable: bool
    comment: str | None


@dataclass(frozen=True, slots=True)
class TableFacts:
    """One table or view.

    Attributes:
        row_count: Rows now; null for a view, whose rows would have to be computed.
        columns: Its columns, in order.
    """

    row_count: int | None
    columns: tuple[Column, ...]


def read_table_facts(database: Path, schemas: Sequence[str]) -> dict[tuple[str, str], TableFacts]:
    """Return every table and view of some schemas, by schema and name.

    Two queries, however many tables there are. DuckDB answers `count(*)` of a table from what it knows of its row
    groups, whatever their number: 74 tables take 7 ms, and opening the database 20.

    Args:
        database: The warehouse, whose lock the caller holds, or a database that nobody writes.
        schemas: Names of schemas; one that does not exist has no tables.
    """
    with open_warehouse(database, read_only=True) as connection:
        columns: dict[tuple[str, str], list[Column]] = {}
        for schema, table, *column in connection.execute(
            """
            select schema_name, table_name, column_name, data_type, is_nullable, comment
            from duckdb_columns()
            where database_name = $catalog and schema_name in (select unnest($schemas))
            order by schema_name, table_name, column_index
            """,
            {"catalog": CATALOG, "schemas": list(schemas)},
        ).fetchall():
            columns.setdefault((schema, table), []).append(Column(*column))
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = $catalog", {"catalog": CATALOG}
        ).fetchall()
        counted = [(schema, table) for schema, table in tables if (schema, table) in columns]
        counts = " union all ".join(  # as subqueries of one select it takes five times as long to plan
            f'select {number}, count(*) from "{schema}"."{table}"'  # noqa: S608 - names that the database has just told
            for number, (schema, table) in enumerate(counted)
        )
        numbered = connection.execute(counts).fetchall() if counted else []
    row_counts = {counted[number]: count for number, count in numbered}
    return {table: TableFacts(row_counts.get(table), tuple(found)) for table, found in columns.items()}
