"""Personal data of those who comment: not read, and cut from files, unless a site's settings say otherwise."""

from __future__ import annotations

from dataclasses import replace

import orjson

from ingestion.documents import Document
from ingestion.json_text import hash_document, parse_object

#: Fields of a comment that say who wrote it. WordPress shows some of them to visitors, exports and accounts the rest.
COMMENTER_FIELDS = frozenset(
    {"author_name", "author_url", "author_email", "author_ip", "author_user_agent", "author_avatar_urls"}
)


def without_commenter(document: Document) -> Document | None:
    """Return a comment without what says who wrote it; null if it is none, or says nothing of that.

    A comment by somebody with an account keeps the account's number.
    """
    if document.kind != "comment" or document.text is None:
        return None
    content = parse_object(document.text)
    if COMMENTER_FIELDS.isdisjoint(content):
        return None
    kept = {key: value for key, value in content.items() if key not in COMMENTER_FIELDS}
    text = orjson.dumps(kept)
    document_hash = hash_document(kept, text, kind="comment", link=document.link, rest_base=document.rest_base)
    return replace(document, text=text, document_hash=document_hash)
