"""Settings of the sites."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from ingestion.chunks import UNKNOWN, Chunk, DocumentBatch, LedgerRow, ledger_table
from ingestion.envelope import REJECTION_SCHEMA
from ingestion.json_text import canonical_hash
from ingestion.urls import parse_url

# A name is the first part of every article_id (<site>/<rest_base>/<id>), and a host is a name too.
SiteName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9.:_-]*[a-z0-9])?$", max_length=253)]
RestBase = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]+$")]
EnvironmentName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


class Site(BaseModel):
    """Settings of one newsroom.

    Attributes:
        name: Unique; lower case, may be a host.
        url: Address of the site, with its path if WordPress is in a sub-directory; never with credentials. Kept in the
            normal form of `parse_url`.
        timezone: IANA name, for sites whose root index is hidden or has no zone.
        include: Rest bases to fetch; null means all that are public.
        exclude: Rest bases not to fetch.
        article_types: Rest bases whose documents are articles.
        old_hosts: Former hosts (or URLs) of the site: links to them belong to it.
        requests_per_second: Maximum number of requests started per second.
        max_connections: Maximum number of concurrent requests. Two help, four do not: the server's CPU is the limit.
        allow_private: Whether the site may have a private or loopback address.
        username_env: Name of the environment variable with the user name.
        password_env: Name of the environment variable with the application password.
        reread_days: Days within which a daily sweep reads every document again, whatever its light fields show.
        commenters: Whether to read and keep who wrote a comment: name, address, e-mail address.
        contact: Mail address or page by which the site's owner can reach us, sent in the User-Agent.
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
    commenters: bool = False
    reread_days: int = Field(default=14, ge=1, le=3650)

    @field_validator("name")
    @classmethod
    def _is_not_reserved(cls, name: str) -> str:
        if name == UNKNOWN:
            raise ValueError(f"{UNKNOWN!r} is reserved for documents of no known site; choose another")
        return name

    @field_validator("url")
    @classmethod
    def _is_a_site(cls, url: str) -> str:
        address = parse_url(url)
        if address.query or "#" in url:
            raise ValueError("give the address of the site itself, without ? or #")
        return str(address)

    @field_validator("old_hosts")
    @classmethod
    def _are_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            parse_url(_as_url(host))
        return hosts

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, timezone: str | None) -> str | None:
        if timezone is not None:
            try:
                ZoneInfo(timezone)
            except (ZoneInfoNotFoundError, ValueError, OSError) as error:
                raise ValueError(f"{timezone!r} is not an IANA time zone such as Europe/London") from error
        return timezone

    @model_validator(mode="after")
    def _has_both_credentials_or_neither(self) -> Site:
        if (self.username_env is None) != (self.password_env is None):
            raise ValueError("username_env and password_env belong together: give both or neither")
        return self

    @property
    def addresses(self) -> tuple[str, ...]:
        """The site's url and old hosts, as URLs."""
        return (self.url, *(_as_url(host) for host in self.old_hosts))


def settings_chunk(sites: Iterable[Site], *, extraction_id: str, origin: str = "sites.toml") -> Chunk:
    """Return the settings that models need, as documents (rest_base `settings`, id 0) of `raw.sites`.

    Nothing secret is included, not even the names of the environment variables.
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


def _as_url(host: str) -> str:
    """Return an old host as a URL; the scheme does not matter, since links with either belong to the site."""
    return host if "://" in host else f"https://{host}"
