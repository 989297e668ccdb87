"""Yoast's head from HTML: by hand, and against sites that give both forms."""

from __future__ import annotations

from html import escape, unescape
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichment.heads import rebuild_head
from tests.unit.enrichment.wordpress import captured, dump_lines, needs_captures, seed_post

OLD_HEAD = """<!-- This site is optimized with the Yoast SEO plugin v15.8 - https://yoast.com/wordpress/plugins/seo/ -->
<title>Salt &amp; Light - Le Quotidien</title>
<meta name="description" content="L&#039;usine &quot;B&quot;" />
<meta name="robots" content="noindex, follow, max-snippet:-1, max-image-preview:large" />
<link rel="canonical" href="https://q.example/a/" />
<link rel="next" href="https://q.example/a/2/" />
<meta property="og:locale" content="fr_FR" />
<meta property="article:publisher" content="https://social.example/q" />
<meta property="article:published_time" content="2020-01-02T03:04:05+00:00" />
<meta property="og:image" content="https://q.example/1.jpg" />
	<meta property="og:image:width" content="1600" />
	<meta property="og:image:height" content="900" />
	<meta property="og:image:type" content="image/jpeg" />
<meta property="og:image" content="https://q.example/2.jpg" />
<meta name="author" content="Ana" />
<meta name="twitter:card" content="summary_large_image" />
<meta name="twitter:label1" content="Écrit par" />
	<meta name="twitter:data1" content="Ana" />
	<meta name="twitter:label2" content="Durée de lecture est." />
	<meta name="twitter:data2" content="3 minutes" />
<script type="application/ld+json" class="yoast-schema-graph">
{"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"A & B"}]}</script>
<!-- / Yoast SEO plugin. -->"""


def test_old_head_is_rebuilt_in_the_shape_of_the_json_head() -> None:
    assert rebuild_head(OLD_HEAD) == {
        "title": "Salt & Light - Le Quotidien",
        "description": 'L\'usine "B"',
        "robots": {
            "index": "noindex",
            "follow": "follow",
            "max-snippet": "max-snippet:-1",
            "max-image-preview": "max-image-preview:large",
        },
        "canonical": "https://q.example/a/",
        "next": "https://q.example/a/2/",
        "og_locale": "fr_FR",
        "article_publisher": "https://social.example/q",
        "article_published_time": "2020-01-02T03:04:05+00:00",
        "og_image": [
            {"url": "https://q.example/1.jpg", "width": 1600, "height": 900, "type": "image/jpeg"},
            {"url": "https://q.example/2.jpg"},
        ],
        "author": "Ana",
        "twitter_card": "summary_large_image",
        "twitter_misc": {"Écrit par": "Ana", "Durée de lecture est.": "3 minutes"},
        "schema": {"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "A & B"}]},
    }


@pytest.mark.parametrize(
    ("html", "head"),
    [
        ("", {}),
        ("plain words", {}),
        ('<script class="yoast-schema-graph">{broken</script>', {}),
        ('<script class="yoast-schema-graph">[1]</script>', {}),
        ('<script>{"@graph":[]}</script>', {}),
        (f'<script class="yoast-schema-graph">{{"@graph":{"[" * 400}{"]" * 400}}}</script>', {}),
        ('<meta name="robots"><meta content="x"><link rel="canonical">', {}),
        ('<meta property="og:image:width" content="9">', {"og_image": [{"width": 9}]}),
        ('<meta name="robots" content=" , nofollow">', {"robots": {"follow": "nofollow"}}),
        ('<meta name="twitter:label1" content="no data">', {}),
    ],
)
def test_broken_head_gives_what_can_be_read(html: str, head: dict[str, Any]) -> None:
    assert rebuild_head(html) == head


_PAGE = '{"@context":"https://schema.org","@graph":[{"@type":"WebPage","@id":"a"},{"@type":"Person","@id":"b"}]}'
_ARTICLE = '{"@context":"https://schema.org","@type":"NewsArticle","@id":"c"}'


@pytest.mark.parametrize(
    ("scripts", "ids"),
    [
        ((_PAGE, _ARTICLE), ["a", "b", "c"]),
        ((_PAGE[:-20], _ARTICLE), None),
        ((_PAGE, _ARTICLE[:-9]), ["a", "b"]),
        ((_ARTICLE, f"[{_PAGE}]"), ["c", "a", "b"]),
        ((_ARTICLE, '{"@graph":{"1":{"@id":"x"},"3":{"@id":"y"}}}'), ["c", "x", "y"]),
        ((f"[{_PAGE},{_ARTICLE}]",), ["a", "b", "c"]),
    ],
)
def test_nodes_of_every_sound_graph_script_are_in_one_graph(scripts: tuple[str, ...], ids: list[str] | None) -> None:
    html = "".join(f'<script type="application/ld+json" class="yoast-schema-graph">{text}</script>' for text in scripts)

    schema = rebuild_head(html)["schema"]

    if ids is None:  # one sound script, a bare node: as it stands
        assert schema == orjson.loads(_ARTICLE)
    else:
        assert [node["@id"] for node in schema["@graph"]] == ids


@pytest.mark.parametrize("attributes", ['class="rank-math-schema"', 'class="aioseo-schema"', ""])
def test_graph_of_another_plugin_in_the_head_is_read(attributes: str) -> None:
    html = f'<title>T</title><script type="application/ld+json" {attributes}>{_PAGE}</script>'

    assert rebuild_head(html)["schema"] == orjson.loads(_PAGE)


def comparable(given: dict[str, Any]) -> dict[str, Any]:
    """Return a given head as its HTML shows it: the two justified differences taken out.

    1. Texts in the JSON head keep entities (`it&#8217;s`); an attribute or title of HTML is decoded once, and ours
       says what a reader sees.
    2. An image whose size Yoast does not know has `""` as width, height and type in JSON; HTML leaves the tags out.

    The graph is the same JSON in both forms and is compared as it is.
    """
    shown: dict[str, Any] = {key: unescape(value) if isinstance(value, str) else value for key, value in given.items()}
    if "og_image" in shown:
        shown["og_image"] = [{key: value for key, value in image.items() if value != ""} for image in shown["og_image"]]
    return shown


def assert_all_equal(documents: list[dict[str, Any]], count: int) -> None:
    both = [fields for fields in documents if fields.get("yoast_head") and fields.get("yoast_head_json")]
    assert len(both) == count
    for fields in both:
        rebuilt, given = rebuild_head(fields["yoast_head"]), comparable(fields["yoast_head_json"])
        assert list(rebuilt) == list(given)
        assert rebuilt == given


@needs_captures
@pytest.mark.parametrize(("site", "count"), [("wp65_yoast225", 100), ("wp71_yoast266", 97)])
def test_rebuilt_heads_equal_the_given_ones_key_by_key(site: str, count: int) -> None:
    assert_all_equal(list(captured(site)), count)


@needs_captures
def test_rebuilt_heads_equal_the_given_ones_in_the_dump_and_the_seed_post() -> None:
    assert_all_equal([seed_post(), *map(orjson.loads, dump_lines())], 2033)


@needs_captures
def test_every_old_head_is_rebuilt_with_its_graph() -> None:
    heads = [rebuild_head(fields["yoast_head"]) for fields in captured("wp56_yoast158") if fields.get("yoast_head")]
    assert len(heads) == 113
    for head in heads:
        assert head["title"]
        assert head["robots"]["index"] in {"index", "noindex"}
        assert head["og_locale"] == "fr_FR"
        assert head["schema"]["@graph"]


@pytest.mark.parametrize(
    ("html", "head"),
    [
        ('<meta property="og:image:width" content="' + "9" * 5000 + '">', {"og_image": [{"width": "9" * 5000}]}),
        ('<meta property="og:image:width" content="9999999999">', {"og_image": [{"width": "9999999999"}]}),
        (
            '<meta name="og_image" content="x"><meta property="og:image:width" content="12">',
            {"og_image": [{"width": 12}]},
        ),
        ('<meta name="schema" content="x"><meta name="twitter:misc" content="y">', {}),
        (f'<script class="yoast-schema-graph">{{"@graph":{"[" * 253}{"]" * 253}}}</script>', {}),
    ],
)
def test_a_head_that_no_yoast_prints_is_rebuilt_as_far_as_it_can_be(html: str, head: dict[str, Any]) -> None:
    assert rebuild_head(html) == head


_NAMES = st.sampled_from(
    ["og:image", "og:image:width", "og_image", "og:title", "title", "robots", "twitter:label1", "twitter:data1",
     "twitter:misc", "schema", "canonical", "next", "a:b", ""]
)  # fmt: skip
_CONTENTS = st.one_of(st.text(max_size=20), st.sampled_from(["1200", "9" * 5000, "²", "٣", "-1", "1e400"]))


@given(st.lists(st.tuples(_NAMES, _CONTENTS), max_size=8))
def test_any_tags_make_a_head_that_json_can_hold(tags: list[tuple[str, str]]) -> None:
    html = "".join(f'<meta property="{name}" content="{escape(content)}">' for name, content in tags)
    assert orjson.loads(orjson.dumps(rebuild_head(html))) is not None
