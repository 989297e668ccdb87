"""HTML to blocks: expected values worked out by hand from the markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichment.blocks import HtmlText, read_html, read_line


def blocks_of(html: HtmlText) -> list[tuple[str, str]]:
    return [(block.kind, html.text[block.start : block.end]) for block in html.blocks]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(
            "<p>Hel<b>lo</b>, <em>all</em> of <span>yo</span>u</p>",
            [("paragraph", "Hello, all of you")],
            id="inline tags add no space",
        ),
        pytest.param(
            "<div>one</div>two<section>three</section>",
            [("paragraph", "one"), ("paragraph", "two"), ("paragraph", "three")],
            id="block tags part text",
        ),
        pytest.param(
            "<p>a\n   b&nbsp;&nbsp;c\u202f!\u00a0</p><p>&nbsp;</p>",
            [("paragraph", "a b c !")],
            id="white space collapses, no-break spaces too, and nothing is made of it",
        ),
        pytest.param(
            "<p>Don&shy;au\u200bdampf\ufeff, \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645</p>",
            [("paragraph", "Donaudampf, \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")],
            id="soft hyphens and zero-width spaces go, the joiner of Persian stays",
        ),
        pytest.param(
            "<p>first<br>\n second<br/><br />third</p>",
            [("paragraph", "first\nsecond"), ("paragraph", "third")],
            id="a break is a line, two are a paragraph",
        ),
        pytest.param(
            "Classic opening.\n\nSecond <b>one</b>,\nrunning on.",
            [("paragraph", "Classic opening."), ("paragraph", "Second one, running on.")],
            id="bare text is parted by blank lines",
        ),
        pytest.param(
            "<h2>Top</h2><h4 class='wp-block-heading'>Lower</h4>",
            [("heading", "Top"), ("heading", "Lower")],
            id="headings",
        ),
        pytest.param(
            "<ul><li>one<ol><li>in</li></ol>after</li><li><p>two</p></li></ul><dl><dt>t</dt><dd>d</dd></dl>",
            [("list_item", text) for text in ("one", "in", "after", "two", "t", "d")],
            id="nested and ordered lists",
        ),
        pytest.param(
            '<blockquote class="wp-block-quote"><p>As in <cite>Emma</cite>.</p>'
            "<cite>Jane <em>A.</em></cite></blockquote>",
            [("block_quote", "As in Emma."), ("citation", "Jane A.")],
            id="a block quote and its source, and a cited title inside it",
        ),
        pytest.param(
            '<figure class="wp-block-pullquote"><blockquote><p>Big</p><cite>Who</cite></blockquote></figure>',
            [("pull_quote", "Big"), ("citation", "Who")],
            id="a pull quote is not a block quote",
        ),
        pytest.param(
            '<figure class="wp-block-image"><img src="a.jpg" alt="not text"><figcaption>Seen</figcaption></figure>'
            '<div class="wp-caption"><img src="b.jpg"><p class="wp-caption-text">Old style</p></div>',
            [("figcaption", "Seen"), ("figcaption", "Old style")],
            id="captions of both editors",
        ),
        pytest.param(
            "<table><caption>Polls</caption><tr><th>Party</th><th>Seats</th></tr>"
            "<tr><td><p>Left</p><p>Green</p></td><td> 12<br>(-1) </td></tr></table>",
            [("figcaption", "Polls"), ("table", "Party\tSeats\nLeft Green\t12 (-1)")],
            id="a table is one block of cells and rows",
        ),
        pytest.param(
            '<pre class="wp-block-code"><code>a = 1\n  b</code></pre><pre>x\n\n  y</pre><p>inline <code>z</code></p>',
            [("code", "a = 1\n  b"), ("preformatted", "x\n\n  y"), ("paragraph", "inline z")],
            id="preformatted text keeps its space",
        ),
        pytest.param(
            '<blockquote class="twitter-tweet"><p>Tweeted</p>&mdash; N (@n) <a href="https://x.test/n/1">May 1</a>'
            "</blockquote><p>After</p>",
            [("embed", "Tweeted\n— N (@n) May 1"), ("paragraph", "After")],
            id="a quoted post is a block of its own",
        ),
        pytest.param(
            '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://video.test/1\n</div>'
            "<figcaption>Film</figcaption></figure>",
            [("embed", "https://video.test/1"), ("figcaption", "Film")],
            id="an embed that failed leaves its address",
        ),
        pytest.param(
            "<details><summary>Who?</summary><p>Her.</p></details><hr>"
            '<div class="wp-block-buttons"><div class="wp-block-button"><a href="/b">Subscribe</a></div></div>',
            [("summary", "Who?"), ("paragraph", "Her."), ("button", "Subscribe")],
            id="details, separators and buttons",
        ),
        pytest.param(
            '<div class="liveblog-entry"><h3>11.02</h3><p>Gate opens.</p></div>',
            [("heading", "11.02"), ("live_update", "Gate opens.")],
            id="live updates",
        ),
        pytest.param(
            "<style>p{}</style><script>var a='<p>no</p>'</script><noscript><p>no</p></noscript><iframe>no</iframe>"
            '<p>yes<span class="screen-reader-text"> no</span><i style="display: none">no</i></p><p hidden>no</p>',
            [("paragraph", "yes")],
            id="what no reader sees is no text",
        ),
        pytest.param(
            "<p>They <q>came <q>home</q></q>.<sup class='fn'><a href='#1'>1</a></sup></p>",
            [("paragraph", "They “came ‘home’”.")],
            id="the quotation marks that a browser sets are text, footnote numbers are not",
        ),
        pytest.param("", [], id="nothing"),
        pytest.param("<frameset><frame></frameset>x", [("paragraph", "x")], id="a frameset"),
    ],
)
def test_markup_gives_the_blocks_that_a_reader_sees(html: str, expected: list[tuple[str, str]]) -> None:
    assert blocks_of(read_html(html)) == expected


def test_heading_levels_are_kept_and_other_blocks_have_none() -> None:
    assert [block.level for block in read_html("<h2>a</h2><p>b</p><h6>c</h6>").blocks] == [2, None, 6]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("[gallery ids=&#8221;1,2&#8243;]", [("shortcode", "[gallery ids=”1,2″]")]),
        (
            '<p>[caption id="a_1" width="9"]Sunset[/caption] fell.</p>',
            [("paragraph", "Sunset fell."), ("shortcode", '[caption id="a_1" width="9"] [/caption]')],
        ),
        (
            "<p>[vc_row][note]Mind[/note] it [youtube https://v.test/1]</p>",
            [("paragraph", "Mind it"), ("shortcode", "[vc_row] [note] [/note] [youtube https://v.test/1]")],
        ),
        (
            "<p>“He [the minister] is [sic] late [...] [1]” [Photo: AP] [UPDATE]</p>",
            [("paragraph", "“He [the minister] is [sic] late [...] [1]” [Photo: AP] [UPDATE]")],
        ),
        ("<pre>[gallery]</pre>", [("preformatted", "[gallery]")]),
    ],
)
def test_shortcode_remnants_are_removed_and_editors_brackets_kept(html: str, expected: list[tuple[str, str]]) -> None:
    assert blocks_of(read_html(html)) == expected


@pytest.mark.parametrize("inner", ["x" * 100_000, "x " * 50_000, "x= " * 30_000, "a-" * 50_000, "[" * 100_000])
def test_bracket_before_a_hundred_thousand_characters_is_read_in_one_pass(inner: str) -> None:
    for ending in ("", "]"):
        assert "x" in read_html(f"<p>x [a {inner}{ending}</p>").text


def test_offsets_are_code_points_and_blocks_are_joined_by_a_blank_line() -> None:
    reading = read_html("<p>😀 a</p><p>é<b>b</b></p>")
    assert reading.text == "😀 a\n\néb"
    assert [(block.start, block.end) for block in reading.blocks] == [(0, 3), (5, 7)]


def test_reference_has_the_offset_and_block_of_its_text() -> None:
    reading = read_html(
        '<p>See <a href="/x" rel="nofollow">the <i>list</i></a>.</p><figure><img src="p.jpg" alt="A pier">'
        '<figcaption>Pier</figcaption></figure><iframe src="about:blank" data-src="https://v.test/e"></iframe>'
    )
    assert reading.text == "See the list.\n\nPier"
    assert [(r.kind, r.url, r.text, r.rel, r.start, r.block) for r in reading.references] == [
        ("anchor", "/x", "the list", "nofollow", 4, 1),
        ("image", "p.jpg", "A pier", None, 15, None),  # between blocks: where the next begins
        ("embed", "https://v.test/e", None, None, 19, None),
    ]


def test_reference_after_a_shortcode_keeps_its_offset() -> None:
    reading = read_html('<p>One [gallery ids="1"] two <a href="/x">three</a></p>')
    assert reading.text.startswith("One two three\n\n")
    assert reading.references[0].start == 8


def test_permanent_link_of_a_quoted_post_is_its_embed() -> None:
    reading = read_html(
        '<blockquote class="twitter-tweet"><p>Hi <a href="/tag">#t</a></p><a href="/status/1">May</a></blockquote>'
    )
    assert [(reference.kind, reference.url) for reference in reading.references] == [
        ("anchor", "/tag"),
        ("embed", "/status/1"),
    ]


def test_thousands_of_nested_elements_are_read() -> None:
    assert read_html("<div>" * 3000 + "deep" + "</div>" * 3000).text == "deep"


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("Salt &amp; Light", "Salt & Light"),
        ("It&#8217;s <em>ours</em>", "It’s ours"),
        ("  two\n lines ", "two lines"),
        ("Tea &amp;#8217; me &amp;amp; you", "Tea ’ me & you"),
        ("AT&T", "AT&T"),
        ("Why &lt;b&gt; is not bold", "Why <b> is not bold"),
    ],
)
def test_titles_are_decoded_to_one_line(html: str, line: str) -> None:
    assert read_line(html) == line


_PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<div>", "</div>", "<blockquote>", "<cite>", "<li>", "<table>", "<tr>", "<td>", "<pre>"),
        *("<code>", "<a href='u'>", "</a>", "<br>", "<q>", "</q>", "<figure class='wp-block-embed'>", "</figure>"),
        *("<img src=i>", "word ", " ", "\n\n", "&nbsp;", "[gallery ids='1']", "[/x]", "[x]", "😀", "<!--c-->", "<"),
        "https://a.test",
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_blocks_of_any_markup_tile_the_text(html: str) -> None:
    reading = read_html(html)
    texts = [reading.text[block.start : block.end] for block in reading.blocks]
    assert "\n\n".join(texts) == reading.text
    assert all(text and text.strip() for text in texts)
    for reference in reading.references:
        assert 0 <= reference.start <= len(reading.text)
        if reference.block is not None:
            block = reading.blocks[reference.block - 1]
            assert block.start <= reference.start <= block.end


@given(st.text())
def test_any_string_is_read(html: str) -> None:
    read_html(html)
    assert "\n" not in read_line(html)


@pytest.mark.parametrize(
    ("html", "emphasised"),
    [
        ("<p><strong>Why now?</strong></p>", 8),
        ("<p> <b>Why <i>now</i></b>? </p>", 7),
        ("<p><em>Holt:</em> Because.</p>", 6),
        ("<strong><p>Why</p></strong>", 3),
        ("<p>Because <b>now</b>.</p>", 0),
        ("<p><b>Why?</b><br>Because.</p>", 5),
        ("<pre>x</pre>", 0),
    ],
)
def test_block_counts_the_emphasised_characters_at_its_beginning(html: str, emphasised: int) -> None:
    assert [block.emphasised for block in read_html(html).blocks] == [emphasised]
