"""Errors of documents that are rejected, in words that say what is wrong with them."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from ingestion.errors import DocumentRejectedError
from ingestion.kinds import NAMES


def unforeseen(failure: Exception) -> DocumentRejectedError:
    """Make the error for a document whose reading raised what nobody foresaw; that is its cause."""
    frames = traceback.extract_tb(failure.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    what = traceback.format_exception_only(failure)[-1].strip()[:200]
    rejection = DocumentRejectedError(
        "unforeseen", f"reading it ended with {what}{where}: a defect of Pressgraph; please report it with the document"
    )
    rejection.__cause__ = failure
    return rejection


@contextmanager
def unforeseen_is_rejected() -> Iterator[None]:
    """Keep an exception that nobody foresaw to the document that raised it."""
    try:
        yield
    except DocumentRejectedError:
        raise
    except Exception as failure:  # whatever it is, one document does not stop the others
        raise unforeseen(failure) from failure


def wrong_kind(
    kinds: tuple[str, ...], but: str, *, link: str | None = None, rest_base: str | None = None
) -> DocumentRejectedError:
    """Make the error for a document whose shape and list disagree."""
    return DocumentRejectedError(
        "wrong_kind", f"it looks like {NAMES[kinds[0]]}, but {but}", link=link, rest_base=rest_base
    )


def not_wordpress(content: dict[str, Any]) -> DocumentRejectedError:
    """Make the error for an object without the shape of a document."""
    code, message = content.get("code"), content.get("message")
    if isinstance(code, str) and isinstance(message, str):
        return DocumentRejectedError("error_answer", f"an error response of WordPress, {code[:80]}: {message[:200]}")
    keys = ", ".join(sorted(content)[:8])
    what = f"not a WordPress document: its keys are {keys or 'none'}"[:300]
    if "id" in content:
        what += (
            "; add to `_fields` of an export `id`, `type` and `link` of posts, `taxonomy`, `name` and `link` of terms"
        )
    return DocumentRejectedError("not_wordpress", what)


def describe_bad_id(content: dict[str, Any]) -> str:
    """Describe an id that is not a 64-bit integer."""
    if "id" not in content:
        return "it has no id"
    id_ = content["id"]
    shown = "a list or an object" if isinstance(id_, list | dict) else orjson.dumps(id_).decode()[:60]
    return f"its id is {shown}, not a 64-bit integer"
