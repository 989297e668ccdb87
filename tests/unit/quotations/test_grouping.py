"""From quoted spans to quotations.

Every quoted span counts as one, spoken by the grammar’s pick or as the one before.
"""

import pytest

from quotations import Article, find_quotations
from quotations.drafts import Draft
from quotations.english.judging.grouping import group
from quotations.english.people.antecedents import Antecedents
from quotations.english.people.speakers import Speakers
from quotations.english.reader import note_previous
from quotations.ranking import GroupWeights
from tests.unit.quotations.analysed import placed_in


def drafts_in(text: str, *, rejected: frozenset[int] = frozenset()) -> list[Draft]:
    analysis, placed = placed_in(text)
    speaker = None
    for quoted in placed:
        quoted.speaker = speaker = quoted.pick or speaker
    speakers = Speakers(analysis, Article(text), Antecedents(analysis, {}))
    return group(analysis, placed, speakers, GroupWeights({}), {}, set(range(len(placed))) - rejected)


def kinds(text: str) -> list[str]:
    return [draft.kind for draft in drafts_in(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“It leaked,” said Holt.", "full"),
        ("“Never,” she said.", "full"),
        ("Holt said: “It leaked.”", "full"),
        ("Holt said, “It leaked.”", "full"),
        ("Holt said “It leaked.”", "full"),
        ("Holt said “the record is entirely clear”.", "full"),  # a clause right behind its cue
        ("Holt said “a sieve with old tiles”.", "partial"),
        ("Holt said “it leaks”.", "partial"),  # too short for a clause
        ("Holt said that “the record is entirely clear”.", "partial"),
        ("Holt called the roof “a sieve with tiles”.", "partial"),
        ("The “late” yard was a mistake, Holt said.", "partial"),
    ],
)
def test_words_and_context_decide_between_full_and_partial(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


def test_full_words_are_direct_and_partial_ones_mixed() -> None:
    drafts = drafts_in("Holt called the roof “late”. “It leaked,” said Vane.")

    assert [draft.speech for draft in drafts] == ["mixed", "direct"]


def test_spans_around_one_cue_are_one_quotation() -> None:
    (draft,) = drafts_in("“It leaked,” said Holt. “It has leaked since March.”")

    assert draft.spans == [(0, 12), (24, 52)]
    assert (draft.kind, draft.cue, draft.method) == ("full", "said", "inverted")


def test_pieces_under_one_cue_are_one_quotation() -> None:
    (draft,) = drafts_in("Holt called the roof “late”, “dear” and “ugly”.")

    assert (len(draft.spans), draft.kind) == (3, "partial")


def test_a_second_cue_begins_a_second_quotation() -> None:
    assert len(drafts_in("“It leaked,” said Holt. “It sank,” Holt added.")) == 2


def test_a_full_sentence_behind_a_fragment_is_a_quotation_of_its_own() -> None:
    drafts = drafts_in("Holt called the roof “a sieve with tiles”. “Nobody has mended it since March.”")

    assert [(draft.kind, len(draft.spans)) for draft in drafts] == [("partial", 1), ("full", 1)]


def test_a_fragment_behind_a_full_sentence_goes_on_with_it() -> None:
    (draft,) = drafts_in("“It leaked,” said Holt. Then came the “late” train.")

    assert (draft.kind, len(draft.spans)) == ("full", 2)


def test_a_paragraph_without_a_cue_continues_the_one_before() -> None:
    assert kinds("“It leaked,” said Holt.\n\n“It sank.”\n\n“It burned.”") == ["full", "continued", "continued"]


def test_a_paragraph_between_parts_speech() -> None:
    assert kinds("“It leaked,” said Holt.\n\nIt rained.\n\n“It sank.”") == ["full", "full"]


def test_a_paragraph_with_a_cue_of_its_own_continues_nothing() -> None:
    assert kinds("“It leaked,” said Holt.\n\n“It sank,” said Holt.") == ["full", "full"]


def test_a_block_stays_a_block() -> None:
    analysis, (quoted,) = placed_in("“It leaked,” said Holt.")
    quoted.speaker, quoted.is_block = quoted.pick, True
    speakers = Speakers(analysis, Article(analysis.tokens.text), Antecedents(analysis, {}))

    assert [draft.kind for draft in group(analysis, [quoted], speakers, GroupWeights({}), {}, {0})] == ["block"]


def test_rejected_span_has_reason_and_confidence_of_rejection() -> None:
    draft, _ = drafts_in("The “late” train came. “It leaked,” said Holt.", rejected=frozenset({0}))

    assert (draft.kind, draft.speech, draft.confidence) == ("not_a_quotation", None, 1.0)
    assert draft.reason is not None
    assert draft.speaker.start is None


def test_unknown_speaker_leaves_earlier_speakers_unchanged() -> None:
    text = "“The roof came down in April,” said Ada Holt." + "\n\nSo so." * 5 + "\n\n“Nobody was surprised at all.”"

    assert [row.speaker_name for row in find_quotations(Article(text))] == ["Ada Holt", None]


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("“It leaked,” said Holt. “It sank.\n\n“It burned.”", True),
        ("“It leaked,” said Holt. “It sank.”\n\n“It burned.”", False),
        ("“It leaked,” said Holt. “It sank.\n\nThen “it burned”.", False),
        ("“It leaked,” said Holt. “It sank.\n\nIt rained.\n\n“It burned.”", False),
    ],
)
def test_speech_runs_on_from_marks_left_open_to_those_that_open_the_next_paragraph(text: str, goes_on: bool) -> None:
    analysis, placed = placed_in(text)
    placed[-2].speaker = speaker = analysis.mentions[0]
    note_previous(analysis, placed[-1], placed[-2])

    assert (placed[-1].pattern == "runs on") is goes_on
    assert (placed[-1].pick is speaker) is goes_on


def test_a_paragraph_that_runs_on_has_the_speaker_whoever_is_named_behind_it() -> None:
    rows = find_quotations(
        Article(
            "“The roof came down in April,” said Ada Holt. “Nobody was surprised at all.\n\n"
            "“And in May the floor went after it.”\n\nOle Vane left."
        )
    )

    assert [(row.quote_kind, row.speaker_name) for row in rows] == [("full", "Ada Holt"), ("continued", "Ada Holt")]
