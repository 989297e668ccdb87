"""Yoast's head rebuilt from its HTML, in the shape of `yoast_head_json`.

Before version 16.7 Yoast gave only `yoast_head`, the HTML it prints into the page. Its keys are the names of the
meta tags with `_` for `:`; the graph stands in a script element.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from selectolax.lexbor import LexborHTMLParser

from enrichment.markup import bound_markup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborNode

_IMAGE = "og:image"
_WHOLE_NUMBERS = {"width", "height"}
# A longer number is no width: Python reads up to 4,300 digits, JSON holds 64 bits.
_MOST_DIGITS = 9

# What the head holds under these is made of several tags; a tag of the name itself is not Yoast's.
_COMPOSED = {"og_image", "twitter_misc", "schema"}


def rebuild_head(html: str) -> dict[str, Any]:
    """Return what `yoast_head_json` would hold for this head; an empty dict when it holds nothing of Yoast's."""
    tree = LexborHTMLParser("<!doctype html><head>" + bound_markup(html)[0])
    head: dict[str, Any] = {}
    labels: dict[str, str] = {}
    graphs: list[object] = []
    for node in tree.css("title, meta, link, script"):
        if node.tag == "title":
            head.setdefault("title", node.text().strip())
        elif node.tag == "meta":
            _add_meta(head, labels, node)
        elif node.tag == "link":
            _add_link(head, node)
        elif _holds_graph(node):
            graphs.append(_read_graph(node.text()))
    misc = {
        label: labels[f"data{name.removeprefix('label')}"]
        for name, label in labels.items()
        if name.startswith("label") and f"data{name.removeprefix('label')}" in labels
    }
    if misc:
        head["twitter_misc"] = misc
    if graph := join_graphs(graphs):
        head["schema"] = graph  # last, as in the given ones
    return head


def join_graphs(graphs: Iterable[object]) -> dict[str, Any] | None:
    """Return one graph that has the nodes of all; None where there are none.

    A single object is returned as it is. Lists of graphs are joined as well; what is neither is left out.
    """
    found = [one for graph in graphs for one in (graph if isinstance(graph, list) else [graph])]
    sound = [graph for graph in found if isinstance(graph, dict)]
    if len(sound) < 2:
        return sound[0] if sound else None
    nodes = [node for graph in sound for node in _nodes_of(graph)]
    return {"@context": "https://schema.org", "@graph": nodes}


def _nodes_of(graph: dict[str, Any]) -> list[Any]:
    """Return the nodes of a graph, also of one with numbered keys; an object without `@graph` is a node itself."""
    nodes = graph.get("@graph", [graph])
    if isinstance(nodes, dict):
        return list(nodes.values()) if all(key.isdecimal() for key in nodes) else [nodes]
    return nodes if isinstance(nodes, list) else []


def _add_meta(head: dict[str, Any], labels: dict[str, str], node: LexborNode) -> None:
    name = node.attributes.get("property") or node.attributes.get("name")
    content = node.attributes.get("content")
    if not name or content is None:
        return
    if name == "robots":
        head["robots"] = _robots(content)
    elif name == _IMAGE or name.startswith(_IMAGE + ":"):
        _add_image(head, name.removeprefix(_IMAGE).removeprefix(":"), content)
    elif name.startswith(("twitter:label", "twitter:data")):
        labels[name.removeprefix("twitter:")] = content
    elif (key := name.replace(":", "_")) not in _COMPOSED:
        _add_value(head, key, content)


def _add_value(head: dict[str, Any], key: str, value: str) -> None:
    """Set a key; a name that occurs again makes a list."""
    if key not in head:
        head[key] = value
    elif isinstance(head[key], list):
        head[key].append(value)
    else:
        head[key] = [head[key], value]


def _add_image(head: dict[str, Any], name: str, content: str) -> None:
    """Add to the list of images: the bare name begins one, the others describe the last."""
    images = head.setdefault("og_image", [])
    if name in {"", "url"} or not images:
        images.append({})
    is_number = name in _WHOLE_NUMBERS and content.isdecimal() and len(content) <= _MOST_DIGITS
    images[-1][name or "url"] = int(content) if is_number else content


def _add_link(head: dict[str, Any], node: LexborNode) -> None:
    relation, url = node.attributes.get("rel"), node.attributes.get("href")
    if not url:
        return
    if relation == "canonical":
        head["canonical"] = url
    elif relation in ("next", "prev"):
        head[relation] = url


def _holds_graph(node: LexborNode) -> bool:
    """Say whether a script holds a graph: of Yoast's class, or JSON-LD of any other plugin in the same head."""
    return (
        "yoast-schema-graph" in (node.attributes.get("class") or "")
        or (node.attributes.get("type") or "").strip().lower() == "application/ld+json"
    )


def _read_graph(text: str) -> object:
    try:
        return sound_graph(orjson.loads(text))
    except orjson.JSONDecodeError:  # cut off
        return None  # the page shows no usable graph, which is what the models say of a head without one


def sound_graph(graph: object) -> object:
    """Return a graph as it is; None where it is nested too deep for the head that it will stand in."""
    try:
        orjson.dumps({"schema": {"@graph": [graph]}})
    except orjson.JSONEncodeError:
        return None
    return graph


def _robots(content: str) -> dict[str, str]:
    """Return the directives by name: `index` and `noindex` are values of `index`, `max-snippet:-1` of `max-snippet`."""
    robots: dict[str, str] = {}
    for directive in filter(None, (part.strip() for part in content.split(","))):
        name = directive.partition(":")[0]
        robots[name.removeprefix("no") if name in {"noindex", "nofollow"} else name] = directive
    return robots
