"""Words, sentences, reading time and reading ease: expected values counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichment.readability import count_syllables, score_readability
from enrichment.words import count_words, reading_minutes, split_sentences, split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t stop: it's 3.14, or 1,000.", ["Don’t", "stop", "it's", "3.14", "or", "1,000"]),
        ("a state-of-the-art 14-year-old", ["a", "state-of-the-art", "14-year-old"]),
        ("yes - no – maybe—so -x y-", ["yes", "no", "maybe", "so", "x", "y"]),
        ("L’homme aujourd’hui", ["L’homme", "aujourd’hui"]),
        ("$500bn & 😀 … “quoted”", ["500bn", "quoted"]),
        ("Élève\tnaïve\nÀ", ["Élève", "naïve", "À"]),
        ("我们在北京", ["我们", "在", "北京"]),
        ("東京へ行く", ["東京", "へ", "行く"]),
        ("ฉันรักประเทศไทย", ["ฉัน", "รัก", "ประเทศไทย"]),
        ("정부는 새 규칙을", ["정부는", "새", "규칙을"]),
        ("новые правила", ["новые", "правила"]),
        ("किताब पढ़ो", ["किताब", "पढ़ो"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_words_follow_unicode_and_hyphens_join(text: str, words: list[str]) -> None:
    assert list(split_words(text)) == words


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Mr. Holt met Dr. J. Smith at St. Mary’s. They left at 5 p.m. It rained.", 3),
        ("en", "Prices rose 3.5 per cent. Wages did not.", 2),
        ("en", '"Is it over?" she asked. "No."', 2),
        ("en", "“We lost,” he said. “Again.”", 2),
        ("en", "“We lost. We always lose. Enough,” he said.", 3),
        ("en", "She said: ‘It’s Ann’s. Leave it.’ They left.", 3),
        ("en", "The sale ended.“Nobody came,” said Mr Roe.", 2),
        ("en", "It was late... very late. Stop!", 2),
        ("en", "No end mark", 1),
        ("en", "First line\nand the second.", 1),
        ("fr", "M. Dupont est là. « Non », dit-il. Fin.", 3),
        ("de", "Am 3. Oktober kam Prof. Müller. Er blieb z.B. lange.", 2),
        ("ja", "今日は晴れ。明日は雨？はい。", 3),
        ("hi", "यह एक वाक्य है। दूसरा वाक्य।", 2),
        ("ar", "هل هذا صحيح؟ نعم.", 2),
        (None, "One here. Two here.", 2),
        ("en", "* * *", 0),
    ],
)
def test_sentences_in_quotations_count_and_initials_end_none(language: str | None, text: str, count: int) -> None:
    assert len(split_sentences(text, language)) == count


def test_reading_minutes_follow_the_speed_of_the_language() -> None:
    assert reading_minutes(456, "en") == 2.0  # 228 a minute
    assert reading_minutes(390, "fr") == 2.0  # 195
    assert reading_minutes(184, "sw") == 1.0  # no figure: the mean, 184
    assert reading_minutes(184, None) == 1.0
    assert reading_minutes(0, "en") == 0.0


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("en", {"the": 1, "council": 2, "table": 2, "walked": 1, "wanted": 2, "houses": 2, "makes": 1, "nation": 2}),
        ("en", {"media": 3, "idea": 3, "radio": 3, "social": 2, "agreement": 3, "rhythm": 1, "I": 1, "2026": 1}),
        ("fr", {"ville": 1, "ministre": 2, "théâtre": 2, "bateau": 2, "école": 2, "ont": 1, "parlent": 1}),
        ("de", {"Häuser": 2, "Regierung": 3, "Zeitung": 2, "die": 1}),
        ("es", {"ciudad": 2, "país": 2, "gobierno": 3, "teatro": 3}),
        ("it", {"città": 2, "governo": 3, "piazza": 2}),
        ("nl", {"regering": 3, "huis": 1, "nieuws": 1}),
        ("pt", {"governo": 3, "nação": 2, "país": 2}),
        ("ru", {"правительство": 4, "город": 2}),
    ],
)
def test_syllables_follow_the_vowels_of_the_language(language: str, counts: dict[str, int]) -> None:
    assert {word: count_syllables(word, language) for word in counts} == counts


def test_reading_ease_follows_flesch_and_its_adaptations() -> None:
    words = ["He", "sat", "there", "The", "cat", "ran"]  # a syllable each, in two sentences
    assert score_readability(words, 2, "en") == 119.19  # 206.835 - 1.015 * 3 - 84.6
    assert score_readability(["Die", "Stadt", "wächst"], 1, "de") == 118.5  # 180 - 3 - 58.5
    assert score_readability(["ville", "calme"], 1, "fr") == 131.37  # 207 - 1.015 * 2 - 73.6


def test_reading_ease_is_null_without_a_formula_or_without_words() -> None:
    assert score_readability(["sana"], 1, "fi") is None
    assert score_readability(["word"], 1, None) is None
    assert score_readability([], 0, "en") is None


@given(st.text(), st.sampled_from([None, "en", "fr", "ja", "xx", "th"]))
def test_any_text_in_any_language_is_counted(text: str, language: str | None) -> None:
    assert count_words(text) >= 0
    assert "".join(split_sentences(text, language)).count("\n") == 0


@given(st.text(min_size=1), st.sampled_from(["de", "en", "es", "fr", "it", "nl", "pt", "ru"]))
def test_every_word_has_a_syllable(word: str, language: str) -> None:
    assert count_syllables(word, language) >= 1
