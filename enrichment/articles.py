"""One document to its rows in the five enriched tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import orjson

from enrichment.blocks import Reading, read_html, read_line
from enrichment.documents import Document, read_document
from enrichment.language import find_language
from enrichment.readability import score_readability
from enrichment.words import count_words, reading_minutes, split_sentences, split_words
from enrichment.yoast_words import count_yoast_words, follows_older_rule
from quotations import Article, Quotation, find_quotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enrichment.blocks import Reference

Row = dict[str, Any]

#: Kinds of blocks in which an article tells: sentences, paragraphs and readability are theirs.
PROSE = frozenset({"paragraph", "block_quote", "list_item", "live_update"})
#: Those of them that are paragraphs.
PARAGRAPHS = PROSE - {"list_item"}
#: Kinds whose words are the article's. Not counted: pull quotes (they repeat the body), code, shortcode remnants,
#: buttons, and what is embedded from elsewhere.
COUNTED = PROSE | {"heading", "figcaption", "citation", "table", "summary", "preformatted"}

_EMPTY = Reading("", [], [])
_NOT_COUNTED: Row = dict.fromkeys(
    (
        "word_count",
        "yoast_rule_word_count",
        "sentence_count",
        "paragraph_count",
        "quoted_word_count",
        "quoted_share",
        "reading_minutes",
        "readability_score",
    )
)


def enrich_document(kind: str, fields: object) -> dict[str, list[Row]]:
    """Return the rows of one document of a kind, parsed from JSON, by table and without their key columns."""
    document = read_document(kind, fields)
    reading = read_html(document.content) if document.content else _EMPTY
    is_post = document.kind == "post"
    language, language_source = find_language(document.head, reading.text or document.description or "")
    made: dict[str, list[Row]] = {"texts": [_text_row(document, reading, language, language_source)]}
    if document.head_html and not document.has_json_head:
        head = orjson.dumps(document.head).decode()
        made["heads"] = [{"head_json": head, "is_rebuilt": bool(document.head)}]
    if is_post and document.is_protected:
        made["word_counts"] = [dict(_NOT_COUNTED)]
    elif is_post:
        quotations = find_quotations(
            Article(reading.text, reading.blocks, language, document.author_names, document.tag_names)
        )
        made["quotations"] = [_quotation_row(quotation) for quotation in quotations]
        made["word_counts"] = [_word_row(document, reading, language, quotations)]
        made["links"] = list(_link_rows(reading.references, document.link))
    return made


def _line(html: str | None) -> str | None:
    return None if html is None else read_line(html)


def _text_row(document: Document, reading: Reading, language: str | None, language_source: str) -> Row:
    return {
        "title_text": _line(document.title),
        "excerpt_text": _line(document.excerpt),
        "description_text": _line(document.description),
        "text": None if document.content is None else reading.text,
        "blocks": [
            {
                "position": position,
                "kind": block.kind,
                "start_offset": block.start,
                "end_offset": block.end,
                "level": block.level,
            }
            for position, block in enumerate(reading.blocks, 1)
        ],
        "language": language,
        "language_source": language_source,
        "is_protected": document.is_protected,
    }


def _word_row(document: Document, reading: Reading, language: str | None, quotations: Iterable[Quotation]) -> Row:
    word_count = sentence_count = paragraph_count = 0
    prose_words: list[str] = []
    for block in reading.blocks:
        if block.kind not in COUNTED:
            continue
        text = reading.text[block.start : block.end]
        words = split_words(text)
        word_count += len(words)
        if block.kind in PROSE:
            prose_words += words
            sentence_count += len(split_sentences(text, language))
        paragraph_count += block.kind in PARAGRAPHS
    quoted_word_count = sum(count_words(reading.text[a:b]) for a, b in _quoted_stretches(reading, quotations))
    return {
        "word_count": word_count,
        "yoast_rule_word_count": count_yoast_words(
            document.title or "", document.content or "", is_older=follows_older_rule(document.head_html)
        ),
        "sentence_count": sentence_count,
        "paragraph_count": paragraph_count,
        "quoted_word_count": quoted_word_count,
        "quoted_share": round(min(quoted_word_count / word_count, 1.0), 4) if word_count else None,
        "reading_minutes": reading_minutes(word_count, language),
        "readability_score": score_readability(prose_words, sentence_count, language),
    }


def _quoted_stretches(reading: Reading, quotations: Iterable[Quotation]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of text that quote someone's words, each once, within the blocks that count."""
    spans = sorted(
        span
        for quotation in quotations
        if quotation.speech_type in {"direct", "mixed"} and quotation.quote_kind != "pull"
        for span in quotation.spans
    )
    counted = [block for block in reading.blocks if block.kind in COUNTED]
    done = 0
    for start, end in spans:
        for block in counted:
            first, last = max(start, done, block.start), min(end, block.end)
            if first < last:
                yield first, last
        done = max(done, end)


def _quotation_row(quotation: Quotation) -> Row:
    row = {name: getattr(quotation, name) for name in Quotation.__slots__}
    row["spans"] = [{"start_offset": start, "end_offset": end} for start, end in quotation.spans]
    return row


def _link_rows(references: Iterable[Reference], base: str | None) -> Iterator[Row]:
    for position, reference in enumerate(references, 1):
        yield {
            "position": position,
            "url": resolve(reference.url, base),
            "anchor_text": reference.text,
            "rel": reference.rel,
            "link_kind": reference.kind,
            "start_offset": reference.start,
            "block_position": reference.block,
        }


def resolve(url: str, base: str | None) -> str:
    """Return the absolute address; what is no address at all stays as it was written.

    Of data addresses only the media type is kept: the rest is the picture itself.
    """
    if url[:5].lower() == "data:":
        return url.partition(",")[0]
    try:
        return urljoin(base or "", url)
    except ValueError:  # such as a bracket without its pair: nobody can follow it, and it is the author's text
        return url
