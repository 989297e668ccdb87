import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.quotations import worst_texts
from enrichment.quotations import Article, find_quotations

PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "«",
        "»",
        "„",
        "''",
        "‘",
        "’",
        "\n\n",
        " ",
        ". ",
        ", ",
        ": ",
        "—",
        "(",
        ")",
        "...",
        "’s ",
        "she said",
        "He told Ada Holt",
        "according to",
        "the council",
        "Mr Holt",
        "said",
        "“no”",
        "one person",
        "1,000",
        "did not respond to a request for comment",
        "a spokeswoman for the yard",
        "WASHINGTON (AP) — ",
        "قال محمد",
        "שלום",
        "𝔘",
        "\u200f",
        "\x00",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=60).map("".join)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, language=st.sampled_from(["en", "fr", "de", "ar", "hr", None]))
def test_any_text_is_read_without_error_and_rows_say_where_they_stand(text: str, language: str | None) -> None:
    rows = find_quotations(Article(text, (), language))

    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert row.quote_text == " ".join(text[start:end] for start, end in row.spans)
        assert 0 <= row.start_offset < row.end_offset <= len(text)
        assert 0.0 <= row.confidence <= 1.0
        if row.speaker_start_offset is not None:
            assert row.speaker_text == text[row.speaker_start_offset : row.speaker_end_offset]
        assert (row.quote_kind == "not_a_quotation") == (row.speech_type is None) == (row.reason is not None)
        if row.speaker_type in {"anonymous", "unknown", None}:
            assert row.speaker_name is None


@settings(max_examples=50, deadline=None)
@given(text=TEXTS)
def test_the_same_text_gives_the_same_rows(text: str) -> None:
    assert find_quotations(Article(text)) == find_quotations(Article(text))


@pytest.mark.parametrize("name", worst_texts())
def test_no_text_costs_its_square(name: str) -> None:
    text = worst_texts()[name]

    def seconds(part: str) -> float:
        start = time.process_time()
        find_quotations(Article(part))
        return time.process_time() - start

    find_quotations(Article(text[:1000]))
    half, whole = seconds(text[: len(text) // 2]), seconds(text)

    assert whole < 3 * half + 0.5
