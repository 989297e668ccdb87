"""A site's user name and application password: sent to one origin only, and kept out of messages."""

from __future__ import annotations

import base64
import html
import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

from ingestion.sites import Site
from ingestion.urls import Origin
from ingestion.wordpress.errors import InsecureCredentialsError, MissingCredentialsError
from ingestion.wordpress.hosts import is_loopback

#: As many characters of a password in a row are never shown.
_PART = 8

_PERCENT = re.compile(r"%[0-9A-F]{2}")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Credentials for one origin.

    Attributes:
        origin: Scheme, host and port they belong to.
    """

    origin: Origin
    _authorization: str = field(repr=False)

    def headers_for(self, origin: Origin) -> dict[str, str]:
        """Return the header for a request to an origin; empty for any other origin."""
        return {"Authorization": self._authorization} if origin == self.origin else {}


def read_credentials(site: Site, origin: Origin, addresses: Sequence[str]) -> Credentials | None:
    """Read the credentials of a site; null if it has none.

    Args:
        site: Its settings, which name the environment variables.
        origin: Origin of its url.
        addresses: IP addresses of its host.

    Raises:
        MissingCredentialsError: A variable is not set.
        InsecureCredentialsError: The password would travel over plain http to another machine.
    """
    if site.username_env is None or site.password_env is None:
        return None
    user, password = _variable(site, site.username_env), _variable(site, site.password_env)
    if not origin.is_secure and not all(is_loopback(address) for address in addresses):
        raise InsecureCredentialsError(
            f"{site.name} has credentials and a plain http address ({site.url}). Give its https address: over http "
            "anyone on the network path could read the password."
        )
    return Credentials(origin, f"Basic {_token(user, password)}")


def redact(site: Site, text: str) -> str:
    """A text for a reader without the site's credentials, or any eight characters of them, should a server echo them.

    Parts count because a server may cut its echo off anywhere. The user name counts as a word of its own, not as part
    of an address: a site may have the name of its account.
    """
    user, password = _values(site)
    content = _mask(text.encode("utf-8", "surrogatepass"), _parts_of(_spellings(user, password)))
    return _without_user(content, user, part_of_a_word=rb"A-Za-z0-9_./-").decode("utf-8", "surrogatepass")


def redact_body(site: Site, body: bytes, *, is_data: bool) -> bytes:
    """The body of a response without the site's credentials.

    Of a document only a whole password or token is taken out, and none of fewer than eight characters: it may be a
    word. What is not a document is only ever shown, so parts and the user name are taken out as well.

    Args:
        site: Whose credentials were sent.
        body: The whole body, decompressed.
        is_data: Whether the response says it is an answer, not an error.
    """
    user, password = _values(site)
    spellings = _spellings(user, password)
    if is_data and body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        return _mask(body, {spelling for spelling in spellings if len(spelling) >= _PART})
    return _without_user(_mask(body, _parts_of(spellings)), user, part_of_a_word=rb"A-Za-z0-9_")


def _without_user(content: bytes, user: str, *, part_of_a_word: bytes) -> bytes:
    """The content with stars for the user name; one of two letters stays, for it is found in everything."""
    for name in _forms(user) if len(user) > 2 else ():
        word = rb"(?<![%b])%b(?![%b])" % (part_of_a_word, re.escape(name), part_of_a_word)
        content = re.sub(word, b"***", content)
    return content


def _values(site: Site) -> tuple[str, str]:
    """User name and password; empty where the site has none or a variable is not set."""
    user, password = (os.environ.get(name or "", "") for name in (site.username_env, site.password_env))
    return user, password


def _spellings(user: str, password: str) -> set[bytes]:
    """How a response may spell the password, alone or in the header."""
    if not password:
        return set()
    # WordPress shows application passwords in groups of four and takes them without the blanks too.
    words = (password, password.replace(" ", ""))
    encoded = {base64.b64encode(word.encode()) for word in (*words, f"{user}:{password}")}
    encoded |= {base64.urlsafe_b64encode(word.encode()) for word in (*words, f"{user}:{password}")}
    # The same letters behind one or two others, as in the token of another user name.
    encoded |= {base64.b64encode(b"x" * shift + password.encode())[4:-4] for shift in (1, 2)}
    forms = {form for word in words for form in _forms(word)}
    return {spelling for spelling in forms | encoded | {_quoted(token) for token in encoded} if spelling}


def _forms(text: str) -> set[bytes]:
    """A text as it is and as HTML, JSON, URLs and Python write it."""
    escaped = html.escape(text)
    forms = {text, repr(text)[1:-1], html.escape(text, quote=False), escaped}
    forms |= {escaped.replace("&#x27;", mark) for mark in ("&#039;", "&#39;")}
    quoted = {quote(text), quote(text, safe=""), quote_plus(text), quote(text, safe="!'()*~")}
    forms |= quoted | {_PERCENT.sub(lambda found: found[0].lower(), one) for one in quoted}
    in_json = {json.dumps(form, ensure_ascii=is_ascii)[1:-1] for form in forms for is_ascii in (True, False)}
    forms |= in_json | {form.replace("/", "\\/") for form in in_json}
    return {form.encode("utf-8", "surrogatepass") for form in forms if form}


def _quoted(token: bytes) -> bytes:
    return quote(token, safe="").encode()


def _parts_of(spellings: Iterable[bytes]) -> set[bytes]:
    """Every run of eight characters of each; a shorter one whole, if it is no word of two or three letters."""
    return {
        spelling[start : start + _PART]
        for spelling in spellings
        if len(spelling) > 3
        for start in range(max(1, len(spelling) - _PART + 1))
    }


def _mask(content: bytes, secrets: Iterable[bytes]) -> bytes:
    """The content with stars for each stretch that secrets cover, overlapping ones as one."""
    spans: list[tuple[int, int]] = []
    for secret in secrets:
        start = content.find(secret)
        while start >= 0:
            spans.append((start, start + len(secret)))
            start = content.find(secret, start + 1)
    kept, end = [], 0
    for start, stop in sorted(spans):
        if start > end or not kept:
            kept += [content[end:start], b"***"]
        end = max(end, stop)
    return b"".join([*kept, content[end:]])


def _token(user: str, password: str) -> str:
    """Encode user name and password for the header (RFC 7617)."""
    return base64.b64encode(f"{user}:{password}".encode()).decode("ascii")


def _variable(site: Site, name: str) -> str:
    """Read a required environment variable."""
    value = os.environ.get(name)
    if not value:
        raise MissingCredentialsError(
            f"The environment variable {name} is not set; sites.toml names it for {site.name}. Set it, or remove "
            "username_env and password_env to read what is public."
        )
    return value
