"""What is not the article counts in nothing: markup written after what each generator prints."""

from __future__ import annotations

import pytest

from enrichment.blocks import read_html
from enrichment.boilerplate import read_boilerplate

GENERATORS = [
    (made, generator["generator"], name)
    for made, generators in read_boilerplate().items()
    for generator in generators
    for name in generator["names"]
]
SAMPLES = {
    "share bar": '<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><a href="/?s=x">X</a></div>',
    "share bar of AddToAny": '<div class="addtoany_share_save_container"><a href="/s">Share</a></div>',
    "related posts": '<div id="jp-relatedposts"><h3><em>Related</em></h3><p><a href="/b">B</a></p></div>',
    "query": '<div class="wp-block-query"><ul><li><h2>Another story</h2></li></ul></div>',
    "teasers": '<div class="wpnbha is-grid"><article><h3>Two</h3></article></div>',
    "podcast links": '<p class="powerpress_links powerpress_links_mp3">Podcast: <a href="/a.mp3">Play</a></p>',
    "podcast player": '<div class="podcast_player"><audio src="/a.mp3"></audio></div><p class="podcast_meta">Save</p>',
    "consent": '<div class="_brlbs-content-blocker"><p>By loading the video, you agree.</p></div>',
    "consent of Cookiebot": '<div class="cookieconsent-optout-marketing">Please accept cookies to watch.</div>',
    "newsletter": '<form class="mc4wp-form mc4wp-form-9"><p>Sign up for our newsletter</p></form>',
    "contents": '<div id="ez-toc-container"><nav><ul><li><a href="#a">The pier</a></li></ul></nav></div>',
    "reading time": '<div class="rt-reading-time">Reading Time: 3 minutes</div>',
}


@pytest.mark.parametrize("markup", SAMPLES.values(), ids=SAMPLES)
def test_what_is_not_the_article_leaves_its_text_blocks_and_links_as_they_are(markup: str) -> None:
    before, after = "<p>The pier is shut.</p>", '<p>It opens <a href="/m">in May</a>.</p>'

    assert read_html(before + markup + after) == read_html(before + after)
    assert read_html(f"<div>{before}{markup}</div>{after}") == read_html(before + after)


@pytest.mark.parametrize(("made", "generator", "name"), GENERATORS)
def test_every_name_of_the_list_is_left_out(made: str, generator: str, name: str) -> None:
    html = f'<p>The pier.</p><div class="x {name} y">One</div><span id="{name}">two</span>'

    assert read_html(html).text == "The pier.", (made, generator)


def test_link_to_read_more_is_left_out_of_its_sentence() -> None:
    html = '<p>The pier is shut. <a href="/a/#more-7" class="more-link">(more&hellip;)</a></p>'

    assert (read_html(html).text, read_html(html).references) == ("The pier is shut.", [])


def test_text_beside_what_is_left_out_stays_in_two_blocks() -> None:
    html = read_html('<div>The pier is shut.<div class="sharedaddy">Share</div>It opens in May.</div>')

    assert [html.text[block.start : block.end] for block in html.blocks] == ["The pier is shut.", "It opens in May."]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Share this: 12 tons of salt.</p>", "Share this: 12 tons of salt."),
        ("<h3>Related</h3><p>Advertisement. Read more.</p>", "Related\n\nAdvertisement. Read more."),
        ('<div class="my-sharedaddy-theme"><p>The pier.</p></div>', "The pier."),
        ('<p class="more link">Sign up for our newsletter.</p>', "Sign up for our newsletter."),
    ],
)
def test_words_alone_leave_nothing_out(html: str, text: str) -> None:
    assert read_html(html).text == text


def test_every_entry_of_the_list_says_where_its_markup_is_published() -> None:
    for generators in read_boilerplate().values():
        for generator in generators:
            assert set(generator) == {"generator", "source", "names"}
            assert "/" in generator["source"], generator
            assert generator["names"]
