"""Select the rows of a chunk that raw does not hold yet: raw is a log of changes, so known versions are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from ingestion.envelope import DOCUMENT_SCHEMA, DOCUMENT_TABLES
from ingestion.json_text import HASH_RULE, rehash
from ingestion.versions import ordered_versions

if TYPE_CHECKING:
    import duckdb

# A live response describes the current state. The last version seen of a document counts, and it is new if it differs
# from the version before it: the last live one, or a file's of the same or an earlier modification. If a document
# returns to content already written in this extraction, the next one records it: the key contains `extraction_id`.
#
# A file describes the state at the time its document was written: a version is new if its hash is not yet known for
# that id, wherever in time it falls. Removals have no hash of their own, so they are compared by time as well.
_NEW_VERSIONS = """
    with

    seen as (
        select
            seen.position,
            seen.site,
            seen.rest_base,
            seen.id,
            seen.state,
            seen.document_hash,
            seen.seen_at,
            coalesce(seen.modified_at, seen.seen_at) as modification,
            lists.is_live,
            seen.extraction_id,
        from seen_documents as seen
        inner join seen_lists as lists
            on seen.site = lists.site and seen.rest_base = lists.rest_base
        qualify row_number() over (
            partition by
                seen.site,
                seen.rest_base,
                seen.id,
                case when not lists.is_live then seen.document_hash end
            order by seen.position desc
        ) = 1
    ),

    known as (
        select
            raw.* replace (coalesce(rehashed.document_hash, raw.document_hash) as document_hash),
        from ({known}) as raw
        left join rehashed
            on
                raw.site = rehashed.site
                and raw.rest_base = rehashed.rest_base
                and raw.id = rehashed.id
                and raw.document_hash = rehashed.earlier_hash
    ),

    before as (
        select
            seen.position,
            max_by(known.document_hash, known.version_number) as document_hash,
        from seen
        inner join known
            on seen.site = known.site and seen.rest_base = known.rest_base and seen.id = known.id
        where known.is_live or coalesce(known.modified_at, known.seen_at) <= seen.modification
        group by seen.position
    )

    select
        seen.position,
        seen.is_live,
    from seen
    left join before on seen.position = before.position
    where
        case
            when seen.is_live then before.document_hash is distinct from seen.document_hash
            else true
        end
        and not exists (
            from known
            where
                known.site = seen.site
                and known.rest_base = seen.rest_base
                and known.id = seen.id
                and known.document_hash = seen.document_hash
                and (
                    known.extraction_id = seen.extraction_id
                    or (not seen.is_live and (seen.state = 'present' or known.seen_at = seen.seen_at))
                )
        )
    order by seen.position
"""

_KNOWN_VERSIONS = """
    create or replace temp table known_versions as
    select raw.* exclude (document)
    from {table} as raw
    semi join seen_documents as seen
        on raw.site = seen.site and raw.rest_base = seen.rest_base and raw.id = seen.id
"""

# Versions whose hash was made by an earlier rule, and that are still to be compared.
_EARLIER_HASHES = """
    select raw.site, raw.rest_base, raw.id, raw.kind, raw.document_hash, raw.document
    from {table} as raw
    semi join known_versions as known
        on raw.site = known.site and raw.rest_base = known.rest_base and raw.id = known.id
    where raw.hash_rule < $1 and raw.document is not null
"""

_REHASHED = pa.schema(
    [
        *(DOCUMENT_SCHEMA.field(name) for name in ("site", "rest_base", "id")),
        pa.field("earlier_hash", pa.string()),
        pa.field("document_hash", pa.string()),
    ]
)


def select_new_versions(
    connection: duckdb.DuckDBPyConnection, table: str | None, documents: pa.Table, extractions: pa.Table
) -> pa.Table:
    """Return the rows of `documents` that the log does not hold yet, each once, with `is_live`.

    Args:
        connection: The warehouse.
        table: The raw table to compare with; null if it does not exist yet.
        documents: Rows of `DOCUMENT_SCHEMA`.
        extractions: The ledger rows of the same chunk; their mode tells whether a list is live.

    Raises:
        ValueError: A document's list has no row in the ledger.
    """
    keys = documents.drop_columns(["document", "origin", "kind", "hash_rule", "sequence", "is_live"])
    positions = pa.array(range(documents.num_rows), pa.int64())
    lists = {
        (row["site"], row["rest_base"]): row["mode"] != "file"
        for row in extractions.select(["site", "rest_base", "mode"]).to_pylist()
    }
    pairs = documents.select(["site", "rest_base"]).group_by(["site", "rest_base"]).aggregate([]).to_pylist()
    missing = sorted({(row["site"], row["rest_base"]) for row in pairs} - lists.keys())
    if missing:
        raise ValueError(
            f"no ledger row for {missing[0][1]} of {missing[0][0]}, but the chunk has documents of that list"
        )
    connection.register("seen_documents", keys.append_column("position", positions))
    connection.register(
        "seen_lists",
        pa.table(
            {
                "site": pa.array([site for site, _ in lists], pa.string()),
                "rest_base": pa.array([rest_base for _, rest_base in lists], pa.string()),
                "is_live": pa.array(list(lists.values()), pa.bool_()),
            }
        ),
    )
    connection.register("nothing_known", DOCUMENT_SCHEMA.empty_table())
    held = "nothing_known" if table is None else f"raw.{table}"
    try:
        connection.execute(_KNOWN_VERSIONS.format(table=held))
        connection.register("rehashed", _rehashed(connection, held))
        found = connection.execute(_NEW_VERSIONS.format(known=ordered_versions("known_versions"))).fetchall()
    finally:
        for view in ("seen_documents", "seen_lists", "nothing_known", "rehashed"):
            connection.unregister(view)
        connection.execute("drop table if exists known_versions")
    new = documents.take(pa.array([position for position, _ in found], pa.int64()))
    return _with_column(new, "is_live", [is_live for _, is_live in found])


def with_sequence(connection: duckdb.DuckDBPyConnection, existing: set[str], chunk: dict[str, pa.Table]) -> None:
    """Number the rows of a chunk after those of the same site in raw, in place, in their order.

    Args:
        connection: The warehouse.
        existing: Tables of raw that exist.
        chunk: Table name to rows of `DOCUMENT_SCHEMA`.
    """
    last: dict[str, int] = {}
    for table in existing & set(DOCUMENT_TABLES):
        held = connection.execute(f"select site, max(sequence) from raw.{table} group by site").fetchall()  # noqa: S608 - our own names
        for site, number in held:
            last[site] = max(number, last.get(site, 0))
    for table, rows in chunk.items():
        numbers = []
        for site in rows["site"].to_pylist():
            last[site] = last.get(site, 0) + 1
            numbers.append(last[site])
        chunk[table] = _with_column(rows, "sequence", numbers)


def _rehashed(connection: duckdb.DuckDBPyConnection, table: str) -> pa.Table:
    """Return the hashes that the present rule gives for known versions with a hash of an earlier one."""
    batches = connection.sql(_EARLIER_HASHES.format(table=table), params=[HASH_RULE]).to_arrow_reader(1000)
    rows = {
        (row["site"], row["rest_base"], row["id"], row["document_hash"]): rehash(row["document"].encode(), row["kind"])
        for batch in batches
        for row in batch.to_pylist()
    }
    return pa.Table.from_pylist(
        [dict(zip(_REHASHED.names, (*key, new_hash), strict=True)) for key, new_hash in rows.items()], schema=_REHASHED
    )


def _with_column(rows: pa.Table, name: str, values: list[int] | list[bool]) -> pa.Table:
    position = DOCUMENT_SCHEMA.get_field_index(name)
    field = DOCUMENT_SCHEMA.field(position)
    return rows.set_column(position, field, pa.array(values, field.type))
