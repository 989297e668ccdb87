import pytest

from quotations.english.people import descriptions, employers
from quotations.english.reports import complements
from quotations.english.words import mentions
from quotations.english.words.classes import CLASSES, UnknownClassError, compile_pattern, letters, translate
from quotations.languages.word_classes import CLASSES as CLASSES_OF_OTHERS


@pytest.mark.parametrize(
    ("source", "pattern"),
    [
        ("<det|poss>? <noun|name>+ <said>", "[dh]?[nN]+V"),
        ('<^,.|who>{1,3}? "', '[^,.w]{1,3}?"'),
        ("(?P<verb><said>) (?<!<of> <name>) (?<=<to>) (?=<proper>)", "(?P<verb>V)(?<!oN)(?<=t)(?=[NAOP])"),
        ("<name|&|->", "[N&-]"),
        ("<adverb|aux>{0,4}\n    <cue>", "[jx]{0,4}[VvkBuG]"),
    ],
)
def test_a_pattern_in_names_becomes_one_in_letters(source: str, pattern: str) -> None:
    assert translate(source) == pattern


def test_a_part_is_put_in_where_its_name_stands() -> None:
    assert translate("{phrase}{0,2} <said>", phrase="(?:<of> <name>)") == "(?:oN){0,2}V"


@pytest.mark.parametrize("source", ["<nown>", "<det|nown>", "<^nown>", "<d>"])
def test_a_class_that_does_not_exist_is_refused(source: str) -> None:
    with pytest.raises(UnknownClassError, match="no class"):
        compile_pattern(source)


def test_letters_are_in_the_order_of_their_names() -> None:
    assert letters("noun|det|¶") == "nd¶"


def test_no_two_classes_share_a_letter() -> None:
    for classes in (CLASSES, CLASSES_OF_OTHERS):
        assert len(set(classes.values())) == len(classes)


def test_other_languages_call_the_classes_of_english_by_the_same_names() -> None:
    assert CLASSES_OF_OTHERS.keys() - CLASSES.keys() == {
        "anaphor",
        "capital_of",
        "clitic",
        "indefinite",
        "infinitive",
        "joined",
        "negation",
        "passive_aux",
        "said_after",
        "view",
        "whether",
    }


@pytest.mark.parametrize(
    ("pattern", "letters_of_it"),
    [
        (employers._STAFF, r'(?P<name>N(?<=[^NAOPTIJ&S¶.":-]N)N?)(?P<noun>[nrz])(?![nrz])'),
        (descriptions._ACT, r"(?:,?w)?x{0,2}j?(?P<verb>[aenvuBVkxGl])"),
        (complements._SHORT_CLAUSE, r'[^.;:¶"c,yt]{1,12}?(?:(?<![dht])[xVvkae]|(?<=[pq])S)'),
        (mentions._PERSON_NAME, r"[NIPJOXL]*[NI][NIPXL]*$"),
        (mentions._DATELINE, r"(?:,[NAPJO]{1,3}[.]?)?(?:,?C[.]?0?,?)?(?:\([^)¶]{1,4}\))?-"),
    ],
)
def test_patterns_of_the_engine_compile_to_these_letters(pattern: object, letters_of_it: str) -> None:
    assert getattr(pattern, "pattern", None) == letters_of_it
