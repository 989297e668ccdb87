"""Whatever an article holds, it is read in linear time and within limits, and what a limit cut off is recorded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichment import markup
from enrichment.articles import enrich_document
from enrichment.blocks import read_html
from enrichment.flow import MOST_BLOCKS
from enrichment.heads import rebuild_head
from enrichment.markup import DEEPEST, MOST_ATTRIBUTES, MOST_CHARACTERS, MOST_ELEMENTS, bound_markup
from enrichment.yoast_words import count_yoast_words, follows_older_rule
from quotations import Article, find_quotations
from quotations.engine import MOST_RECORDED
from tests.growth import ARTICLES, TEXTS, assert_linear

_N = 400


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    """Load models and rules, which take longer than the texts here."""
    enrich_document("post", article("<p>“We are ready,” Ann Lee said on Monday, because nobody else was here.</p>" * 9))
    for language in ("fr", "de"):
        find_quotations(Article("« Oui », a dit Jean.", (), language, (), ()))


def article(html: str) -> dict[str, object]:
    return {"id": 1, "title": {"rendered": "t"}, "content": {"rendered": html}, "link": "https://a.example/x"}


@pytest.mark.parametrize("kind", ARTICLES)
def test_an_article_is_read_in_linear_time(kind: str) -> None:
    assert_linear(lambda html: enrich_document("post", article(html)), ARTICLES[kind], _N)


@pytest.mark.parametrize("language", ["fr", "de", None])
@pytest.mark.parametrize("kind", TEXTS)
def test_quotations_of_other_languages_are_found_in_linear_time(kind: str, language: str | None) -> None:
    assert_linear(lambda text: find_quotations(Article(text, (), language, (), ())), TEXTS[kind], _N)


@pytest.mark.parametrize("kind", ["nested divs", "attributes", "formatting left open", "scripts left open", "links"])
def test_a_head_is_read_in_linear_time(kind: str) -> None:
    assert_linear(rebuild_head, ARTICLES[kind], _N)


def test_a_graph_is_read_in_linear_time() -> None:
    def make(n: int) -> dict[str, object]:
        nodes = [
            {"@type": ["Person"], "@id": f"#{at}", "name": f"Ann Lee {at}", "author": {"@id": f"#{at - 1}"}}
            for at in range(n)
        ]
        head = {"schema": {"@graph": [*nodes, {"@type": "Article", "keywords": [f"word {at}" for at in range(n)]}]}}
        text = "<p>“We are ready,” Ann Lee said.</p>" * 9
        return article(text) | {"yoast_head_json": head, "tags": list(range(n))}

    assert_linear(lambda document: enrich_document("post", document), make, _N)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<div>" * 50_000 + "deep" + "</div>" * 50_000 + "<p>after</p>", "deep\n\nafter", id="nesting"),
        pytest.param("<p " + " ".join(f"a{at}" for at in range(5_000)) + ">one</p>", "one", id="attributes"),
    ],
)
def test_text_beyond_the_limits_of_markup_is_kept(html: str, text: str) -> None:
    row = enrich_document("post", article(html))
    assert " ".join(row["text"].split()) == " ".join(text.split())
    assert row["is_read_in_part"] is True


def test_elements_beyond_the_limit_are_read_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MOST_ELEMENTS", 1_000)
    row = enrich_document("post", article("<p>" + "<i>a</i> " * 900 + "<a href='/x'>b</a> " * 200))
    assert (row["text"].count("a"), row["text"].count("b"), len(row["links"])) == (900, 200, 99)  # and the paragraph
    assert row["is_read_in_part"] is True


def test_formatting_left_open_does_not_multiply() -> None:
    html = "<p>" + "".join(f"<font color={at}>" for at in range(5_000)) + "<p>x" * 5_000
    bounded, is_cut = bound_markup(html)
    assert is_cut
    # Each paragraph opens again every font that is open: 25 million elements otherwise.
    assert bounded.count("<font") * bounded.count("<p") <= 2 * MOST_ELEMENTS
    assert bounded.count("x") == 5_000


def test_an_article_longer_than_the_limit_is_cut_off() -> None:
    row = enrich_document("post", article("<p>one</p>" + " " * MOST_CHARACTERS + "<p>two</p>"))
    assert (row["text"], row["is_read_in_part"]) == ("one", True)


def test_blocks_beyond_the_limit_are_lines_of_the_last_one() -> None:
    html = read_html("a\n\n" * (MOST_BLOCKS + 5))
    assert (len(html.blocks), html.is_partial) == (MOST_BLOCKS + 1, True)
    assert html.text.endswith("a\n\na\na\na\na\na")


def test_marks_beyond_the_limit_are_not_recorded() -> None:
    row = enrich_document("post", article("<p>" + "“a” " * (MOST_RECORDED + 5)))
    assert (len(row["quotations"]), row["is_read_in_part"]) == (MOST_RECORDED, True)


def test_an_article_of_every_day_is_read_in_full() -> None:
    html = "<p>“We are ready,” Ann Lee said. <a href='/x'>More</a></p>" * 700
    assert enrich_document("post", article(html))["is_read_in_part"] is False


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<b>b<i>c</b>d</i>e<p>f<li>g<li>h",
        "<table><tr><td>a<td>b<tr><td>c</table>d",
        "a < b > c & d &amp; e <3 </ x> f<!-- <p> -->g<!>h<?php i ?>j",
        "<script>if (a < b) '<p>'</script>x<style>p{}</style><textarea><p>y</textarea><iframe src=z><p></iframe>w",
        "<xmp><b>a</b></xmp><p title='a > b' class=c/d =e f= g=\"h\"i>k</p><br/><P>l</P>",
        "<select><option>a<option>b</select><svg><style><p></style></svg>c<plaintext><p>d",
        "<h2>a<h3>b</h2><details><summary>c</summary>d</details><a href=x>e<a href=y>f",
    ],
)
def test_markup_written_again_reads_as_before(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_html(html)
    monkeypatch.setattr(markup, "_HARMLESS_TAGS", -1)
    monkeypatch.setattr(markup, "_HARMLESS_TAG_LENGTH", -1)
    assert read_html(html) == before


_PIECES = ["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i class='x'>", "</i>", "<ul>", "<li>", "</ul>", "<td>"]
_PIECES += ["<table>", "</table>", "<a href=x>", "</a>", "<br>", "<", ">", "'", '"', "<!--", "-->", "=", "a b", "\n\n"]
_PIECES += ["<object>", "</object>", "<span>", "</span>", "<h2>", "</h2>", "<blockquote>", "</blockquote>", "/", "&lt;"]


@given(st.lists(st.sampled_from(_PIECES), max_size=25))
def test_any_markup_written_again_reads_as_before(pieces: list[str]) -> None:
    html = "".join(pieces)
    before = read_html(html)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_HARMLESS_TAGS", -1)
        patch.setattr(markup, "_HARMLESS_TAG_LENGTH", -1)
        assert read_html(html) == before


def test_no_more_attributes_than_the_limit_are_read() -> None:
    bounded, _ = bound_markup("<p " + " ".join(f"a{at}='>'" for at in range(5_000)) + ">x</p>")
    assert bounded.count("=") == MOST_ATTRIBUTES


def test_nesting_ends_at_the_limit() -> None:
    bounded, _ = bound_markup("<section>" * 3_000 + "x" + "</section>" * 3_000)
    assert (bounded.count("<section>"), bounded.count("</section>")) == (DEEPEST, DEEPEST)


def test_a_version_of_many_digits_is_not_a_version() -> None:
    assert follows_older_rule(f"<!-- Yoast SEO plugin v{'9' * 5_000}") is False


def test_code_without_an_end_is_counted() -> None:
    assert count_yoast_words("", "<pre>one two</PRE> three <code>four") == 2
