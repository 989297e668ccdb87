"""Keep credentials out of what is printed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

_REDACTED = "***"
# Bounded: a long word would be tried from each of its letters to its end.
_IN_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,20}://)[^/\s@'\"]+@")
_IN_HEADER = re.compile(r"(?i)\b(basic|bearer)\s+[A-Za-z0-9+/._~=-]{8,}")
_SECRET_NAME = re.compile(r"(?i)(password|passwd|secret|token|api_?key|credential)")


def redact(text: str, environment: Mapping[str, str] | None = None) -> str:
    """Return the text without credentials: those in URLs, in authorization headers, and secrets of the environment.

    Args:
        text: What is about to be printed.
        environment: Where secrets may be: values of variables whose names say so. None means the process's own.
    """
    text = _IN_URL.sub(rf"\g<scheme>{_REDACTED}@", text)
    text = _IN_HEADER.sub(rf"\1 {_REDACTED}", text)
    for name, value in (os.environ if environment is None else environment).items():
        if len(value) >= 6 and _SECRET_NAME.search(name):
            text = text.replace(value, _REDACTED)
    return text
