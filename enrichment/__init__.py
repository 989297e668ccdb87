"""Turn raw documents into text, words, quotations and links: pure functions over batches."""

from enrichment.batches import DocumentNotEnriched, enrich
from enrichment.schemas import SCHEMAS
from enrichment.version import ENRICHMENT_VERSION

__all__ = ["ENRICHMENT_VERSION", "SCHEMAS", "DocumentNotEnriched", "enrich"]
