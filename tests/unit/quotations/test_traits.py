"""No role holds a sensitive trait of a person."""

import pytest

from quotations import Article, find_quotations
from quotations.traits import without_traits


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("Jewish baker", "baker"),
        ("Muslim community leader", "Muslim community leader"),
        ("gay rights lawyer", "gay rights lawyer"),
        ("gay man", None),
        ("trans woman", None),
        ("Muslim", None),
        ("diabetic bus driver", "bus driver"),
        ("queer poet", "poet"),
        ("black Catholic nurse", "nurse"),
        ("HIV-positive chef", "chef"),
        ("cancer survivor", None),
        ("cancer researcher", "cancer researcher"),
        ("Conservative MP", "Conservative MP"),
        ("conservative activist", "activist"),
        ("lifelong Democrat", None),
        ("Republican voter", None),
        ("leader of the Jewish community", "leader of the Jewish community"),
        ("school cook", "school cook"),
        ("dinner lady", "dinner lady"),
        ("ranking Democrat", "ranking Democrat"),
    ],
)
def test_english_role_is_without_traits(written: str, role: str | None) -> None:
    assert without_traits(written, "en") == role


@pytest.mark.parametrize(
    ("written", "language", "role"),
    [
        ("boulangère juive", "fr", "boulangère"),
        ("femme musulmane", "fr", None),
        ("jüdischer Bäcker", "de", "Bäcker"),
        ("abogado gitano", "es", "abogado"),
        ("Jewish baker", "sv", "Jewish baker"),
    ],
)
def test_other_languages_have_their_own_lists(written: str, language: str, role: str | None) -> None:
    assert without_traits(written, language) == role


def test_speaker_is_given_no_trait() -> None:
    text = "“They were angry,” said Anna Bloom, a Jewish baker from Leeds. “Yes,” said a gay man who lives nearby."
    rows = find_quotations(Article(text))

    assert [row.speaker_role for row in rows] == ["baker", None]
