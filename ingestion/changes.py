"""Select the rows of a chunk that raw does not hold yet: raw is a log of changes, so known versions are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from ingestion.envelope import DOCUMENT_SCHEMA

if TYPE_CHECKING:
    import duckdb

# A live response describes the current state; `seen_at` is the response time. The last version seen of a document
# counts, and it is new if it differs from the latest row. If a document returns to content already written in this
# extraction, the next one records it: the key contains `extraction_id`.
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
            order by seen.seen_at desc, seen.position desc
        ) = 1
    ),

    known as (
        select
            raw.site,
            raw.rest_base,
            raw.id,
            raw.document_hash,
            raw.seen_at,
            raw.extraction_id,
        from {known} as raw
        semi join seen
            on raw.site = seen.site and raw.rest_base = seen.rest_base and raw.id = seen.id
    ),

    latest as (
        select
            site,
            rest_base,
            id,
            arg_max(document_hash, (seen_at, extraction_id, document_hash)) as document_hash,
        from known
        group by site, rest_base, id
    )

    select seen.position
    from seen
    left join latest
        on seen.site = latest.site and seen.rest_base = latest.rest_base and seen.id = latest.id
    where
        case
            when seen.is_live then latest.document_hash is distinct from seen.document_hash
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


def select_new_versions(
    connection: duckdb.DuckDBPyConnection, table: str | None, documents: pa.Table, extractions: pa.Table
) -> pa.Table:
    """Return the rows of `documents` that the log does not hold yet, each once.

    Args:
        connection: The warehouse.
        table: The raw table to compare with; null if it does not exist yet.
        documents: Rows of `DOCUMENT_SCHEMA`.
        extractions: The ledger rows of the same chunk; their mode tells whether a list is live.

    Raises:
        ValueError: A document's list has no row in the ledger.
    """
    keys = documents.select(["site", "rest_base", "id", "state", "document_hash", "seen_at", "extraction_id"])
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
    try:
        query = _NEW_VERSIONS.format(known="nothing_known" if table is None else f"raw.{table}")
        found = [position for (position,) in connection.execute(query).fetchall()]
    finally:
        for view in ("seen_documents", "seen_lists", "nothing_known"):
            connection.unregister(view)
    return documents if len(found) == documents.num_rows else documents.take(pa.array(found, pa.int64()))
