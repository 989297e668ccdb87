"""Batches of raw documents to the five enriched tables: the whole room as one pure function.

The result for a document depends on its own row alone, so it is the same in whatever batch, order or process it is
made, and the function runs unchanged under any engine that maps Arrow batches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa

from enrichment.articles import enrich_document
from enrichment.schemas import KEY, SCHEMAS
from enrichment.version import ENRICHMENT_VERSION

if TYPE_CHECKING:
    from types import TracebackType


class DocumentNotEnriched(RuntimeError):
    """A document made enrichment fail. Its readers are total over JSON, so this is a bug, and here is its document."""

    def __init__(self, site: str, rest_base: str, document_id: int) -> None:
        super().__init__(
            f"Enrichment failed on {site}/{rest_base}/{document_id}. This is a bug in Pressgraph, not in the "
            "document: nothing of this batch was kept. Report it with the document and the error above."
        )
        self.key = (site, rest_base, document_id)

    def __reduce__(self) -> tuple[type[DocumentNotEnriched], tuple[str, str, int]]:
        """Survive the way back from another process."""
        return type(self), self.key


class _Naming:
    """Name the document in whatever its enrichment raises."""

    def __init__(self, site: str, rest_base: str, document_id: int) -> None:
        self.key = (site, rest_base, document_id)

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            raise DocumentNotEnriched(*self.key) from error


def enrich(batch: pa.RecordBatch | pa.Table) -> dict[str, pa.Table]:
    """Enrich envelope rows whose state is `present`, of any kind of document.

    Args:
        batch: Needs the columns site, kind, rest_base, id, document (JSON text) and document_hash.

    Returns:
        One table for each of `SCHEMAS`, in its order. `texts` has a row for every row of the batch.

    Raises:
        DocumentNotEnriched: A row could not be enriched; it is named, and nothing of the batch is returned.
    """
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    names = ("site", "kind", "rest_base", "id", "document_hash", "document")
    columns = (batch.column(name).to_pylist() for name in names)
    for site, kind, rest_base, document_id, document_hash, document in zip(*columns, strict=True):
        key = dict(zip(KEY, (site, kind, rest_base, document_id, document_hash, ENRICHMENT_VERSION), strict=True))
        with _Naming(site, rest_base, document_id):
            made = enrich_document(kind, orjson.loads(document))
        for name, found in made.items():
            rows[name].extend(key | row for row in found)
    return {name: pa.Table.from_pylist(rows[name], schema=schema) for name, schema in SCHEMAS.items()}
