"""The published copy: every mart anew in one new file, swapped in whole, and the same tables as Parquet.

DuckDB lets a writer and a reader of one file block each other, so readers get a file that nobody writes. A reader
that has the old file open keeps reading the old build; one that opens after the swap gets the new build.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

DATABASE_NAME = "pressgraph.duckdb"

#: Readable by DuckDB 1.2 and everything later, which BI tools carry; 2.0 writes a newer form unless told.
STORAGE_VERSION = "v1.2.0"

_NEW_DATABASE = ".new-pressgraph.duckdb"


@dataclass(frozen=True, slots=True)
class TableDescription:
    """What is said about a table and its columns, kept as comments in the published copy."""

    description: str
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Publication:
    """One build of the published copy.

    Attributes:
        database: The file people open.
        parquet: The folder of this build's Parquet files; `parquet/current` links to it.
        row_counts: Rows by table.
    """

    database: Path
    parquet: Path
    row_counts: Mapping[str, int]


class NothingToPublish(Exception):
    """A table that should be published is not in the warehouse's marts."""


def publish(warehouse: Path, published: Path, *, tables: Mapping[str, TableDescription] | None = None) -> Publication:
    """Build the published copy beside the current one and swap it in.

    A kill at any moment leaves the current copy as it was; what it leaves lying about, the next publication clears.

    Args:
        warehouse: The pipeline's database; its schema `marts` is read. The caller holds the warehouse lock.
        published: The folder to publish into.
        tables: What to publish and how it is described; None takes every mart with the comments it carries.

    Raises:
        NothingToPublish: A named table does not exist, or there is none at all.
    """
    published.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(published)
    build = published / "parquet" / datetime.now(UTC).strftime("build-%Y%m%dT%H%M%S%fZ")
    build.mkdir(parents=True)
    new_database = published / _NEW_DATABASE
    row_counts = _build(warehouse, new_database, build, tables)
    if _wal(new_database).exists():
        msg = (
            f"{_wal(new_database)} is still there after a checkpoint: the new copy is incomplete and stays unpublished."
        )
        raise duckdb.IOException(msg)
    _flush(new_database)

    database = published / DATABASE_NAME
    _wal(database).unlink(missing_ok=True)  # left by someone who opened the copy to write: it fits no other file
    new_database.replace(database)
    _point_current_at(build)
    _flush(published)
    _prune_builds(build)
    return Publication(database=database, parquet=build, row_counts=row_counts)


def _build(
    warehouse: Path, new_database: Path, build: Path, tables: Mapping[str, TableDescription] | None
) -> dict[str, int]:
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach {_text(warehouse)} as warehouse (read_only)")
        connection.execute(f"attach {_text(new_database)} as published (storage_version {_text(STORAGE_VERSION)})")
        connection.execute("create schema published.marts")
        descriptions = _commented_marts(connection) if tables is None else tables
        _require(connection, descriptions)
        row_counts = {}
        for table, described in sorted(descriptions.items()):
            target = f"published.marts.{_name(table)}"
            created = connection.execute(f"create table {target} as from warehouse.marts.{_name(table)}")
            row_counts[table] = sum(count for (count,) in created.fetchall())
            _describe(connection, target, described)
            file = _text(build / f"{table}.parquet")
            connection.execute(f"copy {target} to {file} (format parquet, compression zstd)")
        connection.execute("checkpoint published")
        connection.execute("detach published")
    return row_counts


def _commented_marts(connection: duckdb.DuckDBPyConnection) -> dict[str, TableDescription]:
    """Every mart with the comments that the warehouse's catalog carries."""
    columns: dict[str, dict[str, str]] = {}
    for table, column, comment in connection.execute(
        """
        select table_name, column_name, comment
        from duckdb_columns()
        where database_name = 'warehouse' and schema_name = 'marts'
        """
    ).fetchall():
        columns.setdefault(table, {})
        if comment:
            columns[table][column] = comment
    comments = dict(
        connection.execute(
            """
            select table_name, comment from duckdb_tables() where database_name = 'warehouse' and schema_name = 'marts'
            union all
            select view_name, comment from duckdb_views() where database_name = 'warehouse' and schema_name = 'marts'
            """
        ).fetchall()
    )
    return {table: TableDescription(comments.get(table) or "", of_table) for table, of_table in columns.items()}


def _require(connection: duckdb.DuckDBPyConnection, descriptions: Mapping[str, TableDescription]) -> None:
    there = {
        table
        for (table,) in connection.execute(
            """
            select table_name
            from information_schema.tables
            where table_catalog = 'warehouse' and table_schema = 'marts'
            """
        ).fetchall()
    }
    missing = sorted(set(descriptions) - there)
    if missing or not descriptions:
        msg = f"The warehouse has no mart {', '.join(missing) or 'at all'}: build the models before publishing."
        raise NothingToPublish(msg)


def _describe(connection: duckdb.DuckDBPyConnection, target: str, described: TableDescription) -> None:
    if described.description:
        connection.execute(f"comment on table {target} is {_text(described.description)}")
    there = {name for name, *_ in connection.execute(f"describe {target}").fetchall()}
    for column, comment in described.columns.items():
        if column in there and comment:
            connection.execute(f"comment on column {target}.{_name(column)} is {_text(comment)}")


def _point_current_at(build: Path) -> None:
    """Swap the link `current`: the link is replaced whole, so it always leads to one finished build."""
    link = build.with_name(".new-current")
    link.unlink(missing_ok=True)
    link.symlink_to(build.name, target_is_directory=True)
    link.replace(build.with_name("current"))


def _clear_leftovers(published: Path) -> None:
    """Remove what a killed publication left: its database, its build, its link."""
    new_database = published / _NEW_DATABASE
    new_database.unlink(missing_ok=True)
    _wal(new_database).unlink(missing_ok=True)
    parquet = published / "parquet"
    (parquet / ".new-current").unlink(missing_ok=True)
    current = (parquet / "current").resolve()
    for build in parquet.glob("build-*"):
        if build.name > current.name:  # later than the current build: never linked
            shutil.rmtree(build)


def _prune_builds(current: Path) -> None:
    """Keep the current build and the one before it, which a reader may still be going through."""
    builds = sorted(current.parent.glob("build-*"))
    for build in builds[: max(0, builds.index(current) - 1)]:
        shutil.rmtree(build)


def _flush(path: Path) -> None:
    """Have the file's (or folder's) bytes on the disk before what comes next."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _wal(database: Path) -> Path:
    return database.with_name(database.name + ".wal")


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str | Path) -> str:
    return "'" + str(value).replace("'", "''") + "'"
