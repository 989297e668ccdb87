"""WordPress's REST objects as a visitor gets them: posts, pages, terms, users, media, comments, the root index."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import re
from typing import Any

from sample_newsroom import prose, yoast, yoast_html
from sample_newsroom.defects import apply_defects
from sample_newsroom.sources import Newspaper, Revision

Document = dict[str, Any]
_CURIES = [{"name": "wp", "href": "https://api.w.org/{rel}", "templated": True}]
_GONE = ("trash", "draft", "private", "pending")


def local(moment: dt.datetime) -> str:
    """A moment as WordPress's site-local text, without a zone."""
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def gmt(moment: dt.datetime) -> str:
    """A moment as WordPress's UTC text, without a zone."""
    return local(moment.astimezone(dt.UTC))


class Room:
    """One newspaper's WordPress: knows its lists, and writes each object in the form of the day it is asked for."""

    def __init__(self, site: Newspaper, lists: dict[str, list[Document]], comments: list[Document]) -> None:
        self.site = site
        self.authors = {author["slug"]: author for author in lists["authors"]}
        self.sections = {section["slug"]: section for section in lists["sections"]}
        self.tags = {tag["slug"]: tag for tag in lists["tags"]}
        self.pictures = {picture["id"]: picture for picture in lists["media"]}
        self.comments = comments

    def link(self, post: Revision, *, is_page: bool = False) -> str:
        """A post's permanent address; the plain one when it is not public."""
        if post.get("status", "publish") in _GONE:
            return f"{self.site.home}?{'page_id' if is_page else 'p'}={post.id}"
        base = f"{self.site.url}{self.site.permalink_prefix}"
        return f"{base}/{post.slug}/" if is_page else f"{base}/{post.published:%Y/%m/%d}/{post.slug}/"

    def is_old(self, day: str) -> bool:
        """Whether the site still ran WordPress 5.6 and Yoast 15.8 on that day."""
        return day < self.site.upgraded_on

    def post(self, post: Revision, day: str, *, is_page: bool = False) -> Document:
        """A post or page as the API shows it on a day."""
        link, kind = self.link(post, is_page=is_page), "page" if is_page else "post"
        status, protected = post.get("status", "publish"), post.get("protected", False)
        content = "" if protected else render_blocks(post.body)
        excerpt = html.escape(post.get("excerpt") or "", quote=False) or prose.cut_excerpt(post.body)
        document: Document = {
            "id": post.id,
            "date": local(post.published),
            "date_gmt": gmt(post.published),
            "guid": {"rendered": self._guid(post, is_page=is_page)},
            "modified": local(post.changed),
            "modified_gmt": gmt(post.changed),
            "slug": f"{post.slug}__trashed" if status == "trash" else post.slug,
            "status": status,
            "type": kind,
            "link": link,
            "title": {"rendered": render_title(post.title)},
            "content": {"rendered": content, "protected": protected},
            "excerpt": {"rendered": "" if protected else f"<p>{excerpt}</p>\n", "protected": protected},
            "author": self.authors[post.author]["id"],
            "featured_media": post.get("featured_media", 0),
        }
        document |= {"parent": 0, "menu_order": 0} if is_page else {}
        closed = "closed" if is_page or not post.get("comments_open", True) else "open"
        document |= {"comment_status": closed, "ping_status": "closed" if is_page else "open"}
        document |= {} if is_page else {"sticky": post.get("sticky", False)}
        document |= {"template": ""} | ({} if is_page else {"format": post.get("format", "standard")})
        document["meta"] = [] if self.is_old(day) else {"footnotes": ""}
        if not is_page:
            document["categories"] = [self.sections[slug]["id"] for slug in post.get("sections", [])]
            document["tags"] = [self.tags[slug]["id"] for slug in post.get("tags", [])]
        if not self.is_old(day):
            document["class_list"] = self._classes(post, kind)
        if post.get("coauthors"):
            document["authors"] = [self._byline(slug) for slug in (post.author, *post.coauthors)]
        self._add_yoast(document, post, link, excerpt, day, is_page=is_page)
        document["_links"] = self._post_links(post, f"{kind}s", is_page=is_page, is_old=self.is_old(day))
        return document

    def _guid(self, post: Revision, *, is_page: bool) -> str:
        if post.get("guid"):
            return post.guid
        moved = self.site.old_host and post.keys["date"] < self.site.old_host_until
        return f"{self.site.old_host if moved else self.site.url}/?{'page_id' if is_page else 'p'}={post.id}"

    def _classes(self, post: Revision, kind: str) -> list[str]:
        classes = [f"post-{post.id}", kind, f"type-{kind}", f"status-{post.get('status', 'publish')}"]
        classes += [f"format-{post.get('format', 'standard')}"] if kind == "post" else []
        classes += ["post-password-required"] if post.get("protected") else []
        classes += ["has-post-thumbnail"] if post.get("featured_media") in self.pictures else []
        classes += ["hentry"]
        if kind == "post":
            classes += [f"category-{slug}" for slug in post.get("sections", [])]
            classes += [f"tag-{slug}" for slug in post.get("tags", [])]
        return classes

    def _byline(self, slug: str) -> Document:
        author = self.authors[slug]
        return {
            "term_id": 900 + author["id"],
            "user_id": author["id"],
            "is_guest": 0,
            "slug": slug,
            "job_title": "",
            "display_name": author["name"],
            "avatar_url": yoast.gravatar(author["name"]),
            "author_category": "author",
        }

    def _add_yoast(
        self, document: Document, post: Revision, link: str, excerpt: str, day: str, *, is_page: bool
    ) -> None:
        if post.get("yoast", "") == "none":
            return
        sections = [self.sections[slug] for slug in post.get("sections", [])]
        parts = {
            "content": post.body,
            "authors": [self.authors[slug] for slug in (post.author, *post.get("coauthors", []))],
            "sections": [html.escape(section["name"], quote=False) for section in sections],
            "tags": [self.tags[slug]["name"] for slug in post.get("tags", [])],
            "comment_count": sum(
                1 for comment in self.comments if comment["post"] == post.id and comment["date"] < day
            ),
            "picture": self.pictures.get(post.get("featured_media", 0)),
            "excerpt": "There is no excerpt because this is a protected post." if post.get("protected") else excerpt,
            "crumbs": [(sections[0]["name"], self.term_link(sections[0], "category"))] if sections else [],
            "is_page": is_page,
        }
        site = dataclasses.replace(self.site, locale=post.get("locale", self.site.locale))
        head = yoast.head_json(site, post, link, parts)
        apply_defects(head, post.get("defects", []))
        if self.is_old(day):
            document["yoast_head"] = yoast_html.old_head_html(self.site, head, link)
        else:
            document |= {"yoast_head": yoast_html.head_html(head), "yoast_head_json": head}

    def _post_links(self, post: Revision, base: str, *, is_page: bool, is_old: bool) -> Document:
        rest = self.site.rest
        links = self._self_links(f"{base}/{post.id}", base, is_old=is_old)
        links["about"] = [{"href": rest(f"types/{base[:-1]}")}]
        links["author"] = [{"embeddable": True, "href": rest(f"users/{self.authors[post.author]['id']}")}]
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
        return links | {"curies": _CURIES}

    def _self_links(self, path: str, base: str, *, is_old: bool = False) -> Document:
        hints = {} if is_old else {"targetHints": {"allow": ["GET"]}}
        return {"self": [{"href": self.site.rest(path), **hints}], "collection": [{"href": self.site.rest(base)}]}

    def term_link(self, term: Document, taxonomy: str) -> str:
        """A term's archive; a child section stands below its parent."""
        path = term["slug"] if "parent" not in term else f"{term['parent']}/{term['slug']}"
        return f"{self.site.url}{self.site.permalink_prefix}/{'category' if taxonomy == 'category' else 'tag'}/{path}/"

    def term(self, term: Document, taxonomy: str, count: int) -> Document:
        """A category or tag."""
        link = self.term_link(term, taxonomy)
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
            document["parent"] = self.sections[term["parent"]]["id"] if "parent" in term else 0
        head = yoast.archive_head_json(self.site, link, f"{term['name']} Archives")
        document |= {"meta": [], "yoast_head": yoast_html.head_html(head), "yoast_head_json": head}
        document["_links"] = self._self_links(f"{base}/{term['id']}", base) | {
            "about": [{"href": self.site.rest(f"taxonomies/{taxonomy}")}],
            "wp:post_type": [{"href": self.site.rest(f"posts?{base}={term['id']}")}],
            "curies": _CURIES,
        }
        return document

    def user(self, author: Document) -> Document:
        """An author who has published something."""
        link = yoast.author_url(self.site, author)
        head = yoast.archive_head_json(self.site, link, author["name"], author=author)
        return {
            "id": author["id"],
            "name": author["name"],
            "url": author.get("url", ""),
            "description": author["description"],
            "link": link,
            "slug": author["slug"],
            "avatar_urls": {str(size): yoast.gravatar(author["name"], size) for size in (24, 48, 96)},
            "meta": [],
            "yoast_head": yoast_html.head_html(head),
            "yoast_head_json": head,
            "_links": self._self_links(f"users/{author['id']}", "users"),
        }

    def picture(self, picture: Document) -> Document:
        """An entry of the media library."""
        site, source = self.site, yoast.upload(self.site, picture["file"])
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
            "_links": self._self_links(f"media/{picture['id']}", "media"),
        }

    def comment(self, comment: Document, post_link: str) -> Document:
        """A reader's approved comment."""
        moment = dt.datetime.fromisoformat(comment["date"]).replace(tzinfo=self.site.zone)
        avatars = {str(size): f"https://secure.gravatar.com/avatar/?s={size}&d=mm&r=g" for size in (24, 48, 96)}
        up = {"embeddable": True, "post_type": "post", "href": self.site.rest(f"posts/{comment['post']}")}
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
            "_links": self._self_links(f"comments/{comment['id']}", "comments") | {"up": [up]},
        }

    def root(self, day: str) -> Document:
        """The root index, with the routes that a reader of posts looks at."""
        site, old = self.site, self.is_old(day)
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


def render_title(title: str) -> str:
    """A title as wptexturize and the REST API give it: an ampersand becomes a numeric entity."""
    return title.replace("&", "&#038;")


def render_blocks(body: str) -> str:
    """Put the white space between blocks that WordPress leaves where the block comments were.

    A line that begins with a tag in its first column begins a block; other lines go on with the block before.
    """
    blocks = re.split(r"\n\s*(?=^<(?!/))", body, flags=re.MULTILINE)
    return "\n" + "\n\n\n\n".join(block.strip("\n") for block in blocks if block.strip()) + "\n" if body.strip() else ""
