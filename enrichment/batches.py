"""Batches of raw documents to their texts, heads, words, quotations and links: the whole room as one pure function.

The result for a document depends on its own row alone, so it is the same in whatever batch, order or process it is
made, and the function runs unchanged under any engine that maps batches of columns: `LazyFrame.map_batches`, or one
that maps Arrow batches, with `pl.from_arrow` before and `to_arrow` behind.
"""

from __future__ import annotations

import orjson
import polars as pl

from enrichment.articles import enrich_document
from enrichment.frames import Row, build_frame
from enrichment.schemas import DOCUMENT_COLUMNS, INPUT_SCHEMA, VERSION_KEY
from enrichment.version import ENRICHMENT_VERSION
from quotations import RuleFileError


class EnrichmentError(RuntimeError):
    """Enrichment failed on a document. It accepts any JSON, so this is a bug, and the message names the document."""

    def __init__(self, site: str, rest_base: str, document_id: int) -> None:
        super().__init__(
            f"Enrichment failed on {site}/{rest_base}/{document_id}. This is a bug in Pressgraph, not in the "
            "document. Report it with the document."
        )
        self.key = (site, rest_base, document_id)

    def __reduce__(self) -> tuple[type[EnrichmentError], tuple[str, str, int]]:
        """Survive the way back from another process."""
        return type(self), self.key


def enrich(frame: pl.DataFrame) -> pl.DataFrame:
    """Enrich envelope rows whose state is `present`, of any kind of document.

    Args:
        frame: Has the columns of `INPUT_SCHEMA`, in any order; others are ignored. No value is null.

    Returns:
        A frame of `OUTPUT_SCHEMA` with one row for each row of the input, in its order.

    Raises:
        polars.exceptions.SchemaError: A column is missing or of another type.
        EnrichmentError: A row could not be enriched; it is named, and nothing of the frame is returned.
    """
    documents = frame.match_to_schema(INPUT_SCHEMA, extra_columns="ignore")
    made = build_frame([_enrich_row(row) for row in documents.iter_rows(named=True)], DOCUMENT_COLUMNS)
    key = documents.select(*VERSION_KEY, pl.lit(ENRICHMENT_VERSION).alias("enrichment_version"))
    return key.hstack(made)


def _enrich_row(row: Row) -> Row:
    try:
        return enrich_document(row["kind"], orjson.loads(row["document"]))
    except RuleFileError:
        raise  # no document's: the rules fail on all of them
    except Exception as error:  # whatever it is, it must name the document
        raise EnrichmentError(row["site"], row["rest_base"], row["id"]) from error
