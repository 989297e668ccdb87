"""Three small invented sites, each document there for one rule of the models.

`harbour` is followed live: index, settings, users and terms are known. `atelier` came as files. `ferry` has a named
zone, and posts without UTC times.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dbt_warehouses import Seen, add_enriched, add_extraction, add_seen, create, moment


def post(id_: int, date: str, date_gmt: str | None, **more: Any) -> dict[str, Any]:
    """A post as the REST API has it, without what no rule reads."""
    return {
        "id": id_,
        "date": date,
        "date_gmt": date_gmt,
        "modified": date,
        "modified_gmt": date_gmt,
        "slug": f"post-{id_}",
        "status": "publish",
        "type": "post",
        "link": f"https://harbour.example/post-{id_}/",
        "title": {"rendered": f"Post {id_}"},
        "content": {"rendered": "<p>Text.</p>", "protected": False},
        "author": 3,
        "categories": [],
        "tags": [],
    } | more


def head(*nodes: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A Yoast head around the nodes of a graph."""
    return {"title": "T", "schema": {"@context": "https://schema.org", "@graph": list(nodes)}} | more


def breadcrumb(*names: str) -> dict[str, Any]:
    """A BreadcrumbList node."""
    return {"@type": "BreadcrumbList", "@id": "#breadcrumb", "itemListElement": [{"name": name} for name in names]}


_AVATAR = {"@type": "ImageObject", "@id": "https://secure.gravatar.com/avatar/0a1b?s=96"}
_GUEST = {"@type": "Person", "@id": "#p", "name": "Ivo Lund", "image": _AVATAR}

#: Two articles on Monday 2 March, one on the 3rd, one on the 6th; the site was last read on the 8th.
HARBOUR = [
    Seen("harbour", "root", 0, {"name": "The Harbour &amp; Quay", "home": "https://harbour.example", "gmt_offset": 0,
                                "timezone_string": "Europe/London"}),
    Seen("harbour", "settings", 0, {"name": "harbour", "url": "https://harbour.example", "article_types": ["posts"]}),
    Seen("harbour", "users", 3, {"id": 3, "name": "Nell Archer", "slug": "nell", "link": "https://harbour.example/nell"}),
    Seen("harbour", "users", 4, {"id": 4, "name": "Ben Okoro", "slug": "ben"}),
    Seen("harbour", "categories", 1, {"id": 1, "name": "Uncategorized", "slug": "uncategorized"}),
    Seen("harbour", "categories", 5, {"id": 5, "name": "News", "slug": "news", "taxonomy": "category", "parent": 0}),
    Seen("harbour", "categories", 6, {"id": 6, "name": "Courts", "slug": "courts", "parent": 5}),
    Seen("harbour", "tags", 9, {"id": 9, "name": "Ferry", "slug": "ferry", "taxonomy": "post_tag"}),
    Seen("harbour", "tags", 10, {"id": 10, "name": "Unused", "slug": "unused", "taxonomy": "post_tag"}),
    Seen("harbour", "posts", 1, post(1, "2026-03-02T08:00:00", "2026-03-02T08:00:00", categories=[6, 5], tags=[9])),
    Seen("harbour", "posts", 2, post(
        2, "2026-03-02T17:30:00", "2026-03-02T17:30:00", categories=[1, 5, 6],
        yoast_head_json=head(
            breadcrumb("Home", "News", "Courts", "Post 2"),
            {"@type": "NewsArticle", "@id": "#article", "author": [{"@id": "#p"}, {"name": "Ben Okoro"}],
             "wordCount": 120},
            _GUEST,
        ),
    )),
    Seen("harbour", "posts", 3, post(3, "2026-03-03T09:00:00", "2026-03-03T09:00:00", author=7, categories=[1])),
    # Seen, trashed, and in the end deleted.
    Seen("harbour", "posts", 4, post(4, "2026-03-06T09:00:00", "2026-03-06T09:00:00"), at="2026-03-06 10:00"),
    Seen("harbour", "posts", 4, None, at="2026-03-07 10:00", extraction_id="run-2", state="unpublished"),
    Seen("harbour", "posts", 4, None, at="2026-03-08 10:00", extraction_id="run-3", state="purged"),
    # Trashed and restored: not removed, though it was.
    Seen("harbour", "posts", 5, post(5, "1970-01-01T00:00:00", "1970-01-01T00:00:00"), at="2026-03-06 10:00"),
    Seen("harbour", "posts", 5, None, at="2026-03-07 10:00", extraction_id="run-2", state="unpublished"),
    Seen("harbour", "posts", 5, post(5, "1970-01-01T00:00:00", "1970-01-01T00:00:00"), at="2026-03-08 10:00",
         extraction_id="run-3"),
    # Never seen public.
    Seen("harbour", "posts", 6, None, state="unpublished"),
    # An article a year ahead of the day on which it was read.
    Seen("harbour", "posts", 7, post(7, "2027-03-08T09:00:00", "2027-03-08T09:00:00"), extraction_id="run-3"),
    # Local time and UTC are two days apart.
    Seen("harbour", "posts", 8, post(8, "2026-03-05T09:00:00", "2026-03-03T09:00:00")),
    Seen("harbour", "pages", 20, post(20, "2026-03-04T09:00:00", "2026-03-04T09:00:00", type="page")),
]  # fmt: skip

#: Files: no endpoint. Local time is four hours ahead of UTC.
ATELIER = [
    Seen("atelier", "posts", 1, post(
        1, "2026-03-02T03:00:00", "2026-03-01T23:00:00", author=2, categories=[1, 4, 8], tags=[30, 31],
        link="https://atelier.example/a/", class_list=["post", "category-uncategorized", "category-arts", "category-rd",
                                                       "tag-opera", "tag-port-louis"],
        yoast_head_json=head(
            {"@type": "Article", "@id": "#article", "author": {"@id": "#p"}, "wordCount": 40,
             "articleSection": ["Arts", "R&amp;D"], "keywords": ["Opéra", "Port Louis"]},
            {"@type": "Person", "@id": "#p", "name": "Ana&#038;Co"},
            og_site_name="L&rsquo;Atelier",
        ),
    )),
    # Class names alone, in the form PHP gives a list with gaps; one is known from the other post.
    Seen("atelier", "posts", 2, {
        "date": "2026-03-02T10:00:00", "date_gmt": "2026-03-02T06:00:00", "author": 0, "title": {"rendered": ""},
        "content": {"rendered": "", "protected": True}, "link": "https://atelier.example/b/",
        "class_list": {"0": "post", "4": "category-arts", "7": "category-letters"},
        "yoast_head_json": {"title": "T", "twitter_misc": {"Écrit par": "Zoé Blanc", "Durée": "2 minutes"}},
    }),
    Seen("atelier", "posts", 3, post(
        3, "2026-03-02T12:00:00", "2026-03-02T08:00:00", author=0, link="https://atelier.example/c/",
        authors=[{"user_id": 2, "display_name": "Ana&Co"}, {"display_name": "Zoé Blanc", "slug": "zoe"}],
    )),
]  # fmt: skip

#: British Summer Time: 00:30 on 1 July is 23:30 UTC on 30 June.
FERRY = [
    Seen("ferry", "settings", 0, {"name": "ferry", "url": "https://ferry.example", "timezone": "Europe/London",
                                  "article_types": ["posts", "reviews"]}),
    Seen("ferry", "posts", 1, post(1, "2026-07-01T00:30:00", "0000-00-00T00:00:00"), at="2026-07-02 00:00",
         extraction_id="run-4"),
    Seen("ferry", "reviews", 2, post(2, "2026-07-01T08:00:00", None, type="review"), at="2026-07-02 00:00",
         extraction_id="run-4"),
]  # fmt: skip


def quote(document: Seen, position: int, **more: Any) -> tuple[Seen, dict[str, Any]]:
    """A quotation of five words, by default direct speech of a person."""
    columns = {"position": position, "quote_text": "We shall see about that", "quote_kind": "full"}
    columns |= {"speech_type": "direct", "speaker_type": "person", "speaker_kind": "person"}
    columns |= {"confidence": 0.9, "method": "hand"}
    columns |= {"start_offset": 10 * position, "end_offset": 10 * position + 5, "word_count": 5}
    return document, columns | more


_BY_ID = {(row.site, row.rest_base, row.id): row for row in (*HARBOUR, *ATELIER, *FERRY) if row.document}
_ONE, _TWO, _THREE = (_BY_ID["harbour", "posts", number] for number in (1, 2, 3))
_GONE, _ARTS = _BY_ID["harbour", "posts", 4], _BY_ID["atelier", "posts", 1]

QUOTATIONS = [
    quote(_ONE, 1, speaker_name="Mara Holt", speaker_role="councillor", speaker_organization="Tarrow Council"),
    quote(_ONE, 2, speaker_name="Mara Holt", quote_kind="pull", repeats_position=1),
    quote(_ONE, 3, speaker_type="anonymous", speaker_text="a source", speech_type="mixed"),
    quote(
        _ONE, 4, speaker_type=None, speaker_kind=None, speech_type=None, quote_kind="not_a_quotation", reason="title"
    ),
    quote(_ONE, 5, speaker_name="Holt"),
    quote(_TWO, 1, speaker_name="Ms Mara  Hölt", speaker_role="mayor", speaker_organization="the council"),
    quote(_TWO, 2, speaker_name="Mara Holt", speech_type="indirect"),
    quote(_TWO, 3, speaker_name="Tarrow Port", speaker_type="organization", speaker_kind="organization"),
    quote(_THREE, 1, speaker_name="Mara Holt"),
    quote(_THREE, 2, speaker_name="Ola Berg", speech_type="declined"),
    quote(_THREE, 3, speaker_name="Nell Port", quote_kind="embedded"),
    quote(_ARTS, 1, speaker_name="Mara Holt", speaker_role="pianiste", speaker_organization="Opéra des Salines"),
    quote(_ARTS, 2, speaker_name="Holt", speech_type="mixed", quote_kind="partial"),
    quote(_GONE, 1, speaker_name="Lina Frost"),
]


def fill(path: Path) -> None:
    """Make the warehouse of the three sites."""
    create(path)
    add_seen(path, [*HARBOUR, *ATELIER, *FERRY])
    for run, day in (("run-1", 6), ("run-2", 7), ("run-3", 8)):
        add_extraction(
            path, extraction_id=run, site="harbour", rest_base="posts", mode="refresh", seen_count=8, new_count=1,
            started_at=moment(f"2026-03-0{day} 10:00"), finished_at=moment(f"2026-03-0{day} 10:05"),
        )  # fmt: skip
    for site, day, count in (("atelier", "2026-03-03", 3), ("ferry", "2026-07-02", 2)):
        add_extraction(
            path, extraction_id="run-4", site=site, rest_base="posts", mode="file", seen_count=count, new_count=count,
            started_at=moment(f"{day} 00:00"), finished_at=moment(f"{day} 00:01"),
        )  # fmt: skip
    for row in (*HARBOUR, *ATELIER, *FERRY):
        document = row.document
        if document is None or row.rest_base in {"root", "settings"} or (row.id == 5 and row.extraction_id == "run-3"):
            continue
        title = document.get("title", {}).get("rendered") or document.get("name")
        protected = document.get("content", {}).get("protected", False)
        add_enriched(
            path, "texts", row, title_text=title, language="en", language_source="graph", is_protected=protected
        )
        if row.rest_base in {"posts", "pages", "reviews"}:
            counts = {} if protected else {"word_count": 100, "yoast_rule_word_count": 98, "quoted_share": 0.25}
            add_enriched(path, "word_counts", row, **counts)
    for document, columns in QUOTATIONS:
        add_enriched(path, "quotations", document, **columns)
