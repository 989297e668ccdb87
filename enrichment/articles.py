"""One document to its row: texts, blocks, language, head, word counts, quotations and links."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import orjson

from enrichment.blocks import HtmlText, read_html, read_line
from enrichment.documents import DocumentParts, read_document
from enrichment.language import find_language, find_script
from enrichment.markup import MOST_CHARACTERS, bound_markup
from enrichment.readability import score_readability
from enrichment.schemas import WORD_COUNTS
from enrichment.words import count_words, reading_minutes, split_sentences, split_words
from enrichment.yoast_words import count_yoast_words, follows_older_rule
from quotations import BEYOND_LIMIT, Article, Quotation, find_quotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enrichment.blocks import Reference
    from enrichment.frames import Row

#: Kinds of blocks that hold running text: sentences, paragraphs and readability are counted in these.
PROSE = frozenset({"paragraph", "block_quote", "list_item", "live_update"})
#: Kinds of running text that count as paragraphs.
PARAGRAPHS = PROSE - {"list_item"}
#: Kinds whose words are the article's. Not counted: pull quotes (they repeat the body), code, shortcode remnants,
#: buttons, and what is embedded from elsewhere.
COUNTED = PROSE | {"heading", "figcaption", "citation", "table", "summary", "preformatted"}
#: Kinds whose words are in the article's language: no code.
IN_A_LANGUAGE = COUNTED - {"preformatted"}
#: How many times the running text the headings may be, in characters; with more the article is set in headings.
MOST_HEADINGS = 3
#: Characters of text beside which a title tells nothing more of the language.
ENOUGH_TEXT = 300
#: Links, images and embeds of one document.
MOST_LINKS = 50_000

_EMPTY = HtmlText("", [], [])
_NOT_COUNTED: Row = dict.fromkeys(field.name for field in WORD_COUNTS.fields)


def enrich_document(kind: str, fields: object) -> Row:
    """Return one row of `DOCUMENT_COLUMNS` for a document of a kind, parsed from JSON, whatever its shape."""
    document = read_document(kind, fields)
    html = _as_prose(read_html(document.content)) if document.content else _EMPTY
    texts = _text_columns(document, html)
    evidence = _language_evidence(document, html, texts)
    language, language_source = find_language(document.head, evidence, document.lang)
    row: dict[str, Any] = {
        **texts,
        "language": language,
        "language_source": language_source,
        "script": find_script(evidence),
        "is_protected": document.is_protected,
        "is_read_in_part": html.is_partial or _exceeds_limits(document),
        "head": _head(document),
        "word_counts": None,
        "quotations": [],
        "links": [],
    }
    if document.kind == "post" and document.content is None:
        row["word_counts"] = _NOT_COUNTED
    elif document.kind == "post":
        quotations = find_quotations(
            Article(html.text, html.blocks, language, document.author_names, document.tag_names)
        )
        row["quotations"] = [_quotation_fields(quotation) for quotation in quotations]
        row["is_read_in_part"] |= len(html.references) > MOST_LINKS or any(
            quotation.method == BEYOND_LIMIT for quotation in quotations
        )
        row["word_counts"] = _count(document, html, language, quotations)
        row["links"] = list(_link_fields(html.references[:MOST_LINKS], document.link))
    return row


def _exceeds_limits(document: DocumentParts) -> bool:
    """Say whether a limit leaves a part of a document's other texts unread."""
    parts = (document.title, document.excerpt, document.description, document.head_html)
    return any(bound_markup(part)[1] for part in parts if part)


def _as_prose(html: HtmlText) -> HtmlText:
    """Return an article that is set in headings with paragraphs in their place.

    Headings that hold more than three times what the running text does are not its headings: editors use them for their
    size.
    """
    headings = sum([block.end - block.start for block in html.blocks if block.kind == "heading"])
    if not headings or headings <= MOST_HEADINGS * sum(
        [block.end - block.start for block in html.blocks if block.kind in PROSE]
    ):
        return html
    blocks = [
        replace(block, kind="paragraph", level=None) if block.kind == "heading" else block for block in html.blocks
    ]
    return replace(html, blocks=blocks)


def _line(html: str | None) -> str | None:
    return None if html is None else read_line(html)


def _text_columns(document: DocumentParts, html: HtmlText) -> Row:
    return {
        "title_text": _line(document.title),
        "excerpt_text": _line(document.excerpt),
        "description_text": _line(document.description),
        "text": None if document.content is None else html.text,
        "blocks": [
            {
                "position": position,
                "kind": block.kind,
                "start_offset": block.start,
                "end_offset": block.end,
                "level": block.level,
            }
            for position, block in enumerate(html.blocks, 1)
        ],
    }


def _language_evidence(document: DocumentParts, html: HtmlText, texts: Row) -> str:
    """Return the text that shows a document's language: without code and embeds, with the title where it is short.

    Titles of other kinds are names of files and people.
    """
    text = "\n".join(html.text[block.start : block.end] for block in html.blocks if block.kind in IN_A_LANGUAGE)
    if len(text) >= ENOUGH_TEXT:
        return text
    title = texts["title_text"] if document.kind == "post" else None
    return "\n".join(filter(None, (title, text or texts["description_text"])))


def _head(document: DocumentParts) -> Row | None:
    """Return the head rebuilt from HTML or from another plugin's; None where Yoast's came as JSON or none came."""
    if document.has_json_head or (not document.head_html and document.head is None):
        return None
    return {"head_json": orjson.dumps(document.head).decode(), "is_rebuilt": bool(document.head)}


def _count(document: DocumentParts, html: HtmlText, language: str | None, quotations: Iterable[Quotation]) -> Row:
    word_count = sentence_count = paragraph_count = line_count = 0
    prose_words: list[str] = []
    for block in html.blocks:
        if block.kind not in COUNTED:
            continue
        text = html.text[block.start : block.end]
        words = split_words(text)
        word_count += len(words)
        if block.kind in PROSE:
            prose_words += words
            sentence_count += len(split_sentences(text, language))
        if block.kind in PARAGRAPHS:
            paragraph_count += 1
            line_count += text.count("\n") + 1
    if paragraph_count == 1:  # bare lines with `<br>` between them are the paragraphs
        paragraph_count = line_count
    quoted_word_count = sum(count_words(html.text[a:b]) for a, b in _quoted_spans(html, quotations))
    return {
        "word_count": word_count,
        "yoast_rule_word_count": count_yoast_words(
            (document.title or "")[:MOST_CHARACTERS],
            (document.content or "")[:MOST_CHARACTERS],
            is_older=follows_older_rule(document.head_html),
        ),
        "sentence_count": sentence_count,
        "paragraph_count": paragraph_count,
        "quoted_word_count": quoted_word_count,
        "quoted_share": round(min(quoted_word_count / word_count, 1.0), 4) if word_count else None,
        "reading_minutes": reading_minutes(word_count, language),
        "readability_score": score_readability(prose_words, sentence_count, language),
    }


def _quoted_spans(html: HtmlText, quotations: Iterable[Quotation]) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) spans that quote someone's words, without overlap, within the blocks that are counted."""
    spans = sorted(
        span
        for quotation in quotations
        if quotation.speech_type in {"direct", "mixed"} and quotation.quote_kind not in {"pull", "embedded"}
        for span in quotation.spans
    )
    counted = [block for block in html.blocks if block.kind in COUNTED]
    done = passed = 0
    for start, end in spans:
        while passed < len(counted) and counted[passed].end <= start:
            passed += 1
        at = passed
        while at < len(counted) and counted[at].start < end:
            first, last = max(start, done, counted[at].start), min(end, counted[at].end)
            if first < last:
                yield first, last
            at += 1
        done = max(done, end)


def _quotation_fields(quotation: Quotation) -> Row:
    row: dict[str, Any] = {name: getattr(quotation, name) for name in Quotation.__slots__}
    row["spans"] = [{"start_offset": start, "end_offset": end} for start, end in quotation.spans]
    return row


def _link_fields(references: Iterable[Reference], base: str | None) -> Iterator[Row]:
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
    """Return the absolute URL; what is not a valid URL is returned as it was written.

    Of a data URL only the media type is kept: the rest is the picture itself.
    """
    if url[:5].lower() == "data:":
        return url.partition(",")[0]
    try:
        return urljoin(base or "", url)
    except ValueError:  # such as a bracket without its pair: nobody can follow it, and it is the author's text
        return url
