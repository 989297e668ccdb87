"""Extraction of a live site, compared with a bare HTTP client that fetches the same pages over as many connections.

The site is a local server in a process of its own. It responds with a page of 100 documents after a given time, and
with a page of ids after a fiftieth of it. (Measured on real sites with Yoast: 2.7 to 5.0 s, and 0.07 to 0.09 s; 0.5 s
stands for a fast one, 0 s shows the client's own work.) Pages are compressed once and cached, so the server is equally
fast for both clients.
"""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx
import orjson
import pyarrow as pa

from benchmarks import Measurement
from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.snapshot import LATEST_SCHEMA, SiteSnapshot
from ingestion.wordpress import extract_site

POSTS, IDS, CONNECTIONS = 2_000, 100_000, 2
_WORDS = "The harbour board met again on Tuesday and put off its decision on the northern crane. "
_DATE = "2026-01-01T00:00:00"


def _post(id_: int) -> dict[str, object]:
    """Return a post of about 20 kB, with Yoast's head as JSON and as HTML."""
    text = "".join(f"<p>{_WORDS * 4}{id_ * number}</p>" for number in range(20))
    graph = [{"@type": "Article", "@id": f"#{number}", "headline": _WORDS, "wordCount": id_} for number in range(12)]
    head = {"title": f"Story {id_}", "schema": {"@context": "https://schema.org", "@graph": graph}}
    return {
        "id": id_,
        "date": _DATE,
        "date_gmt": _DATE,
        "modified": _DATE,
        "modified_gmt": _DATE,
        "slug": f"story-{id_}",
        "status": "publish",
        "type": "post",
        "link": f"https://newsroom.example/story-{id_}/",
        "title": {"rendered": f"Story {id_}"},
        "content": {"rendered": text, "protected": False},
        "yoast_head": f"<script>{orjson.dumps(head).decode()}</script>",
        "yoast_head_json": head,
        "_links": {},
    }


def _short_post(id_: int) -> dict[str, object]:
    """Return a post without content, for the sweep of ids."""
    dates = dict.fromkeys(("date_gmt", "modified_gmt"), _DATE)
    return {"id": id_, "slug": "s", "type": "post", "status": "publish", "link": f"https://a.example/{id_}", **dates}


class _Site(BaseHTTPRequestHandler):
    """Serves the lists `posts` and `ids`; an environment variable sets the seconds per page."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    cache: dict[str, tuple[bytes, int]] = {}  # noqa: RUF012 - shared by all handlers on purpose
    seconds = float(os.environ.get("BENCHMARK_PAGE_SECONDS", "0"))

    def do_GET(self) -> None:
        if self.path not in self.cache:
            self.cache[self.path] = self._content()
        body, total = self.cache[self.path]
        if "/wp/v2/posts" in self.path:
            is_light = self.command == "OPTIONS" or ("_fields=id," in self.path and "content" not in self.path)
            rows = int(self.path.partition("per_page=")[2].partition("&")[0] or 0)
            time.sleep(self.seconds * (0.02 if is_light else rows / 100))
        self.send_response(200)
        for name, value in (
            ("Content-Type", "application/json"),
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(body))),
            ("Link", f'<http://{self.headers["Host"]}/wp-json/>; rel="https://api.w.org/"'),
            ("X-WP-Total", str(total)),
            ("X-WP-TotalPages", str(-(-total // 100))),
        ):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_OPTIONS(self) -> None:
        self.do_GET()

    def _content(self) -> tuple[bytes, int]:
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        name = parts.path.rstrip("/").rpartition("/")[2]
        if name in {"posts", "ids"} and self.command == "GET":
            ids = range(1, (POSTS if name == "posts" else IDS) + 1)
            if "after" in query or "modified_after" in query:
                ids = range(0)
            rows = [int(id_) for id_ in query["include"].split(",")] if "include" in query else ids
            offset = int(query.get("offset", 0))
            make = _post if name == "posts" else _short_post
            page = [make(id_) for id_ in rows[offset : offset + int(query.get("per_page", 10))]]
            if fields := query.get("_fields"):
                page = [{field: post[field] for field in fields.split(",") if field in post} for post in page]
            return gzip.compress(orjson.dumps(page), 1), len(rows)
        args = {name: {} for name in ("after", "modified_after")}
        routes = {f"/wp/v2/{name}": {"endpoints": [{"methods": ["GET"], "args": args}]} for name in ("posts", "ids")}
        content = {
            "wp-json": {"name": "A newsroom", "namespaces": ["wp/v2"], "routes": routes, "timezone_string": "UTC"},
            "types": {name: {"rest_base": name, "rest_namespace": "wp/v2"} for name in ("posts", "ids")},
        }.get(name, {})
        return gzip.compress(orjson.dumps(content)), 0

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Log nothing."""


@contextmanager
def _serving(page_seconds: float) -> Iterator[str]:
    """Run the site in a process of its own; yield its URL."""
    environment = {**os.environ, "BENCHMARK_PAGE_SECONDS": str(page_seconds)}
    command = [sys.executable, "-m", "benchmarks.extraction"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None:
            raise RuntimeError("the server has no output to read its address from")
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(10)


@dataclass(frozen=True, slots=True)
class _Extracted:
    """Time, counts and memory of one extraction."""

    seconds: float
    document_count: int
    request_count: int
    received_bytes: int
    peak_growth_bytes: int


def _extract(url: str, rest_base: str, mode: str, snapshot: SiteSnapshot, **settings: object) -> _Extracted:
    """Extract one list of the local site."""
    known = {"name": "local", "url": url, "allow_private": True, "include": [rest_base], "max_connections": CONNECTIONS}
    site = Site.model_validate({**known, **settings})
    documents = requests = received = 0
    before = _resident_bytes()
    peak = before
    stopped = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not stopped.wait(0.05):
            peak = max(peak, _resident_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.perf_counter()
    try:
        for chunk in extract_site(site, ExtractionRequest(mode=mode), snapshot=snapshot):
            documents += sum(table.num_rows for name, table in chunk.documents.items() if name == "posts")
            requests += sum(chunk.extractions["request_count"].to_pylist())
            received += sum(chunk.extractions["received_bytes"].to_pylist())
            if "failed" in chunk.extractions["status"].to_pylist():
                raise RuntimeError(str(chunk.extractions["failure_message"].to_pylist()))
    finally:
        seconds = time.perf_counter() - began
        stopped.set()
        watcher.join()
    return _Extracted(seconds, documents, requests, received, peak - before)


def _resident_bytes() -> int:
    """Return the resident memory of this process."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no file of ours, and read often
        return int(file.read().split()[1]) * resource.getpagesize()


def _fetch_bare(url: str) -> tuple[float, int]:
    """Return seconds and bytes of a client that only fetches: every page in full, over as many connections."""
    received = 0
    pages = [f"{url}/wp-json/wp/v2/posts?per_page=100&offset={offset}" for offset in range(0, POSTS, 100)]
    with httpx.Client(trust_env=False, timeout=60, headers={"Accept-Encoding": "gzip"}) as client:

        def fetch(page: str) -> int:
            with client.stream("GET", page) as response:
                response.read()
                return response.num_bytes_downloaded

        for page in pages:  # cached by the server from here on
            fetch(page)
        began = time.perf_counter()
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            received = sum(pool.map(fetch, pages))
        return time.perf_counter() - began, received


def _known(count: int) -> SiteSnapshot:
    """Return a snapshot of a warehouse that holds all ids, with the cursor at the current time."""
    moment = datetime.fromisoformat(_DATE).replace(tzinfo=UTC)
    columns = {
        "id": pa.array(range(1, count + 1), pa.int64()),
        "state": pa.repeat(pa.scalar("present"), count),
        "document_hash": pa.repeat(pa.scalar("0" * 32), count),
        "light_hash": pa.nulls(count, pa.string()),
        "modified_at": pa.repeat(pa.scalar(moment, pa.timestamp("us", tz="UTC")), count),
        "seen_at": pa.repeat(pa.scalar(moment, pa.timestamp("us", tz="UTC")), count),
        "extraction_id": pa.repeat(pa.scalar("x"), count),
    }
    latest = pa.table([columns[name] for name in LATEST_SCHEMA.names], schema=LATEST_SCHEMA)
    now = datetime.now(UTC)
    lists = ("posts", "ids")
    return SiteSnapshot("local", latest={("post", name): latest for name in lists}, cursors=dict.fromkeys(lists, now))


def measure() -> list[Measurement]:
    """Measure a full extraction of 2,000 posts, a refresh with nothing new, and a sweep of 100,000 ids."""
    rows: list[Measurement] = []
    for page_seconds, target in ((0.5, "<= 1.10x"), (0.0, "the client's own work")):
        with _serving(page_seconds) as url:
            floor_seconds, floor_bytes = _fetch_bare(url)
            _extract(url, "posts", "full", SiteSnapshot("local"), requests_per_second=1000)  # fills the server's cache
            full = [_extract(url, "posts", "full", SiteSnapshot("local"), requests_per_second=1000) for _ in range(3)]
            median = sorted(full, key=lambda run: run.seconds)[1]
            if median.document_count != POSTS:
                raise RuntimeError(f"{median.document_count} documents came, not {POSTS}")
            name = f"full extraction of {POSTS:,} posts, {page_seconds:g} s a page"
            rows.append(Measurement(name, median.seconds, "s", floor_seconds, "bare client", target))
            if not page_seconds:
                megabytes = median.received_bytes / 1e6, floor_bytes / 1e6
                rows.append(
                    Measurement("  bytes received", megabytes[0], "MB", megabytes[1], "plain full fetch", "< 1x")
                )
                refresh = _extract(url, "posts", "refresh", _known(POSTS))
                rows.append(Measurement("refresh with nothing new", refresh.seconds, "s", target="< 3 s"))
                requests = float(refresh.request_count)
                rows.append(
                    Measurement("  requests, 4 of them to discover the API", requests, "requests", target="<= 2 a list")
                )
                rows += _sweep(url)
    return rows


def _sweep(url: str) -> list[Measurement]:
    """Measure a sweep of 100,000 ids."""
    sweep = _extract(url, "ids", "sweep", _known(IDS), requests_per_second=1000)
    due = sweep.document_count
    light = sweep.request_count - 4 - -(-due // 100)
    return [
        Measurement(f"sweep of {IDS:,} ids, {due:,} read again", sweep.seconds, "s"),
        Measurement("  requests for ids", float(light), "requests", IDS / 100, "100 ids a request", "<= 1.02x"),
        Measurement("  memory growth", sweep.peak_growth_bytes / 1e6, "MB", target="< 30 MB"),
    ]


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
