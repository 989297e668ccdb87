"""Chunks: documents, ledger rows and rejections that an extractor passes to the loader.

An extractor reads files or a site and never opens the warehouse; the loader writes and never reads a source. A long
extraction is many chunks, so a kill loses one of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

import pyarrow as pa

from ingestion.envelope import DOCUMENT_SCHEMA, DOCUMENT_TABLES, EXTRACTION_SCHEMA, REJECTION_SCHEMA, TABLES_BY_KIND
from ingestion.errors import DocumentRejectedError
from ingestion.json_text import HASH_RULE

#: Site and rest_base of ledger rows that count rejections without either: broken JSON names neither. No configured site
#: may have this name.
UNKNOWN = "unknown"

#: Length of a rejection's excerpt, in characters.
EXCERPT_LENGTH = 500

# Measured on posts of 20 kB: a load takes at least 1.5 s, and its memory is four times the chunk.
CHUNK_BYTES = 128 * 1024 * 1024
CHUNK_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """The result of one step of an extraction, not yet compared with raw.

    Attributes:
        documents: Table name (one of `DOCUMENT_TABLES`) to rows of `DOCUMENT_SCHEMA`; empty tables may be left out.
        extractions: Ledger rows of this step (`EXTRACTION_SCHEMA`), with `new_count` 0: the loader fills it. Every
            (site, rest_base) among the documents has a row here; its `mode` tells whether they come from files (`file`)
            or from a live site (anything else).
        rejections: Documents rejected in this step (`REJECTION_SCHEMA`).
    """

    documents: Mapping[str, pa.Table]
    extractions: pa.Table
    rejections: pa.Table


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One row of `EXTRACTION_SCHEMA`; see there. Counts are of this step alone, so that they add up."""

    extraction_id: str
    site: str
    rest_base: str
    step: int
    mode: str
    status: str
    origin: str
    started_at: datetime
    finished_at: datetime
    expected_count: int | None = None
    seen_count: int = 0
    new_count: int = 0
    rejected_count: int = 0
    repaired_count: int = 0
    request_count: int = 0
    received_bytes: int = 0
    elapsed_seconds: float = 0.0
    cursor_at: datetime | None = None
    failure_code: str | None = None
    failure_message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A document that was rejected, and the reason.

    Attributes:
        origin: URL or path.
        line: 1-based line of the file, or position in a list; null for a whole file or response.
        reason_code: Short and stable (`broken_json`, `duplicate_key`, ...), for counting.
        reason: One sentence for the user.
        content: The rejected content as received; its start is kept as the excerpt.
        site: The site, if known.
        rest_base: The list, if known.
    """

    origin: str
    line: int | None
    reason_code: str
    reason: str
    content: bytes = b""
    site: str | None = None
    rest_base: str | None = None

    @classmethod
    def of(
        cls,
        error: DocumentRejectedError,
        *,
        origin: str,
        line: int | None,
        content: bytes,
        site: str | None,
        rest_base: str | None,
    ) -> Rejection:
        """Make the record of a text that was not admitted; see the attributes."""
        return cls(
            origin=origin,
            line=line,
            reason_code=error.reason_code,
            reason=error.reason,
            content=content,
            site=site,
            rest_base=rest_base,
        )

    @property
    def rejection_id(self) -> str:
        """Hash of origin, line, reason code and content: the same rejection has the same id in every run."""
        digest = hashlib.blake2b(digest_size=16)
        for part in (
            self.origin.encode("utf-8", "surrogateescape"),
            str(self.line).encode(),
            self.reason_code.encode(),
        ):
            digest.update(part)
            digest.update(b"\0")
        digest.update(self.content)
        return digest.hexdigest()


def excerpt(content: bytes) -> str:
    """Return the first 500 characters of a rejected document, unprintable characters escaped.

    Bytes that are not UTF-8 are escaped too: a rejected document never breaks the table of rejections.
    """
    text = content[: EXCERPT_LENGTH * 4].decode("utf-8", "backslashreplace")[:EXCERPT_LENGTH]
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)[
        :EXCERPT_LENGTH
    ]


def ledger_table(rows: Sequence[LedgerRow]) -> pa.Table:
    """Convert ledger rows to a table of `EXTRACTION_SCHEMA`."""
    names = [field.name for field in fields(LedgerRow)]
    return pa.table(
        [pa.array([getattr(row, name) for row in rows], EXTRACTION_SCHEMA.field(name).type) for name in names],
        schema=EXTRACTION_SCHEMA,
    )


def rejection_table(rejections: Sequence[Rejection], *, extraction_id: str, seen_at: datetime) -> pa.Table:
    """Convert rejections to a table of `REJECTION_SCHEMA`, without duplicates."""
    rows = {
        rejection.rejection_id: {
            "rejection_id": rejection.rejection_id,
            "extraction_id": extraction_id,
            "site": rejection.site,
            "rest_base": rejection.rest_base,
            "origin": rejection.origin,
            "line": rejection.line,
            "reason_code": rejection.reason_code,
            "reason": rejection.reason,
            "excerpt": excerpt(rejection.content),
            "seen_at": seen_at,
        }
        for rejection in rejections
    }
    return pa.Table.from_pylist(list(rows.values()), schema=REJECTION_SCHEMA)


def join_chunks(chunks: Sequence[Chunk]) -> Chunk:
    """Join several chunks into one, so that they load together."""
    tables = [table for table in DOCUMENT_TABLES if any(table in chunk.documents for chunk in chunks)]
    return Chunk(
        documents={
            table: pa.concat_tables([chunk.documents[table] for chunk in chunks if table in chunk.documents])
            for table in tables
        },
        extractions=pa.concat_tables([EXTRACTION_SCHEMA.empty_table(), *(chunk.extractions for chunk in chunks)]),
        rejections=pa.concat_tables([REJECTION_SCHEMA.empty_table(), *(chunk.rejections for chunk in chunks)]),
    )


class DocumentBatch:
    """Buffer of envelope rows, by column, until there are enough for a chunk.

    A document's text is kept as the received bytes: Arrow takes them without copying and checks that they are UTF-8.
    """

    def __init__(self, extraction_id: str) -> None:
        self._extraction_id = extraction_id
        self._columns: dict[str, dict[str, list[object]]] = {}
        self.row_count = 0
        self.byte_count = 0

    @property
    def is_full(self) -> bool:
        """Whether the buffered rows should be loaded now."""
        return self.byte_count >= CHUNK_BYTES or self.row_count >= CHUNK_ROWS

    def add(
        self,
        *,
        site: str,
        kind: str,
        rest_base: str,
        id: int,  # noqa: A002 - the envelope's column
        state: str,
        modified_at: datetime | None,
        document: bytes | None,
        document_hash: str,
        seen_at: datetime,
        origin: str,
    ) -> None:
        """Add one row to the table of its kind; see `DOCUMENT_SCHEMA` for the columns.

        The loader fills `sequence` and `is_live`.

        Raises:
            ValueError: A present row has no document, or another one has: what is not public is never stored.
        """
        if (state == "present") != (document is not None):
            raise ValueError(f"{rest_base} {id} of {site} is {state} {'with' if document else 'without'} a document")
        table = TABLES_BY_KIND[kind]
        columns = self._columns.get(table)
        if columns is None:
            columns = self._columns[table] = {name: [] for name in DOCUMENT_SCHEMA.names}
        columns["site"].append(site)
        columns["rest_base"].append(rest_base)
        columns["id"].append(id)
        columns["state"].append(state)
        columns["modified_at"].append(modified_at)
        columns["document"].append(document)
        columns["document_hash"].append(document_hash)
        columns["seen_at"].append(seen_at)
        columns["extraction_id"].append(self._extraction_id)
        columns["origin"].append(origin)
        columns["kind"].append(kind)
        columns["hash_rule"].append(HASH_RULE)
        columns["sequence"].append(0)
        columns["is_live"].append(False)
        self.row_count += 1
        self.byte_count += len(document or b"")

    def take(self) -> dict[str, pa.Table]:
        """Return the buffered rows as tables of `DOCUMENT_SCHEMA` by name, and empty the batch."""
        tables = {
            table: pa.table(
                [pa.array(columns[field.name], field.type) for field in DOCUMENT_SCHEMA], schema=DOCUMENT_SCHEMA
            )
            for table, columns in self._columns.items()
        }
        self._columns.clear()
        self.row_count = self.byte_count = 0
        return tables
