"""The description of `word_count` is true: each of its statements is executed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from enrichment.articles import enrich_document

DOCS = Path(__file__).parents[3] / "dbt_project" / "models" / "docs" / "word_counts.md"

JOINED = {
    "a hyphen (`state-of-the-art`)": ("<p>state-of-the-art</p>", 1),
    "an apostrophe (`don't`)": ("<p>don't don\u2019t</p>", 2),
    "a decimal point (`3.14`)": ("<p>3.14</p>", 1),
    "a dash parts words": ("<p>salt\u2014light \u2013 fog</p>", 3),
    "in any script": ("<p>Соль и свет</p>", 3),
    "Japanese": ("<p>\u6771\u4eac\u306f\u5927\u304d\u3044</p>", 3),
}
COUNTED = {
    "paragraphs": ("<p>One two</p>", 2),
    "headings": ("<h2>One two</h2><p>Three four five six</p>", 6),
    "list items": ("<ul><li>One two</li></ul>", 2),
    "block quotations and the lines that name their source": (
        "<blockquote><p>One two</p><cite>Three</cite></blockquote>",
        3,
    ),
    "captions": ("<figure><img src='a.jpg'><figcaption>One two</figcaption></figure>", 2),
    "tables": ("<table><tr><td>One</td><td>two</td></tr></table>", 2),
    "preformatted text": ("<pre>One two</pre>", 2),
    "live updates": ('<div class="live-update">One two</div>', 2),
    "summaries of folded text": ("<details><summary>One</summary></details>", 1),
}
LEFT_OUT = {
    "pull quotes": '<figure class="wp-block-pullquote"><blockquote><p>Word</p></blockquote></figure>',
    "embedded posts": '<blockquote class="twitter-tweet"><p>Word</p>&mdash; A (@a) May 1</blockquote>',
    "code": "<pre><code>word</code></pre>",
    "buttons": '<div class="wp-block-button"><a href="/b">Word</a></div>',
    "alternative texts of pictures": '<img src="a.jpg" alt="word">',
    "numbers of footnotes": '<sup class="fn"><a href="#1">1</a></sup>',
    "shortcodes that no plugin ran": '<p>[gallery ids="1"]</p>',
    "text that is not shown": '<p hidden>Word</p><p style="display:none">word</p>',
    "share bars": '<div class="sharedaddy">Word</div>',
    "related teasers": '<div class="jp-relatedposts">Word</div>',
    '"read more" links': '<a class="more-link" href="/m">Word</a>',
    "podcast players": '<div class="powerpress_player">Word</div>',
    "consent placeholders": '<div class="_brlbs-content-blocker">Word</div>',
    "newsletter forms": '<form class="mc4wp-form">Word</form>',
    "advertisements": '<div class="newspack_global_ad">Word</div>',
    "tables of contents": '<div id="ez-toc-container">Word</div>',
    "reading times": '<span class="rt-reading-time">Word</span>',
    "author boxes": '<div class="saboxplugin-wrap">Word</div>',
}


def description() -> str:
    found = re.search(r"{% docs word_count %}\n(.*?)\n{% enddocs %}", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def counts(html: str, **fields: object) -> dict[str, Any]:
    return dict(enrich_document("post", {"content": {"rendered": html}, **fields})["word_counts"])


@pytest.mark.parametrize(("statement", "case"), (JOINED | COUNTED).items())
def test_what_the_description_counts_is_counted(statement: str, case: tuple[str, int]) -> None:
    assert statement in description()
    assert counts(case[0])["word_count"] == case[1]


@pytest.mark.parametrize(("statement", "html"), LEFT_OUT.items())
def test_what_the_description_leaves_out_is_not_counted(statement: str, html: str) -> None:
    assert statement in description()
    assert counts(f"<p>One two</p>{html}<p>three.</p>")["word_count"] == 3


def test_title_and_excerpt_are_not_counted_and_no_text_is_null() -> None:
    around = {"title": {"rendered": "A title"}, "excerpt": {"rendered": "An excerpt"}}

    assert counts("<p>One two</p>", **around)["word_count"] == 2
    assert enrich_document("post", around)["word_counts"]["word_count"] is None


def test_every_thing_that_the_description_lists_is_executed() -> None:
    _, counted, left_out, last = re.split(r" Counted: | Not counted: | Null where ", description())
    listed = re.split(r", (?:and )?|\(|\)", left_out.rstrip("."))

    assert set(counted.rstrip(".").split(", ")) == set(COUNTED)
    assert {one for one in listed if one} == {
        *LEFT_OUT,
        "title",
        "excerpt",
        "what plugins put around the article ",
    }
    assert last == "the text is protected or the document holds none."


@pytest.mark.parametrize(
    ("html", "sentences", "paragraphs"),
    [
        ("<h3>The pier is shut. It opens in May.</h3><h3>Nobody knows why.</h3>", 3, 2),
        ("<h2>The pier in winter</h2><p>It is shut.</p>", 1, 1),
        ("<h2>Pier</h2><p>The pier is shut. It opens in May.</p>", 2, 1),
        ("The pier is shut.<br>It opens in June.<br>Nobody knows why.", 3, 3),
        ("<div>The pier is shut.<br /><br />It opens in May.</div>", 2, 2),
        ("<div>The pier is shut.<p>&nbsp;</p>It opens in May.</div>", 2, 2),
        ("<p>The pier is shut.<br>It opens in May.</p><p>&nbsp;</p><p>Nobody knows.</p>", 3, 2),
    ],
)
def test_article_has_sentences_and_paragraphs_whatever_it_is_set_in(html: str, sentences: int, paragraphs: int) -> None:
    row = counts(html)

    assert (row["sentence_count"], row["paragraph_count"]) == (sentences, paragraphs)


def test_article_set_in_headings_quotes_as_in_paragraphs() -> None:
    html = "<h3>“The pier is shut,” Ada Bright said.</h3><h3>The council has closed it for the winter.</h3>"
    row = enrich_document("post", {"content": {"rendered": html}, "yoast_head_json": {"og_locale": "en_GB"}})

    assert [quotation["speaker_name"] for quotation in row["quotations"]] == ["Ada Bright"]
