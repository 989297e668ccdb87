"""A site's user name and application password: sent to one origin only, and kept out of messages."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from ingestion.sites import Site
from ingestion.urls import Origin
from ingestion.wordpress.errors import InsecureCredentialsError, MissingCredentialsError
from ingestion.wordpress.hosts import is_loopback


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
    """Mask the site's credentials in a text, in case a server has echoed them."""
    user, password = (os.environ.get(name or "", "") for name in (site.username_env, site.password_env))
    if password:
        # WordPress shows application passwords in groups of four and also accepts them without spaces.
        spellings = {_token(user, password), password, password.replace(" ", ""), quote(password)} - {""}
        for secret in sorted(spellings, key=len, reverse=True):
            text = text.replace(secret, "***")
    return text


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
