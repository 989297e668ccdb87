"""Articles enriched per second on one core, compared with parsing the same HTML and extracting its text."""

from __future__ import annotations

import orjson
import polars as pl
from selectolax.lexbor import LexborHTMLParser

from benchmarks import Measurement, median_seconds
from enrichment.articles import enrich_document
from enrichment.batches import enrich
from enrichment.blocks import read_html
from enrichment.schemas import INPUT_SCHEMA
from enrichment.tables import split_tables
from quotations import Article, find_quotations

_ARTICLES = 300
_SENTENCES = (
    "The harbour board met on Tuesday to settle the price of the new ferry, which opened in May.",
    "“We cannot wait another winter,” said Mara Holt, who chairs the board.",
    "Prices rose by 3.5 per cent, the county said, while wages in the docks did not.",
    "She added: “The plan is sound, and it is paid for.”",
    "Dr. J. Okafor of the university called the figures “hopeful” but warned that they were early.",
    "Nobody at the company answered questions about the state-of-the-art scanners.",
    "According to the court’s ruling, the sale of the two warehouses was void.",
    "“Ask me in a year,” he said. “By then we will know.”",
    "The club’s season begins on 9 August with a visit to the champions.",
)


def _content(number: int) -> str:
    """Return an article of about 600 words: paragraphs, a heading, a list, links, a quote, an image and a table."""
    sentences = [_SENTENCES[(number + place * 7) % len(_SENTENCES)] for place in range(42)]
    paragraphs = [
        f'<p class="wp-block-paragraph">{" ".join(sentences[start : start + 2])} '
        f'<a href="/{number}/{start}/">More</a></p>'
        for start in range(0, 36, 2)
    ]
    furniture = (
        '<h2 class="wp-block-heading">What comes next</h2>'
        f'<figure class="wp-block-image"><img src="/p/{number}.jpg" alt="A pier"><figcaption>Pier</figcaption></figure>'
        f'<blockquote class="wp-block-quote"><p>{sentences[36]}</p><cite>The board</cite></blockquote>'
        f'<ul class="wp-block-list"><li>{sentences[37]}</li><li>{sentences[38]}</li></ul>'
        f"<figure><table><tr><td>{sentences[39]}</td><td>{number}</td></tr></table></figure>"
    )
    return "\n\n\n\n".join([*paragraphs[:9], furniture, *paragraphs[9:]])


def _documents() -> list[dict[str, object]]:
    return [
        {
            "id": number,
            "link": f"https://courier.example/{number}/",
            "title": {"rendered": f"The harbour board&#8217;s meeting no. {number}"},
            "excerpt": {"rendered": "<p>The harbour board met&hellip;</p>"},
            "content": {"rendered": _content(number), "protected": False},
            "yoast_head_json": {"og_locale": "en_GB", "author": "Ana Ruiz"},
        }
        for number in range(_ARTICLES)
    ]


def measure() -> list[Measurement]:
    """Measure enrichment as a whole, its HTML parsing and its quotation engine, each on one core."""
    documents = _documents()
    contents = [_content(number) for number in range(_ARTICLES)]
    batch = pl.DataFrame(
        {
            "site": ["courier"] * _ARTICLES,
            "kind": ["post"] * _ARTICLES,
            "rest_base": ["posts"] * _ARTICLES,
            "id": range(_ARTICLES),
            "document_hash": [str(number) for number in range(_ARTICLES)],
            "document": [orjson.dumps(document).decode() for document in documents],
        },
        schema=INPUT_SCHEMA,
    )
    articles = [Article(html.text, html.blocks, "en", ["Ana Ruiz"], []) for html in map(read_html, contents)]
    enriched = enrich(batch)  # loads weights and rules before anything is timed

    def per_second(seconds: float) -> float:
        return _ARTICLES / seconds

    floor = per_second(median_seconds(lambda: [LexborHTMLParser(content).text() for content in contents]))
    tasks = {
        "enrichment, one core": lambda: enrich(batch),
        "  its rows before polars": lambda: [enrich_document("post", document) for document in documents],
        "  its tables from the frame": lambda: split_tables(enriched),
        "  its reading of HTML": lambda: [read_html(content) for content in contents],
        "  its reading of quotations": lambda: [find_quotations(article) for article in articles],
    }
    return [
        Measurement(name, per_second(median_seconds(task)), "articles/s", floor, "parse and text()")
        for name, task in tasks.items()
    ]
