"""Diagnose a site by a few requests, before anything is loaded."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ingestion.sites import Site
from ingestion.wordpress.credentials import redact
from ingestion.wordpress.diagnosis import Diagnosis, ListDiagnosis
from ingestion.wordpress.discovery import Api, find_api, verify_credentials
from ingestion.wordpress.download import Limits
from ingestion.wordpress.endpoints import LARGEST_PAGE, Endpoint
from ingestion.wordpress.errors import PageError, UnforeseenError, WordPressError
from ingestion.wordpress.hosts import site_at
from ingestion.wordpress.http import Session
from ingestion.wordpress.registries import find_lists
from ingestion.wordpress.values import parse_offset_hours

_WORDPRESS_VERSION = re.compile(rb"""name=["']generator["'] content=["']WordPress ([0-9.]+)""", re.IGNORECASE)
_YOAST_VERSION = re.compile(rb"Yoast SEO (?:Premium )?plugin v([0-9.]+)")

#: A light row of a sweep, or a term without Yoast's head, compressed as it travels (measured on 2,032 posts).
_LIGHT_BYTES = 90

#: Posts read in full to estimate the whole extraction.
_SAMPLE = 20


def diagnose(
    url: str, *, site: Site | None = None, allow_private: bool = False, limits: Limits | None = None
) -> Diagnosis:
    """Diagnose a site by a few requests; nothing is stored.

    Args:
        url: Any URL of the site.
        site: Its settings, if it is configured.
        allow_private: Whether it may have a private address, if it is not configured.
        limits: Limits of time, size and retries.
    """
    diagnosis = Diagnosis(url)
    try:
        session = Session(site or site_at(url, allow_private=allow_private), limits=limits)
        with closing(session):
            _examine(session, diagnosis)
    except WordPressError as failure:
        diagnosis.failure_code = failure.code
        diagnosis.add(diagnosis.failure_code, "problem", str(failure), "Nothing can be extracted until this is solved.")
    except Exception as failure:  # noqa: BLE001 - whatever it is, what was found before is shown
        diagnosis.failure_code = UnforeseenError.code
        _add_unforeseen(site, diagnosis, "the site", failure)
    order = {"problem": 0, "note": 1, "good": 2}
    diagnosis.findings.sort(key=lambda finding: order[finding.level])
    return diagnosis


def _examine(session: Session, diagnosis: Diagnosis) -> None:
    """Diagnose a site that can be read."""
    api = find_api(session)
    diagnosis.root_url = api.root_url
    diagnosis.add("root", "good", f"REST API at {api.root_url} ({api.found_by}).", "This is where documents come from.")
    if session.is_authenticated:
        verify_credentials(session, api)
        diagnosis.add("credentials", "good", "The credentials are accepted.", "Closed lists may be open now.")
    with _check(session.site, diagnosis, "the root index and the front page"):
        front = session.request(session.site.url)
        _examine_index(api, front.body, diagnosis)
    endpoints: list[Endpoint] = []
    with _check(session.site, diagnosis, "the registries of lists"):
        lists = find_lists(session, api)
        endpoints = lists.endpoints
        for rejection in lists.rejections:
            what = f"{rejection.reason}."
            diagnosis.add("wrong_list", "problem", what, "That list is not read. Tell the site's owner.")
    totals_stripped: list[bool] = []
    for endpoint in endpoints:
        with _check(session.site, diagnosis, f"the list {endpoint.rest_base}"):
            totals_stripped.append(_examine_list(session, endpoint, diagnosis))
    if any(totals_stripped):
        diagnosis.add(
            "headers_stripped",
            "problem",
            "Something between us and WordPress removes the headers with the number of documents (X-WP-Total).",
            "Lists are read to their highest id, but their completeness cannot be checked. Ask the site's owner.",
        )
    posts = next((endpoint for endpoint in endpoints if endpoint.rest_base == "posts"), None)
    if posts is not None and any(found.rest_base == "posts" and found.status == "open" for found in diagnosis.lists):
        with _check(session.site, diagnosis, "a page of posts"):
            _examine_posts(session, posts, api.index, diagnosis)
    if session.traffic.repaired_count:
        diagnosis.add(
            "repairs",
            "problem",
            f"Of {session.traffic.response_count} responses, {session.traffic.repaired_count} were not pure JSON.",
            "They can be read, but a plugin or theme on the site is broken: tell its owner.",
        )


@contextmanager
def _check(site: Site, diagnosis: Diagnosis, what: str) -> Iterator[None]:
    """Keep an exception that nobody foresaw to the check that raised it; an error of the site ends the diagnosis."""
    try:
        yield
    except WordPressError:
        raise
    except Exception as failure:  # noqa: BLE001 - whatever it is, the other checks are made
        _add_unforeseen(site, diagnosis, what, failure)


def _add_unforeseen(site: Site | None, diagnosis: Diagnosis, what: str, failure: Exception) -> None:
    frames = traceback.extract_tb(failure.__traceback__)
    line = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    summary = traceback.format_exception_only(failure)[-1].strip()
    summary = (redact(site, summary) if site else summary)[:300]
    diagnosis.add(
        "unforeseen",
        "problem",
        f"Examining {what} ended with {summary}{line}, which Pressgraph did not foresee.",
        "What the other checks found stands. Please report it.",
    )


def _examine_index(api: Api, front: bytes, diagnosis: Diagnosis) -> None:
    """Diagnose the root index and the front page."""
    name, zone, offset = (api.index.get(key) for key in ("name", "timezone_string", "gmt_offset"))
    diagnosis.name = name if isinstance(name, str) else None
    if isinstance(zone, str) and zone:
        diagnosis.timezone = zone
        diagnosis.add("zone", "good", f"The site's zone is {zone}.", "Local days and hours are its own.")
    else:
        hours = parse_offset_hours(offset)
        diagnosis.timezone = None if hours is None else f"UTC{hours:+g}"
        diagnosis.add(
            "zone",
            "note",
            f"The site states no time zone, only an offset ({diagnosis.timezone or 'not even that'}).",
            "Summer time is unknown: set timezone for the site in sites.toml.",
        )
    if version := _WORDPRESS_VERSION.search(front):
        diagnosis.wordpress_version = version[1].decode()
    if version := _YOAST_VERSION.search(front):
        diagnosis.yoast_version = version[1].decode()


def _examine_list(session: Session, endpoint: Endpoint, diagnosis: Diagnosis) -> bool:
    """Diagnose whether a list is open and how long it is; return whether the header with its total is missing."""
    name = endpoint.rest_base
    try:
        response = session.get(endpoint.list_url({"per_page": 1, "_fields": "id"}), page_tries=2)
    except PageError as failure:
        diagnosis.lists.append(ListDiagnosis(name, endpoint.kind, "broken", reason=str(failure)))
        diagnosis.add(f"{name}_broken", "problem", str(failure), f"{name} cannot be read; ask the site's owner.")
        return False
    if response.status >= 400:
        reason = response.error_code or str(response.status)
        diagnosis.lists.append(ListDiagnosis(name, endpoint.kind, "closed", reason=reason))
        if name == "users":
            meaning = "Author names come from the articles' graph, where there is one; otherwise authors are numbers."
        else:
            meaning = f"There will be no {name}. The site's owner can open the list."
        diagnosis.add(f"{name}_closed", "note", f"{name} is closed to us ({reason}).", meaning)
        return False
    total = response.count("x-wp-total")
    diagnosis.lists.append(ListDiagnosis(name, endpoint.kind, "open", total))
    if endpoint.largest_page < LARGEST_PAGE:
        what = f"{name} returns at most {endpoint.largest_page} documents per page."
        diagnosis.add("page_limit", "note", what, "An extraction takes more requests.")
    return total is None


def _examine_posts(session: Session, posts: Endpoint, index: Mapping[str, Any], diagnosis: Diagnosis) -> None:
    """Diagnose a few posts: filtering by edits, heads, and the estimate for all of them."""
    if not posts.supports_modified_after:
        known = "it is older than WordPress 5.7" if index.get("routes") else "its routes are hidden"
        diagnosis.add(
            "modified_after",
            "note",
            f"The site cannot filter documents by time of edit ({known}).",
            "A refresh reads the latest edits instead; the daily sweep finds what that misses.",
        )
    before, began = session.traffic.received_bytes, time.monotonic()
    try:
        response = session.get(posts.list_url({"per_page": _SAMPLE}), page_tries=1)
    except PageError as failure:
        what = f"A page of {_SAMPLE} posts failed: {failure}"
        diagnosis.add("slow", "problem", what, "Pages are halved until they succeed; the extraction will be slow.")
        return
    seconds, transferred = time.monotonic() - began, session.traffic.received_bytes - before
    content = response.content if isinstance(response.content, list) else []
    _examine_heads([post for post in content if isinstance(post, dict)], index, diagnosis)
    counts = [found.document_count or 0 for found in diagnosis.lists]
    if content:
        # Terms, users and comments come without Yoast's heads.
        full_count = sum(found.document_count or 0 for found in diagnosis.lists if found.kind in {"post", "media"})
        light_requests = sum(-(-count // (LARGEST_PAGE - 1)) for count in counts)
        connections = min(2, session.site.max_connections)
        pace = light_requests / session.site.requests_per_second
        share = full_count / len(content)
        diagnosis.estimated_seconds = round(share * seconds / connections + pace, 1)
        diagnosis.estimated_bytes = int(share * transferred) + (sum(counts) - full_count) * _LIGHT_BYTES
        days = session.site.reread_days
        daily_seconds = share * seconds / connections / days + pace
        daily_megabytes = (share * transferred / days + sum(counts) * _LIGHT_BYTES) / 1e6
        diagnosis.add(
            "estimate",
            "good",
            f"{sum(counts):,} documents in {len(counts)} lists.",
            f"The first extraction takes about {_duration(diagnosis.estimated_seconds)} and "
            f"{diagnosis.estimated_bytes / 1e6:,.2f} MB; a refresh only what changed; a daily sweep, which reads every "
            f"document again within {days} days, about {_duration(daily_seconds)} and {daily_megabytes:,.2f} MB.",
        )


def _examine_heads(posts: list[dict[str, Any]], index: Mapping[str, Any], diagnosis: Diagnosis) -> None:
    """Diagnose Yoast by its fields: it may hide its name, not its fields."""
    has_json = any(post.get("yoast_head_json") for post in posts)
    has_html = any(post.get("yoast_head") for post in posts)
    namespaces = index.get("namespaces")
    is_registered = isinstance(namespaces, list) and "yoast/v1" in namespaces
    if has_json or has_html or diagnosis.yoast_version or is_registered:
        shown = diagnosis.yoast_version or "(version not shown)"
        diagnosis.add("yoast", "good", f"Yoast SEO {shown} is active.", "Articles have their schema.org graph.")
    else:
        diagnosis.add("yoast", "note", "No sign of Yoast SEO.", "There will be no schema.org graph and no SEO issues.")
    if has_html and not has_json:
        what = "Posts carry Yoast's head as HTML only (Yoast before 16.7)."
        diagnosis.add("old_yoast", "note", what, "The graph is rebuilt from the HTML; responses are larger.")


def _duration(seconds: float) -> str:
    """Format seconds for people."""
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
