"""What kind of thing speaks: a person, a body, a land, a paper, a report."""

import pytest

from quotations import Article, find_quotations
from quotations.kinds import kinds_in


def speakers(text: str, language: str = "en") -> list[tuple[str | None, str | None, str | None]]:
    """Return name, type and kind of each speaker of a text."""
    rows = find_quotations(Article(text, language=language))
    return [(row.speaker_name, row.speaker_type, row.speaker_kind) for row in rows if row.speech_type]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Saudi Arabia", "place"),
        ("Sierra Leone", "place"),
        ("Buenos Aires", "place"),
        ("Morgan Stanley", "organization"),
        ("Crystal Palace", "organization"),
        ("Plaid Cymru", "organization"),
        ("Downing Street", "organization"),
        ("Labour", "organization"),
        ("Denver Broncos", "organization"),
        ("Der Spiegel", "publication"),
        ("Daily Packet", "publication"),
        ("Elon Musk", "person"),
        ("Pope Leo", "person"),
        ("Jordan Pike", "person"),
        ("Chelsea Wells", "person"),
    ],
)
def test_name_alone_tells_its_kind(name: str, kind: str) -> None:
    type_ = "person" if kind == "person" else "organization"
    text = f"“We are ready,” {name} said on Monday.\n{name} says it was “surprised” by the plan."

    assert [(one, other) for _, one, other in speakers(text)] == [(type_, kind)] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Brant Kessel said it had been told. “We are ready,” Brant Kessel said. It added that it expects a loss.",
        "Brant Kessel have lost at home. “We were poor,” Brant Kessel said.",
        "Brant Kessel, a charity, has closed. “We are sorry,” Brant Kessel said.",
        "Brant Kessel’s shares fell. “We are ready,” said Brant Kessel, which makes hinges.",
        "“We are ready,” Brant Kessel said. Brant Kessel said it was reviewing the plan.",
    ],
)
def test_text_tells_a_body_that_no_list_knows(text: str) -> None:
    assert {row for row in speakers(text) if row[0]} == {("Brant Kessel", "organization", "organization")}


@pytest.mark.parametrize(
    "text",
    [
        "“It was cold,” Brant Kessel said. Kessel said it was “dangerous” to stay.",
        "Brant Kessel said it had been a long day. “We are tired,” Brant Kessel said.",
        "Were Brant Kessel and Ada Holt ready? “We were,” Brant Kessel said.",
        "Brant Kessel, the council leader, said that it rained. “We are wet,” Brant Kessel said.",
    ],
)
def test_person_who_speaks_of_the_weather_stays_a_person(text: str) -> None:
    assert {row for row in speakers(text) if row[0]} == {("Brant Kessel", "person", "person")}


@pytest.mark.parametrize(
    "text",
    [
        "“We are ready,” said John Lewis, 45. Lewis keeps bees.",
        "“We are ready,” said the captain, Mr Wells Fargo.",
        "“We are ready,” John Lewis said. He keeps bees.",
    ],
)
def test_person_of_a_firm_s_name_is_told_by_the_text(text: str) -> None:
    assert speakers(text)[0][1:] == ("person", "person")


def test_paper_before_its_editor_is_not_part_of_the_name() -> None:
    text = (
        "“We condemn it,” Northern Wire Editor-in-Chief Ada Galt said. “We do,” Corbel Vice-President Joan Millar said."
    )
    rows = find_quotations(Article(text))

    assert [(row.speaker_name, row.speaker_kind, row.speaker_role) for row in rows] == [
        ("Ada Galt", "person", "Editor-in-Chief"),
        ("Joan Millar", "person", "Corbel Vice-President"),
    ]


def test_report_and_sign_are_things_and_paper_is_a_publication() -> None:
    text = (
        "“Nothing is safe,” the report says.\nA sign reads: “No refunds.”\nThe newspaper said it was “dead on arrival”."
    )

    assert [kind for _, _, kind in speakers(text)] == ["thing", "thing", "publication"]


def test_source_without_a_name_is_a_person_of_no_known_name() -> None:
    assert speakers("“We are ready,” said a nurse at the ward.") == [(None, "anonymous", "person")]


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("de", "„Wir sind bereit“, sagte Saudi-Arabien am Montag.", "place"),
        ("fr", "« Nous sommes prêts », a déclaré Burkina Faso lundi.", "place"),
        ("es", "“Estamos listos”, dijo Goldman Sachs el lunes.", "organization"),
        ("it", "«Siamo pronti», ha detto Burger King lunedì.", "organization"),
    ],
)
def test_lists_serve_other_languages_too(language: str, text: str, kind: str) -> None:
    assert speakers(text, language)[0][1:] == ("organization", kind)


def test_article_before_a_name_does_not_hide_it() -> None:
    known = kinds_in("en").of("The Lancet")

    assert known is not None
    assert known.kind == "publication"
    assert kinds_in("en").of("Ada Bright") is None
