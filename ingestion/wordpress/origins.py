"""Which origins belong to a site, and where its redirects may lead."""

from __future__ import annotations

from ingestion.urls import InvalidUrlError, Origin, Url, parse_url
from ingestion.wordpress.credentials import Credentials
from ingestion.wordpress.errors import ForeignRedirectError


class TrustedOrigins:
    """The origins that are a site's own."""

    def __init__(self, site_url: str, home: Origin, credentials: Credentials | None) -> None:
        self._site_url = site_url
        self._home = home
        self._credentials = credentials
        self._trusted: set[Origin] = set()

    def trust(self, origin: Origin) -> None:
        """Trust another origin like the site's own."""
        self._trusted.add(origin)

    def is_trusted(self, origin: Origin) -> bool:
        """Tell whether an origin is the site's own: same host and port, `www.` ignored, never http for an https site.

        With credentials it must be exactly theirs: elsewhere the response would be that for a visitor.
        """
        if origin in self._trusted:
            return True
        if self._credentials:
            return origin == self._credentials.origin
        return origin.site_key == self._home.site_key and (origin.is_secure or not self._home.is_secure)

    def require(self, text: str) -> Url:
        """Parse a URL, which must be on a trusted origin.

        Raises:
            ForeignRedirectError: It is not.
        """
        url = parse_url(text)
        if not self.is_trusted(url.origin):
            raise ForeignRedirectError(
                f"{self._site_url} cannot be read at {url.origin}: another host, or not https. If that is "
                "where the site is now, give that address as its url."
            )
        return url

    def next_hop(self, current: Url, location: str) -> Url:
        """Return the target of a redirect, if it is trusted and stays on https.

        Raises:
            ForeignRedirectError: It is not, or not a valid URL.
        """
        try:
            target = current.join(location)
        except InvalidUrlError as error:
            raise ForeignRedirectError(
                f"{str(current)[:300]} redirects to a target that is not followed: {error} Tell the site's owner."
            ) from error
        if not self.is_trusted(target.origin) or (current.origin.is_secure and not target.origin.is_secure):
            raise ForeignRedirectError(
                f"{self._site_url} redirects to {target.origin}: {self._advice(current, target)}"
            )
        return target

    def _advice(self, current: Url, target: Url) -> str:
        """Say what to do about a redirect that is not followed; never to give up https."""
        if target.origin.is_secure or not (current.origin.is_secure or self._home.is_secure or self._credentials):
            return (
                f'another site than the one asked for. If that is where the site is now, set url = "{target.origin}" '
                "for it and keep the old address in old_hosts."
            )
        return (
            "plain http, over which anyone on the way could read and change what is sent. It is not followed; ask the "
            "site's owner to answer over https."
        )
