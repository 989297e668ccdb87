"""Yoast's head as HTML: that of version 26.6, which repeats the JSON, and that of 15.8, which has no JSON."""

from __future__ import annotations

import html
import json
from typing import Any

from sample_newsroom import yoast
from sample_newsroom.sources import Newspaper

OLD_VERSION = "15.8"
_PLUGIN_PAGE = "https://yoast.com/wordpress/plugins/seo/"
_OG = ("og_locale", "og_type", "og_title", "og_description", "og_url", "og_site_name")


def _attribute(text: str) -> str:
    return text.replace('"', "&quot;")


def _meta(kind: str, name: str, content: object) -> str:
    return f'<meta {kind}="{name}" content="{_attribute(str(content))}" />'


def head_html(head: dict[str, Any], *, version: str = yoast.VERSION) -> str:
    """Return a head in the form of `yoast_head_json` as the HTML that Yoast prints into a page."""
    lines = [
        f"<!-- This site is optimized with the Yoast SEO plugin v{version} - {_PLUGIN_PAGE} -->",
        f"<title>{html.escape(head['title'], quote=False)}</title>",
    ]
    if "description" in head:
        lines.append(_meta("name", "description", head["description"]))
    lines.append(_meta("name", "robots", ", ".join(head["robots"].values())))
    if "canonical" in head:
        lines.append(f'<link rel="canonical" href="{head["canonical"]}" />')
    lines += [_meta("property", key.replace("_", ":", 1), head[key]) for key in _OG if key in head]
    times = [(key, head.get(f"article_{key}_time")) for key in ("published", "modified")]
    lines += [_meta("property", f"article:{key}_time", time) for key, time in times if time]
    for image in head.get("og_image", []):
        lines.append(_meta("property", "og:image", image["url"]))
        lines += [
            f"\t{_meta('property', f'og:image:{key}', image[key])}"
            for key in ("width", "height", "type")
            if image.get(key)
        ]
    if "author" in head and version != OLD_VERSION:
        lines.append(_meta("name", "author", head["author"]))
    lines.append(_meta("name", "twitter:card", head["twitter_card"]))
    for number, (label, value) in enumerate(head.get("twitter_misc", {}).items(), start=1):
        lines += [_meta("name", f"twitter:label{number}", label), "\t" + _meta("name", f"twitter:data{number}", value)]
    graph = json.dumps(head["schema"], ensure_ascii=False, separators=(",", ":"))
    lines += [
        f'<script type="application/ld+json" class="yoast-schema-graph">{graph}</script>',
        "<!-- / Yoast SEO plugin. -->",
    ]
    return "\n".join(lines)


def old_head_html(site: Newspaper, head: dict[str, Any], link: str) -> str:
    """Return a post's head as Yoast 15.8 wrote it: with other ids, other nesting and no word count."""
    old_graph = [_old_node(site, node, link) for node in head["schema"]["@graph"]]
    order = ("Organization", "WebSite", "ImageObject", "WebPage", "BreadcrumbList", "Article", "Person")
    old_graph.sort(key=lambda node: order.index(_main_type(node)))
    old = {**head, "schema": {"@context": "https://schema.org", "@graph": old_graph}}
    if "twitter_misc" in old:
        old["twitter_misc"] = {
            key: value for key, value in old["twitter_misc"].items() if "ecture" in key or "ead" in key
        }
    return head_html(old, version=OLD_VERSION)


def _main_type(node: dict[str, Any]) -> str:
    """Return the first of a node's types; any type of article is `Article`."""
    kind = node["@type"] if isinstance(node["@type"], str) else node["@type"][0]
    return "Article" if kind.endswith("Article") else kind


def _old_node(site: Newspaper, node: dict[str, Any], link: str) -> dict[str, Any]:
    node, page = dict(node), {"@id": f"{link}#webpage"}
    match _main_type(node):
        case "WebPage":
            node |= page
            node.pop("thumbnailUrl", None)
            node.pop("image", None)
            node.setdefault("dateModified", node["datePublished"])
        case "Article":
            for key in ("wordCount", "thumbnailUrl"):
                node.pop(key, None)
            node["author"] = {"@id": node["author"]["@id"]}
            node |= {"isPartOf": page, "mainEntityOfPage": page}
            node.setdefault("dateModified", node["datePublished"])
            for key in ("keywords", "articleSection"):
                if key in node:
                    node[key] = ",".join(node[key])
        case "BreadcrumbList":
            node["itemListElement"] = [_old_crumb(item, link) for item in node["itemListElement"]]
        case "WebSite":
            action = {"@type": "SearchAction", "target": f"{site.home}?s={{search_term_string}}"}
            node["potentialAction"] = [action | {"query-input": "required name=search_term_string"}]
        case "Organization":
            node["logo"] = {**node["logo"], "@id": f"{site.home}#logo"}
            node |= {"image": {"@id": f"{site.home}#logo"}, "sameAs": []}
        case "Person" if "image" in node:
            node["image"] = {**node["image"], "@id": f"{site.home}#personlogo"}
            node.pop("url", None)
    return node


def _old_crumb(item: dict[str, Any], link: str) -> dict[str, Any]:
    url = item.get("item", link)
    page = {"@type": "WebPage", "@id": url, "url": url, "name": item["name"]}
    return {"@type": "ListItem", "position": item["position"], "item": page}
