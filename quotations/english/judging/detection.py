"""Does a quoted span quote somebody? Features of the words inside and of what stands around them."""

from __future__ import annotations

from bisect import bisect_left

from quotations.english.grammar.analysis import Analysis, Quoted
from quotations.english.judging.candidates import surroundings
from quotations.english.words.classes import letters
from quotations.english.words.rules import english_rules

_MODIFIERS = frozenset(letters("noun|name|acronym|nationality|number|participle|org|place|role"))
_VERBS = frozenset(letters("aux|said|reported|thought|say"))
_NAMES = frozenset(letters("proper|nationality|title|role|suffix|initial|calendar|&,.|genitive|number"))
_BINS = (1, 2, 3, 4, 6, 9, 14, 25)


def detection_features(analysis: Analysis, quoted: Quoted, previous: Quoted | None) -> list[str]:
    """Return the features of one quoted span."""
    tokens = analysis.tokens
    words, outside, tags = tokens.words, tokens.outside, tokens.tags
    first, end = quoted.first, quoted.end
    size = f"n{bisect_left(_BINS, quoted.words)}"
    before = outside[first - 1] if first else "¶"
    before2 = outside[first - 2] if first > 1 else "¶"
    after = outside[end] if end < len(outside) else "¶"
    inner = tags[first + 1 : end].rstrip("*")
    inner_words = quoted.inner_words
    title_case = len(inner_words) > 1 and all(word[0].isupper() for word in inner_words)
    starts_capital = bool(inner_words) and inner_words[0][0].isupper()
    where = surroundings(analysis, quoted)
    rule = quoted.pattern or "none"
    short = "short" if quoted.words <= 4 else "long"
    word_before = words[first - 1].lower() if first else ""
    has_verb = not _VERBS.isdisjoint(inner)
    gap = "none" if previous is None else "p0" if previous.paragraph == quoted.paragraph else "p1"
    row = [
        size,
        f"rule={rule}|{short}",
        f"rule={rule}|{size}",
        f"where={where}|{short}",
        f"before={before}|{short}",
        f"before={before2}{before}|{short}",
        f"after={after}|{short}",
        f"capital={starts_capital}|{short}|{where}",
        f"mark={quoted.last_mark if quoted.last_mark in '.,!?…' else '*'}|{short}",
        f"title case={title_case}|{rule}" if short == "short" else f"title case={title_case}",
        f"verb={has_verb}|{size}",
        f"previous={gap}|{short}",
    ]
    if not english_rules().detection.first_person.isdisjoint(map(str.lower, inner_words)):
        row.append(f"first person|{short}")
    if word_before in english_rules().detection.called:
        row.append("called")
    if previous is not None and gap == "p0":
        judged = "yes" if previous.probability > 0.5 else "no"
        row.append(f"previous={judged}|{short}")
        if first - previous.end <= 3:
            row.append(f"list={judged}")
    row += _cue_features(words, quoted, short)
    row += _report_features(quoted, short)
    if short == "short":
        row += _word_features(words, tags, quoted, inner, before)
        if before in "dh":
            row.append(f"article={word_before}|{after}")
        if quoted.words == 1:
            # AI “architecture”, an “impossible” mission: a single word within the writer's own noun phrase.
            row.append(f"within={before in _MODIFIERS}{after in _MODIFIERS}|{quoted.report is not None}")
        if before in {"n", "j"}:
            row.append(f"word before={word_before}")
    return row


def _cue_features(words: list[str], quoted: Quoted, short: str) -> list[str]:
    """Return on which cue the quoted span hangs, how far off it is, and whose it is."""
    frame = quoted.frame
    if frame is None:
        return []
    row = [f"cue={frame.letter}|{short}|{min(3, abs(quoted.first - frame.cue) // 3)}"]
    if short == "short":
        row.append(f"cue word={words[frame.cue].lower()}")
    if frame.subject is not None:
        row.append(f"subject={frame.subject.kind}|{short}")
    return row


def _report_features(quoted: Quoted, short: str) -> list[str]:
    """Return whether the quoted span stands in what somebody is reported to have said, and by which shape of report."""
    if quoted.report is None:
        return [f"report=none|{short}"]
    return [f"report=yes|{short}", f"report={quoted.report}|{short}"]


def _word_features(words: list[str], tags: str, quoted: Quoted, inner: str, before: str) -> list[str]:
    """Return what a few words are: a name, a title, a term; and what is said of them right before and after."""
    first, end = quoted.first, quoted.end
    row = [f"inside={inner[:1]}", f"only={inner[:3]}" if quoted.words == 1 else "several"]
    is_name = bool(inner) and _NAMES.issuperset(inner)
    row += [f"name={is_name}", f"name={is_name}|{before}", f"name={is_name}|{quoted.pattern}"]
    lead = {word.lower() for word in words[max(0, first - 4) : first]}
    tail = {word.lower() for word in words[end : end + 5]}
    for kind in ("works", "terms", "banners"):
        known = getattr(english_rules().reasons, kind)
        if not known.isdisjoint(lead):
            row.append(f"{kind} before")
        if kind == "works" and not known.isdisjoint(tail):
            row.append(f"works after|{is_name}")
    if before in "NIT" and tags[end : end + 1] in {"N", "I"}:
        row.append("nickname")
    return row
