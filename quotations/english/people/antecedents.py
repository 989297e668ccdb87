"""The people an article has spoken of so far, and which of them "he" or "she" points back to.

Every person met is a candidate with named features: how long ago, in which grammatical role, how often, whether the
last speaker, which pronoun the text has just used for that person. A small linear model, trained on this project's own
articles, weighs them. Words of the text itself ("Mr", "spokeswoman") rule people out. First names are one feature among
many: they rule nobody out, and are kept with nobody.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.entities import Entity
from quotations.english.people.evidence import called
from quotations.english.people.first_names import leaning_of_first_name
from quotations.english.people.the_dead import is_dead, tells_of_deaths
from quotations.english.words.mentions import Mention
from quotations.ranking import Weights, linear, shares

HE_SHE = frozenset({"he", "she"})
_REACH = 12  # sentences that a pronoun looks back
_SURE = 0.6  # share from which an earlier pronoun counts as surely resolved
_PROMINENCE = ("possessor", "oblique", "object", "told", "other", "subject", "speaker")  # the least prominent first
_ROLES = (  # by the class of the token before
    dict.fromkeys("oit", "oblique") | dict.fromkeys("VvkuBGgae", "object") | dict.fromkeys('¶.,;:"cysj-', "subject")
)
_SUBJECTS = frozenset({"subject", "speaker"})
_EVIDENCE = (0.3, 0.7, 1.5)  # bounds between a name that is hardly a person's and one that surely is


def _steps(name: str, bounds: tuple[int, ...], most: int) -> list[tuple[str, ...]]:
    """Return features of a number up to `most`, one for each bound above which it lies.

    Neighbouring numbers share most.
    """
    return [tuple(f"{name}>{bound}" for bound in bounds if number > bound) for number in range(most + 1)]


_SENTENCES = _steps("sentences", (0, 1, 2, 3, 5, 8), _REACH)
_PARAGRAPHS = _steps("paragraphs", (0, 1), 2)
_MENTIONS = _steps("mentions", (1, 2, 4), 5)
_RANKS = _steps("rank", (0, 1, 2, 3), 4)
_THIRD = {"he": frozenset({"he", "him", "his"}), "she": frozenset({"she", "her", "hers"})}
_FIRST = frozenset({"i", "i’m", "i’ve", "i’d", "i’ll", "i'm", "me", "my", "we", "our", "us"})
_ONE_OF = {(True, False): "third", (False, True): "first", (False, False): "neither"}
_BEFORE_QUOTE = 8  # tokens from a pronoun to the words that follow it
_ARTICLES = frozenset({"a", "an", "the"})
_NEAR = ("here", "last")  # by sentences back; further away is "far"


def _agreement(trace: Trace, wanted: int) -> list[str]:
    """Return what the text's pronouns and the first name say of "he" or "she" for somebody."""
    row = []
    if trace.hint:
        row.append(f"text says {'same' if trace.hint * wanted > 0 else 'other'}")
    if trace.first_name:
        says = "same" if trace.first_name * wanted > 0 else "other"
        row.append(f"first name {says}|{'text' if trace.hint or trace.known_as else 'alone'}")
    return row


@dataclass(slots=True)
class Trace:
    """The last time a person was met.

    Attributes:
        standing: How surely the entity is a person at all, as a feature.
        role: The most prominent grammatical role of its mentions in that sentence.
        called: "he" or "she" where the last mention was that; `share` is how clearly it was resolved.
        known_as: "he" or "she" once a pronoun was surely resolved to this person, whatever came after.
        hint: Above zero the pronouns behind the name are he and his more often than she and her, below zero the
            reverse.
        first_name: Above zero the first name is one of men as a rule, below zero of women.
        is_dead: Whether the article says that the person has died.
        is_told: Whether the three before are known: they are asked for only where a pronoun may mean the person.
    """

    entity: Entity
    standing: str
    sentence: int
    paragraph: int
    role: str
    called: str = ""
    share: float = 0.0
    known_as: str = ""
    count: int = 1
    hint: int = 0
    first_name: int = 0
    is_dead: bool = False
    is_told: bool = False


class Antecedents:
    """The people met so far, the latest last; a pronoun chooses among them."""

    def __init__(self, analysis: Analysis, weights: Weights) -> None:
        self.analysis = analysis
        self.weights = weights
        self.traces: dict[int, Trace] = {}
        self.speaking = {frame.subject.index for frame in analysis.frames if frame.subject and frame.letter in "VGQ"}
        self._reports = {
            frame.subject.sentence: frame.cue
            for frame in reversed(analysis.frames)
            if frame.subject and frame.letter in "VB" and frame.subject.first < frame.cue
        }
        self._has_dead = tells_of_deaths(analysis)
        self._last_speaker: Entity | None = None
        self._share = 0.0

    def meet(self, entity: Entity, mention: Mention) -> None:
        """Remember that a mention is this person; mentions come in text order."""
        role = self.role_of(mention)
        trace = self.traces.pop(id(entity), None)  # put back at the end: the latest is last
        if trace is None:
            trace = Trace(entity, self._standing(entity, mention), mention.sentence, mention.paragraph, role)
        else:
            if trace.sentence == mention.sentence and role != trace.role:
                role = max(role, trace.role, key=_PROMINENCE.index)
            trace.sentence, trace.paragraph, trace.role = mention.sentence, mention.paragraph, role
            trace.count += 1
        trace.called, trace.share = (mention.head, self._share) if mention.head in HE_SHE else ("", 0.0)
        if trace.share > _SURE:
            trace.known_as = trace.called
        self.traces[id(entity)] = trace
        if mention.index in self.speaking:
            self._last_speaker = entity

    def choose(self, pronoun: Mention) -> Entity | None:
        """Return the person that a pronoun most likely stands for."""
        entities, rows = self.candidates(pronoun)
        if not entities:
            return None
        parts = shares([linear(self.weights, row) for row in rows])
        self._share = max(parts)
        return entities[parts.index(self._share)]

    def candidates(self, pronoun: Mention) -> tuple[list[Entity], list[list[str]]]:
        """Return whom a pronoun may stand for, the latest first, and what speaks for each."""
        wanted = 1 if pronoun.head == "he" else -1
        place = self._place(pronoun)
        quoted = self._quoted_before(pronoun) if place == "after quote" else frozenset[str]()
        spoken = self._spoken_beside(pronoun, quoted)
        most = max([trace.count for trace in self.traces.values()], default=0) if spoken else 0
        entities: list[Entity] = []
        rows: list[list[str]] = []
        is_first_subject = True
        for trace in reversed(self.traces.values()):
            sentences = pronoun.sentence - trace.sentence
            if sentences > _REACH:
                break
            if not trace.is_told:
                self._tell(trace)
            leaning = trace.entity.leaning * wanted
            if leaning < 0 or (trace.hint * wanted < 0 and trace.first_name * wanted < 0):
                continue  # a title, or the text's own pronouns and the first name together
            row = self._features(pronoun, place, trace, min(len(rows), 4))
            if leaning > 0:
                row.append("title agrees")
            else:
                row += _agreement(trace, wanted)
            if trace.is_dead:
                row.append("dead")
            if spoken:
                standing = "dead" if trace.is_dead else "topic" if trace.count == most > 1 else "other"
                row += [
                    f"{spoken}|{standing}",
                    f"{spoken}|{trace.role}",
                    f"{spoken}|{_NEAR[sentences] if sentences < 2 else 'far'}",
                ]
            if quoted and not quoted.isdisjoint(trace.entity.names):
                row.append("named in quote")
            if sentences > 0 and is_first_subject and trace.role in _SUBJECTS:
                row.append("first subject")
                is_first_subject = False
            entities.append(trace.entity)
            rows.append(row)
        return entities, rows

    def _tell(self, trace: Trace) -> None:
        """Note what the whole article tells of somebody."""
        trace.is_told = True
        if not trace.entity.is_anonymous:
            trace.hint = called(self.analysis, trace.entity)
            trace.first_name = leaning_of_first_name(trace.entity.names)
            trace.is_dead = self._has_dead and is_dead(self.analysis, trace.entity)

    def _spoken_beside(self, pronoun: Mention, quoted: frozenset[str]) -> str:
        """Return of whom the words in marks beside a pronoun speak: of another he or she, of I, both or neither."""
        words = quoted or self._quoted_behind(pronoun)
        if not words:
            return ""
        lower = {word.lower() for word in words}
        of_third, of_first = not _THIRD[pronoun.head].isdisjoint(lower), not _FIRST.isdisjoint(lower)
        return "speaks of " + ("both" if of_third and of_first else _ONE_OF[of_third, of_first])

    def _quoted_behind(self, pronoun: Mention) -> frozenset[str]:
        tokens = self.analysis.tokens
        at = bisect_left(tokens.spans, (pronoun.end, 0))
        if at == len(tokens.spans):
            return frozenset()
        first, end = tokens.spans[at]
        between = tokens.outside[pronoun.end : first]
        is_near = len(between) <= _BEFORE_QUOTE and not {".", "¶"} & set(between) and bool(set("VvBG") & set(between))
        return frozenset(tokens.words[first:end]) if is_near else frozenset()

    def _features(self, pronoun: Mention, place: str, trace: Trace, rank: int) -> list[str]:
        sentences, role = pronoun.sentence - trace.sentence, trace.role
        paragraphs = min(pronoun.paragraph - trace.paragraph, 2)
        near = _NEAR[sentences] if sentences < 2 else "far"
        here = "here" if sentences == 0 else "before"
        side = "same" if paragraphs == 0 else "other"
        row = [
            trace.standing,
            role,
            f"{role}|{near}",
            *_SENTENCES[sentences],
            *_PARAGRAPHS[paragraphs],
            *_MENTIONS[min(trace.count, 5)],
            *_RANKS[rank],
        ]
        if place == "embedded":
            row.append(f"embedded|{role}|{here}")
        elif place == "after quote":
            row.append(f"after quote|{role}|{'near' if sentences < 2 else 'far'}")
            row.append(f"after quote|{near}|{side} paragraph")
        elif place == "after comma":
            row.append(f"after comma|{here}")
        if trace.called:
            close = "near" if sentences < 2 else "far"
            row.append(f"{'same' if trace.called == pronoun.head else 'other'} pronoun|{close}")
            if trace.called != pronoun.head and trace.share > _SURE:
                row.append("other pronoun surely")
        elif trace.known_as:
            row.append(f"known as {'same' if trace.known_as == pronoun.head else 'other'}")
        elif trace.count == 1:
            row.append(f"new|{near}")
        if trace.entity.is_anonymous:
            row += [f"unnamed|{near}|{side} paragraph", f"unnamed|{role}"]
        if trace.entity is self._last_speaker:
            row += ["last speaker", f"last speaker|{side} paragraph"]
        return row

    def role_of(self, mention: Mention) -> str:
        """Return the grammatical role of a mention, as far as its neighbours show it."""
        outside = self.analysis.tokens.outside
        if outside[mention.end : mention.end + 1] == "S":
            return "possessor"
        if mention.index in self.speaking:
            return "speaker"
        role = _ROLES.get(outside[mention.first - 1] if mention.first else "¶", "other")
        is_told = self._reports.get(mention.sentence, mention.first) < mention.first
        return "told" if role == "subject" and is_told else role  # in "Holt said that since May, Vane had left"

    def _quoted_before(self, pronoun: Mention) -> frozenset[str]:
        """Return the words in marks right before a pronoun: who is named in them did not say them."""
        tokens = self.analysis.tokens
        first, end = tokens.spans[bisect_left(tokens.spans, (pronoun.first, 0)) - 1]
        return frozenset(tokens.words[first:end])

    def _standing(self, entity: Entity, mention: Mention) -> str:
        """Return how surely an entity is a person.

        For somebody not named, return whether the text introduces them as new, as known or as somebody’s.
        """
        if entity.is_anonymous:
            first = self.analysis.tokens.words[mention.first].lower()
            return f"unnamed {first if first in _ARTICLES else 'other'}"
        level = bisect_right(_EVIDENCE, entity.evidence)
        return f"{'full' if len(entity.names) > 1 else 'single'} name|{level}"

    def _place(self, pronoun: Mention) -> str:
        """Return where a pronoun stands.

        It stands after words in marks, within a report or a clause, after a comma, or elsewhere.
        """
        before = self.analysis.tokens.outside[pronoun.first - 1] if pronoun.first else "¶"
        if before == '"':
            return "after quote"
        if before == ",":
            return "after comma"
        return "embedded" if before in "VvkBGgu:sy" else "elsewhere"
