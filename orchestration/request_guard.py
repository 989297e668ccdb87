"""Keep other web pages away from Dagster's UI, which has no login and can start runs.

A page that is open in the same browser can send requests to any port of this machine, and by DNS rebinding it can make
its own name lead here. So a request must name this server in `Host`, and must not come from another origin; a mutation
must be a POST, which a link or an image cannot send.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

#: How a browser on this machine names it.
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

#: Values of `Sec-Fetch-Site` (W3C Fetch Metadata) for a request of the UI itself, and for an address typed by a person.
#: `same-site` is not among them: every port of localhost is one site.
_OWN_SITE = {"same-origin", "none"}


class RequestGuard:
    """ASGI middleware that answers 403 to what does not come from the UI itself or from a program on this machine.

    Args:
        app: The web server's application.
        port: The port it listens on.
    """

    def __init__(self, app: ASGIApp, *, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}" for name in _LOOPBACK} | (set(_LOOPBACK) if port == 80 else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it: an HTTP request and the handshake of a websocket alike."""
        refusal = None if scope["type"] == "lifespan" else self.refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send)
            return
        body = f"{refusal}\n".encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        # A websocket is refused by an answer to its handshake (ASGI's "websocket denial response").
        kind = "websocket.http.response" if scope["type"] == "websocket" else "http.response"
        await send({"type": f"{kind}.start", "status": 403, "headers": headers})
        await send({"type": f"{kind}.body", "body": body})

    def refusal(self, scope: Scope) -> str | None:
        """Say why a request is refused; null where it is not."""
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1").strip().lower())
        hosts = headers.get("host", [])
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return "This server answers only to localhost and its port: open the address that `pressgraph dev` printed."
        if _is_foreign(headers, f"http://{hosts[0]}"):
            return "Another web page sent this request. To open the UI, type its address into the browser."
        if scope["type"] == "http" and scope["path"].rstrip("/") == "/graphql" and scope["method"] != "POST":
            accepts_page = any("text/html" in value for value in headers.get("accept", []))
            if not (scope["method"] == "GET" and accepts_page):  # the page of GraphiQL runs no query
                return "GraphQL is asked by POST: a GET could be sent by any link."
        return None


def _is_foreign(headers: Mapping[str, list[str]], own: str) -> bool:
    """Return whether a header that browsers set names another origin than `own`."""
    if any(origin != own for origin in headers.get("origin", [])):
        return True
    if any(site not in _OWN_SITE for site in headers.get("sec-fetch-site", [])):
        return True
    return any(_origin_of(referer) != own for referer in headers.get("referer", []))


def _origin_of(address: str) -> str | None:
    try:
        parts = urlsplit(address)
    except ValueError:  # not an address
        return None
    return f"{parts.scheme}://{parts.netloc}"
