"""Web addresses: one parser for all of them, whoever wrote them.

An address comes from settings, a command line, a header, a tag, a redirect or a document, and each may be spelled in
many ways. Whatever is compared (which origin gets the credentials, which site a link belongs to) is compared in the
one form that is made here.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urljoin

import idna

_DEFAULT_PORTS = {"http": 80, "https": 443}

#: Longer addresses are refused; most servers refuse them too.
_MAX_LENGTH = 8192

# RFC 3986, appendix B. A backslash ends the authority: to browsers it is a slash, to others part of a user name.
_PARTS = re.compile(r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?(?://(?P<authority>[^/?#\\]*))?(?P<rest>[^#]*)", re.S)
_UNUSABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_AUTHORITY = re.compile(r"(?:\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<name>[^\[\]:\s]+))(?::(?P<port>[0-9]{0,5}))?")
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")


class InvalidUrlError(ValueError):
    """A text is not a web address, or it carries credentials; the message does not repeat them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What credentials belong to (RFC 6454).

    Attributes:
        scheme: `http` or `https`.
        host: Lower case, ASCII (IDNA), without a trailing dot; an IPv6 address without its brackets.
        port: Always stated.
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
        """The host, with its port where that is not the scheme's own."""
        return self.host if self._is_default_port else f"{self.host}:{self.port}"

    @property
    def site_key(self) -> tuple[str, int | None]:
        """The host without `www.`, and the port where it is not the scheme's own: what makes two addresses one site."""
        return self.host.removeprefix("www."), None if self._is_default_port else self.port


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in its one form, without a fragment.

    Attributes:
        origin: Scheme, host and port.
        path: As it was written; may be empty.
        query: As it was written, with its `?`; may be empty.
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

    def join(self, reference: str) -> Address:
        """The address that a page at this one means by `reference`.

        Raises:
            InvalidUrlError: It means none.
        """
        return parse_url(reference, base=self)

    def secured_like(self, page: Address) -> Address:
        """The same over https where the page came over https: a site behind a proxy may still call itself http.

        Its port is then the page's, unless the address names another one.
        """
        origin, own = self.origin, page.origin
        if own.is_secure and not origin.is_secure and origin.port in {_DEFAULT_PORTS["http"], own.port}:
            return replace(self, origin=Origin("https", origin.host, own.port))
        return self


def parse_url(text: str, *, base: Address | None = None) -> Address:
    """A web address in its one form.

    Args:
        text: The address; with `base` it may also be relative to it.
        base: Where the text was found.

    Raises:
        InvalidUrlError: It is not an http(s) address, or it carries a user name.
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
    """The origin that a scheme and an authority name."""
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
    """A host's name in lower case and ASCII, without the dot that may end it."""
    try:
        name = text.lower() if text.isascii() else idna.encode(text, uts46=True).decode("ascii")
        if "xn--" in name:
            idna.decode(name.removesuffix("."))  # what claims to be IDNA and is not, some clients fail on
    except UnicodeError as error:
        raise InvalidUrlError(f"{_shown(text)} is not a usable host of a web address.") from error
    name = name.removesuffix(".")
    if not _NAME.fullmatch(name) or len(name) > 253:
        raise InvalidUrlError(f"{_shown(text)} is not a usable host of a web address.")
    return name


def _split_rest(origin: Origin, rest: str) -> Address:
    path, mark, query = rest.partition("?")
    if path.startswith("\\"):
        raise InvalidUrlError("The address has a backslash behind its host. Write it with slashes.")
    return Address(origin, path if path.startswith("/") or not path else f"/{path}", mark + query)


def _shown(text: str) -> str:
    """A text as an error may show it: short, printable, and without what stands before an `@`."""
    _, at, host = text.rpartition("@")
    return ascii((f"***@{host}" if at else text)[:200])
