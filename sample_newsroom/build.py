"""Build the sample's arrivals from its sources.

    python -m sample_newsroom.build            # writes sample_newsroom/arrivals/
    python -m sample_newsroom.build FOLDER     # writes elsewhere (the test that compares)

An arrival is what is new or changed in the two sites' API since the arrival before:
`arrivals/<day>/<site>/<endpoint>.ndjson`, one REST object a line. A post arrives again when it was modified. Documents
without a modification date (terms, users, pictures, comments, the root index) arrive once, counted on the last day.

Front matter. Always: id, title, slug, date (local), author, sections, tags, excerpt, kind. Also:
    modified, fold, coauthors, featured_media, comments_open, sticky, format, guid
    status            draft, trash: arrives with that status, as a file of a full export would have it
    protected         behind a password: no content, no article node
    yoast = "none"    the plugin did not run;  schema_type, page_type: Yoast's own drop-downs
    seo_title, yoast_description, canonical, noindex: what an editor typed into Yoast's box
    locale            a multilingual plugin gave the post another language than the site's
    shortcode_words   words of shortcodes in the raw content, which Yoast counts and readers do not get
    defects           names of `defects.py`
    annotate          "gold" or "never-train"
    copy_of           the article of which this is a copy, or a reprint under a new address
"""

from __future__ import annotations

import collections
import datetime as dt
import json
import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from sample_newsroom.rest import make_comment, make_media, make_root, make_term, make_user
from sample_newsroom.rest_posts import make_post
from sample_newsroom.site_content import SiteContent
from sample_newsroom.sources import HERE, NEWSPAPERS, Newspaper, Revision, read_list, read_posts

ARRIVALS = (
    "2026-01-12",
    "2026-06-01",
    "2026-07-06",
    "2026-09-07",
    "2026-09-28",
    "2026-10-19",
    "2026-11-09",
    "2026-11-16",
    "2026-11-23",
)
Lines = dict[str, list[dict[str, Any]]]


def _cutoff(day: str) -> dt.datetime:
    """Return the time at which an arrival is taken: noon, UTC."""
    return dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")


def _latest(revisions: list[Revision], day: str) -> Revision | None:
    """Return the state of a post on a day; None before its publication."""
    seen = [revision for revision in revisions if max(revision.changed, revision.published) <= _cutoff(day)]
    return seen[-1] if seen else None


def _first_day(moment: dt.datetime) -> str | None:
    """Return the first arrival at or after a time; None where it is later than all."""
    return next((day for day in ARRIVALS if moment <= _cutoff(day)), None)


def build_site(site: Newspaper) -> dict[str, Lines]:
    """Return a site's documents by arrival and endpoint."""
    posts, pages = read_posts(site), read_posts(site, "pages")
    comments = read_list("comments", site)
    content = SiteContent(
        site, {name: read_list(name, site) for name in ("authors", "sections", "tags", "media")}, comments
    )
    arrivals: dict[str, Lines] = {day: collections.defaultdict(list) for day in ARRIVALS}
    for endpoint, group in (("posts", posts), ("pages", pages)):
        for revisions in group:
            _add_post(arrivals, content, endpoint, revisions)
    public = {
        revisions[-1].id: revisions[-1] for revisions in posts if revisions[-1].get("status", "publish") == "publish"
    }
    _add_lists(arrivals[ARRIVALS[0]], content, list(public.values()))
    for comment in comments:
        moment = dt.datetime.fromisoformat(comment["date"]).replace(tzinfo=site.zone)
        day = _first_day(moment)
        if day is not None and comment["post"] in public:
            arrivals[day]["comments"].append(make_comment(content, comment, content.post_link(public[comment["post"]])))
    return arrivals


def _add_post(arrivals: dict[str, Lines], content: SiteContent, endpoint: str, revisions: list[Revision]) -> None:
    shown: Revision | None = None
    for day in ARRIVALS:
        latest = _latest(revisions, day)
        if latest is not None and latest is not shown:
            arrivals[day][endpoint].append(make_post(content, latest, day, is_page=endpoint == "pages"))
        shown = latest


def _add_lists(lines: Lines, content: SiteContent, public: list[Revision]) -> None:
    sections = collections.Counter(slug for post in public for slug in post.sections)
    tags = collections.Counter(slug for post in public for slug in post.tags)
    writers = {slug for post in public for slug in (post.author, *post.get("coauthors", []))}
    lines["root"] = [make_root(content, ARRIVALS[0])]
    lines["categories"] = [
        make_term(content, term, "category", sections[slug]) for slug, term in content.sections.items()
    ]
    lines["tags"] = [make_term(content, term, "post_tag", tags[slug]) for slug, term in content.tags.items()]
    lines["users"] = [
        make_user(content, author)
        for slug, author in content.authors.items()
        if slug in writers and not author.get("deleted")
    ]
    lines["media"] = [make_media(content, picture) for picture in content.pictures.values()]


def build(folder: Path) -> int:
    """Write every arrival below a folder, which is replaced; return the number of documents."""
    if folder.exists():
        shutil.rmtree(folder)
    count = 0
    for site in NEWSPAPERS:
        for day, endpoints in build_site(site).items():
            for endpoint, documents in endpoints.items():
                path = folder / day / site.name / f"{endpoint}.ndjson"
                path.parent.mkdir(parents=True, exist_ok=True)
                lines = [json.dumps(document, ensure_ascii=False, separators=(",", ":")) for document in documents]
                path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
                count += len(lines)
    return count


def main() -> None:
    """Build into the folder given as an argument, else into the package's own."""
    parser = ArgumentParser("python -m sample_newsroom.build", description="Write the sample's arrivals anew.")
    parser.add_argument("folder", type=Path, nargs="?", default=HERE / "arrivals", help="This folder is replaced.")
    folder: Path = parser.parse_args().folder
    sys.stdout.write(f"{build(folder)} documents in {folder}\n")


if __name__ == "__main__":
    main()
