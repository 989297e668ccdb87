"""Exchanges captured from real servers (four cores, four versions of Yoast), replayed by a local server."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import orjson
import pytest

from ingestion.documents import admit, admit_listed
from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.snapshot import SiteSnapshot
from ingestion.wordpress import extract_site
from ingestion.wordpress.discovery import find_api
from ingestion.wordpress.download import Limits
from ingestion.wordpress.errors import MaintenanceModeError, ServerError, UnreadableResponseError
from ingestion.wordpress.http import Session
from ingestion.wordpress.json_body import elements
from ingestion.wordpress.registries import find_lists
from tests.unit.wordpress.local_server import HttpResponse, Request, serving
from tests.unit.wordpress.newsroom_server import Newsroom

CAPTURED = Path(__file__).parents[3].parent / "shared" / "data" / "wordpress"
pytestmark = pytest.mark.skipif(not CAPTURED.is_dir(), reason="the captured exchanges are not here (../shared)")

#: Core and Yoast, the port of the captured server, and whether Yoast's head is JSON there.
SITES = [("wp71_yoast266", 8091, True), ("wp65_yoast225", 8092, True), ("wp56_yoast158", 8093, False)]
LIMITS = Limits(tries=1, page_tries=1)


def captured(folder: str, name: str) -> tuple[str, str, HttpResponse]:
    """Method, path and response of one captured exchange."""
    head, _, body = (CAPTURED / folder / f"{name}.http").read_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")
    request, *lines = head.decode("latin-1").split("\n")
    method, path = request.split(" ", 1)
    lines = [line for line in lines if not line.startswith("> ")]
    status = int(lines[0].split(" ")[1])
    fields = [line.split(": ", 1) for line in lines[1:] if ": " in line]
    left_out = {"host", "connection", "transfer-encoding", "content-length", "content-encoding", "date"}
    return (
        method,
        path,
        HttpResponse(status, body, {name: value for name, value in fields if name.lower() not in left_out}),
    )


@contextmanager
def replaying(folder: str, port: int, *only: str) -> Iterator[Session]:
    """A session with a server that responds as the captured one did, or one exchange of it whatever is asked."""
    names = only or tuple(path.stem for path in sorted((CAPTURED / folder).glob("*.http")) if "fault" not in path.stem)
    replies: dict[str, HttpResponse] = {}
    for name in names:
        method, path, reply = captured(folder, name)
        if (method == "GET" and not name.startswith("maintenance") and not name.endswith(("_auth", "_author"))) or only:
            replies.setdefault(path, reply)

    def respond(request: Request) -> HttpResponse:
        reply = next(iter(replies.values())) if only else replies.get(request.path)
        if reply is None:
            return HttpResponse(404, b'{"code":"rest_no_route"}')
        here, there = request.headers["host"].encode(), f"127.0.0.1:{port}".encode()
        headers = {name: value.replace(there.decode(), here.decode()) for name, value in reply.headers.items()}
        return HttpResponse(reply.status, reply.body.replace(there, here), headers)

    with serving(respond) as server:
        site = Site.model_validate(
            {"name": "replay", "url": server.url, "allow_private": True, "requests_per_second": 1000}
        )
        with closing(Session(site, limits=LIMITS)) as session:
            yield session


@pytest.mark.parametrize(("folder", "port", "has_json_head"), SITES)
def test_the_api_and_its_lists_are_found(folder: str, port: int, has_json_head: bool) -> None:
    with replaying(folder, port) as session:
        api = find_api(session)
        endpoints = {endpoint.rest_base: endpoint for endpoint in find_lists(session, api).endpoints}
    assert (api.root_url, api.found_by) == (f"{session.site.url}/wp-json/", "link header")
    names = {"posts", "pages", "media", "books", "categories", "tags", "genres", "users", "comments"}
    assert endpoints.keys() == names
    assert endpoints["posts"].supports_modified_after == (folder != "wp56_yoast158")
    assert api.index_text is not None
    assert admit(api.index_text).kind == "site"


@pytest.mark.parametrize(("folder", "port", "has_json_head"), SITES)
def test_every_captured_document_is_admitted(folder: str, port: int, has_json_head: bool) -> None:
    lists = {"posts_p1": "post", "posts_p2": "post", "coll_pages": "post", "coll_books": "post"}
    lists |= {"coll_media": "media", "coll_tags": "term", "coll_categories": "term", "coll_users": "user"}
    lists |= {"coll_comments": "comment", "odd_protected": "post", "odd_control-chars": "post"}
    for name, kind in lists.items():
        with replaying(folder, port, name) as session:
            respond = session.get(session.site.url + "/")
        texts = elements(respond.body)
        documents = [admit(text) for text in texts]
        assert documents, name
        assert {document.kind for document in documents} == {kind}
        listed = [
            admit_listed(text, kind=kind, rest_base=document.rest_base)
            for text, document in zip(texts, documents, strict=True)
        ]
        assert listed == documents
        assert {document.state for document in documents} == {"present"}
    with replaying(folder, port, "posts_p1") as session:
        posts = session.get(session.site.url + "/").content
    assert all(("yoast_head_json" in post) == has_json_head for post in posts)
    assert all("yoast_head" in post for post in posts)


@pytest.mark.parametrize(("folder", "port", "has_json_head"), SITES)
@pytest.mark.parametrize(
    ("name", "repairs"),
    [
        ("fault_bom", ("byte_order_mark",)),
        ("fault_warning", ("prefix",)),
        ("fault_warning-late", ("prefix",)),
    ],
)
def test_captured_responses_with_a_prefix_before_their_json_are_repaired(
    folder: str, port: int, has_json_head: bool, name: str, repairs: tuple[str, ...]
) -> None:
    with replaying(folder, port, name) as session:
        respond = session.get(session.site.url + "/")
    assert respond.repairs == repairs
    assert [row["id"] for row in respond.content] == [54, 53]


def test_a_truncated_captured_response_is_rejected() -> None:
    with replaying("wp56_yoast158", 8093, "posts_last") as session, pytest.raises(UnreadableResponseError):
        session.get(session.site.url + "/")


@pytest.mark.parametrize(("folder", "port", "has_json_head"), SITES)
def test_captured_error_responses_are_classified(folder: str, port: int, has_json_head: bool) -> None:
    for name in ("maintenance", "maintenance_json"):
        with replaying(folder, port, name) as session, pytest.raises(MaintenanceModeError):
            session.get(session.site.url + "/")
    with replaying(folder, port, "fault_fatal") as session, pytest.raises(ServerError):
        session.get(session.site.url + "/")
    with replaying(folder, port, "fault_auth") as session:
        respond = session.get(session.site.url + "/")
    assert (respond.status, respond.error_code) == (401, "rest_not_logged_in")


def test_two_thousand_real_posts_come_through_with_every_field() -> None:
    lines = gzip.decompress((CAPTURED / "posts-2032.ndjson.gz").read_bytes()).splitlines()
    posts = {post["id"]: post for post in map(orjson.loads, lines)}
    assert len(posts) == 2032
    with serving(Newsroom(posts).respond) as server:
        site = Site.model_validate(
            {
                "name": "dump",
                "url": server.url,
                "allow_private": True,
                "requests_per_second": 1000,
                "include": ["posts"],
            }
        )
        chunks = list(extract_site(site, ExtractionRequest(mode="full"), snapshot=SiteSnapshot("dump")))
    rows = [row for chunk in chunks if "posts" in chunk.documents for row in chunk.documents["posts"].to_pylist()]
    assert {row["id"] for row in rows} == posts.keys()
    assert len(rows) == 2032
    for row in rows:
        assert orjson.loads(row["document"]) == posts[row["id"]]
        assert row["document_hash"] == admit(orjson.dumps(posts[row["id"]])).document_hash
    last = chunks[-1].extractions.to_pylist()[0]
    assert (last["status"], last["rejected_count"]) == ("complete", 0)
