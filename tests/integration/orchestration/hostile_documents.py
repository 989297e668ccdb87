"""Documents that say impossible things, one thing each: hostile values at every path that the models read.

The paths are those that the structure macros of the models declare, and every path of a full document of each kind
(which holds what enrichment reads). All is derived from a seed: the same seed gives the same documents.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import jinja2

Path_ = tuple[str | int, ...]

_MACROS = Path(__file__).parents[3] / "dbt_project" / "macros" / "json"

TIMES: list[Any] = [
    "infinity", "-infinity", "epoch", "294247-01-10T04:00:54", "-290307-12-22T00:00:00", "10000-01-01T00:00:00",
    "9999-12-31T23:59:59", "1000-01-01T00:00:00", "0001-01-01T00:00:00", "0000-00-00T00:00:00", "0000-00-00 00:00:00",
    "-0001-11-30T00:00:00", "-001-11-30T00:00:00", "0044-03-15 (BC) 00:00:00", "1969-12-31T23:59:59",
    "2038-01-19T03:14:08", "2026-02-30T00:00:00", "2026-02-03T25:00:00", "2026-02-03T13:03:49+99:00",
    "2026-02-03T13:03:49 Europe/London", "now", 1770123829, "1770123829",
]  # fmt: skip

NUMBERS: list[Any] = [
    0, -1, -5, 3.7, -0.0, 1e300, -1e300, 1e18, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 2**64, 10**30, 1e-300,
    "NaN", "Infinity", "-inf", "1e400", "9" * 5000, "0x10", "1_000", " 7 ", "²", "-5", "12.0", "+8", "14.5", -840, 840,
]  # fmt: skip

TEXTS: list[Any] = [
    "", " ", "\t\n", "\u00a0", "\u200b", "&nbsp;", "&amp;nbsp;", "&#0;", "&#32;", "&#55296;", "&#999999;", "\x00",
    "a\x00b", "\u202etxet", "\ufffe", "\U0010ffff", "e\u0301" * 200, "x" * 20_000, "' or 1=1 --", '"', '$[0]."', "{",
    "\\", "%s{}", "a/b/c", "***", "—", "Europe/Atlantis", "europe/london", "UTC+99", "category-5", "5", "05",
    "true", "null", "http://[", "https://a.example:99999/", "https://:0/", "//", "mailto:a@b", "<p>\x00</p>", "\uff15",
    "İ",
]  # fmt: skip

SHAPES: list[Any] = [
    None, True, False, [], {}, [[]], [{}], [None], {"": None}, {"": {"@id": ""}}, {"0": "5", "2": "x"}, [1, "1", 1.0],
    [5, 5, 5], {"a]b[0].c": {"@id": "x"}}, {'q"uote': {"@id": "\x00"}}, {"\x00": {"@type": 7, "@id": "x"}},
    [[[[{"@id": {"@id": 1}}]]]], ["", " ", None, "&nbsp;"], {"rendered": {"rendered": 1}}, {"rendered": None},
    {"protected": "perhaps"}, [{"name": " "}, {"name": "\t"}, {"user_id": 2**62}, 999, {"slug": "***"}],
]  # fmt: skip

CLASSES = {"times": TIMES, "numbers": NUMBERS, "texts": TEXTS, "shapes": SHAPES}

#: The forms in which a value may stand where a field drifts; one that carries a name, an id or a rendered text.
WRAPPINGS = {
    "list": lambda value: [value],
    "gaps": lambda value: {"3": value, "7": value},
    "rendered": lambda value: {"rendered": value},
    "named": lambda value: {"@id": "#x", "@type": "Person", "name": value},
    "referring": lambda value: [{"@id": value}, {"@type": value}],
}

#: Where in which document each structure of the models is found: macros/json/structures.sql.
PLACES: dict[str, list[tuple[str, Path_]]] = {
    "post_structure": [("post", ())],
    "head_structure": [("post", ("yoast_head_json",))],
    "node_structure": [("post", ("yoast_head_json", "schema", "@graph", 0))],
    "co_author_structure": [("post", (name, 0)) for name in ("coauthors", "authors", "newspack_author_info")],
    "embedded_structure": [("post", ("_embedded", "author", 0)), ("post", ("_embedded", "wp:term", 0, 0))],
    "term_link_structure": [("post", ("_links", "wp:term", 0))],
    "site_structure": [("root", ())],
    "term_structure": [("term", ())],
    "user_structure": [("user", ())],
}

#: What once stopped every model, and dates of every suspicion: there whatever a seed chooses.
ALWAYS: list[tuple[str, Path_, Any]] = [
    ("post", ("date",), "infinity"),
    ("post", ("date",), "9998-12-31T00:00:00"),
    ("post", ("date",), "1000-01-01T00:00:00"),
    ("post", ("date_gmt",), "9998-12-31T00:00:00"),
    ("post", ("modified",), "infinity"),
    ("post", ("modified_gmt",), "infinity"),
    ("post", ("date_gmt",), "294247-01-10T04:00:54"),
    ("post", ("modified",), "-0001-11-30T00:00:00"),
    ("post", ("yoast_head_json", "schema", "@graph", 0, "wordCount"), -5),
    ("post", ("yoast_head_json", "schema", "@graph", 0, "articleSection"), [""]),
    ("post", ("yoast_head_json", "twitter_misc"), {"Written by": "&nbsp;"}),
    ("post", ("coauthors",), [{"user_id": 999_999}]),
    ("post", ("yoast_head_json", "og_site_name"), ""),
    ("term", ("taxonomy",), "post_tag"),
    ("term", ("slug",), " "),
    ("root", ("gmt_offset",), 1e300),
    ("root", ("timezone_string",), "Europe/Atlantis"),
]


@dataclass(frozen=True, slots=True)
class Hostile:
    """A document, and what in it is hostile."""

    kind: str
    path: Path_
    value: Any
    document: dict[str, Any]

    @property
    def text(self) -> str:
        """The document as a line of a file."""
        return json.dumps(self.document)


def declared_structures() -> dict[str, Any]:
    """Each structure that the models declare, by the name of its macro."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(_MACROS), autoescape=False)  # noqa: S701 - SQL
    macros = vars(environment.get_template("structures.sql").module)
    return {name: json.loads(macro()) for name, macro in macros.items() if name.endswith("_structure")}


def typed_paths() -> dict[str, list[Path_]]:
    """Every path to put values at, by kind of document."""
    found: dict[str, dict[Path_, None]] = {kind: dict.fromkeys(_paths_of(make(1))) for kind, make in _KINDS.items()}
    for name, structure in declared_structures().items():
        for kind, root in PLACES[name]:
            found[kind] |= dict.fromkeys((*root, *path) for path in _paths_of(structure))
    found["root"].pop(("namespaces",))  # what makes it a root index
    return {kind: [path for path in paths if path[:2] != ("_links", "self")] for kind, paths in found.items()}


def hostile_documents(seed: int, *, values_per_path: int, host: str | None = None) -> Iterator[Hostile]:
    """Hostile documents of every kind, and sound posts that refer to them.

    Args:
        seed: Chooses the values.
        values_per_path: How many documents each path gets: a quarter from each class of values.
        host: Whose documents they are. None: the documents of each path, and each root index, have a host of their own,
            so that what is concluded about a site rests on hostile values alone.
    """
    rng = random.Random(seed)  # noqa: S311 - a seed must give the same
    cases = list(ALWAYS)
    for kind, paths in typed_paths().items():
        for path in paths:
            cases += [(kind, path, value) for value in _choose(rng, values_per_path)]
    places = {place: number for number, place in enumerate(dict.fromkeys((kind, path) for kind, path, _ in cases))}
    for number, (kind, path, value) in enumerate(cases, 1_000_001):
        own_host = host or f"{kind}-{number if kind == 'root' else places[kind, path]}.hostile.example"
        document = put(_KINDS[kind](number, own_host), path, value)
        if path[:1] == ("yoast_head_json",) and number % 3 == 0:
            document = _with_html_head(document)
        yield Hostile(kind, path, value, document)
        if kind != "post":
            yield Hostile("post", (), None, _referring_post(kind, number, own_host))


def put(document: dict[str, Any], path: Path_, value: Any) -> dict[str, Any]:
    """A copy of a document with a value at a path, whatever stands in the way."""
    copied: Any = copy.deepcopy(document)
    place = copied
    for key, following in zip(path, (*path[1:], None), strict=True):
        if following is None:
            next_: Any = copy.deepcopy(value)
        else:
            there = place[key] if isinstance(key, int) or key in place else None
            empty: Any = [{}] if isinstance(following, int) else {}
            next_ = there if isinstance(there, type(empty)) and (there or not empty) else empty
        place[key] = next_
        place = next_
    return copied


def _with_html_head(document: dict[str, Any]) -> dict[str, Any]:
    """The document with its head as HTML alone, as Yoast gave it before 16.7."""
    head = document["yoast_head_json"]
    fields = head if isinstance(head, dict) else {"title": head}
    tags = [
        f'<meta property="{escape(name.replace("og_", "og:").replace("article_", "article:"))}" '
        f'content="{escape(value if isinstance(value, str) else json.dumps(value))}" />'
        for name, value in fields.items()
        if name != "schema"
    ]
    graph = json.dumps(fields.get("schema")).replace("<", "\\u003c")
    html = "".join([*tags, f'<script class="yoast-schema-graph">{graph}</script>'])
    return {key: value for key, value in document.items() if key != "yoast_head_json"} | {"yoast_head": html}


def _choose(rng: random.Random, number: int) -> Iterator[Any]:
    """Values of each class, a third of them wrapped."""
    for values in CLASSES.values():
        for value in rng.sample(values, min(len(values), -(-number // len(CLASSES)))):
            yield rng.choice(list(WRAPPINGS.values()))(value) if rng.random() < 1 / 3 else value


def _paths_of(value: Any, root: Path_ = ()) -> Iterator[Path_]:
    """Every path in a JSON value, those of objects and lists themselves included."""
    if root:
        yield root
    members = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, member in members:
        yield from _paths_of(member, (*root, key))


def _links(host: str, rest_base: str, number: int) -> dict[str, Any]:
    return {"self": [{"href": f"https://{host}/wp-json/wp/v2/{rest_base}/{number}"}]}


def post(number: int, host: str = "hostile.example") -> dict[str, Any]:
    """A sound post with all that is read of one."""
    url = f"https://{host}/{number}/"
    return {
        "id": number, "type": "post", "status": "publish", "link": url, "slug": f"p-{number}", "format": "standard",
        "date": "2026-02-03T13:03:49", "date_gmt": "2026-02-03T13:03:49",
        "modified": "2026-02-04T08:00:00", "modified_gmt": "2026-02-04T08:00:00",
        "guid": {"rendered": url}, "title": {"rendered": f"Story {number}"},
        "content": {"rendered": '<p>"The ferry is late," said Odd Strand, the pilot.</p>', "protected": False},
        "excerpt": {"rendered": "<p>Late.</p>", "protected": False},
        "author": 8_000_001, "featured_media": 8_000_002, "sticky": False,
        "categories": [8_000_003], "tags": [8_000_004], "genres": [8_000_005],
        "class_list": ["post", "category-late", "tag-ferry"],
        "yoast_head": '<meta property="og:site_name" content="H" />',
        "yoast_head_json": {
            "title": "T", "description": "D", "canonical": url, "author": "Ada Fell", "og_site_name": "H",
            "twitter_misc": {"Written by": "Ada Fell", "Reading time": "1 minute"}, "og_locale": "en_GB",
            "schema": {"@context": "https://schema.org", "@graph": [
                {"@type": "Article", "@id": f"{url}#article", "author": {"name": "Ada Fell", "@id": "#p"},
                 "wordCount": 9, "commentCount": 2, "articleSection": ["Late"], "keywords": ["Ferry"],
                 "isPartOf": {"@id": url}, "inLanguage": "en-GB"},
                {"@type": "Person", "@id": "#p", "name": "Ada Fell"},
                {"@type": "BreadcrumbList", "@id": "#b",
                 "itemListElement": [{"name": "Home"}, {"name": "Late"}, {"name": "It"}]},
            ]},
        },
        "_links": {
            **_links(host, "posts", number),
            "wp:term": [{"taxonomy": "genre", "href": f"https://{host}/wp-json/wp/v2/genres?post={number}"}],
        },
    }  # fmt: skip


def _term(number: int, host: str = "hostile.example") -> dict[str, Any]:
    return {
        "id": number, "taxonomy": "category", "name": f"Section {number}", "slug": f"section-{number}", "count": 3,
        "description": "All of it.", "parent": number, "link": f"https://{host}/c/{number}/",
        "_links": _links(host, "categories", number),
    }  # fmt: skip


def _user(number: int, host: str = "hostile.example") -> dict[str, Any]:
    return {
        "id": number, "name": f"Writer {number}", "slug": f"writer-{number}", "description": "Writes.", "url": "",
        "link": f"https://{host}/author/{number}/", "avatar_urls": {}, "_links": _links(host, "users", number),
    }  # fmt: skip


def _media(number: int, host: str = "hostile.example") -> dict[str, Any]:
    return {
        "id": number, "type": "attachment", "status": "inherit", "date": "2026-02-03T13:03:49",
        "date_gmt": "2026-02-03T13:03:49", "modified": "2026-02-04T08:00:00", "modified_gmt": "2026-02-04T08:00:00",
        "title": {"rendered": "A quay"}, "caption": {"rendered": "<p>A quay.</p>"}, "alt_text": "A quay", "author": 1,
        "description": {"rendered": "<p>A quay.</p>"}, "media_type": "image", "mime_type": "image/jpeg", "post": number,
        "media_details": {"width": 1200, "height": 800, "filesize": 99_000, "file": "q.jpg", "sizes": {}},
        "source_url": f"https://{host}/q.jpg", "link": f"https://{host}/q/", "_links": _links(host, "media", number),
    }  # fmt: skip


def _comment(number: int, host: str = "hostile.example") -> dict[str, Any]:
    return {
        "id": number, "post": number, "parent": number, "author": 0, "author_name": "B. Reader", "type": "comment",
        "date": "2026-02-03T13:03:49", "date_gmt": "2026-02-03T13:03:49", "content": {"rendered": "<p>No.</p>"},
        "status": "approved", "link": f"https://{host}/{number}/#c", "_links": _links(host, "comments", number),
    }  # fmt: skip


def _root(number: int, host: str = "hostile.example") -> dict[str, Any]:
    return {
        "name": f"Site {number}", "url": f"https://{host}", "home": f"https://{host}", "gmt_offset": 1,
        "timezone_string": "", "namespaces": ["wp/v2"], "description": "A site.",
        "_links": {"self": [{"href": f"https://{host}/wp-json/"}]},
    }  # fmt: skip


def _referring_post(kind: str, number: int, host: str) -> dict[str, Any]:
    """A sound post of which the hostile document is the section, the author, the picture, or the site without UTC."""
    field: dict[str, Any] = {
        "term": {"categories": [number], "class_list": [f"category-section-{number}"]},
        "user": {"author": number, "yoast_head_json": {}},
        "media": {"featured_media": number},
        "root": {"date_gmt": None, "modified_gmt": None},
    }.get(kind, {})
    return post(number, host) | field


_KINDS = {"post": post, "term": _term, "user": _user, "media": _media, "comment": _comment, "root": _root}
