"""Schemas of raw: one envelope for every document, whatever endpoint or file it came from.

Raw is a log of changes. A row means: in this extraction, this document was seen in this state. Typing the JSON is left
to the models, because columns typed from drifting JSON corrupt silently.
"""

from __future__ import annotations

import pyarrow as pa

_utc = pa.timestamp("us", tz="UTC")

#: One row per change of a document; its key is `DOCUMENT_KEY`.
DOCUMENT_SCHEMA = pa.schema(
    [
        pa.field("site", pa.string(), nullable=False),
        pa.field("rest_base", pa.string(), nullable=False),
        pa.field("id", pa.int64(), nullable=False),
        pa.field("state", pa.string(), nullable=False),  # present, unpublished or purged
        pa.field("modified_at", _utc),  # modified_gmt; null where the endpoint has none
        pa.field("document", pa.string()),  # the JSON as received, after recorded repairs; null unless present
        pa.field("document_hash", pa.string(), nullable=False),  # of the canonical document; the state's name otherwise
        pa.field("seen_at", _utc, nullable=False),
        pa.field("extraction_id", pa.string(), nullable=False),
        pa.field("origin", pa.string(), nullable=False),  # URL or file
        pa.field("kind", pa.string(), nullable=False),  # one of TABLES_BY_KIND
        pa.field("hash_rule", pa.int32(), nullable=False),  # the version of the rule that made document_hash
        pa.field("sequence", pa.int64(), nullable=False),  # per site, in the order of loading: no clock orders readings
        pa.field("is_live", pa.bool_(), nullable=False),  # read from the site itself, not from a file
    ]
)

DOCUMENT_KEY = ("site", "kind", "rest_base", "id", "extraction_id", "document_hash")

#: Kind of document to the only table with its rows. A `post` is of any post type but attachment.
TABLES_BY_KIND = {
    "post": "posts",
    "term": "terms",
    "user": "users",
    "media": "media",
    "comment": "comments",
    "site": "sites",
}

DOCUMENT_TABLES = tuple(TABLES_BY_KIND.values())

#: One row per extraction, site, rest_base and step. Counts are of that step alone, so they add up; the row with
#: the highest step carries the status. An extraction whose last row is still `open` was interrupted.
EXTRACTION_SCHEMA = pa.schema(
    [
        pa.field("extraction_id", pa.string(), nullable=False),
        pa.field("site", pa.string(), nullable=False),
        pa.field("rest_base", pa.string(), nullable=False),
        pa.field("step", pa.int32(), nullable=False),
        pa.field("mode", pa.string(), nullable=False),  # file, full, refresh or sweep
        pa.field("status", pa.string(), nullable=False),  # open, complete, closed, failed
        pa.field("origin", pa.string(), nullable=False),
        pa.field("started_at", _utc, nullable=False),
        pa.field("finished_at", _utc, nullable=False),  # when this step ended
        pa.field("expected_count", pa.int64()),  # as stated by the source (X-WP-Total); null if it is not
        pa.field("seen_count", pa.int64(), nullable=False),  # documents read
        pa.field("new_count", pa.int64(), nullable=False),  # rows written: changes
        pa.field("rejected_count", pa.int64(), nullable=False),
        pa.field("repaired_count", pa.int64(), nullable=False),
        pa.field("request_count", pa.int64(), nullable=False),
        pa.field("received_bytes", pa.int64(), nullable=False),
        pa.field("elapsed_seconds", pa.float64(), nullable=False),
        pa.field("cursor_at", _utc),  # set only by a complete list: changes up to this time are in raw
        pa.field("failure_code", pa.string()),  # the exception's code
        pa.field("failure_message", pa.string()),
    ]
)

EXTRACTION_KEY = ("extraction_id", "site", "rest_base", "step")

#: One row per refused document. The id is a hash of origin, line and content, so a rerun adds nothing.
REJECTION_SCHEMA = pa.schema(
    [
        pa.field("rejection_id", pa.string(), nullable=False),
        pa.field("extraction_id", pa.string(), nullable=False),
        pa.field("site", pa.string()),
        pa.field("rest_base", pa.string()),
        pa.field("origin", pa.string(), nullable=False),
        pa.field("line", pa.int64()),  # 1-based line of the file, or position in the array or list
        pa.field("reason_code", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("excerpt", pa.string(), nullable=False),  # the first 500 characters, unprintable ones escaped
        pa.field("seen_at", _utc, nullable=False),
    ]
)

REJECTION_KEY = ("rejection_id",)

#: All of them exist once anything was loaded, so that the models never miss a source.
RAW_TABLES = (*DOCUMENT_TABLES, "extractions", "rejected_documents")
