"""`python -m enrichment.quotations < documents.jsonl > quotations.jsonl`, one object a line.

In: `{"doc_id", "text"}`, and where known `language`, `author_names`, `tag_names`. Out: `{"doc_id", "quotes": [...],
"not_quotations": [...]}` in the format that `score_quotes.py` reads.
"""

from __future__ import annotations

import sys
from typing import Any

import orjson

from enrichment.quotations import Article, Quotation, find_quotations


def as_scored(quotation: Quotation) -> dict[str, Any]:
    """One quotation in the scorer's words."""
    return {
        "start": quotation.start_offset,
        "end": quotation.end_offset,
        "spans": quotation.spans,
        "text": quotation.quote_text,
        "speaker_text": quotation.speaker_text or "",
        "speaker_start": quotation.speaker_start_offset,
        "speaker_end": quotation.speaker_end_offset,
        "speaker_name": quotation.speaker_name or "",
        "speaker_type": quotation.speaker_type,
        "speaker_role": quotation.speaker_role,
        "speaker_organization": quotation.speaker_organization,
        "cue": quotation.cue or "",
        "type": quotation.speech_type,
        "kind": quotation.quote_kind,
        "confidence": quotation.confidence,
        "rule": quotation.method,
    }


def read_document(document: dict[str, Any]) -> dict[str, Any]:
    """Find one document's quotations."""
    article = Article(
        text=document["text"],
        language=document.get("language", "en"),
        author_names=document.get("author_names", ()),
        tag_names=document.get("tag_names", ()),
    )
    quotes, others = [], []
    for quotation in find_quotations(article):
        if quotation.quote_kind in {"not_a_quotation", "pull"} or quotation.speech_type == "declined":
            others.append(as_scored(quotation) | {"reason": quotation.reason})
        else:
            quotes.append(as_scored(quotation))
    return {"doc_id": document["doc_id"], "quotes": quotes, "not_quotations": others}


def main() -> int:
    """Read documents from standard input and write their quotations to standard output."""
    for line in sys.stdin.buffer:
        if line.strip():
            sys.stdout.buffer.write(orjson.dumps(read_document(orjson.loads(line))) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
