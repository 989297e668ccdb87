"""Terms, users, media, comments and the root index as WordPress's REST API shows them to a visitor."""

from __future__ import annotations

import datetime as dt
import html

from sample_newsroom import yoast, yoast_graph, yoast_html
from sample_newsroom.site_content import CURIES, Document, SiteContent, gmt, local, render_title


def make_term(content: SiteContent, term: Document, taxonomy: str, count: int) -> Document:
    """Return a category or tag."""
    link = content.term_link(term, taxonomy)
    base = "categories" if taxonomy == "category" else "tags"
    document: Document = {
        "id": term["id"],
        "count": count,
        "description": term.get("description", ""),
        "link": link,
        "name": html.escape(term["name"], quote=False),
        "slug": term["slug"],
        "taxonomy": taxonomy,
    }
    if taxonomy == "category":
        document["parent"] = content.sections[term["parent"]]["id"] if "parent" in term else 0
    head = yoast.archive_head_json(content.site, link, f"{term['name']} Archives")
    document |= {"meta": [], "yoast_head": yoast_html.head_html(head), "yoast_head_json": head}
    document["_links"] = content.self_links(f"{base}/{term['id']}", base) | {
        "about": [{"href": content.site.rest(f"taxonomies/{taxonomy}")}],
        "wp:post_type": [{"href": content.site.rest(f"posts?{base}={term['id']}")}],
        "curies": CURIES,
    }
    return document


def make_user(content: SiteContent, author: Document) -> Document:
    """Return the account of an author who has published something."""
    link = yoast_graph.author_url(content.site, author)
    head = yoast.archive_head_json(content.site, link, author["name"], author=author)
    return {
        "id": author["id"],
        "name": author["name"],
        "url": author.get("url", ""),
        "description": author["description"],
        "link": link,
        "slug": author["slug"],
        "avatar_urls": {str(size): yoast_graph.gravatar(author["name"], size) for size in (24, 48, 96)},
        "meta": [],
        "yoast_head": yoast_html.head_html(head),
        "yoast_head_json": head,
        "_links": content.self_links(f"users/{author['id']}", "users"),
    }


def make_media(content: SiteContent, picture: Document) -> Document:
    """Return an item of the media library."""
    site, source = content.site, yoast_graph.upload(content.site, picture["file"])
    name, uploaded = picture["file"].rsplit("/", 1)[1], f"{picture['file'][:4]}-{picture['file'][5:7]}-03T09:00:00"
    moment = dt.datetime.fromisoformat(uploaded).replace(tzinfo=site.zone)
    size = {"width": picture["width"], "height": picture["height"]} if picture["width"] else {}
    thumb = f"{name.rsplit('.', 1)[0]}-150x150.jpg"
    thumbnail = {"file": thumb, "width": 150, "height": 150, "mime_type": "image/jpeg"}
    thumbnail["source_url"] = source.replace(name, thumb)
    attributes = f'src="{source}" class="attachment-medium size-medium" alt="{picture["alt"]}"'
    image = f'<img loading="lazy" decoding="async" {attributes} />'
    return {
        "id": picture["id"],
        "date": local(moment),
        "date_gmt": gmt(moment),
        "guid": {"rendered": source},
        "modified": local(moment),
        "modified_gmt": gmt(moment),
        "slug": picture["slug"],
        "status": "inherit",
        "type": "attachment",
        "link": f"{site.url}{site.permalink_prefix}/{picture['slug']}/",
        "title": {"rendered": render_title(picture["title"])},
        "author": 2,
        "featured_media": 0,
        "comment_status": "open",
        "ping_status": "closed",
        "template": "",
        "meta": [],
        "class_list": [f"post-{picture['id']}", "attachment", "type-attachment", "status-inherit", "hentry"],
        "description": {"rendered": f"<p class=\"attachment\"><a href='{source}'>{image}</a></p>\n"},
        "caption": {"rendered": f"<p>{html.escape(picture['title'], quote=False)}</p>\n"},
        "alt_text": picture["alt"],
        "media_type": "image",
        "mime_type": "image/jpeg",
        "media_details": {
            **size,
            "file": picture["file"],
            "sizes": {"thumbnail": thumbnail},
            "image_meta": {"keywords": []},
        },
        "post": None,
        "source_url": source,
        "_links": content.self_links(f"media/{picture['id']}", "media"),
    }


def make_comment(content: SiteContent, comment: Document, post_link: str) -> Document:
    """Return a reader's approved comment."""
    moment = dt.datetime.fromisoformat(comment["date"]).replace(tzinfo=content.site.zone)
    avatars = {str(size): f"https://secure.gravatar.com/avatar/?s={size}&d=mm&r=g" for size in (24, 48, 96)}
    up = {"embeddable": True, "post_type": "post", "href": content.site.rest(f"posts/{comment['post']}")}
    return {
        "id": comment["id"],
        "post": comment["post"],
        "parent": comment.get("parent", 0),
        "author": 0,
        "author_name": comment["author_name"],
        "author_url": "",
        "date": local(moment),
        "date_gmt": gmt(moment),
        "content": {"rendered": f"<p>{comment['text']}</p>\n"},
        "link": f"{post_link}#comment-{comment['id']}",
        "status": "approved",
        "type": "comment",
        "author_avatar_urls": avatars,
        "meta": [],
        "_links": content.self_links(f"comments/{comment['id']}", "comments") | {"up": [up]},
    }


def make_root(content: SiteContent, day: str) -> Document:
    """Return the root index, with the routes that a client of posts needs."""
    site, old = content.site, content.is_before_upgrade(day)
    noon = dt.datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=site.zone)
    offset = noon.utcoffset() or dt.timedelta()
    arguments = {"after": {"type": "string", "format": "date-time"}} | (
        {} if old else {"modified_after": {"type": "string", "format": "date-time"}}
    )
    route = {"namespace": "wp/v2", "methods": ["GET"], "endpoints": [{"methods": ["GET"], "args": arguments}]}
    return {
        "name": site.title,
        "description": site.tagline,
        "url": site.url,
        "home": site.url,
        "gmt_offset": offset.total_seconds() / 3600,
        "timezone_string": site.timezone,
        "namespaces": ["oembed/1.0", "yoast/v1", "wp/v2"],
        "authentication": [],
        "routes": {"/wp/v2/posts": route},
        "_links": {"help": [{"href": "https://developer.wordpress.org/rest-api/"}]},
    }
