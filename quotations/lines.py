"""One document in, its quotations out, as lines of JSON: the format of `python -m quotations`."""

from __future__ import annotations

import re
from typing import Any

import orjson

from quotations.engine import find_quotations
from quotations.model import Article, Quotation


def as_scored(quotation: Quotation) -> dict[str, Any]:
    """Return one quotation in the scorer's words."""
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
        "speaker_kind": quotation.speaker_kind,
        "speaker_role": quotation.speaker_role,
        "speaker_organization": quotation.speaker_organization,
        "cue": quotation.cue or "",
        "type": quotation.speech_type,
        "kind": quotation.quote_kind,
        "confidence": quotation.confidence,
        "rule": quotation.method,
    }


class LineUnreadableError(ValueError):
    """A line of standard input is not a document: mend the line that the message names."""


_LANGUAGE = re.compile(r"[a-z]{2,3}")


def parse_line(line: bytes) -> dict[str, Any]:
    """Return the document of one line.

    Raises:
        LineUnreadableError: the line is not a JSON object, or a field is missing or of another type.
    """
    try:
        document = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        msg = f"not valid JSON ({error})"
        raise LineUnreadableError(msg) from error
    if not isinstance(document, dict):
        msg = f"expected an object with doc_id and text, got {type(document).__name__}"
        raise LineUnreadableError(msg)
    for field, is_right, expected in (
        ("doc_id", isinstance(document.get("doc_id"), str | int), "a string or a number"),
        ("text", isinstance(document.get("text"), str), "a string"),
        ("language", _is_language(document.get("language")), 'a code such as "en", or null'),
        ("author_names", _are_names(document.get("author_names", [])), "a list of strings"),
        ("tag_names", _are_names(document.get("tag_names", [])), "a list of strings"),
    ):
        if not is_right:
            found = f"got {type(document[field]).__name__}" if field in document else "it is missing"
            msg = f"`{field}` must be {expected}; {found}"
            raise LineUnreadableError(msg)
    return document


def _is_language(value: object) -> bool:
    return value is None or (isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None)


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


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
        if quotation.quote_kind in {"not_a_quotation", "pull", "embedded"} or quotation.speech_type == "declined":
            others.append(as_scored(quotation) | {"reason": quotation.reason})
        else:
            quotes.append(as_scored(quotation))
    return {"doc_id": document["doc_id"], "quotes": quotes, "not_quotations": others}
