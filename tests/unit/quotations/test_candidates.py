"""Who may have spoken, and what speaks for each; no weights take part unless a case says so."""

from types import ModuleType

import pytest

from quotations.english.grammar.analysis import Analysis, Quoted
from quotations.english.judging import candidates, confidence
from quotations.english.judging.candidates import candidate_rows, find_candidates, scores_of, surroundings
from quotations.english.reader import note_previous
from quotations.english.weights import load_model
from quotations.ranking import GroupWeights, features_of, linear
from tests.unit.quotations.analysed import placed_in, words_of

BEFORE = ["Abel", "Baird", "Creel", "Dunn", "Eads", "Finch", "Gale", "Heck", "Ibbs", "Jago"]
AFTER = ["Keel", "Lowe", "Moor", "Nash", "Oakes", "Pugh"]


def names(analysis: Analysis, quoted: Quoted, previous: Quoted | None = None) -> list[str | None]:
    return [words_of(analysis, one) for one in find_candidates(analysis, quoted, previous)]


def rows_in(text: str, previous_speaker: str | None = None) -> dict[str | None, list[str]]:
    """The features of the candidates of the last quoted span.

    The speaker of the quoted span before it may be given by name.
    """
    analysis, placed = placed_in(text)
    previous = placed[-2] if len(placed) > 1 else None
    if previous is not None and previous_speaker is not None:
        previous.speaker = next(one for one in analysis.mentions if words_of(analysis, one) == previous_speaker)
    found = find_candidates(analysis, placed[-1], previous)
    rows = candidate_rows(analysis, placed[-1], previous, found)
    return {words_of(analysis, one): features_of(row) for one, row in zip(found, rows, strict=True)}


def test_the_eight_mentions_before_and_the_four_behind_are_candidates_in_text_order() -> None:
    text = "".join(f"{name} left. " for name in BEFORE) + "“It leaked.” " + "".join(f"{name} came. " for name in AFTER)
    analysis, (quoted,) = placed_in(text)

    assert names(analysis, quoted) == BEFORE[2:] + AFTER[:4]


def test_the_speaker_before_is_a_candidate_however_many_mentions_lie_between() -> None:
    text = "“It leaked,” said Holt. " + "".join(f"{name} left. " for name in BEFORE) + "“It sank.”"
    analysis, (first, second) = placed_in(text)
    first.speaker = analysis.mentions[0]

    assert names(analysis, second, first) == ["Holt", *BEFORE[2:]]


def test_the_speaker_before_is_a_candidate_once() -> None:
    analysis, (first, second) = placed_in("“It leaked,” said Holt. “It sank.”")
    first.speaker = analysis.mentions[0]

    assert names(analysis, second, first) == ["Holt"]


def test_the_pick_of_the_grammar_is_a_candidate_at_its_place() -> None:
    text = "Holt saw " + ", ".join(BEFORE) + ". “It leaked.”"
    analysis, (quoted,) = placed_in(text)
    quoted.pick = analysis.mentions[0]

    assert names(analysis, quoted) == ["Holt", *BEFORE[2:]]


@pytest.mark.parametrize(("paragraphs", "found"), [(4, ["Holt"]), (5, [])])
def test_candidates_reach_back_four_paragraphs(paragraphs: int, found: list[str]) -> None:
    analysis, (quoted,) = placed_in("Holt left.\n\n" + "So so.\n\n" * (paragraphs - 1) + "“It leaked.”")

    assert quoted.paragraph == paragraphs
    assert names(analysis, quoted) == found


@pytest.mark.parametrize(("paragraphs", "found"), [(2, ["Holt"]), (3, [])])
def test_candidates_reach_ahead_two_paragraphs(paragraphs: int, found: list[str]) -> None:
    analysis, (quoted,) = placed_in("“It leaked.”\n\n" + "So so.\n\n" * (paragraphs - 1) + "Holt left.")

    assert names(analysis, quoted) == found


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("“It leaked.”", "alone"),
        ("“It leaked,” said Holt.", "opening"),
        ("Holt said: “It leaked.”", "closing"),
        ("Holt called “late” what was early.", "inside"),
    ],
)
def test_position_of_span_in_its_sentence_is_a_feature(text: str, where: str) -> None:
    analysis, (quoted,) = placed_in(text)

    assert surroundings(analysis, quoted) == where


def test_only_the_pick_has_the_rule() -> None:
    rows = rows_in("Vane left. “It leaked,” said Holt.")

    assert {"rule=inverted", "rule=inverted|person", "rule=inverted|opening"} <= set(rows["Holt"])
    assert not any(feature.startswith("rule=") for feature in rows["Vane"])


def test_a_candidate_is_placed_by_side_sentences_and_paragraphs() -> None:
    rows = rows_in("Vane left. Quill came.\n\nIt rained. “It leaked,” said Holt.")

    # Vane: three sentences before, one paragraph before. Holt: behind, in the same sentence and paragraph.
    assert "near=b31|opening" in rows["Vane"]
    assert "near=b21|opening" in rows["Quill"]
    assert "near=a00|opening" in rows["Holt"]
    assert "rank=b2" in rows["Vane"]
    assert "rank=b1" in rows["Quill"]
    assert "rank=a0" in rows["Holt"]


def test_a_candidate_is_described_by_its_kind_and_neighbours() -> None:
    rows = rows_in("The mayor met Vane’s aide. “It leaked.”")

    assert {"kind=role", "pre=¶", "post=*"} <= set(rows["The mayor"])
    assert any(feature.startswith("subject|") for feature in rows["The mayor"])
    assert not any(feature.startswith("subject|") for feature in rows["Vane’s aide"])


def conversation_in(text: str, *speakers: str) -> dict[str | None, list[str]]:
    """The features of the candidates of the last quoted span, where the ones before it were spoken as given."""
    analysis, placed = placed_in(text)
    for quoted, previous, speaker in zip(placed, [None, *placed], speakers, strict=False):
        note_previous(analysis, quoted, previous)
        quoted.speaker = next(one for one in analysis.mentions if words_of(analysis, one) == speaker)
    found = find_candidates(analysis, placed[-1], placed[-2])
    rows = candidate_rows(analysis, placed[-1], placed[-2], found)
    return {words_of(analysis, one): features_of(row) for one, row in zip(found, rows, strict=True)}


def test_second_last_speaker_answers_in_a_conversation() -> None:
    text = "“It leaked,” said Holt.\n\n“Since when?” asked Vane.\n\n“Since May.”"
    features = conversation_in(text, "Holt", "Vane")

    assert "partner|answer|alone" in features["Holt"]
    assert "previous|answer|alone" in features["Vane"]
    assert not any(feature.startswith("partner") for feature in features["Vane"])


def test_single_speaker_has_no_conversation_partner() -> None:
    text = "“It leaked,” said Holt.\n\n“It sank,” said Holt.\n\n“Since May.”"

    assert not any("partner" in feature for row in conversation_in(text, "Holt", "Holt").values() for feature in row)


@pytest.mark.parametrize(
    ("text", "turn"),
    [
        ("“It leaked,” said Holt. “It sank.”", "same"),
        ("“It leaked,” said Holt.\n\nIt rained. “It sank.”", "next"),
        ("“It leaked,” said Holt.\n\n“It sank.”", "head"),
        ("“It leaked,” said Holt.\n\nIt rained.\n\n“It sank.”", "apart"),
    ],
)
def test_turn_of_span_in_conversation_is_a_feature(text: str, turn: str) -> None:
    assert f"previous|{turn}|alone" in conversation_in(text, "Holt")["Holt"]


def test_candidate_named_within_the_words_is_marked() -> None:
    rows = rows_in("Vane met Holt. “Vane was late.”")

    assert "named within|False" in rows["Vane"]
    assert not any(feature.startswith("named within") for feature in rows["Holt"])


def test_previous_speaker_is_tied_by_paragraph_and_gap() -> None:
    across = rows_in("Holt said: “It leaked.” “It sank.”", "Holt")["Holt"]
    behind = rows_in("“It leaked,” said Holt.\n\n“It sank.”", "Holt")["Holt"]

    assert {"previous=p0|alone", "previous=p0|none", "previous|True"} <= set(across)
    assert {"previous=p1|alone", "previous=p1|none", "previous|False"} <= set(behind)


@pytest.mark.parametrize(
    ("text", "source", "gap"),
    [
        ("Holt said the yard would close. Vane left. “There is no work.”", "Holt", "p0"),
        ("Holt said the yard would close.\n\nVane left.\n\n“There is no work.”", "Holt", "p2"),
        ("Holt said so. The fee was doubled, according to Vane. “There is no work.”", "Vane", "p0"),
        ("Holt said so. Vane was told to leave. “There is no work.”", "Holt", "p0"),
        ("Holt said so. Vane praised it. “There is no work.”", "Holt", "p0"),
    ],
)
def test_latest_source_is_subject_of_last_cue(text: str, source: str, gap: str) -> None:
    rows = rows_in(text)
    tied = {name for name, row in rows.items() if any(feature.startswith("source=") for feature in row)}

    assert tied == {source}
    assert f"source={gap}|alone" in rows[source]


def test_a_source_is_forgotten_after_two_paragraphs() -> None:
    rows = rows_in("Holt said so.\n\nVane left.\n\nVane came.\n\n“There is no work.”")

    assert not any(feature.startswith("source") for row in rows.values() for feature in row)


def test_latest_source_is_before_the_sentence_of_the_span() -> None:
    assert not any(feature.startswith("source") for feature in rows_in("Holt said: “It leaked.”")["Holt"])


def test_reporters_are_outer_and_inner() -> None:
    rows = rows_in("Holt said that Vane claimed that it was “late”.")

    assert {"reporter=outer", "reporter=that V"} <= set(rows["Holt"])
    assert {"reporter=inner", "reporter=that V"} <= set(rows["Vane"])
    assert "reporter=only" in rows_in("Holt said that it was “late”.")["Holt"]


def test_a_score_is_the_sum_of_the_weights_of_all_features() -> None:
    weights = load_model().ranking.weights
    text = "Vane left. Holt said so.\n\nQuill met a mayor. “It leaked,” said Holt. “It sank,” she added."
    analysis, (first, second) = placed_in(text)
    first.speaker = next(one for one in analysis.mentions if words_of(analysis, one) == "Quill")
    rows = candidate_rows(analysis, second, first, find_candidates(analysis, second, first))

    assert len(rows) > 3
    expected = [linear(weights, features_of(row)) for row in rows]
    assert scores_of(rows, GroupWeights(weights)) == pytest.approx(expected)


@pytest.mark.parametrize(("module", "least"), [(candidates, 3), (confidence, 1)])
def test_features_kept_from_article_to_article_are_bounded(module: ModuleType, least: int) -> None:
    kept = [one for one in vars(module).values() if hasattr(one, "cache_parameters")]

    assert len(kept) >= least
    assert all(one.cache_parameters()["maxsize"] is not None for one in kept)
