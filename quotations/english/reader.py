"""English articles: every quoted span is judged, and its speaker chosen, in the order of the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from quotations.drafts import Draft, Speaker
from quotations.english.grammar.analysis import Analysis, Quoted, Report, place
from quotations.english.grammar.attribution import attribute
from quotations.english.grammar.cues import find_frames
from quotations.english.grammar.left_open import close_left_open
from quotations.english.judging.candidates import candidate_rows, find_candidates, scores_of
from quotations.english.judging.detection import detection_features
from quotations.english.judging.grouping import group
from quotations.english.people.antecedents import Antecedents
from quotations.english.people.speakers import Speakers
from quotations.english.reports.declined import Refusal, find_refusals
from quotations.english.reports.indirect import find_reports, mark_reported, read_reports
from quotations.english.weights import Model, load_model
from quotations.english.words.lexicon import Lexicon, english
from quotations.english.words.mentions import find_mentions
from quotations.english.words.tokens import tokenize
from quotations.layout.marks import QuotedSpan
from quotations.layout.turns import draft_turns
from quotations.model import Article
from quotations.ranking import GroupWeights, linear, logistic, shares


def analyse(text: str, quoted_spans: Sequence[QuotedSpan], lexicon: Lexicon) -> tuple[Analysis, list[Quoted]]:
    """Return tokens, mentions, cues, and every quoted span in its place with what the grammar says of it."""
    tokens = tokenize(text, quoted_spans, lexicon)
    mentions = find_mentions(tokens)
    analysis = Analysis(tokens, mentions, find_frames(tokens, mentions))
    analysis.reports = read_reports(analysis)
    placed = place(analysis, quoted_spans)
    mark_reported(analysis, placed)
    for quoted in placed:
        attribute(analysis, quoted)
    return analysis, placed


def choose_speaker(analysis: Analysis, quoted: Quoted, previous: Quoted | None, weights: GroupWeights) -> None:
    """Set the speaker of a quoted span to the candidate with the largest share."""
    note_previous(analysis, quoted, previous)
    candidates = find_candidates(analysis, quoted, previous)
    if not candidates:
        return
    parts = shares(scores_of(candidate_rows(analysis, quoted, previous, candidates), weights))
    quoted.speaker = speaker = candidates[parts.index(max(parts))]
    # Two mentions of one person share the votes, but agree.
    quoted.speaker_share = sum([part for part, one in zip(parts, candidates, strict=True) if one.head == speaker.head])


def note_previous(analysis: Analysis, quoted: Quoted, previous: Quoted | None) -> None:
    """Note what a quoted span follows.

    A paragraph of speech goes on from one whose marks were left open, as in print.
    """
    quoted.follows = previous
    if previous is None or quoted.pattern or previous.quoted_span.is_closed:
        return
    opens = quoted.first > 0 and analysis.tokens.outside[quoted.first - 1] == "¶"
    if opens and quoted.paragraph - previous.paragraph == 1:
        quoted.pattern, quoted.pick = "runs on", previous.speaker


def decide(analysis: Analysis, placed: list[Quoted], model: Model) -> None:
    """Judge the quoted spans one after another: what was decided of one is evidence for the next."""
    previous: Quoted | None = None
    for quoted in placed:
        if quoted.is_settled:
            continue
        if quoted.is_block:
            quoted.probability = 1.0
        else:
            score = linear(model.detection, detection_features(analysis, quoted, previous)) + model.detection.get(
                "bias", 0.0
            )
            quoted.probability = logistic(score)
        if quoted.probability < threshold(quoted, model):
            continue
        choose_speaker(analysis, quoted, previous, model.ranking)
        previous = quoted


def threshold(quoted: Quoted, model: Model) -> float:
    """Return the probability from which a quoted span counts as a quotation.

    Short ones have their own, see `docs/accuracy.md`.
    """
    return model.short_threshold if quoted.words <= 4 else model.long_threshold


def read_english(article: Article, quoted_spans: Sequence[QuotedSpan]) -> list[Draft]:
    """Return the drafts of an English article: quotations, declined comments, and what it quotes from nobody."""
    model = load_model()
    quoted_spans = close_left_open(article.text, quoted_spans)
    analysis, placed = analyse(article.text, quoted_spans, english())
    decide(analysis, placed, model)
    chosen = [quoted for quoted in placed if quoted.probability >= threshold(quoted, model)]
    speakers = Speakers(analysis, article, Antecedents(analysis, model.antecedents))
    drafts = group(analysis, placed, speakers, model.confidence, model.reasons, {quoted.index for quoted in chosen})
    starts = analysis.tokens.starts
    drafts += draft_turns(article.text, quoted_spans, lambda span: _named(analysis, span, speakers))
    refusals = find_refusals(analysis)
    drafts += [_declined(refusal, speakers) for refusal in refusals]
    taken = [(bisect_left(starts, one.start), bisect_left(starts, one.end)) for one in refusals]
    drafts += [_indirect(analysis, report, speakers, model) for report in find_reports(analysis, chosen, taken)]
    return drafts


def _named(analysis: Analysis, span: tuple[int, int], speakers: Speakers) -> Speaker | None:
    """Describe the person or organization whose name ends where a span does.

    Nothing but names or titles may stand before it.
    """
    first, end = (bisect_left(analysis.tokens.starts, at) for at in span)
    for mention in analysis.mentions_between(first, end):
        lead = analysis.tokens.words[first : mention.first]
        if (
            mention.kind in {"person", "organization"}
            and mention.end == end
            and all(word[0].isupper() for word in lead)
        ):
            return speakers.describe(mention)
    return None


def _declined(refusal: Refusal, speakers: Speakers) -> Draft:
    speaker = speakers.describe(refusal.subject)
    return Draft([(refusal.start, refusal.end)], "full", "declined", 0.9, "declined", speaker)


def _indirect(analysis: Analysis, report: Report, speakers: Speakers, model: Model) -> Draft:
    tokens = analysis.tokens
    spans = [(tokens.starts[first], tokens.ends[end - 1]) for first, end in report.spans]
    speakers.note(report.subject, report.frame, runs_on=report.first < report.frame.cue < report.subject.first)
    method = f"indirect thought {report.shape}" if report.is_thought else f"indirect {report.shape}"
    certainty = _certainty(report, model)
    return Draft(
        spans,
        "full",
        "indirect",
        certainty,
        method,
        speakers.describe(report.subject),
        analysis.cue_words(report.frame),
    )


def _certainty(report: Report, model: Model) -> float:
    """Return how often reports of its shape and class of verb are right.

    Where that class was not seen in training, return the share for its shape.
    """
    by_shape = model.indirect.get(report.shape, model.indirect["other"])
    return model.indirect.get(f"{report.shape} {report.frame.letter}", by_shape)
