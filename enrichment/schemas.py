"""The five tables that enrichment writes, as Arrow schemas.

Every row begins with the key of the document it was made from. All offsets are Unicode code points into
`texts.text`; all positions count from 1 in reading order.
"""

from __future__ import annotations

import pyarrow as pa

_key = [
    pa.field("site", pa.string(), nullable=False),
    pa.field("kind", pa.string(), nullable=False),
    pa.field("rest_base", pa.string(), nullable=False),
    pa.field("id", pa.int64(), nullable=False),
    pa.field("document_hash", pa.string(), nullable=False),
    pa.field("enrichment_version", pa.string(), nullable=False),
]

#: The columns that tell which version of which document a row belongs to.
KEY = tuple(field.name for field in _key)

_block = pa.struct(
    [
        pa.field("position", pa.int32()),
        pa.field("kind", pa.string()),
        pa.field("start_offset", pa.int32()),
        pa.field("end_offset", pa.int32()),
        pa.field("level", pa.int32()),
    ]
)

_span = pa.struct([pa.field("start_offset", pa.int32()), pa.field("end_offset", pa.int32())])

#: One row per document, whatever its kind: also the list of documents done.
TEXTS = pa.schema(
    [
        *_key,
        pa.field("title_text", pa.string()),
        pa.field("excerpt_text", pa.string()),
        pa.field("description_text", pa.string()),
        pa.field("text", pa.string()),  # null when protected, and where this kind of document has no body
        pa.field("blocks", pa.list_(_block)),
        pa.field("language", pa.string()),  # ISO 639-1 where the language has a two-letter code
        pa.field("language_source", pa.string(), nullable=False),  # graph, og_locale, detected or unknown
        pa.field("is_protected", pa.bool_(), nullable=False),
    ]
)

#: One row per document whose Yoast head came as HTML only.
HEADS = pa.schema(
    [*_key, pa.field("head_json", pa.string(), nullable=False), pa.field("is_rebuilt", pa.bool_(), nullable=False)]
)

#: One row per post-like document.
WORD_COUNTS = pa.schema(
    [
        *_key,
        pa.field("word_count", pa.int64()),
        pa.field("yoast_rule_word_count", pa.int64()),
        pa.field("sentence_count", pa.int64()),
        pa.field("paragraph_count", pa.int64()),
        pa.field("quoted_word_count", pa.int64()),
        pa.field("quoted_share", pa.float64()),
        pa.field("reading_minutes", pa.float64()),
        pa.field("readability_score", pa.float64()),
    ]
)

#: One row per quotation, declined comment or quoted thing that is no quotation.
QUOTATIONS = pa.schema(
    [
        *_key,
        pa.field("position", pa.int32(), nullable=False),
        pa.field("quote_text", pa.string(), nullable=False),
        pa.field("quote_kind", pa.string(), nullable=False),
        pa.field("speech_type", pa.string()),
        pa.field("speaker_text", pa.string()),
        pa.field("speaker_start_offset", pa.int32()),
        pa.field("speaker_end_offset", pa.int32()),
        pa.field("speaker_name", pa.string()),
        pa.field("speaker_type", pa.string()),
        pa.field("speaker_role", pa.string()),
        pa.field("speaker_organization", pa.string()),
        pa.field("cue", pa.string()),
        pa.field("confidence", pa.float64()),
        pa.field("method", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("start_offset", pa.int32(), nullable=False),
        pa.field("end_offset", pa.int32(), nullable=False),
        pa.field("spans", pa.list_(_span)),
        pa.field("word_count", pa.int64(), nullable=False),
        pa.field("repeats_position", pa.int32()),
        pa.field("paragraph_position", pa.int32()),
    ]
)

#: One row per anchor, image or embed of a post-like document.
LINKS = pa.schema(
    [
        *_key,
        pa.field("position", pa.int32(), nullable=False),
        pa.field("url", pa.string(), nullable=False),
        pa.field("anchor_text", pa.string()),
        pa.field("rel", pa.string()),
        pa.field("link_kind", pa.string(), nullable=False),
        pa.field("start_offset", pa.int32(), nullable=False),
        pa.field("block_position", pa.int32()),  # null when it stands between blocks
    ]
)

#: Table name to schema, in the order in which the tables are written: texts last, because a row there says "done".
SCHEMAS: dict[str, pa.Schema] = {
    "heads": HEADS,
    "word_counts": WORD_COUNTS,
    "quotations": QUOTATIONS,
    "links": LINKS,
    "texts": TEXTS,
}
