"""Compare the marts of two homes row for row, in any order: `python -m tests.compare_marts HOME_A HOME_B`.

Each side is a home (its published copy is read) or a DuckDB file (a published copy, or a warehouse that no run holds).
A change of engine, a full refresh or a change of the code must leave every mart equal; this says whether it did.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

#: Columns that tell of the run and not of the newsroom, as `column` or `table.column`: they differ between equal runs.
LEFT_OUT = (
    "enrichment_version",
    "extraction_id",
    "extractions.started_at",
    "extractions.finished_at",
    "extractions.elapsed_seconds",
    "refreshes.started_at",
    "refreshes.finished_at",
    "rejected_documents.seen_at",
    "sites.last_extracted_at",
)

#: Avatars are hashed with a key that each home draws for itself.
_AVATAR = r"urn:avatar:[0-9a-f]{32}"

#: Two floating-point numbers are equal within this, absolute up to 1 and relative beyond.
TOLERANCE = 1e-9

#: Where the marts stand: in a warehouse and in early published copies, then in published copies since.
_SCHEMAS = ("marts", "main")

_MEMORY_LIMIT = "1GB"


@dataclass(frozen=True, slots=True)
class TableComparison:
    """How one table differs; equal where `differences` is empty.

    Attributes:
        table: The table's name.
        row_counts: Rows in A and in B; None where the table is missing on a side.
        differences: What differs, a line each, ready to print.
    """

    table: str
    row_counts: tuple[int, int] | None
    differences: tuple[str, ...]


def compare(
    a: Path,
    b: Path,
    *,
    left_out: Sequence[str] = LEFT_OUT,
    same_avatar_key: bool = False,
    only: Sequence[str] = (),
    shown: int = 3,
) -> Iterator[TableComparison]:
    """Compare every table that either side has, by name.

    Rows are compared as a multiset, by a 64-bit hash of all their columns; rows whose hashes differ are paired by
    their columns that are not floating-point numbers, and those numbers are compared within `TOLERANCE` (numbers
    within lists and structs are compared exactly; of rows that agree in all but numbers, more may be shown as
    differing than do). TIMESTAMPTZ and TIMESTAMP are one type here, as are JSON and
    VARCHAR: the first is compared as its UTC time, the second as text.

    Args:
        a: A home or a DuckDB file.
        b: Another.
        left_out: Columns that are not compared, as `column` or `table.column`.
        same_avatar_key: The sides are builds of one home, so the hashes of avatars are compared too.
        only: Tables to compare; empty means all.
        shown: Most differing rows to report per table and side.

    Raises:
        FileNotFoundError: A side has no published copy.
        ValueError: A side holds no marts, or a table of `only` is on neither side.
    """
    with duckdb.connect(config={"autoinstall_known_extensions": "false", "memory_limit": _MEMORY_LIMIT}) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set preserve_insertion_order = false")
        sides = {}
        for name, path in (("a", a), ("b", b)):
            connection.execute(f"attach {_text(_database(path))} as {name} (read_only)")
            sides[name] = _marts(connection, name, path)
        tables = sorted(sides["a"].keys() | sides["b"].keys())
        if unknown := sorted(set(only) - set(tables)):
            msg = f"Neither side has a mart {', '.join(unknown)}."
            raise ValueError(msg)
        for table in only or tables:
            yield _compare_table(
                connection,
                table,
                sides["a"].get(table),
                sides["b"].get(table),
                left_out=left_out,
                mask_avatars=not same_avatar_key,
                shown=shown,
            )


@dataclass(frozen=True, slots=True)
class _Mart:
    """A table of one side: its name in SQL, and its columns with their types as they are compared."""

    relation: str
    columns: dict[str, str]


def _database(path: Path) -> Path:
    database = path / "published" / "pressgraph.duckdb" if path.is_dir() else path
    if not database.is_file():
        msg = f"{database} does not exist: give a home that has been published, or a DuckDB file."
        raise FileNotFoundError(msg)
    return database


def _marts(connection: duckdb.DuckDBPyConnection, side: str, path: Path) -> dict[str, _Mart]:
    """The tables of the first schema that has any: a view stands for a table elsewhere, or for none."""
    for schema in _SCHEMAS:
        marts: dict[str, _Mart] = {}
        for table, column, type_ in connection.execute(
            """
            select columns.table_name, columns.column_name, columns.data_type
            from duckdb_columns() as columns
            semi join duckdb_tables() as tables using (database_name, schema_name, table_name)
            where columns.database_name = ? and columns.schema_name = ?
            order by columns.table_name, columns.column_index
            """,
            [side, schema],
        ).fetchall():
            mart = marts.setdefault(table, _Mart(f"{side}.{schema}.{_name(table)}", {}))
            mart.columns[column] = type_.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMP").replace("JSON", "VARCHAR")
        if marts:
            return marts
    msg = f"{path} holds no marts: there is no table in {' or '.join(_SCHEMAS)}."
    raise ValueError(msg)


def _compare_table(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    a: _Mart | None,
    b: _Mart | None,
    *,
    left_out: Sequence[str],
    mask_avatars: bool,
    shown: int,
) -> TableComparison:
    if a is None or b is None:
        return TableComparison(table, None, (f"the table is only in {'B' if a is None else 'A'}",))
    differences = []
    compared = {}
    for column in sorted(a.columns.keys() | b.columns.keys()):
        if column in left_out or f"{table}.{column}" in left_out:
            continue
        in_a, in_b = a.columns.get(column), b.columns.get(column)
        if in_a is None or in_b is None:
            differences.append(f"column {column} is only in {'B' if in_a is None else 'A'}")
        elif in_a != in_b:
            differences.append(f"column {column} is {in_a} in A and {in_b} in B")
        else:
            compared[column] = in_a
    if compared:
        _read_rows(connection, a, b, compared, mask_avatars=mask_avatars)
        differences += _differing_rows(connection, compared, shown)
    rows = [_count(connection, mart.relation) for mart in (a, b)]
    return TableComparison(table, (rows[0], rows[1]), tuple(differences))


def _read_rows(
    connection: duckdb.DuckDBPyConnection, a: _Mart, b: _Mart, columns: dict[str, str], *, mask_avatars: bool
) -> None:
    """Make `rows_a` and `rows_b`: the compared columns in one type and form."""
    selected = []
    for column, type_ in columns.items():
        value = f"cast({_name(column)} as {type_})"
        if mask_avatars and type_ == "VARCHAR":
            value = f"regexp_replace({value}, '{_AVATAR}', 'urn:avatar:*', 'g')"
        selected.append(f"{value} as {_name(column)}")
    for side, mart in (("a", a), ("b", b)):
        connection.execute(
            f"create or replace temp view rows_{side} as select {', '.join(selected)} from {mart.relation}"
        )


def _differing_rows(connection: duckdb.DuckDBPyConnection, columns: dict[str, str], shown: int) -> list[str]:
    _find_excess(connection, columns)
    floats = [column for column, type_ in columns.items() if type_ in {"DOUBLE", "FLOAT"}]
    unpaired = _unpaired(connection, [column for column in columns if column not in floats], floats)
    differences = []
    counts = {side: _count(connection, unpaired[side]) for side in ("a", "b")}
    if counts["a"] and counts["b"]:
        values = "select {column} from {a} except all select {column} from {b}"
        differing = [
            column for column in columns if _count(connection, f"({values.format(column=_name(column), **unpaired)})")
        ]
        differences.append(f"columns with other values: {', '.join(differing) or 'none, they are combined otherwise'}")
    listed = ", ".join(map(_name, columns))
    for side, other in (("a", "b"), ("b", "a")):
        if counts[side]:
            differences.append(f"{counts[side]} rows of {side.upper()} are not in {other.upper()}")
            rows = connection.execute(
                f"select {listed} from {unpaired[side]} order by {listed} limit {int(shown)}"
            ).fetchall()
            differences += [f"  {side.upper()} {_row_text(columns, row)}" for row in rows]
    return differences


def _find_excess(connection: duckdb.DuckDBPyConnection, columns: dict[str, str]) -> None:
    """Make `left_a` and `left_b`: of every row as many as the other side has fewer."""
    listed = ", ".join(map(_name, columns))
    for side in ("a", "b"):
        connection.execute(
            f"""
            create or replace temp table hashes_{side} as
            select hash({listed}) as row_hash, count(*) as row_count from rows_{side} group by all
            """
        )
    for side, other in (("a", "b"), ("b", "a")):
        connection.execute(
            f"""
            create or replace temp table left_{side} as
            with excess as (
                select row_hash, ours.row_count - coalesce(theirs.row_count, 0) as excess_count
                from hashes_{side} as ours left join hashes_{other} as theirs using (row_hash)
                where ours.row_count > coalesce(theirs.row_count, 0)
            )
            select {listed}
            from (select *, hash({listed}) as row_hash from rows_{side}) as hashed
            inner join excess using (row_hash)
            qualify row_number() over (partition by row_hash) <= excess_count
            """
        )


def _unpaired(connection: duckdb.DuckDBPyConnection, pair_on: list[str], floats: list[str]) -> dict[str, str]:
    """The relations of rows that have no partner once floating-point numbers may differ by the tolerance."""
    if not floats:
        return {"a": "left_a", "b": "left_b"}
    # Rows that agree in all else are paired in the order of their numbers.
    partition = f"partition by {', '.join(map(_name, pair_on))}" if pair_on else ""
    order = ", ".join(f"{_name(column)} nulls last" for column in floats)
    for side in ("a", "b"):
        connection.execute(
            f"""
            create or replace temp table ranked_{side} as
            select *, row_number() over ({partition} order by {order}) as rank_in_group from left_{side}
            """
        )
    same = [f"ours.{_name(column)} is not distinct from theirs.{_name(column)}" for column in pair_on]
    for column in floats:
        ours, theirs = f"ours.{_name(column)}", f"theirs.{_name(column)}"
        near = f"abs({ours} - {theirs}) <= {TOLERANCE} * greatest(1, abs({ours}), abs({theirs}))"
        same.append(f"({ours} is not distinct from {theirs} or (isfinite({ours}) and isfinite({theirs}) and {near}))")
    condition = " and ".join([*same, "ours.rank_in_group = theirs.rank_in_group"])
    for side, other in (("a", "b"), ("b", "a")):
        connection.execute(
            f"""
            create or replace temp table unpaired_{side} as
            select ours.* from ranked_{side} as ours anti join ranked_{other} as theirs on {condition}
            """
        )
    return {"a": "unpaired_a", "b": "unpaired_b"}


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    return connection.execute(f"select count(*) from {relation}").fetchall()[0][0]


def _row_text(columns: dict[str, str], row: tuple) -> str:
    return " ".join(f"{column}={_shortened(value)}" for column, value in zip(columns, row, strict=True))


def _shortened(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: Path) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def main() -> int:
    """Print one line per table and what differs; 0 where all tables are equal, 1 where one differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.compare_marts", description=__doc__)
    parser.add_argument("a", type=Path, help="a home, or a DuckDB file")
    parser.add_argument("b", type=Path, help="another")
    parser.add_argument("--without", nargs="+", default=[], help="columns to leave out: `column` or `table.column`")
    parser.add_argument(
        "--one-home",
        action="store_true",
        help=f"the sides are builds of one home's raw documents: compare hashes of avatars, and {', '.join(LEFT_OUT)}",
    )
    parser.add_argument("--only", nargs="+", default=[], help="tables to compare; all by default")
    parser.add_argument("--rows", type=int, default=3, help="differing rows to print per table and side")
    arguments = parser.parse_args()
    different = 0
    for result in compare(
        arguments.a,
        arguments.b,
        left_out=[*(() if arguments.one_home else LEFT_OUT), *arguments.without],
        same_avatar_key=arguments.one_home,
        only=arguments.only,
        shown=arguments.rows,
    ):
        counts = "" if result.row_counts is None else f" ({result.row_counts[0]} and {result.row_counts[1]} rows)"
        lines = [f"{result.table}: {'differs' if result.differences else 'equal'}{counts}"]
        sys.stdout.write("\n    ".join([*lines, *result.differences]) + "\n")
        sys.stdout.flush()
        different += bool(result.differences)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
