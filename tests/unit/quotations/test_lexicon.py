import pytest

from quotations.english.words.lexicon import Lexicon, english, verb_forms
from quotations.english.words.rules import english_rules


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("vow", (["vowed", "vows"], "vow", "vowing")),
        ("argue", (["argued", "argues"], "argue", "arguing")),
        ("deny", (["denied", "denies"], "deny", "denying")),
        ("say", (["sayed", "says"], "say", "saying")),  # a vowel before y; the irregular forms are in the rules
        ("stress", (["stressed", "stresses"], "stress", "stressing")),
        ("reproach", (["reproached", "reproaches"], "reproach", "reproaching")),
    ],
)
def test_a_regular_verb_is_made_by_rule(lemma: str, forms: tuple[list[str], str, str]) -> None:
    assert verb_forms(lemma) == forms


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("said", "V"),
        ("say", "B"),
        ("saying", "G"),
        ("called", "v"),
        ("call", "u"),
        ("calling", "g"),
        ("hoped", "k"),
        ("hope", "k"),
        ("hoping", "l"),
        ("statement", "f"),
        ("council", "z"),
        ("trustee", "r"),
        ("dendrologist", "r"),
        ("42-year-old", "r"),
        ("42", "0"),
        ("£42", "0"),
        ("mended", "e"),
        ("red", "n"),
        ("roof", "n"),
        ("’", "S"),
        ("%", "*"),
    ],
)
def test_a_small_word_has_the_letter_of_its_class(word: str, letter: str) -> None:
    assert english()[word] == letter


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("Quenby", "N"),
        ("Q.", "I"),
        ("QNC", "A"),
        ("Q.N.C.", "A"),
        ("Will", "N"),
        ("Would", "x"),
        ("She", "p"),
        ("Trustee", "R"),
        ("Statement", "O"),
        ("Calling", "g"),
        ("Asked", "V"),
        ("Said", "V"),
        ("Says", "V"),
        ("Hastily", "j"),
        ("Monday", "C"),
    ],
)
def test_unlisted_word_with_capital_is_a_name(word: str, letter: str) -> None:
    assert english()[word] == letter


def test_every_form_of_a_verb_leads_to_its_lemma() -> None:
    lemmas = english().lemmas

    assert [lemmas[form] for form in ("told", "tells", "telling", "note", "noted")] == ["tell"] * 3 + ["note"] * 2


def test_classes_are_cached_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = Lexicon(english_rules())
    before = len(lexicon)
    monkeypatch.setattr(Lexicon, "LIMIT", before + 2)

    assert [lexicon[word] for word in ("Quenby", "roof", "trustee", "mended")] == ["N", "n", "r", "e"]
    assert len(lexicon) == before + 2
