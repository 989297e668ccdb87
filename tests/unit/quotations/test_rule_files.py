"""Every file of rules fits its schema; one that does not is refused with its name and the key."""

from pathlib import Path

import pytest

import quotations.languages.drafting
import quotations.languages.rules
from quotations import Article, find_quotations
from quotations.english.words.rules import EnglishRules, english_rules
from quotations.evaluation.score import LIMITS
from quotations.languages.grammars import grammar_of
from quotations.languages.rules import LanguageRules, language_rules
from quotations.layout.lines import turn_rules
from quotations.rule_files import RULES, RuleFileError, load_rules

FILES = sorted(path.name for path in RULES.iterdir())
LANGUAGES = [code for name in FILES if len(code := name.removesuffix(".toml")) == len("fr") and code != "en"]


def test_english_and_turns_fit_their_schemas() -> None:
    assert "said" in english_rules().cues.irregular["say"]
    assert "q" in turn_rules().questions


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_language_fits_its_schema_and_makes_a_grammar(language: str) -> None:
    rules = language_rules(language)

    assert rules is not None
    assert rules.verbs.irregular
    assert grammar_of(language) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_are_told_that_a_language_is_read_and_how_it_was_tried(language: str) -> None:
    rules = language_rules(language)
    readme = (Path(__file__).parents[3] / "quotations" / "README.md").read_text(encoding="utf-8")

    assert rules is not None
    assert rules.name in readme, "name it in quotations/README.md"
    limits = " ".join(LIMITS).split("dialogue set with dashes only in ")[1]
    dialogue, others = limits.split("Of the other languages ")
    assert rules.name in others, "say in LIMITS of quotations/evaluation/score.py how it was tried, then `make score`"
    assert (rules.name in dialogue) == rules.dialogue, "LIMITS of quotations/evaluation/score.py names who has dialogue"


@pytest.mark.parametrize("language", ["xx", "turns", "../rules/fr", ""])
def test_a_language_without_a_file_has_no_rules(language: str) -> None:
    assert language_rules(language) is None


def edited(tmp_path: Path, name: str, old: str, new: str) -> Path:
    """Copy a file of rules with one of its lines changed."""
    text = (RULES / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / name
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "[agreement]",
            "[other_agreement]",
            "fr.toml: `other_agreement` is not a known key; did you mean `agreement`?",
        ),
        ("[agreement]", "[verbs.agreement]", "fr.toml: `verbs.agreement` is not a known key"),
        ("\ntitles = ", "\ntitels = ", "fr.toml: `words.titels` is not a known key; did you mean `titles`?"),
        ("\ntitles = ", "\nviews2 = ", "fr.toml: `words.views2` is not a known key; did you mean `views`?"),
        ('that = "que qu’"\n', "", "fr.toml: `words.that` is missing"),
        ('whether = "si"', 'whether = ["si"]', "fr.toml: `words.whether` must be a string of words, and is list"),
        ("dialogue = true", 'dialogue = "yes"', "fr.toml: `dialogue` must be true or false, and is str"),
        ("\nslogan = ", "\nslogans = ", "fr.toml: `reasons.slogans` is not a known key; there are title, nickname,"),
        ('le lent"],', 'le lent", "x"],', "fr.toml: `verbs.regular[3]` must be an array of 2, and has 3"),
        ("[verbs]", "verbs", "fr.toml is not valid TOML"),
    ],
)
def test_a_key_that_is_missing_misspelt_or_of_the_wrong_type_is_named(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(RuleFileError) as raised:
        load_rules(edited(tmp_path, "fr.toml", old, new), LanguageRules)

    assert str(raised.value).startswith(message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\n[detection]\n", "\n[reasons.detection]\n", "en.toml: `detection` is missing"),
        ("\ncalling = ", "\ncaling = ", "en.toml: `cues.caling` is not a known key; did you mean `calling`?"),
        ('\nsay = ["said", ', "\nsay = [1, ", "en.toml: `cues.irregular.say[0]` must be a string, and is int"),
    ],
)
def test_so_is_a_key_of_the_english_rules(old: str, new: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RuleFileError) as raised:
        load_rules(edited(tmp_path, "en.toml", old, new), EnglishRules)

    assert str(raised.value).startswith(message)


@pytest.fixture
def rules_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of rules in place of the package's; nothing read from it is kept."""
    monkeypatch.setattr(quotations.languages.rules, "RULES", tmp_path)
    monkeypatch.setattr(quotations.languages.drafting, "grammar_of", grammar_of.__wrapped__)
    return tmp_path


def test_an_invalid_expression_is_named(rules_folder: Path) -> None:
    edited(rules_folder, "fr.toml", '\nhint = "comment|', '\nhint = "(comment|')

    with pytest.raises(RuleFileError, match=r"fr\.toml: `declined\.hint` is not a valid regular expression: missing"):
        find_quotations(Article("Rien.", language="fr"))


TOY = """
name = "Toy"
drops_subjects = true

[words]
definite = "lo la"
indefinite = "un"
pronouns = "el ela"
others = "uno"
auxiliaries = "ha"
adverbs = "oge"
that = "ke"
according = "segun"
of = "de"
prepositions = "en por"
conjunctions = "e o"
titles = "Dom"
particles = "de"
roles = "kapitan kapitana"
organizations = "porto konsel"
spokespeople = ""

[verbs]
regular = [["dix grit", "u uva"]]
irregular = "respondo"

[agreement]
masculine = "el kapitan"
feminine = "ela kapitana"
plural = "los"
"""


def test_a_language_is_one_file(rules_folder: Path) -> None:
    (rules_folder / "toy.toml").write_text(TOY)
    text = (
        "“Lo ponte fuga,” dixu la kapitana Ora Vane. “Fuga desde marso,” grituva ela en lo porto.\n\n"
        "Dom Ulf Karel respondo: “Non fuga.” El dixu ke lo ponte esta bono."
    )

    found = [
        (one.quote_text, one.speaker_name, one.speaker_role, one.cue)
        for one in find_quotations(Article(text, language="toy"))
    ]
    assert found == [
        ("“Lo ponte fuga,”", "Ora Vane", "kapitana", "dixu"),
        ("“Fuga desde marso,”", "Ora Vane", "kapitana", "grituva"),
        ("“Non fuga.”", "Ulf Karel", None, "respondo"),
        ("lo ponte esta bono", "Ulf Karel", None, "dixu"),
    ]
