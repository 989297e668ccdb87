"""Embedded posts, in the markup of each service's embed code: one row, its account the speaker, not the article's."""

from __future__ import annotations

from time import process_time

import pytest

from enrichment.articles import enrich_document
from enrichment.blocks import read_html
from quotations import Article, Quotation, find_quotations

BEFORE = "<p>Ada Bright, the harbour engineer, has posted again.</p>"


def read(html: str, language: str = "en") -> list[Quotation]:
    reading = read_html(html)
    return find_quotations(Article(reading.text, reading.blocks, language))


X = (
    '<figure class="wp-block-embed is-provider-twitter"><div class="wp-block-embed__wrapper">'
    '<blockquote class="twitter-tweet"><p lang="en">The pier is shut.<br><br>The council said “not before May”.</p>'
    '&mdash; Ada Bright (@bright) <a href="https://x.example/bright/1">March 3, 2024</a></blockquote></div></figure>'
)
BLUESKY = (
    '<blockquote class="bluesky-embed"><p lang="en">The pier is shut.</p>&mdash; Ada Bright '
    '(<a href="https://b.example/bright">@bright.bsky.example</a>) <a href="/p/1">March 3, 2024</a></blockquote>'
)
INSTAGRAM = (
    '<blockquote class="instagram-media"><div><a href="/p/1"><div>View this post on Instagram</div></a>'
    '<p><a href="/p/1">The pier is shut.</a></p>'
    '<p><a href="/p/1">A post shared by Ada Bright (@bright)</a> on <time>Mar 3, 2024</time></p></div></blockquote>'
)
FACEBOOK = (
    '<div class="fb-post"><blockquote class="fb-xfbml-parse-ignore"><p>The pier is shut.</p>Posted by '
    '<a href="/bright">Ada Bright</a> on&nbsp;<a href="/p/1">Sunday, March 3, 2024</a></blockquote></div>'
)
REDDIT = (
    '<blockquote class="reddit-embed-bq"><a href="/r/Tarrow/1">The pier is shut.</a><br> by'
    '<a href="/user/bright">u/bright</a> in<a href="/r/Tarrow/">Tarrow</a></blockquote>'
)
MASTODON = (
    '<blockquote class="mastodon-embed"><a href="https://m.example/@bright/1"><div>Post by @bright@m.example</div>'
    "<div>View on Mastodon</div></a></blockquote>"
)
TIKTOK = (
    '<blockquote class="tiktok-embed"><section><a title="@bright" href="/@bright">@bright</a><p>The pier is shut.</p>'
    '<a href="/music/1">\u266c original sound - bright</a></section></blockquote>'
)


@pytest.mark.parametrize(
    ("html", "words", "speaker", "written"),
    [
        (X, "The pier is shut.\nThe council said “not before May”.", "Ada Bright", "Ada Bright (@bright)"),
        (BLUESKY, "The pier is shut.", "Ada Bright", "Ada Bright (@bright.bsky.example)"),
        (INSTAGRAM, "The pier is shut.", "Ada Bright", "Ada Bright (@bright)"),
        (FACEBOOK, "The pier is shut.", "Ada Bright", "Ada Bright"),
        (REDDIT, "The pier is shut.", "u/bright", "u/bright"),
        (MASTODON, "Post by @bright@m.example\nView on Mastodon", "@bright@m.example", "@bright@m.example"),
        (TIKTOK, "The pier is shut.", "@bright", "@bright"),
    ],
    ids=["x", "bluesky", "instagram", "facebook", "reddit", "mastodon", "tiktok"],
)
@pytest.mark.parametrize("language", ["en", "de", "hr"])
def test_embedded_post_is_one_row_and_its_account_the_speaker(
    html: str, words: str, speaker: str, written: str, language: str
) -> None:
    (row,) = read(BEFORE + html, language)

    assert (row.quote_kind, row.speech_type) == ("embedded", "direct")
    assert row.quote_text == words
    assert (row.speaker_name, row.speaker_text) == (speaker, written)


@pytest.mark.parametrize("html", [X, BLUESKY, INSTAGRAM, FACEBOOK, REDDIT, MASTODON, TIKTOK])
def test_embedded_post_is_one_block_and_counts_in_nothing(html: str) -> None:
    assert [block.kind for block in read_html(BEFORE + html).blocks] == ["paragraph", "embed"]

    counts = enrich_document("post", {"content": {"rendered": BEFORE + html}})["word_counts"]

    assert (counts["word_count"], counts["sentence_count"], counts["quoted_word_count"]) == (8, 1, 0)


@pytest.mark.parametrize("piece", ["— a (", "\u2014 @a(@a", "Posted by a on ", "by u/a in", "(@a.", "a ♬ ", "@" * 9])
def test_any_text_in_an_embed_is_read_in_time(piece: str) -> None:
    html = f'<blockquote class="twitter-tweet">{piece * 20_000}</blockquote>'
    began = process_time()

    read(html, "hr")

    assert process_time() - began < 2


def test_two_posts_in_a_row_are_two_rows() -> None:
    rows = read(BEFORE + X + X.replace("Ada Bright", "Ole Vane").replace("bright", "vane"))

    assert [(row.quote_kind, row.speaker_name) for row in rows] == [
        ("embedded", "Ada Bright"),
        ("embedded", "Ole Vane"),
    ]


def test_caption_below_an_embed_is_the_articles() -> None:
    html = X.replace("</div></figure>", "</div><figcaption>The pier in May</figcaption></figure>")

    assert [block.kind for block in read_html(html).blocks] == ["embed", "figcaption"]
    assert len(read(BEFORE + html)) == 1


def test_embed_in_another_language_is_its_accounts() -> None:
    html = INSTAGRAM.replace("A post shared by Ada Bright (@bright)", "Објаву дели Ада Бригова (@bright)")

    assert [(row.quote_kind, row.speaker_name) for row in read(html, "sr")] == [("embedded", "@bright")]


def test_quotations_around_an_embed_stay_as_they_are() -> None:
    said = "<p>“We shall see about that,” Mara Holt said.</p>"

    rows = read(said + X + said)

    assert [(row.quote_kind, row.speaker_name) for row in rows] == [
        ("full", "Mara Holt"),
        ("embedded", "Ada Bright"),
        ("full", "Mara Holt"),
    ]
