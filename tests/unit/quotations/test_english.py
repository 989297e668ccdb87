import json
from pathlib import Path

import pytest

from enrichment.blocks import read_html
from quotations import Article, Quotation, find_quotations

SEED = Path(__file__).parents[4].parent / "shared" / "data" / "seed" / "post-3769.json"


def read(html: str) -> list[Quotation]:
    reading = read_html(html)
    return find_quotations(Article(reading.text, reading.blocks, "en"))


def said(rows: list[Quotation]) -> list[tuple[str, str | None]]:
    return [(row.quote_text, row.speaker_name) for row in rows if row.speech_type in {"direct", "mixed"}]


def test_spans_around_one_cue_are_one_quotation() -> None:
    rows = read("<p>“It leaked,” said Ada Bright, the harbour master. “It has leaked since March.”</p>")

    assert said(rows) == [("“It leaked,” “It has leaked since March.”", "Ada Bright")]
    assert rows[0].speaker_text == "Ada Bright, the harbour master"
    assert rows[0].speaker_role == "harbour master"
    assert len(rows[0].spans) == 2
    assert rows[0].word_count == 7


def test_a_surname_and_a_pronoun_get_the_full_name() -> None:
    rows = read(
        "<p>Mark Chen, chief research officer of Arden Labs, rejected the claim.</p>"
        "<p>Chen added: “We have never been more confident.” He said that “research remains central to us”.</p>"
    )

    assert said(rows) == [
        ("“We have never been more confident.”", "Mark Chen"),
        ("“research remains central to us”", "Mark Chen"),
    ]
    assert rows[-1].quote_kind == "partial"
    assert (rows[-1].speaker_role, rows[-1].speaker_organization) == ("chief research officer", "Arden Labs")


def test_anonymous_sources_are_neither_persons_nor_merged() -> None:
    rows = read(
        "<p>“The money went on lunch every single week,” a former employee said.</p>"
        "<p>“Nobody ever asked where it had gone,” another former employee said.</p>"
    )

    assert [(row.speaker_type, row.speaker_name) for row in rows] == [("anonymous", None), ("anonymous", None)]


def test_a_paragraph_of_speech_goes_on_with_its_speaker() -> None:
    rows = read(
        "<p>“The roof came down in April, and nobody was surprised,” said Ada Bright.</p>"
        "<p>“And in May the floor went after it, with the piano on top.”</p>"
    )

    assert [row.quote_kind for row in rows] == ["full", "continued"]
    assert {row.speaker_name for row in rows} == {"Ada Bright"}


def test_a_declined_comment_is_a_row_of_its_own() -> None:
    rows = read("<p>Ole Vane did not respond to a request for comment. The yard declined to comment.</p>")

    assert [(row.quote_text, row.speech_type, row.speaker_text) for row in rows] == [
        ("did not respond to a request for comment", "declined", "Ole Vane"),
        ("declined to comment", "declined", "The yard"),
    ]


def test_pull_quote_points_to_repeated_quotation() -> None:
    rows = read(
        "<p>“It has leaked since March and nobody came,” said Ada Bright.</p>"
        '<figure class="wp-block-pullquote"><blockquote><p>It has leaked since March</p></blockquote></figure>'
    )

    assert [row.quote_kind for row in rows] == ["full", "pull"]
    assert rows[1].repeats_position == 1
    assert rows[1].speaker_name == "Ada Bright"


def test_indirect_speech_is_the_clause_without_its_cue() -> None:
    rows = read("<p>Ada Bright said that the bridge would reopen in May.</p>")

    assert [(row.quote_text, row.speech_type, row.cue, row.speaker_name) for row in rows] == [
        ("the bridge would reopen in May", "indirect", "said", "Ada Bright")
    ]


def test_words_between_single_typewriter_marks_are_direct_speech() -> None:
    rows = read("<p>''It leaked all winter long,'' said Ada Bright.</p>")

    assert said(rows) == [("''It leaked all winter long,''", "Ada Bright")]


def test_croatian_has_marks_but_no_speaker() -> None:
    rows = find_quotations(Article("„Krov prokišnjava od ožujka“, rekao je Ivan Horvat.", (), "hr"))

    assert [(row.quote_text, row.speaker_type, row.speaker_name) for row in rows] == [
        ("„Krov prokišnjava od ožujka“", "unknown", None)
    ]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("fr", "« Nous attendons depuis mars », a déclaré Jeanne Ravine.", "Jeanne Ravine"),
        ("de", "„Das Dach ist seit März undicht“, sagte Anna Keller.", "Anna Keller"),
        ("es", "Ana Robles afirmó: «El techo gotea desde marzo».", "Ana Robles"),
        ("pt", "“O telhado pinga desde março”, disse Ana Lopes.", "Ana Lopes"),
        ("it", "Secondo Anna Rossi, «il tetto perde da marzo».", "Anna Rossi"),
        ("ar", "قال محمد علي: «نحن ننتظر منذ شهر مارس».", "محمد علي"),
    ],
)
def test_six_languages_name_the_speaker_of_a_common_pattern(language: str, text: str, name: str) -> None:
    assert [row.speaker_name for row in find_quotations(Article(text, (), language))] == [name]


@pytest.mark.skipif(not SEED.is_file(), reason="the shared folder is not beside the checkout")
def test_the_traps_of_the_seed_post_are_read_right() -> None:
    document = json.loads(SEED.read_text(encoding="utf-8"))
    rows = read(document["content"]["rendered"])
    spoken = [row for row in rows if row.speech_type in {"direct", "mixed"}]

    assert {row.speaker_name for row in spoken if row.speaker_type == "person"} == {
        "Mark Chen",
        "Jerry Tworek",
        "Jenny Xiao",
    }
    assert all(row.speaker_type == "anonymous" for row in spoken if row.speaker_name is None)
    chen = next(row for row in spoken if row.speaker_name == "Mark Chen")
    assert (chen.speaker_role, chen.speaker_organization) == ("chief research officer", "OpenAI")
    xiao = next(row for row in spoken if row.speaker_name == "Jenny Xiao")
    assert (xiao.speaker_role, xiao.speaker_organization) == ("partner", "Leonis Capital")
    rejected = {row.quote_text for row in rows if row.quote_kind == "not_a_quotation"}
    assert rejected >= {"“credits”", "“code red”", "“reasoning”", "“architecture”", "“frontier”", "“impossible”"}
    continued = [row for row in rows if row.quote_kind == "continued"]
    assert [(row.paragraph_position, row.speaker_type) for row in continued] == [(8, "anonymous")]
    assert [row.speaker_name for row in rows if row.speech_type == "declined"] == ["Andrea Vallone"]
    glued = next(row for row in spoken if "crazy, cut-throat" in row.quote_text)
    assert len(glued.spans) == 2
    assert not any("Wired" in (row.speaker_text or "") for row in rows)


def test_an_article_in_single_marks_is_read_like_one_in_double_marks() -> None:
    single = read("<p>‘It leaked in March.’ Ada Bright shrugged. ‘It has leaked since,’ she said.</p>")
    double = read("<p>“It leaked in March.” Ada Bright shrugged. “It has leaked since,” she said.</p>")

    assert [(row.speaker_name, row.spans) for row in single] == [(row.speaker_name, row.spans) for row in double]
    assert {row.speaker_name for row in single} == {"Ada Bright"}
