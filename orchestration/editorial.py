"""Editorial data about people: CSV files of the home, loaded into the schema `editorial`, which dbt reads.

They belong to a newsroom and not to the program: an update of the checkout changes none of them, and no name of a
person is committed to it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingestion.errors import IngestionError
from warehouse.connections import open_warehouse


@dataclass(frozen=True, slots=True)
class EditorialTable:
    """One file and table.

    Attributes:
        columns: Its columns, all text, in the order of the table; the file may have them in any order.
        required: Columns in which every row says something.
    """

    columns: tuple[str, ...]
    required: tuple[str, ...]


#: By name: `$PRESSGRAPH_HOME/<name>.csv` is loaded into `editorial.<name>`.
EDITORIAL_TABLES: Mapping[str, EditorialTable] = {
    "person_aliases": EditorialTable(
        ("alias_name", "site", "organization", "person_name", "namesake"), required=("alias_name", "person_name")
    ),
    "person_takedowns": EditorialTable(("person_name", "site"), required=("person_name",)),
}

Rows = list[tuple[str, ...]]


class EditorialFileInvalidError(IngestionError):
    """A file of the newsroom's own cannot be read or breaks a rule.

    Attributes:
        path: The file.
        problems: (1-based line, what is wrong), in the order of the lines.
    """

    def __init__(self, path: Path, problems: Sequence[tuple[int, str]]) -> None:
        self.path = path
        self.problems = list(problems)
        super().__init__("\n".join(f"{path}, line {line}: {what}" for line, what in problems))


def read_editorial(home: Path) -> dict[str, Rows]:
    """Read every editorial file of a home; one that does not exist has no rows.

    Returns:
        Rows by table, in the order of the table's columns, without surrounding space; an empty field is an empty text.

    Raises:
        EditorialFileInvalidError: A file is not CSV in UTF-8 with the table's columns, or leaves out what is required.
    """
    return {name: _read(home / f"{name}.csv", table) for name, table in EDITORIAL_TABLES.items()}


def load_editorial(home: Path, warehouse: Path) -> dict[str, int]:
    """Make the tables of `editorial` anew from the files of a home; the caller holds the warehouse's lock.

    Returns:
        Rows by table.

    Raises:
        EditorialFileInvalidError: As `read_editorial`; nothing is written.
    """
    tables = read_editorial(home)
    with open_warehouse(warehouse) as connection:
        connection.execute("create schema if not exists editorial")
        connection.execute("begin")
        for name, rows in tables.items():
            columns = EDITORIAL_TABLES[name].columns
            declared = ", ".join(f"{column} varchar" for column in columns)
            connection.execute(f"create or replace table editorial.{name} ({declared})")
            if rows:
                marks = ", ".join("?" for _ in columns)
                connection.executemany(f"insert into editorial.{name} values ({marks})", rows)  # noqa: S608 - our names
        connection.execute("commit")
    return {name: len(rows) for name, rows in tables.items()}


def _read(path: Path, table: EditorialTable) -> Rows:
    if not path.exists():
        return []
    if not path.is_file():
        raise EditorialFileInvalidError(path, [(1, "it is not a file")])
    try:
        text = path.read_bytes().decode("utf-8-sig")  # spreadsheets write a byte order mark
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise EditorialFileInvalidError(path, [(line, "it is not UTF-8: save the file as UTF-8")]) from error
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    rows, problems = [], []
    try:
        header = [name.strip() for name in next(reader, [])]
        if sorted(header) != sorted(table.columns):
            wanted = ",".join(table.columns)
            raise EditorialFileInvalidError(path, [(1, f"it has to name the columns: {wanted}")])
        for fields in reader:
            if not fields:
                continue  # an empty line
            line = reader.line_num
            if len(fields) != len(header):
                problems.append((line, f"{len(fields)} fields where the header has {len(header)}"))
                continue
            row = dict(zip(header, (field.strip() for field in fields), strict=True))
            problems += [(line, f"{name} is empty") for name in table.required if not row[name]]
            rows.append(tuple(row[name] for name in table.columns))
    except csv.Error as error:
        problems.append((reader.line_num, f"it is not valid CSV: {error}"))
    if problems:
        raise EditorialFileInvalidError(path, problems)
    return rows
