"""Turn raw documents into text, words, quotations and links: pure functions over batches."""
