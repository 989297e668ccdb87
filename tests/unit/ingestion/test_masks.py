"""Two requests of an untouched post have one hash; an edit of the same place has another."""

import json
import time

import pytest

from ingestion.documents import admit_listed
from ingestion.json_text import rehash

# The html of a generator; what another request has in its place; and an edit of the same place.
PAIRS = {
    "lightbox key": (
        '<figure data-wp-context=\'{"imageId":"66f1a2b3c4d5e"}\' data-wp-key="66f1a2b3c4d5e"><img src="a.jpg">',
        ("66f1a2b3c4d5e", "66f1a2b3c99aa"),
        ("a.jpg", "b.jpg"),
    ),
    "lightbox context with entities": (
        '<figure data-wp-context="{&quot;imageId&quot;:&quot;66f1a2b3c4d5e&quot;}" class="wp-lightbox-container">',
        ("66f1a2b3c4d5e", "66f1a2b3c99aa"),
        ("-container", ""),
    ),
    "gallery shortcode": (
        "<style>#gallery-7 .gallery-item { width: 33%; }</style><div id='gallery-7' class='gallery gallery-columns-3'>",
        ("gallery-7", "gallery-1"),
        ("columns-3", "columns-4"),
    ),
    "gallery block": (
        '<figure class="wp-block-gallery has-nested-images wp-block-gallery-3 is-layout-flex">',
        ("gallery-3", "gallery-11"),
        ("layout-flex", "layout-grid"),
    ),
    "element colours": (
        '<p class="has-text-color wp-elements-0123456789abcdef0123456789abcdef">',
        ("0123456789abcdef0123456789abcdef", "ffffffffffffffffffffffffffffffff"),
        ("has-text-color", "has-link-color"),
    ),
    "container layout": (
        '<div class="wp-block-columns wp-container-core-columns-is-layout-1 is-layout-flex">',
        ("layout-1", "layout-28f84493"),
        ("layout-flex", "layout-flow"),
    ),
    "duotone": ('<img class="wp-duotone-000000-ff4747-1">', ("4747-1", "4747-22"), ("ff4747", "00ff47")),
    "search block": (
        '<label for="wp-block-search__input-2">Search</label><input id="wp-block-search__input-2">',
        ("input-2", "input-9"),
        ("Search", "Find"),
    ),
    "nonce field": (
        '<input type="hidden" id="_wpnonce" name="_wpnonce" value="a1b2c3d4e5" />',
        ("a1b2c3d4e5", "ffffc3d4e5"),
        ('name="_wpnonce"', 'name="_other_nonce"'),
    ),
    "nonce in a script": (
        '<script>var poll = {"ajax_nonce":"a1b2c3d4e5","id":"4"};</script>',
        ("a1b2c3d4e5", "ffffc3d4e5"),
        ('"4"', '"5"'),
    ),
    "nonce in an attribute": (
        '<div data-nonce="a1b2c3d4e5" data-poll="4">',
        ("a1b2c3d4e5", "ffffc3d4e5"),
        ('poll="4"', 'poll="5"'),
    ),
    "nonce in a link": (
        '<a href="/?vote=4&#038;_wpnonce=a1b2c3d4e5">Vote</a>',
        ("a1b2c3d4e5", "ffffc3d4e5"),
        ("vote=4", "vote=5"),
    ),
    "contact form": (
        '<div class="wpcf7" id="wpcf7-f12-p34-o1"><form action="/a/#wpcf7-f12-p34-o1">',
        ("-o1", "-o5"),
        ("-f12", "-f13"),
    ),
    "form state": (
        "<input type='hidden' class='gform_hidden' name='state_3' value='WyJbXSIsImEiXQ==' />",
        ("WyJbXSIsImEiXQ", "WyJbXSIsImIiXQ"),
        ("state_3", "state_4"),
    ),
    "audio player": (
        '<audio class="wp-audio-shortcode" id="audio-55-1" preload="none"><source src="/a.mp3?_=1" /></audio>',
        ("1", "4"),
        ("a.mp3", "b.mp3"),
    ),
    "video player": (
        '<video class="wp-video-shortcode" id="video-55-2"><source src="https://a.example/a.mp4?_=2" /></video>',
        ("2", "3"),
        ("a.mp4", "b.mp4"),
    ),
    "table of contents": (
        '<input type="checkbox" id="ez-toc-cssicon-toggle-item-66f1a2b3c4d5e" />',
        ("66f1a2b3c4d5e", "66f1a2b3c99aa"),
        ("checkbox", "radio"),
    ),
    "table": ('<table id="tablepress-5-no-1" class="tablepress tablepress-id-5">', ("no-1", "no-3"), ("id-5", "id-6")),
    "page builder": ('<div class="tdi_3 td-a-rec" data-td-block-uid="tdi_3">', ("tdi_3", "tdi_91"), ("td-a", "td-b")),
}

# What an editor may write, and what looks like a generator's work.
WRITTEN = [
    ("<p>See gallery-7 today.</p>", "<p>See gallery-8 today.</p>"),
    ('<a href="https://a.example/gallery-7/">x</a>', '<a href="https://a.example/gallery-8/">x</a>'),
    ("<p>The nonce 1234567890 was used.</p>", "<p>The nonce 9234567890 was used.</p>"),
    ('<img src="/wp-content/uploads/video-12-1.jpg">', '<img src="/wp-content/uploads/video-12-2.jpg">'),
    ("<p>tdi 3</p>", "<p>tdi 4</p>"),
    ('<h2 id="chapter-1">x</h2>', '<h2 id="chapter-2">x</h2>'),
]


def _hash(html: str, **fields: object) -> str:
    content = {"id": 7, "date_gmt": "2026-01-02T03:04:05", "slug": "a", "status": "publish", "type": "post"}
    content |= {"link": "https://a.example/a/", "title": {"rendered": "A"}, "content": {"rendered": html}} | fields
    return admit_listed(json.dumps(content).encode(), kind="post", rest_base="posts").document_hash


@pytest.mark.parametrize(("html", "again", "edit"), PAIRS.values(), ids=PAIRS)
def test_requests_of_an_untouched_post_have_one_hash_and_an_edit_has_another(
    html: str, again: tuple[str, str], edit: tuple[str, str]
) -> None:
    text = f"<p>Before.</p>{html}<p>After.</p>"
    assert _hash(text.replace(*again)) != _hash(text.replace(*edit))
    assert _hash(text.replace(*again)) == _hash(text)
    assert _hash(text.replace("Before", "Earlier")) != _hash(text)


@pytest.mark.parametrize(("before", "after"), WRITTEN)
def test_what_an_editor_writes_is_never_masked(before: str, after: str) -> None:
    assert _hash(before) != _hash(after)


def test_terms_and_users_have_no_new_version_for_what_is_no_longer_asked() -> None:
    term = {"id": 3, "name": "Harbour", "slug": "harbour", "taxonomy": "category", "link": "https://a.example/c/"}
    user = {"id": 3, "name": "Ada", "slug": "ada", "link": "https://a.example/author/ada/", "description": ""}
    full_term = {**term, "yoast_head": "<title>", "yoast_head_json": {"title": "Harbour"}}
    full_user = {**user, "yoast_head_json": {"title": "Ada"}, "avatar_urls": {"24": "https://a.example/1.png"}}
    for light, full, kind in ((term, full_term, "term"), (user, full_user, "user")):
        assert rehash(json.dumps(light).encode(), kind) == rehash(json.dumps(full).encode(), kind)
        assert rehash(json.dumps({**light, "name": "B"}).encode(), kind) != rehash(json.dumps(light).encode(), kind)


def test_masks_take_linear_time() -> None:
    def seconds(copies: int) -> float:
        text = "".join(html for html, _, _ in PAIRS.values()) * copies + "nonce " * 1000 * copies
        started = time.process_time()
        _hash(text)
        return time.process_time() - started

    assert seconds(80) < 8 * max(seconds(20), 0.01)
