"""The head that Yoast SEO makes for a post: `yoast_head_json` with its graph, as version 26.6 writes it."""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import math
from typing import Any

from sample_newsroom import prose
from sample_newsroom.sources import Newspaper, Revision

VERSION = "26.6"
_WORDS = {
    "en_GB": ("Written by", "Est. reading time", "minute", "minutes", "Home"),
    "fr_FR": ("Écrit par", "Durée de lecture estimée", "minute", "minutes", "Accueil"),
}


def utc(moment: dt.datetime) -> str:
    """A moment as Yoast prints it."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")


def gravatar(name: str, size: int = 96) -> str:
    """The address of an author's avatar."""
    return f"https://secure.gravatar.com/avatar/{hashlib.sha256(name.encode()).hexdigest()}?s={size}&d=mm&r=g"


def person_id(site: Newspaper, author: dict[str, Any]) -> str:
    """The graph's id of an author."""
    digest = hashlib.sha256(f"{site.name}/{author['slug']}".encode()).hexdigest()[:32]
    return f"{site.home}#/schema/person/{digest}"


def upload(site: Newspaper, file: str) -> str:
    """The address of an uploaded file."""
    return f"{site.url}/wp-content/uploads/{file}"


def author_url(site: Newspaper, author: dict[str, Any]) -> str:
    """The address of an author's archive."""
    return f"{site.url}{site.permalink_prefix}/author/{author['slug']}/"


def image_properties(site: Newspaper, node_id: str, picture: dict[str, Any]) -> dict[str, Any]:
    """An ImageObject for an entry of the media library."""
    url = upload(site, picture["file"])
    node = {"@type": "ImageObject", "inLanguage": language(site), "@id": node_id, "url": url, "contentUrl": url}
    if picture["width"]:
        node |= {"width": picture["width"], "height": picture["height"]}
    if picture["alt"]:
        node["caption"] = picture["alt"]
    return node


def language(site: Newspaper) -> str:
    """The language tag of a site."""
    return site.locale.replace("_", "-")


def organization_node(site: Newspaper) -> dict[str, Any]:
    """The publisher."""
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
    """The site."""
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
    """An author; a deleted one is an empty shell, as Yoast leaves it."""
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
    """The trail: names with addresses, the last one without."""
    items = []
    for position, (name, url) in enumerate(crumbs, start=1):
        item: dict[str, Any] = {"@type": "ListItem", "position": position, "name": name}
        items.append(item | ({"item": url} if url else {}))
    return {"@type": "BreadcrumbList", "@id": f"{link}#breadcrumb", "itemListElement": items}


def webpage_node(
    site: Newspaper, post: Revision, link: str, title: str, *, has_image: bool, description: str | None, image_url: str
) -> dict[str, Any]:
    """The page that carries the article."""
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
    """The article. A type that is no kind of Article stands beside it, as Yoast does it (`["Article", "Report"]`)."""
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


def page_title(site: Newspaper, post: Revision) -> str:
    """The title for search engines: an editor's own, or the pattern."""
    return post.get("seo_title") or f"{post.title} - {site.title}"


def head_json(site: Newspaper, post: Revision, link: str, parts: dict[str, Any]) -> dict[str, Any]:
    """Put the head of a post or a page together.

    Args:
        site: the newspaper.
        post: the post's revision.
        link: its address.
        parts: content, authors, sections, tags, comment_count, picture (or None), excerpt (HTML text), crumbs, is_page.
    """
    label, reading, one, many, _ = _WORDS[site.locale]
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
    crumbs = [(_WORDS[site.locale][4], site.home), *parts["crumbs"], (post.title, None)]
    graph += [breadcrumb_node(link, crumbs), website_node(site), organization_node(site)]
    if not parts["is_page"] and not protected:
        graph += [person_node(site, author) for author in parts["authors"]]
    return graph


def archive_head_json(site: Newspaper, link: str, name: str, *, author: dict[str, Any] | None = None) -> dict[str, Any]:
    """The head of a term's or an author's archive."""
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
    crumbs = breadcrumb_node(link, [(_WORDS[site.locale][4], site.home), (name, None)])
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
