"""What goes into enrichment and what comes out, as polars schemas; engines that map Arrow batches derive theirs.

All offsets are Unicode code points into `text`; all positions count from 1 in reading order. A polars schema does not
say which values may be null. Here a null means: this kind of document has none, or nobody knows it. The columns of
`VERSION_KEY`, `enrichment_version`, `language_source`, `is_protected`, `is_read_in_part` and every position, kind and
pair of `start_offset` and `end_offset` of a row of its own are never null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import pyarrow as pa

#: The columns that identify one version of one document, in raw and in every enriched table.
VERSION_KEY: dict[str, type[pl.DataType]] = {
    "site": pl.String,
    "kind": pl.String,
    "rest_base": pl.String,
    "id": pl.Int64,
    "document_hash": pl.String,
}

#: What `enrich` reads of the envelope. `document` is JSON text, so the rows are those whose state is `present`.
INPUT_SCHEMA = pl.Schema({**VERSION_KEY, "document": pl.String})

#: The columns with which every enriched row begins.
ROW_KEY: dict[str, type[pl.DataType]] = {**VERSION_KEY, "enrichment_version": pl.String}

BLOCK = pl.Struct(
    {
        "position": pl.Int32,
        "kind": pl.String,
        "start_offset": pl.Int32,
        "end_offset": pl.Int32,
        "level": pl.Int32,  # of a heading, 1 to 6
    }
)

#: Yoast's head, where it came as HTML only; without one, that of another plugin (AIOSEO, Rank Math).
HEAD = pl.Struct({"head_json": pl.String, "is_rebuilt": pl.Boolean})

#: The counts of a post-like document, all null where the text is protected or the document holds none.
WORD_COUNTS = pl.Struct(
    {
        "word_count": pl.Int64,
        "yoast_rule_word_count": pl.Int64,
        "sentence_count": pl.Int64,
        "paragraph_count": pl.Int64,
        "quoted_word_count": pl.Int64,
        "quoted_share": pl.Float64,
        "reading_minutes": pl.Float64,
        "readability_score": pl.Float64,
    }
)

#: A quotation, a declined comment, or something in quotation marks that is not a quotation.
QUOTATION = pl.Struct(
    {
        "position": pl.Int32,
        "quote_text": pl.String,
        "quote_kind": pl.String,
        "speech_type": pl.String,
        "speaker_text": pl.String,
        "speaker_start_offset": pl.Int32,
        "speaker_end_offset": pl.Int32,
        "speaker_name": pl.String,
        "speaker_type": pl.String,
        "speaker_kind": pl.String,
        "speaker_role": pl.String,
        "speaker_organization": pl.String,
        "cue": pl.String,
        "confidence": pl.Float64,
        "method": pl.String,
        "reason": pl.String,
        "start_offset": pl.Int32,
        "end_offset": pl.Int32,
        "spans": pl.List(pl.Struct({"start_offset": pl.Int32, "end_offset": pl.Int32})),
        "word_count": pl.Int64,
        "repeats_position": pl.Int32,
        "paragraph_position": pl.Int32,
    }
)

#: An anchor, image or embed of a post-like document.
LINK = pl.Struct(
    {
        "position": pl.Int32,
        "url": pl.String,
        "anchor_text": pl.String,
        "rel": pl.String,
        "link_kind": pl.String,
        "start_offset": pl.Int32,
        "block_position": pl.Int32,  # null where it stands between blocks
    }
)

_TEXTS = {
    "title_text": pl.String,
    "excerpt_text": pl.String,
    "description_text": pl.String,
    "text": pl.String,  # null where protected, and where the document has no content
    "blocks": pl.List(BLOCK),
    "language": pl.String,  # ISO 639-1 where the language has a two-letter code
    "language_source": pl.String,  # script, detected, lang, graph, og_locale or unknown: see `find_language`
    "script": pl.String,  # of what shows the language: Latin, Han, ..., none without letters: see `find_script`
    "is_protected": pl.Boolean,
    "is_read_in_part": pl.Boolean,  # a limit of length, nesting or number left a part of it unread
}

#: What `enrich` makes of one document, whatever its kind, besides the key.
DOCUMENT_COLUMNS = pl.Schema(
    {
        **_TEXTS,
        "head": HEAD,  # null where Yoast's head came as JSON, or no head came
        "word_counts": WORD_COUNTS,  # null unless the document is post-like
        "quotations": pl.List(QUOTATION),
        "links": pl.List(LINK),
    }
)

#: What `enrich` returns: one row per row of its input, in the same order.
OUTPUT_SCHEMA = pl.Schema({**ROW_KEY, **DOCUMENT_COLUMNS})

#: The enriched tables, in the order in which they are written: texts last, because a row there says "done".
TABLES: dict[str, pl.Schema] = {
    "heads": pl.Schema({**ROW_KEY, **HEAD.to_schema()}),
    "word_counts": pl.Schema({**ROW_KEY, **WORD_COUNTS.to_schema()}),
    "quotations": pl.Schema({**ROW_KEY, **QUOTATION.to_schema()}),
    "links": pl.Schema({**ROW_KEY, **LINK.to_schema()}),
    "texts": pl.Schema({**ROW_KEY, **_TEXTS}),
}


def to_arrow_schema(schema: pl.Schema) -> pa.Schema:
    """Return the Arrow schema of what `DataFrame.to_arrow` makes of a frame with this schema."""
    return schema.to_arrow(compat_level=pl.CompatLevel.oldest())
