"""The head that Yoast SEO makes for a post: `yoast_head_json` with its graph, as version 26.6 writes it."""

from __future__ import annotations

import math
from typing import Any

from sample_newsroom import prose
from sample_newsroom.sources import Newspaper, Revision
from sample_newsroom.yoast_graph import (
    article_node,
    breadcrumb_node,
    image_properties,
    language,
    organization_node,
    person_node,
    upload,
    utc,
    webpage_node,
    website_node,
)

VERSION = "26.6"
_LABELS = {
    "en_GB": ("Written by", "Est. reading time", "minute", "minutes", "Home"),
    "fr_FR": ("Écrit par", "Durée de lecture estimée", "minute", "minutes", "Accueil"),
}


def page_title(site: Newspaper, post: Revision) -> str:
    """Return the title for search engines: the editor's, else the one from Yoast's template."""
    return post.get("seo_title") or f"{post.title} - {site.title}"


def head_json(site: Newspaper, post: Revision, link: str, parts: dict[str, Any]) -> dict[str, Any]:
    """Return the head of a post or a page.

    Args:
        site: The newspaper.
        post: The revision of the post.
        link: Its URL.
        parts: Content, authors, sections, tags, comment_count, picture (or None), excerpt (HTML text), crumbs, is_page.
    """
    label, reading, one, many, _ = _LABELS[site.locale]
    title = page_title(site, post)
    description, picture = post.get("yoast_description"), parts["picture"]
    image_url = upload(site, picture["file"]) if picture else None
    hidden = post.get("noindex", False)
    head: dict[str, Any] = {"title": title}
    if description:
        head["description"] = description
    head["robots"] = {"index": "noindex" if hidden else "index", "follow": "follow"}
    if not hidden:
        head["robots"] |= {
            "max-snippet": "max-snippet:-1",
            "max-image-preview": "max-image-preview:large",
            "max-video-preview": "max-video-preview:-1",
        }
        head["canonical"] = post.get("canonical", link)
    head |= {
        "og_locale": site.locale,
        "og_type": "article",
        "og_title": title,
        "og_description": description or parts["excerpt"],
        "og_url": link,
        "og_site_name": site.title,
    }
    if not parts["is_page"]:
        head["article_published_time"] = utc(post.published)
    if post.changed > post.published:
        head["article_modified_time"] = utc(post.changed)
    if picture:
        size = {"width": picture["width"] or "", "height": picture["height"] or ""}
        head["og_image"] = [size | {"url": image_url, "type": "image/jpeg" if picture["width"] else ""}]
    names = ", ".join(author["name"] for author in parts["authors"] if not author.get("deleted"))
    if not parts["is_page"]:
        head["author"] = names
    head["twitter_card"] = "summary_large_image"
    minutes = math.ceil(prose.count_words(parts["content"]) / 200)
    misc = {} if parts["is_page"] else {label: names}
    if minutes and not post.get("protected"):
        misc[reading] = f"{minutes} {one if minutes == 1 else many}"
    if misc:
        head["twitter_misc"] = misc
    head["schema"] = {"@context": "https://schema.org", "@graph": _graph(site, post, link, parts)}
    return head


def _graph(site: Newspaper, post: Revision, link: str, parts: dict[str, Any]) -> list[dict[str, Any]]:
    title, image_url = page_title(site, post), upload(site, parts["picture"]["file"]) if parts["picture"] else None
    protected = post.get("protected", False)
    page = webpage_node(
        site, post, link, title,
        has_image=image_url is not None, description=post.get("yoast_description"), image_url=image_url or "",
    )  # fmt: skip
    graph = [page]
    if not parts["is_page"] and not protected:
        article = article_node(
            site, post, link,
            content=parts["content"], authors=parts["authors"], sections=parts["sections"], tags=parts["tags"],
            comment_count=parts["comment_count"], image_url=image_url,
        )  # fmt: skip
        graph.insert(0, article)
    if parts["picture"]:
        graph.append(image_properties(site, f"{link}#primaryimage", parts["picture"]))
    crumbs = [(_LABELS[site.locale][4], site.home), *parts["crumbs"], (post.title, None)]
    graph += [breadcrumb_node(link, crumbs), website_node(site), organization_node(site)]
    if not parts["is_page"] and not protected:
        graph += [person_node(site, author) for author in parts["authors"]]
    return graph


def archive_head_json(site: Newspaper, link: str, name: str, *, author: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the head of the archive of a term or an author."""
    title = f"{name} - {site.title}"
    page = {
        "@type": "ProfilePage" if author else "CollectionPage",
        "@id": link,
        "url": link,
        "name": title,
        "isPartOf": {"@id": f"{site.home}#website"},
        "breadcrumb": {"@id": f"{link}#breadcrumb"},
        "inLanguage": language(site),
    }
    crumbs = breadcrumb_node(link, [(_LABELS[site.locale][4], site.home), (name, None)])
    graph = [page, crumbs, website_node(site), organization_node(site)]
    if author:
        graph.append(person_node(site, author) | {"mainEntityOfPage": {"@id": link}})
    return {
        "title": title,
        "robots": {
            "index": "index",
            "follow": "follow",
            "max-snippet": "max-snippet:-1",
            "max-image-preview": "max-image-preview:large",
            "max-video-preview": "max-video-preview:-1",
        },
        "canonical": link,
        "og_locale": site.locale,
        "og_type": "profile" if author else "article",
        "og_title": title,
        "og_url": link,
        "og_site_name": site.title,
        "twitter_card": "summary_large_image",
        "schema": {"@context": "https://schema.org", "@graph": graph},
    }
