"""Documents of a file: each admitted and given to its site, or rejected with its place."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingestion.chunks import UNKNOWN, Rejection
from ingestion.commenters import without_commenter
from ingestion.documents import Document, admit, status_rejection
from ingestion.errors import DocumentRejectedError
from ingestion.files.texts import Damage, Text, read_texts
from ingestion.rejections import unforeseen
from ingestion.site_directory import LinksDisagreeError, SiteDirectory
from ingestion.urls import parse_url

#: Keeps a traceback: takes what it is about and the text.
KeepTraceback = Callable[[str, str], object]


@dataclass(frozen=True, slots=True)
class LocatedDocument:
    """A document with its site, and its figures for the ledger."""

    site: str
    document: Document
    byte_count: int
    is_repaired: bool


def read_documents(
    path: Path, directory: SiteDirectory, keep_traceback: KeepTraceback | None = None
) -> Iterator[LocatedDocument | Rejection]:
    """Yield the documents and rejections of a file."""
    origin = printable(path)

    def reject(error: DocumentRejectedError, text: Text | None = None, *, is_public: bool = True) -> Rejection:
        if error.reason_code == "unforeseen" and keep_traceback is not None:
            keep_traceback("files", "".join(traceback.format_exception(error)))
        return Rejection.of(
            error,
            origin=origin,
            line=text.line if text else None,
            content=text.content if text and is_public else b"",
            site=directory.site_of(error.link) if error.link else None,
            rest_base=error.rest_base,
        )

    try:
        for text in read_texts(path):
            if isinstance(text, Damage):
                yield Rejection(
                    origin=origin,
                    line=text.line,
                    reason_code=text.reason_code,
                    reason=text.reason,
                    content=text.content,
                )
                continue
            try:
                found = _locate(text, admit(text.content), directory)
            except DocumentRejectedError as error:
                found = reject(error, text)
            except Exception as failure:  # noqa: BLE001 - whatever it is, it is this document's
                found = reject(unforeseen(failure), text)
            yield found
            if isinstance(found, LocatedDocument) and (error := status_rejection(found.document)):
                yield reject(error, text, is_public=False)
    except Exception as failure:  # noqa: BLE001 - whatever it is, it is this file's: the other files are read
        yield reject(unforeseen(failure))


def _locate(text: Text, document: Document, directory: SiteDirectory) -> LocatedDocument:
    """Assign a document to its site.

    Raises:
        DocumentRejectedError: It has no link that would name one, or its links name two.
    """
    # A root index names its own WordPress; it has no place in a list.
    self_link = f"{str(document.link).rstrip('/')}/wp-json/" if document.kind == "site" else document.self_link
    try:
        site = directory.site_of_document(document.link, self_link)
    except LinksDisagreeError as disagreement:
        raise DocumentRejectedError(
            "wrong_site",
            f"its link is at {_host(document.link)}, but its self link is at {_host(document.self_link)}: give one of "
            "them as old_hosts of the site in sites.toml if both are its own",
            link=document.link,
            rest_base=document.rest_base,
        ) from disagreement
    if site is None or site == UNKNOWN:
        if document.link and directory.has_name_of_another(document.link):
            why = f"{_host(document.link)} is the name that sites.toml gives to another site; rename that one"
        else:
            why = f"neither link nor self link of document {document.id} is a web address, so its site is unknown"
        raise DocumentRejectedError("unknown_site", why, rest_base=document.rest_base)
    anonymous = None if site in directory.with_commenters else without_commenter(document)
    is_repaired = text.is_repaired or anonymous is not None
    return LocatedDocument(site, anonymous or document, len(text.content), is_repaired)


def _host(link: str | None) -> str:
    return parse_url(str(link)).origin.host_and_port


def printable(path: str | Path) -> str:
    """Convert a path to text; bytes of a file name that are not UTF-8 are escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
