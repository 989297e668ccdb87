"""Turn raw documents into text, words, quotations and links: pure functions over batches."""

from enrichment.schemas import SCHEMAS

__all__ = ["SCHEMAS"]
