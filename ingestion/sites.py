"""The newsrooms of `sites.toml`, and which of them a document belongs to."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator

from ingestion.addresses import AddressInvalid, parse_address
from ingestion.documents import canonical_hash
from ingestion.envelope import REJECTION_SCHEMA
from ingestion.errors import SitesFileInvalid
from ingestion.extraction import UNKNOWN, Chunk, DocumentBatch, LedgerRow, ledger_table

# A name is the first part of every article_id (<site>/<rest_base>/<id>), and a host is a name too.
SiteName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9.:_-]*[a-z0-9])?$", max_length=253)]
RestBase = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]+$")]
EnvironmentName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]

_SITE_NAME = re.compile(r"[a-z0-9]([a-z0-9.:_-]*[a-z0-9])?")


class Site(BaseModel):
    """One newsroom.

    Attributes:
        name: Unique; lower case, may be a host.
        url: Where the site lives, with its path when WordPress is in a sub-directory; never with credentials. Kept in
            the one form of `parse_address`.
        timezone: IANA name, for sites whose root index is hidden or states no zone.
        include: Rest bases to fetch; null means all that are public.
        exclude: Rest bases not to fetch.
        article_types: Rest bases whose documents are articles.
        old_hosts: Hosts (or URLs) the site had before: links there are its own.
        requests_per_second: Most requests begun per second.
        max_connections: Most requests at once. Two help, four do not: the server's processor is the limit.
        allow_private: Whether the site may have a private or loopback address.
        username_env: Name of the environment variable that holds the user name.
        password_env: Name of the environment variable that holds the application password.
        contact: Mail address or page for the site's owner to reach us, sent in the User-Agent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: SiteName
    url: str
    timezone: str | None = None
    include: tuple[RestBase, ...] | None = None
    exclude: tuple[RestBase, ...] = ()
    article_types: tuple[RestBase, ...] = Field(default=("posts",), min_length=1)
    old_hosts: tuple[str, ...] = ()
    requests_per_second: float = Field(default=4.0, gt=0, le=1000)
    max_connections: int = Field(default=2, ge=1, le=32)
    allow_private: bool = False
    username_env: EnvironmentName | None = None
    password_env: EnvironmentName | None = None
    contact: str | None = None

    @field_validator("name")
    @classmethod
    def _is_not_reserved(cls, name: str) -> str:
        if name == UNKNOWN:
            raise ValueError(f"{UNKNOWN!r} is the name for what belongs to no known site; take another")
        return name

    @field_validator("url")
    @classmethod
    def _is_a_site(cls, url: str) -> str:
        address = parse_address(url)
        if address.query or "#" in url:
            raise ValueError("give the address of the site itself, without ? or #")
        return str(address)

    @field_validator("old_hosts")
    @classmethod
    def _are_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            parse_address(_as_url(host))
        return hosts

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, timezone: str | None) -> str | None:
        if timezone is not None:
            try:
                ZoneInfo(timezone)
            except (ZoneInfoNotFoundError, ValueError, OSError) as error:
                raise ValueError(f"{timezone!r} is no IANA time zone, such as Europe/London") from error
        return timezone

    @model_validator(mode="after")
    def _has_both_credentials_or_neither(self) -> Site:
        if (self.username_env is None) != (self.password_env is None):
            raise ValueError("username_env and password_env belong together: give both or neither")
        return self

    @property
    def addresses(self) -> tuple[str, ...]:
        """Its url and its old hosts, as URLs."""
        return (self.url, *(_as_url(host) for host in self.old_hosts))


class SiteDirectory:
    """Tells which site a link belongs to."""

    def __init__(self, sites: Iterable[Site]) -> None:
        prefixes: dict[str, list[tuple[str, str]]] = {}
        for site in sites:
            for address in site.addresses:
                place = parse_address(address)
                prefixes.setdefault(_without_www(place.origin.host_and_port), []).append((place.folder, site.name))
        # The longest path first: a site in a sub-directory wins over the one at the root of its host.
        self._prefixes = {host: sorted(paths, key=lambda path: -len(path[0])) for host, paths in prefixes.items()}

    def site_of(self, link: str) -> str | None:
        """Name of the site a link belongs to; the host itself where no site is configured for it.

        Null where the link is not a web address. `www.` makes no difference to a configured site.
        """
        try:
            address = parse_address(link)
        except AddressInvalid:
            return None
        host = address.origin.host_and_port
        for prefix, name in self._prefixes.get(_without_www(host), ()):
            if address.folder.startswith(prefix):
                return name
        return host if _SITE_NAME.fullmatch(host) else None


def load_sites(path: Path) -> list[Site]:
    """The sites of a `sites.toml`, in its order.

    Raises:
        SitesFileInvalid: The file cannot be read, is no TOML, or breaks a rule; it names every line concerned.
    """
    text = _read(path)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        raise SitesFileInvalid(path, [(line, f"is no TOML: {str(error).split(' (at ')[0]}")]) from error
    tables = content.get("sites", [])
    problems = [
        (_line_of(text, (key,)), f"unknown key {key!r}; a newsroom is a [[sites]] table")
        for key in content
        if key != "sites"
    ]
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SitesFileInvalid(path, [*problems, (_line_of(text, ("sites",)), "a newsroom is a [[sites]] table")])
    sites: list[Site] = []
    for number, table in enumerate(tables):
        try:
            sites.append(Site.model_validate(table))
        except ValidationError as error:
            # A list with one bad element is also reported as too short.
            first = {detail["loc"][:1]: detail for detail in reversed(error.errors(include_input=False))}
            problems += [_problem(text, number, table, detail) for detail in first.values()]
    if problems:
        raise SitesFileInvalid(path, problems)
    clashes = list(_clashes(text, sites))
    if clashes:
        raise SitesFileInvalid(path, clashes)
    return sites


def settings_chunk(sites: Iterable[Site], *, extraction_id: str, origin: str = "sites.toml") -> Chunk:
    """What the models must know of the sites' settings, as documents (rest_base `settings`, id 0) of `raw.sites`.

    Nothing secret: not even the names of the environment variables.
    """
    now = datetime.now(UTC)
    batch = DocumentBatch(extraction_id)
    rows = []
    for site in sites:
        settings = site.model_dump(include={"name", "url", "timezone", "article_types", "old_hosts"})
        text = orjson.dumps(settings, option=orjson.OPT_SORT_KEYS)
        batch.add(
            site=site.name,
            kind="site",
            rest_base="settings",
            id=0,
            state="present",
            modified_at=None,
            document=text,
            document_hash=canonical_hash(text),
            seen_at=now,
            origin=origin,
        )
        rows.append(
            LedgerRow(
                extraction_id=extraction_id,
                site=site.name,
                rest_base="settings",
                step=1,
                mode="full",
                status="complete",
                origin=origin,
                started_at=now,
                finished_at=now,
                expected_count=1,
                seen_count=1,
                received_bytes=len(text),
            )
        )
    return Chunk(batch.take(), ledger_table(rows), REJECTION_SCHEMA.empty_table())


def _read(path: Path) -> str:
    """The file's text with Unix line ends.

    Raises:
        SitesFileInvalid: It cannot be read, or is no UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise SitesFileInvalid(path, [(None, f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SitesFileInvalid(path, [(line, "is not UTF-8")]) from error


def _problem(text: str, number: int, table: dict[str, Any], detail: Any) -> tuple[int | None, str]:
    """Line and wording of one broken rule of the nth site; never the value, which may be a password."""
    name = table.get("name")
    who = f"site {name}" if isinstance(name, str) and len(name) < 100 else f"site number {number + 1}"
    what = detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "extra_forbidden":
        what = f"unknown key (known: {', '.join(Site.model_fields)}); credentials belong into environment variables"
    elif detail["type"] == "missing":
        what = "is missing"
    header: tuple[str | int, ...] = ("sites", number)
    if not detail["loc"]:
        return _line_of(text, header), f"{who}: {what}"
    key = str(detail["loc"][0])
    return _line_of(text, (*header, key) if key in table else header), f"{who}: {key}: {what}"


def _clashes(text: str, sites: Sequence[Site]) -> Iterable[tuple[int | None, str]]:
    """Names and addresses that two sites claim."""
    names: set[str] = set()
    owners: dict[tuple[str, str], str] = {}
    for number, site in enumerate(sites):
        if site.name in names:
            yield _line_of(text, ("sites", number, "name")), f"two sites are named {site.name}"
        names.add(site.name)
        for address in site.addresses:
            place = parse_address(address)
            host, path = place.origin.host_and_port, place.folder
            owner = owners.setdefault((_without_www(host), path), site.name)
            if owner != site.name:
                key = "url" if address == site.url else "old_hosts"
                line = _line_of(text, ("sites", number, key))
                yield line, f"site {site.name}: {host}{path} already belongs to {owner}"


def _line_of(text: str, keys: Sequence[str | int]) -> int | None:
    """1-based line where the value at `keys` of a valid TOML text is first stated.

    The TOML reader keeps no positions, but it can be asked: the shortest run of lines from the top that is valid and
    has the value ends with the statement, and the statement begins after the valid run before.
    """
    lines = text.split("\n")

    def content_of(count: int) -> tuple[int, dict[str, Any]]:
        """The longest valid run of at most `count` lines: its length and content."""
        while True:
            try:
                return count, tomllib.loads("\n".join(lines[:count]) + "\n")
            except tomllib.TOMLDecodeError:
                count -= 1

    ends = bisect_left(range(len(lines)), True, key=lambda count: _has(content_of(count)[1], keys))
    return content_of(ends - 1)[0] + 1 if ends else None


def _has(content: Any, keys: Sequence[str | int]) -> bool:
    """Whether a TOML document has a value at a path of keys and positions."""
    for key in keys:
        try:
            content = content[key]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _as_url(host: str) -> str:
    """An old host as a URL; the scheme does not matter, links of both belong to the site."""
    return host if "://" in host else f"https://{host}"


def _without_www(host: str) -> str:
    """The host without a leading `www.`."""
    return host.removeprefix("www.")
