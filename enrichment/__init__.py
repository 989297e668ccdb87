"""Turn raw documents into text, words, quotations and links: pure functions over polars frames.

`batches.enrich` does the work, `schemas` states what goes in and what comes out, `tables.split_tables` makes the
enriched tables of it, and `version.ENRICHMENT_VERSION` says which rules it followed.

Nothing is imported here: a command that has nothing to enrich needs the schemas, and not the quotation engine with
its rules, which take a quarter of a second to import.
"""
