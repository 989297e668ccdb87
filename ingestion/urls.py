"""Parse and normalize URLs, whatever their source.

A URL comes from settings, a command line, a header, a tag, a redirect or a document, and can be spelled in many ways.
URLs are compared only in the normal form made here (which origin gets the credentials, which site a link belongs to).
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urljoin

import idna

_DEFAULT_PORTS = {"http": 80, "https": 443}

#: Longer URLs are refused; most servers refuse them too.
_MAX_LENGTH = 8192

# RFC 3986, appendix B. A backslash ends the authority: browsers read it as a slash, others as part of a user name.
_PARTS = re.compile(r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?(?://(?P<authority>[^/?#\\]*))?(?P<rest>[^#]*)", re.S)
_UNUSABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_AUTHORITY = re.compile(r"(?:\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<name>[^\[\]:\s]+))(?::(?P<port>[0-9]{0,5}))?")
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")


class InvalidUrlError(ValueError):
    """The text is not an http(s) URL, or it contains credentials; the message does not repeat them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port of a URL (RFC 6454): the scope of credentials.

    Attributes:
        scheme: `http` or `https`.
        host: Lower case, ASCII (IDNA), without a trailing dot; an IPv6 address without its brackets.
        port: Always set; the scheme's default where the URL has none.
    """

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self._is_default_port else f":{self.port}")

    @property
    def _is_default_port(self) -> bool:
        return self.port == _DEFAULT_PORTS[self.scheme]

    @property
    def is_secure(self) -> bool:
        """Whether it is https."""
        return self.scheme == "https"

    @property
    def host_and_port(self) -> str:
        """The host, with the port unless it is the scheme's default."""
        return self.host if self._is_default_port else f"{self.host}:{self.port}"

    @property
    def site_key(self) -> tuple[str, int | None]:
        """The host without `www.`, and the port unless it is the default; equal for URLs of one site."""
        return self.host.removeprefix("www."), None if self._is_default_port else self.port


@dataclass(frozen=True, slots=True)
class Url:
    """A URL in normal form, without its fragment.

    Attributes:
        origin: Scheme, host and port.
        path: As written; may be empty.
        query: As written, with its `?`; may be empty.
    """

    origin: Origin
    path: str = ""
    query: str = ""

    def __str__(self) -> str:
        return f"{self.origin}{self.path}{self.query}"

    @property
    def folder(self) -> str:
        """The path ending in a slash."""
        return self.path.rstrip("/") + "/"

    def join(self, reference: str) -> Url:
        """Resolve a reference found on the page at this URL.

        Raises:
            InvalidUrlError: The reference is not valid.
        """
        return parse_url(reference, base=self)

    def secured_like(self, page: Url) -> Url:
        """Upgrade to https if the page was served over https: a site behind a proxy may still call itself http.

        The port is then that of the page, unless this URL names another one.
        """
        origin, own = self.origin, page.origin
        if own.is_secure and not origin.is_secure and origin.port in {_DEFAULT_PORTS["http"], own.port}:
            return replace(self, origin=Origin("https", origin.host, own.port))
        return self


def parse_url(text: str, *, base: Url | None = None) -> Url:
    """Parse a URL into its normal form.

    Args:
        text: The URL; with `base` it may be relative.
        base: URL of the page the text was found on.

    Raises:
        InvalidUrlError: It is not an http(s) URL, or it contains a user name.
    """
    text = text.strip()
    found = _PARTS.match(text)
    if found is None or len(text) > _MAX_LENGTH or _UNUSABLE.search(text):
        raise InvalidUrlError(f"{_shown(text)} is not a valid web address.")
    scheme, authority, rest = (found["scheme"] or "").lower(), found["authority"], found["rest"]
    if base is not None and not scheme:
        if authority is None:
            return _split_rest(base.origin, urljoin((base.path or "/") + base.query, rest)) if rest else base
        scheme = base.origin.scheme
    if scheme not in _DEFAULT_PORTS:
        what = f"{scheme}:// is not a web address" if scheme and authority else f"{_shown(text)} is not a web address"
        raise InvalidUrlError(f"{what}. Give one that begins with https:// or http://.")
    return _split_rest(_parse_origin(scheme, authority or ""), rest)


@lru_cache(maxsize=4096)  # links are many, and their hosts few
def _parse_origin(scheme: str, authority: str) -> Origin:
    """Parse the origin from a scheme and an authority."""
    if "@" in authority:
        raise InvalidUrlError(
            "The address carries a user name or password. Leave them out; name the environment variables that hold "
            "them in sites.toml (username_env, password_env)."
        )
    if not authority or authority.startswith(":"):
        raise InvalidUrlError("The address names no host. Give one such as https://www.example.org.")
    found = _AUTHORITY.fullmatch(authority)
    port = int(found["port"] or _DEFAULT_PORTS[scheme]) if found else 0
    if found is None or not 0 < port < 65536:
        raise InvalidUrlError(f"{_shown(authority)} is not a usable host and port of a web address.")
    return Origin(scheme, _parse_ipv6(found["ipv6"]) if found["ipv6"] else _parse_name(found["name"]), port)


def _parse_ipv6(text: str) -> str:
    try:
        return str(ipaddress.IPv6Address(text))
    except ValueError as error:
        raise InvalidUrlError(f"{_shown(text)} is not a usable host of a web address.") from error


def _parse_name(text: str) -> str:
    """Normalize a host name: lower case, ASCII, without a trailing dot."""
    try:
        name = text.lower() if text.isascii() else idna.encode(text, uts46=True).decode("ascii")
        if "xn--" in name:
            idna.decode(name.removesuffix("."))  # some clients fail on a name that looks like IDNA but is not valid
    except UnicodeError as error:
        raise InvalidUrlError(f"{_shown(text)} is not a usable host of a web address.") from error
    name = name.removesuffix(".")
    if not _NAME.fullmatch(name) or len(name) > 253:
        raise InvalidUrlError(f"{_shown(text)} is not a usable host of a web address.")
    return name


def _split_rest(origin: Origin, rest: str) -> Url:
    path, mark, query = rest.partition("?")
    if path.startswith("\\"):
        raise InvalidUrlError("The address has a backslash after its host. Write it with slashes.")
    return Url(origin, path if path.startswith("/") or not path else f"/{path}", mark + query)


def _shown(text: str) -> str:
    """Shorten a text for an error message: printable, and without what precedes an `@`."""
    _, at, host = text.rpartition("@")
    return ascii((f"***@{host}" if at else text)[:200])


def without_www(host: str) -> str:
    """Return the host without a leading `www.`."""
    return host.removeprefix("www.")
