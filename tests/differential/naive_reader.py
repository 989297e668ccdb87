"""What the published tables must say, read from a site's answers by a second and simpler reader.

Nothing of the product is imported: plain `json`, `html` and `datetime` over whole documents, one after another. The two
readers share no code, so that a mistake in one is a difference between them. Judged columns (byline, language) are not
read here but come from tables worked out by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

Document = Mapping[str, Any]
#: Table to key (the values of `KEYS`) to column to value. A column that is absent is not compared.
Expected = dict[str, dict[tuple[Any, ...], dict[str, Any]]]

#: Columns that tell the rows of a table apart.
KEYS: dict[str, tuple[str, ...]] = {
    "articles": ("article_id",),
    "article_terms": ("article_id", "term_id"),
    "sections": ("section_id",),
    "tags": ("tag_id",),
    "authors": ("author_id",),
    "article_authors": ("article_id", "author_id"),
    "schema_nodes": ("article_id", "node_position"),
    "schema_references": ("article_id", "from_node_position", "property_path"),
}
#: Tables that also hold rows which take judgement: guests, and bylines that differ from the account.
OPEN_TABLES = frozenset({"authors", "article_authors"})
AVATAR = "urn:avatar:*"


@dataclass(frozen=True, slots=True)
class Answer:
    """The latest that a site answered for one document; `document` is the last one that it showed."""

    site: str
    rest_base: str
    document: Document
    removal_kind: str | None = None


def read_answers(answers: Iterable[Answer], zones: Mapping[str, str], *, article_lists: Iterable[str]) -> Expected:
    """Every row that can be told from the answers without judging.

    Args:
        answers: One for each document: posts, terms, users.
        zones: Time zone of each site, for posts without a date in UTC.
        article_lists: Lists (`rest_base`) whose posts are articles.
    """
    expected: Expected = {table: {} for table in KEYS}
    answers = list(answers)
    terms = {
        (answer.site, answer.document["taxonomy"], answer.document["id"]): answer
        for answer in answers
        if "taxonomy" in answer.document
    }
    names = {
        (answer.site, answer.document["id"]): text_of(answer.document["name"])
        for answer in answers
        if answer.rest_base == "users"
    }
    for answer in answers:
        if answer.rest_base in article_lists:
            _read_article(expected, answer, terms, zones[answer.site])
            _read_byline(expected, answer, names)
        elif answer.rest_base in {"categories", "tags"}:
            _read_term(expected, answer)
        elif answer.rest_base == "users":
            _read_account(expected, answer)
    return expected


def _read_article(expected: Expected, answer: Answer, terms: Mapping[Any, Answer], zone: str) -> None:
    document = answer.document
    article_id = f"{answer.site}/{answer.rest_base}/{document['id']}"
    local, published = _time(document.get("date")), _time(document.get("date_gmt"))
    is_estimated = published is None and local is not None
    if published is None and local is not None:
        published = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
    if local is None and published is not None:
        local = published.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    expected["articles"][article_id,] = {
        "site": answer.site,
        "rest_base": answer.rest_base,
        "post_id": document["id"],
        "url": document["link"],
        "slug": document["slug"],
        "title": text_of(document["title"]["rendered"]),
        "published_at": published,
        "published_local": local,
        "published_date": local and local.date(),
        "is_published_at_estimated": is_estimated,
        "modified_at": _time(document.get("modified_gmt")),
        "is_protected": document["content"].get("protected", False),
        "is_sticky": document.get("sticky", False),
        "removal_kind": answer.removal_kind,
        "removed_at is not null": answer.removal_kind is not None,
    }
    for taxonomy, rest_base, term_ids in _taxonomies(document):
        for term_id in term_ids:
            term = terms.get((answer.site, taxonomy, term_id))
            row = {"taxonomy": taxonomy, "rest_base": rest_base}
            if term is not None:
                row |= {"slug": term.document["slug"], "term_name": text_of(term.document["name"])}
            expected["article_terms"][article_id, f"{answer.site}/{rest_base}/{term_id}"] = row
    if answer.removal_kind is None:
        _read_graph(expected, article_id, _graph(document))


def _read_byline(expected: Expected, answer: Answer, names: Mapping[Any, str | None]) -> None:
    """The author where the account and the article's own graph agree and no plug-in lists others: no judgement."""
    document = answer.document
    name = names.get((answer.site, document["author"]))
    others = [field for field in document if "author" in field and field != "author" and document[field]]
    if name is None or others:
        return
    graph = [node for node in _graph(document) if isinstance(node, dict)]
    by_id = {node["@id"]: node for node in graph if "@id" in node}
    for node in graph:
        if not any(node_type.endswith("Article") for node_type in _listed(node.get("@type"))):
            continue
        authors = [by_id.get(author.get("@id"), {}) | author for author in _listed(node.get("author"))]
        if [author.get("name") and unescape(author["name"]) for author in authors] == [name]:
            article_id = f"{answer.site}/{answer.rest_base}/{document['id']}"
            author_id = f"{answer.site}/users/{document['author']}"
            expected["article_authors"][article_id, author_id] = {"author_name": name, "position": 1}


def _taxonomies(document: Document) -> Iterator[tuple[str, str, list[int]]]:
    """Taxonomy, its list in the API and the post's terms; the document's own links say which taxonomies there are."""
    for link in document.get("_links", {}).get("wp:term", []):
        rest_base = re.split(r"[?&]", link["href"])[0].rstrip("/").rsplit("/", 1)[-1]
        yield link["taxonomy"], rest_base, document.get(rest_base, [])


def _read_term(expected: Expected, answer: Answer) -> None:
    table, prefix = ("sections", "section") if answer.rest_base == "categories" else ("tags", "tag")
    document = answer.document
    row = {
        "site": answer.site,
        "wordpress_id": document["id"],
        "slug": document["slug"],
        f"{prefix}_name": text_of(document["name"]),
        "is_name_known": True,
        "url": document["link"],
        "removed_at is not null": answer.removal_kind is not None,
    }
    if table == "sections":
        parent = document.get("parent")
        row["parent_section_id"] = f"{answer.site}/categories/{parent}" if parent else None
    expected[table][f"{answer.site}/{answer.rest_base}/{document['id']}",] = row


def _read_account(expected: Expected, answer: Answer) -> None:
    document = answer.document
    expected["authors"][f"{answer.site}/users/{document['id']}",] = {
        "site": answer.site,
        "user_id": document["id"],
        "author_name": text_of(document["name"]),
        "name_source": "users",
        "slug": document["slug"],
        "url": document["link"],
        "removed_at is not null": answer.removal_kind is not None,
    }


def _graph(document: Document) -> list[Any]:
    """The nodes of the JSON head, or else of the scripts in the HTML one (Yoast before 16.7)."""
    head = document.get("yoast_head_json")
    if isinstance(head, dict):
        return head.get("schema", {}).get("@graph", [])
    scripts = re.findall(
        r"<script[^>]*application/ld\+json[^>]*>(.*?)</script>", document.get("yoast_head") or "", re.DOTALL
    )
    return [node for script in scripts for node in json.loads(script)["@graph"]]


def _read_graph(expected: Expected, article_id: str, graph: list[Any]) -> None:
    node_ids = {node["@id"] for node in graph if node.get("@id")}
    described = set(node_ids)
    found = []
    for position, node in enumerate(graph, start=1):
        node_id = masked(node.get("@id") or f"_:{position}")
        expected["schema_nodes"][article_id, position] = {
            "node_id": node_id,
            "node_types": _listed(node.get("@type")),
            "name": unescape(node["name"]) or None if isinstance(node.get("name"), str) else None,
            "url": masked(node.get("url") or None),
            "properties": masked(node),
        }
        for path, child in _objects(node):
            if isinstance(child.get("@id"), str):  # an empty one too: Yoast prints it for a deleted author
                found.append((position, node_id, path, child))
                if child["@id"] and "@type" in child:
                    described.add(child["@id"])
    for position, node_id, path, child in found:
        is_inline = "@type" in child
        expected["schema_references"][article_id, position, path] = {
            "from_node_id": node_id,
            "to_node_id": masked(child["@id"]),
            "is_inline": is_inline,
            "is_resolved": child["@id"] in (node_ids if is_inline else described),
        }


def _objects(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object within a node, at any depth, with its path: `author[1].image`."""
    if isinstance(value, dict):
        if path:
            yield path, value
        for name, item in value.items():
            step = name if re.fullmatch(r"\w+", name, re.ASCII) else f'"{name}"'
            yield from _objects(item, f"{path}.{step}" if path else step)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _objects(item, f"{path}[{index}]")


def masked(value: Any) -> Any:
    """The value without addresses of avatars, which the tables do not hold either, and without their keyed hashes."""
    if isinstance(value, dict):
        return {name: masked(item) for name, item in value.items()}
    if isinstance(value, list):
        return [masked(item) for item in value]
    if isinstance(value, str) and re.match(r"https?://[^/]*gravatar\.com/|urn:avatar:", value):
        return AVATAR
    return value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _time(text: str | None) -> datetime | None:
    """A date of the years that WordPress can mean; its zero dates (also `-0001-11-30`) are none."""
    if not text or text < "1000" or text.startswith("-"):
        return None
    return datetime.fromisoformat(text)


class _Text(HTMLParser):
    """The text between tags; what scripts and styles hold is not text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def text_of(rendered: str) -> str | None:
    """Plain text of a rendered name or title, white space collapsed; null where there is none."""
    parser = _Text()
    parser.feed(rendered)
    parser.close()
    return " ".join("".join(parser.parts).split()) or None
