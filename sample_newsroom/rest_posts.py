"""Posts and pages as WordPress's REST API shows them to a visitor."""

from __future__ import annotations

import dataclasses
import html
import re

from sample_newsroom import prose, yoast, yoast_graph, yoast_html
from sample_newsroom.defects import apply_defects
from sample_newsroom.site_content import CURIES, Document, SiteContent, gmt, local, render_title
from sample_newsroom.sources import Revision


def make_post(content: SiteContent, post: Revision, day: str, *, is_page: bool = False) -> Document:
    """Return a post or page as the API shows it on a day."""
    link, kind = content.post_link(post, is_page=is_page), "page" if is_page else "post"
    status, protected = post.get("status", "publish"), post.get("protected", False)
    rendered = "" if protected else render_blocks(post.body)
    excerpt = html.escape(post.get("excerpt") or "", quote=False) or prose.cut_excerpt(post.body)
    document: Document = {
        "id": post.id,
        "date": local(post.published),
        "date_gmt": gmt(post.published),
        "guid": {"rendered": _guid(content, post, is_page=is_page)},
        "modified": local(post.changed),
        "modified_gmt": gmt(post.changed),
        "slug": f"{post.slug}__trashed" if status == "trash" else post.slug,
        "status": status,
        "type": kind,
        "link": link,
        "title": {"rendered": render_title(post.title)},
        "content": {"rendered": rendered, "protected": protected},
        "excerpt": {"rendered": "" if protected else f"<p>{excerpt}</p>\n", "protected": protected},
        "author": content.authors[post.author]["id"],
        "featured_media": post.get("featured_media", 0),
    }
    document |= {"parent": 0, "menu_order": 0} if is_page else {}
    closed = "closed" if is_page or not post.get("comments_open", True) else "open"
    document |= {"comment_status": closed, "ping_status": "closed" if is_page else "open"}
    document |= {} if is_page else {"sticky": post.get("sticky", False)}
    document |= {"template": ""} | ({} if is_page else {"format": post.get("format", "standard")})
    document["meta"] = [] if content.is_before_upgrade(day) else {"footnotes": ""}
    if not is_page:
        document["categories"] = [content.sections[slug]["id"] for slug in post.get("sections", [])]
        document["tags"] = [content.tags[slug]["id"] for slug in post.get("tags", [])]
    if not content.is_before_upgrade(day):
        document["class_list"] = _classes(content, post, kind)
    if post.get("coauthors"):
        document["authors"] = [_byline(content, slug) for slug in (post.author, *post.coauthors)]
    _add_yoast(content, document, post, link, excerpt, day, is_page=is_page)
    document["_links"] = _post_links(content, post, f"{kind}s", is_page=is_page, is_old=content.is_before_upgrade(day))
    return document


def render_blocks(body: str) -> str:
    """Put the white space between blocks that WordPress leaves in place of the block comments.

    A line with a tag in its first column begins a block; other lines continue the block before.
    """
    blocks = re.split(r"\n\s*(?=^<(?!/))", body, flags=re.MULTILINE)
    return "\n" + "\n\n\n\n".join(block.strip("\n") for block in blocks if block.strip()) + "\n" if body.strip() else ""


def _guid(content: SiteContent, post: Revision, *, is_page: bool) -> str:
    if post.get("guid"):
        return post.guid
    moved = content.site.old_host and post.keys["date"] < content.site.old_host_until
    return f"{content.site.old_host if moved else content.site.url}/?{'page_id' if is_page else 'p'}={post.id}"


def _classes(content: SiteContent, post: Revision, kind: str) -> list[str]:
    classes = [f"post-{post.id}", kind, f"type-{kind}", f"status-{post.get('status', 'publish')}"]
    classes += [f"format-{post.get('format', 'standard')}"] if kind == "post" else []
    classes += ["post-password-required"] if post.get("protected") else []
    classes += ["has-post-thumbnail"] if post.get("featured_media") in content.pictures else []
    classes += ["hentry"]
    if kind == "post":
        classes += [f"category-{slug}" for slug in post.get("sections", [])]
        classes += [f"tag-{slug}" for slug in post.get("tags", [])]
    return classes


def _byline(content: SiteContent, slug: str) -> Document:
    author = content.authors[slug]
    return {
        "term_id": 900 + author["id"],
        "user_id": author["id"],
        "is_guest": 0,
        "slug": slug,
        "job_title": "",
        "display_name": author["name"],
        "avatar_url": yoast_graph.gravatar(author["name"]),
        "author_category": "author",
    }


def _add_yoast(
    content: SiteContent, document: Document, post: Revision, link: str, excerpt: str, day: str, *, is_page: bool
) -> None:
    if post.get("yoast", "") == "none":
        return
    sections = [content.sections[slug] for slug in post.get("sections", [])]
    parts = {
        "content": post.body,
        "authors": [content.authors[slug] for slug in (post.author, *post.get("coauthors", []))],
        "sections": [html.escape(section["name"], quote=False) for section in sections],
        "tags": [content.tags[slug]["name"] for slug in post.get("tags", [])],
        "comment_count": sum(1 for comment in content.comments if comment["post"] == post.id and comment["date"] < day),
        "picture": content.pictures.get(post.get("featured_media", 0)),
        "excerpt": "There is no excerpt because this is a protected post." if post.get("protected") else excerpt,
        "crumbs": [(sections[0]["name"], content.term_link(sections[0], "category"))] if sections else [],
        "is_page": is_page,
    }
    site = dataclasses.replace(content.site, locale=post.get("locale", content.site.locale))
    head = yoast.head_json(site, post, link, parts)
    apply_defects(head, post.get("defects", []))
    if content.is_before_upgrade(day):
        document["yoast_head"] = yoast_html.old_head_html(content.site, head, link)
    else:
        document |= {"yoast_head": yoast_html.head_html(head), "yoast_head_json": head}


def _post_links(content: SiteContent, post: Revision, base: str, *, is_page: bool, is_old: bool) -> Document:
    rest = content.site.rest
    links = content.self_links(f"{base}/{post.id}", base, is_old=is_old)
    links["about"] = [{"href": rest(f"types/{base[:-1]}")}]
    links["author"] = [{"embeddable": True, "href": rest(f"users/{content.authors[post.author]['id']}")}]
    links["replies"] = [{"embeddable": True, "href": rest(f"comments?post={post.id}")}]
    history = rest(f"{base}/{post.id}/revisions")
    links["version-history"] = [{"count": post.number - 1, "href": history}]
    if post.number > 1:
        earlier = post.id * 10 + post.number
        links["predecessor-version"] = [{"id": earlier, "href": f"{history}/{earlier}"}]
    if post.get("featured_media"):
        links["wp:featuredmedia"] = [{"embeddable": True, "href": rest(f"media/{post.featured_media}")}]
    links["wp:attachment"] = [{"href": rest(f"media?parent={post.id}")}]
    if not is_page:
        links["wp:term"] = [
            {"taxonomy": "category", "embeddable": True, "href": rest(f"categories?post={post.id}")},
            {"taxonomy": "post_tag", "embeddable": True, "href": rest(f"tags?post={post.id}")},
        ]
    return links | {"curies": CURIES}
