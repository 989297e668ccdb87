"""WordPress's lists in a few lines: enough of the REST API to read a site, and quick to change between requests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from tests.unit.wordpress.local_server import HttpResponse, Request

_ARGS = {name: {} for name in ("after", "modified_after", "include", "offset", "orderby", "per_page")}


def post(id_: int, *, modified: str = "2026-01-01T00:00:00", date: str = "2026-01-01T00:00:00") -> dict[str, Any]:
    """A post as the API shows it."""
    return {
        "id": id_,
        "date": date,
        "date_gmt": date,
        "modified": modified,
        "modified_gmt": modified,
        "slug": f"story-{id_}",
        "status": "publish",
        "type": "post",
        "link": f"https://newsroom.example/story-{id_}/",
        "title": {"rendered": f"Story {id_}"},
        "content": {"rendered": "<p>The board met.</p>", "protected": False},
        "yoast_head": "<title>Story</title>",
        "yoast_head_json": {"title": f"Story {id_}"},
        "_links": {},
    }


class Newsroom:
    """The posts of one site; `lists` may be changed at any time, and `before` is called with each request."""

    def __init__(self, posts: Mapping[int, dict[str, Any]]) -> None:
        self.lock = threading.Lock()
        self.lists: dict[str, dict[int, dict[str, Any]]] = {"posts": dict(posts)}
        self.args = dict(_ARGS)
        self.before: Callable[[Request], None] = lambda _: None

    def respond(self, request: Request) -> HttpResponse:
        """Respond to one request."""
        self.before(request)
        parts = urlsplit(request.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        path = parts.path.rstrip("/")
        if path == "":
            link = f'<http://{request.headers["host"]}/wp-json/>; rel="https://api.w.org/"'
            return HttpResponse(headers={"Link": link}, body=b"<html></html>")
        if path in {"/wp-json", "/wp-json/wp/v2/taxonomies", "/wp-json/wp/v2/types"}:
            return _json(self._registry(path))
        name, _, id_ = path.removeprefix("/wp-json/wp/v2/").partition("/")
        if name not in self.lists:
            return _json({"code": "rest_no_route"}, 404)
        with self.lock:
            documents = dict(self.lists[name])
        if not id_:
            return _list(documents, query)
        found = documents.get(int(id_))
        return _json(found) if found else _json({"code": "rest_post_invalid_id"}, 404)

    def _registry(self, path: str) -> dict[str, Any]:
        """The root index, the taxonomies or the types."""
        if path == "/wp-json":
            routes = {f"/wp/v2/{name}": {"endpoints": [{"methods": ["GET"], "args": self.args}]} for name in self.lists}
            return {"name": "A newsroom", "namespaces": ["wp/v2"], "routes": routes, "timezone_string": "UTC"}
        if path.endswith("/types"):
            return {name: {"rest_base": name, "rest_namespace": "wp/v2"} for name in self.lists}
        return {}


class NewsroomWithTerms(Newsroom):
    """A newsroom with categories and users, as core shows them with Yoast."""

    def __init__(self, posts: Mapping[int, dict[str, Any]]) -> None:
        super().__init__(posts)
        for name, fields in (
            ("categories", {"taxonomy": "category", "count": 1, "parent": 0}),
            ("users", {"description": "", "avatar_urls": {"24": "https://secure.gravatar.com/avatar/0123"}}),
        ):
            self.lists[name] = {
                id_: {
                    "id": id_, "name": f"Name {id_}", "slug": f"name-{id_}", "link": f"https://newsroom.example/{id_}/",
                    "yoast_head": "<title>", "yoast_head_json": {}, "_links": {}, **fields,
                }
                for id_ in range(1, 6)
            }  # fmt: skip
        self.asked: list[str] = []
        self.before = lambda request: self.asked.append(request.path)

    def _registry(self, path: str) -> dict[str, Any]:
        if path.endswith("/types"):
            return {"post": {"rest_base": "posts", "rest_namespace": "wp/v2", "taxonomies": ["category", "absent"]}}
        if path.endswith("/taxonomies"):
            return {"category": {"rest_base": "categories", "rest_namespace": "wp/v2"}}
        return super()._registry(path)


def _list(documents: dict[int, dict[str, Any]], query: Mapping[str, str]) -> HttpResponse:
    """A page of a list, as WP_REST_Posts_Controller::get_items returns it."""
    order = {"modified": "modified_gmt"}.get(query.get("orderby", ""), "id")
    rows = sorted(documents.values(), key=lambda row: (row[order], row["id"]), reverse=query.get("order") == "desc")
    if "include" in query:
        wanted = {int(id_) for id_ in query["include"].split(",")}
        rows = [row for row in rows if row["id"] in wanted]
    if "slug" in query:
        rows = [row for row in rows if row["slug"] == query["slug"]]
    for name, key in (("after", "date_gmt"), ("modified_after", "modified_gmt")):
        if name in query:
            since = datetime.fromisoformat(query[name]).replace(tzinfo=None)
            rows = [row for row in rows if datetime.fromisoformat(row[key]) > since]
    size, offset = int(query.get("per_page", 10)), int(query.get("offset", 0))
    page = rows[offset : offset + size]
    if "_fields" in query:
        names = query["_fields"].split(",")
        page = [{name: row[name] for name in names if name in row} for row in page]
    total = len(rows) if page or not offset else 0
    reply = _json(page)
    reply.headers |= {"X-WP-Total": str(total), "X-WP-TotalPages": str(-(-total // size))}
    return reply


def _json(content: object, status: int = 200) -> HttpResponse:
    return HttpResponse(status, orjson.dumps(content))
