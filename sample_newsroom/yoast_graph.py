"""The nodes of the schema graph in Yoast's head, as version 26.6 writes them, and the URLs in them."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
from typing import Any

from sample_newsroom import prose
from sample_newsroom.sources import Newspaper, Revision


def utc(moment: dt.datetime) -> str:
    """Return a time as Yoast prints it."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")


def gravatar(name: str, size: int = 96) -> str:
    """Return the URL of an author's avatar."""
    return f"https://secure.gravatar.com/avatar/{hashlib.sha256(name.encode()).hexdigest()}?s={size}&d=mm&r=g"


def person_id(site: Newspaper, author: dict[str, Any]) -> str:
    """Return the `@id` of an author in the graph."""
    digest = hashlib.sha256(f"{site.name}/{author['slug']}".encode()).hexdigest()[:32]
    return f"{site.home}#/schema/person/{digest}"


def upload(site: Newspaper, file: str) -> str:
    """Return the URL of an uploaded file."""
    return f"{site.url}/wp-content/uploads/{file}"


def author_url(site: Newspaper, author: dict[str, Any]) -> str:
    """Return the URL of an author's archive."""
    return f"{site.url}{site.permalink_prefix}/author/{author['slug']}/"


def image_properties(site: Newspaper, node_id: str, picture: dict[str, Any]) -> dict[str, Any]:
    """Return the ImageObject of an item of the media library."""
    url = upload(site, picture["file"])
    node = {"@type": "ImageObject", "inLanguage": language(site), "@id": node_id, "url": url, "contentUrl": url}
    if picture["width"]:
        node |= {"width": picture["width"], "height": picture["height"]}
    if picture["alt"]:
        node["caption"] = picture["alt"]
    return node


def language(site: Newspaper) -> str:
    """Return the language tag of a site."""
    return site.locale.replace("_", "-")


def organization_node(site: Newspaper) -> dict[str, Any]:
    """Return the publisher."""
    logo = {"file": site.logo, "width": 600, "height": 160, "alt": site.title}
    logo_id = f"{site.home}#/schema/logo/image/"
    return {
        "@type": "Organization",
        "@id": f"{site.home}#organization",
        "name": site.title,
        "url": site.home,
        "logo": image_properties(site, logo_id, logo),
        "image": {"@id": logo_id},
        "sameAs": ["https://social.example/@" + site.name.replace("-", "")],
    }


def website_node(site: Newspaper) -> dict[str, Any]:
    """Return the WebSite of the site."""
    return {
        "@type": "WebSite",
        "@id": f"{site.home}#website",
        "url": site.home,
        "name": site.title,
        "description": site.tagline,
        "publisher": {"@id": f"{site.home}#organization"},
        "potentialAction": [
            {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{site.home}?s={{search_term_string}}"},
                "query-input": {
                    "@type": "PropertyValueSpecification",
                    "valueRequired": True,
                    "valueName": "search_term_string",
                },
            }
        ],
        "inLanguage": language(site),
    }


def person_node(site: Newspaper, author: dict[str, Any]) -> dict[str, Any]:
    """Return an author; a deleted one has empty values only, as in Yoast."""
    if author.get("deleted"):
        return {"@type": "Person", "@id": "", "url": f"{site.url}{site.permalink_prefix}/author/"}
    avatar = gravatar(author["name"])
    image = {"@type": "ImageObject", "inLanguage": language(site), "@id": avatar, "url": avatar, "contentUrl": avatar}
    node = {
        "@type": "Person",
        "@id": person_id(site, author),
        "name": author["name"],
        "image": image | {"caption": author["name"]},
    }
    if author.get("description"):
        node["description"] = author["description"]
    if author.get("url"):
        node["sameAs"] = [author["url"]]
    return node | {"url": author_url(site, author)}


def breadcrumb_node(link: str, crumbs: list[tuple[str, str | None]]) -> dict[str, Any]:
    """Return the breadcrumb: names with URLs, the last one without."""
    items = []
    for position, (name, url) in enumerate(crumbs, start=1):
        item: dict[str, Any] = {"@type": "ListItem", "position": position, "name": name}
        items.append(item | ({"item": url} if url else {}))
    return {"@type": "BreadcrumbList", "@id": f"{link}#breadcrumb", "itemListElement": items}


def webpage_node(
    site: Newspaper, post: Revision, link: str, title: str, *, has_image: bool, description: str | None, image_url: str
) -> dict[str, Any]:
    """Return the WebPage of a post or page."""
    kind = post.get("page_type")
    node: dict[str, Any] = {
        "@type": ["WebPage", kind] if kind else "WebPage",
        "@id": link,
        "url": link,
        "name": title,
        "isPartOf": {"@id": f"{site.home}#website"},
    }
    if has_image:
        image_id = {"@id": f"{link}#primaryimage"}
        node |= {"primaryImageOfPage": image_id, "image": image_id, "thumbnailUrl": image_url}
    node["datePublished"] = utc(post.published)
    if post.changed > post.published:
        node["dateModified"] = utc(post.changed)
    if description:
        node["description"] = description
    return node | {
        "breadcrumb": {"@id": f"{link}#breadcrumb"},
        "inLanguage": language(site),
        "potentialAction": [{"@type": "ReadAction", "target": [link]}],
    }


def article_node(
    site: Newspaper,
    post: Revision,
    link: str,
    *,
    content: str,
    authors: list[dict[str, Any]],
    sections: list[str],
    tags: list[str],
    comment_count: int,
    image_url: str | None,
) -> dict[str, Any]:
    """Return the article. A type whose name lacks `Article` is a second type, as in Yoast (`["Article", "Report"]`)."""
    kind = post.get("schema_type", "NewsArticle" if site.locale == "en_GB" else "Article")
    written_by = [{"name": author["name"], "@id": person_id(site, author)} for author in authors]
    node: dict[str, Any] = {
        "@type": kind if "Article" in kind else ["Article", kind],
        "@id": f"{link}#article",
        "isPartOf": {"@id": link},
        "author": written_by[0] if len(written_by) == 1 else written_by,
        "headline": html.escape(post.title, quote=False),
        "datePublished": utc(post.published),
    }
    if authors[0].get("deleted"):
        node["author"] = {"name": "", "@id": ""}
    if post.changed > post.published:
        node["dateModified"] = utc(post.changed)
    node["mainEntityOfPage"] = {"@id": link}
    words = prose.count_yoast_words(html.escape(post.title, quote=False), content)
    node["wordCount"] = words + post.get("shortcode_words", 0)
    node["commentCount"] = comment_count
    node["publisher"] = {"@id": f"{site.home}#organization"}
    if image_url is not None:
        node |= {"image": {"@id": f"{link}#primaryimage"}, "thumbnailUrl": image_url}
    if tags:
        node["keywords"] = tags
    if sections:
        node["articleSection"] = sections
    node["inLanguage"] = language(site)
    target = [f"{link}#respond"]
    node["potentialAction"] = [{"@type": "CommentAction", "name": "Comment", "target": target}]
    if kind == "NewsArticle":
        node |= {"copyrightYear": str(post.published.year), "copyrightHolder": {"@id": f"{site.home}#organization"}}
    return node
