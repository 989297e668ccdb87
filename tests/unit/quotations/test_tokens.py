import pytest

from quotations.english.words.lexicon import english
from quotations.english.words.tokens import Tokens, tokenize
from quotations.layout.marks import find_quoted_spans


def cut(text: str) -> Tokens:
    return tokenize(text, find_quoted_spans(text), english())


def sentences(text: str) -> list[str]:
    """The first word of every sentence."""
    tokens = cut(text)
    return [tokens.words[start] for start in tokens.sentence_starts]


def letter_of(word: str, text: str) -> str:
    tokens = cut(text)
    return tokens.tags[tokens.words.index(word)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O’Malley’s co-founder at AT&T", ["O’Malley", "’s", "co-founder", "at", "AT&T"]),
        (
            "Mr. Vane met J. Holt of the U.S. team.",
            ["Mr.", "Vane", "met", "J.", "Holt", "of", "the", "U.S.", "team", "."],
        ),
        ("It leaked.Holt left.", ["It", "leaked", ".", "Holt", "left", "."]),
        ("See pressgraph.example today", ["See", "pressgraph.example", "today"]),
        ("''It leaked,'' she said", ["''", "It", "leaked", ",", "''", "she", "said"]),
    ],
)
def test_token_is_a_word_with_its_clitics(text: str, words: list[str]) -> None:
    assert cut(text).words == words


def test_positions_are_those_of_the_text() -> None:
    text = "Holt’s  yard\n\nleaked."
    tokens = cut(text)

    assert [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)] == tokens.words
    assert tokens.starts == [0, 4, 8, 12, 14, 20]


@pytest.mark.parametrize(
    ("text", "firsts"),
    [
        ("Holt left. Vane stayed.", ["Holt", "Vane"]),
        ("It was approx. the width of it. Holt left.", ["It", "Holt"]),  # a small letter goes on
        ("It closed on Sept. 26. Holt left.", ["It", "Holt"]),
        ("It closed in May. 26 men left.", ["It", "26"]),
        ("“It leaked. It sank,” said Holt.", ["“"]),
        ("“It leaked.” The yard closed.", ["“", "The"]),
        ("“Did it leak?” Holt asked.", ["“"]),
        ("“Did it leak?” The yard was empty.", ["“", "The"]),
        ("“It leaked.” “It sank.”", ["“", "“"]),
        ("It leaked\n\nIt sank", ["It", "It"]),
    ],
)
def test_a_sentence_ends_where_the_next_begins_anew(text: str, firsts: list[str]) -> None:
    assert sentences(text) == firsts


def test_month_before_stop_ends_a_sentence_unless_a_day_follows() -> None:
    assert sentences("It closed on Sept. 26 for good.") == ["It"]


def test_every_token_has_a_sentence_and_a_paragraph() -> None:
    tokens = cut("It leaked. It sank.\n\nHolt left.")

    assert tokens.sentence_starts == [0, 3, 7]
    assert tokens.paragraph_starts == [0, 7]
    assert [tokens.sentence_of(at) for at in (0, 2, 3, 7, 9)] == [0, 0, 1, 2, 2]
    assert [tokens.paragraph_of(at) for at in (0, 6, 7)] == [0, 0, 1]
    assert [tokens.sentence_end(one) for one in range(3)] == [3, 7, 10]


def test_long_sentence_is_cut_every_three_hundred_tokens() -> None:
    assert cut("so " * 700).sentence_starts == [0, 300, 600]


def test_a_quoted_token_keeps_its_class_and_is_hidden_outside() -> None:
    tokens = cut("Holt said: “It leaked.”")

    assert tokens.outside == 'NV:"""""'
    assert tokens.tags[4:7] == "qe."
    assert tokens.spans == [(3, 8)]


@pytest.mark.parametrize(
    ("text", "word", "letter"),
    [
        ("Holt went on to note that it leaked.", "note", "B"),
        ("Holt will email the yard.", "email", "B"),
        ("The note was late.", "note", "f"),
        ("The reply to Holt was an email.", "email", "f"),
        ("He listened to people.", "people", "r"),  # no verb
    ],
)
def test_document_noun_is_a_verb_after_to_and_auxiliaries(text: str, word: str, letter: str) -> None:
    assert letter_of(word, text) == letter


def test_closing_single_mark_is_not_an_apostrophe() -> None:
    tokens = cut("‘The hall isn’t dry,’ said Holt of the workers’ hall. ‘It leaks.’")
    marks = [tokens.tags[at] for at, word in enumerate(tokens.words) if word == "’"]

    assert marks == ["*", "S", "*"]


@pytest.mark.parametrize(
    ("word", "text", "letter"),
    [
        ("selling", "A man selling flowers left.", "e"),
        ("training", "A teacher training college shut.", "n"),
        ("First", "He leads Arden First now.", "O"),
        ("first", "He met Arden first.", "j"),
        ("MP", "The Dale MP left.", "R"),
        ("MP", "Yesterday Ada Holt MP left.", "X"),
    ],
)
def test_neighbours_decide_class_of_ambiguous_word(word: str, text: str, letter: str) -> None:
    assert letter_of(word, text) == letter
