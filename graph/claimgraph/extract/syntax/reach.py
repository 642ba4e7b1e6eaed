"""What a clause is, and how far a verb reaches to the right: its object, its phrases, its times."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from claimgraph.extract.syntax.chunks import Chunked

_MEASURES: Final = frozenset(
    ("minute", "hour", "day", "night", "week", "fortnight", "month", "year", "decade")
)
_PARTICLES: Final = frozenset(("off", "down", "up", "through", "over", "away", "back", "on", "in"))
_WHERE: Final = frozenset(
    ("near", "at", "in", "on", "outside", "inside", "along", "around", "behind", "between")
)
_DISTANCES: Final = frozenset(("miles", "kilometres", "kilometers", "km", "metres", "meters", "yards"))
LIST_KINDS: Final = frozenset({"noun", "pronoun"})
MEANS: Final = frozenset(("use", "deploy", "fire", "launch", "send", "dispatch", "fly"))
"""Verbs after whose object "to" tells what was done, not what was wanted."""


@dataclass(slots=True)
class Clause:
    """A verb group and what stands around it, as numbers of chunks.

    `marker` is the conjunction before it ("after", "if", "whether", "which" …) in lower case; `above` the
    number of the verb's governing clause, where there is one; `unreal` says that the governing verb does not
    make it happen ("tried to", "would", "if").
    """

    verb: int
    subjects: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    phrases: list[tuple[str, int]] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    first: int = 0
    last: int = 0
    marker: str = ""
    above: int | None = None
    is_passive: bool = False
    mode: str = ""


def _past_particle(text: str) -> str:
    """Give the preposition of a phrase without the particle of the verb before it: "went off near".

    >>> _past_particle("off near"), _past_particle("out of")
    ('near', 'out of')
    """
    first, _, last = text.partition(" ")
    return last if first in _PARTICLES and last in _WHERE else text


_LETTING: Final = frozenset({"let"})
"""Verbs whose object does what the bare verb after it says: "let 40 policemen go"."""


class Reach:
    """Reads what follows each verb of a sentence; `by_verb` has the clauses found so far.

    >>> from claimgraph.extract.syntax.clauses import Clauses
    >>> from claimgraph.extract.syntax.tagger import tag
    >>> from claimgraph.extract.syntax.text import tokens
    >>> words = tokens("The convoy was fired on twice near Rutshuru.")
    >>> [clause] = Clauses(Chunked(words, tag(words))).all
    >>> [preposition for preposition, _ in clause.phrases]
    ['near']
    """

    def __init__(self, sentence: Chunked) -> None:
        """Begin with a sentence and no clauses."""
        self.sentence = sentence
        self.chunks = sentence.chunks
        self.by_verb: dict[int, Clause] = {}

    def _is_measure(self, at: int) -> bool:
        """Whether a time is counted from what follows: "a day after …", not "on Monday after …"."""
        if self.sentence.text_of(self.chunks[at + 1]) not in {"after", "before"}:
            return False
        return self.sentence.lower(self.chunks[at].last).rstrip("s") in _MEASURES

    def _is_reduced(self, at: int) -> bool:
        """Whether a participle right after a noun phrase stands at `at`: "a ship owned by …"."""
        is_participle = at >= 1 and self.chunks[at].kind == "verb" and self.chunks[at].tags in {"n", "g"}
        return is_participle and self.chunks[at - 1].kind == "noun"

    def _is_and(self, at: int) -> bool:
        return self.sentence.text_of(self.chunks[at]) in {"and", "or", "&"}

    def _reach(self, clause: Clause, verb: int) -> None:
        """Read the object and the prepositional phrases to the right of the verb."""
        if clause.is_passive and self.chunks[verb].tags[0] == "n" and not clause.subjects:
            self._reduced(clause, verb)
        at = verb + 1
        while at < len(self.chunks):
            step = self._take(clause, at)
            if not step:
                break
            at += step
        clause.last = at - 1
        self._share_object(clause, verb)
        after = at + 3
        if clause.phrases and self.chunks[at : at + 1] and self.sentence.lemma(self.chunks[at]) in MEANS:
            return  # with missiles launched from aircraft over the sea
        if clause.objects and at + 2 < len(self.chunks) and self._is_reduced(at):
            while after + 1 < len(self.chunks) and self.chunks[after].kind in {"preposition", "time"}:
                step = self._take(clause, after)  # hit a school run by a charity in the camp on Tuesday
                if not step:
                    break
                after += step

    def _share_object(self, clause: Clause, verb: int) -> None:
        """Give a verb without an object that of the verb joined to it: "shot and wounded three men"."""
        if not clause.objects or verb < 2 or not self._is_and(verb - 1):
            return
        other = self.by_verb.get(verb - 2)
        if (
            other is not None
            and self.chunks[verb - 2].tags == self.chunks[verb].tags
            and not other.is_passive
        ):
            other.objects = other.objects or list(clause.objects)

    def _reduced(self, clause: Clause, verb: int) -> None:
        """A participle right after a noun phrase speaks of it: "soldiers killed in Kyiv"."""
        if verb and self.chunks[verb - 1].kind in LIST_KINDS:
            clause.subjects = [verb - 1]

    def _take(self, clause: Clause, at: int) -> int:
        """Take the chunk at `at` into the clause; return how many chunks were used, 0 to stop."""
        chunk = self.chunks[at]
        following = self.chunks[at + 1].kind if at + 1 < len(self.chunks) else ""
        if chunk.kind == "time":
            if following == "subordinator" and self._is_measure(at):
                return 0  # a day after …
            clause.times.append(at)
            return 1
        if chunk.kind == "subordinator" and following == "time":
            clause.times.append(at + 1)  # since Thursday
            return 2
        if chunk.kind == "adverb":
            return 1
        if chunk.kind in LIST_KINDS:
            return self._take_object(clause, at, following)
        if chunk.kind == "preposition":
            return self._take_phrase(clause, at, following)
        if chunk.kind == "conjunction" and following == "noun" and self._is_and(at):
            return self._take_joined(clause, at)
        if chunk.kind == "comma" and following == "noun" and self._goes_on_as_list(at):
            return self._take_joined(clause, at)
        after = [other.kind for other in self.chunks[at + 1 : at + 4]]
        if chunk.kind == "comma" and after == ["noun", "comma", "time"]:
            return 3  # in the village, Kanbalu township, on Tuesday
        return 0

    def _take_object(self, clause: Clause, at: int, following: str) -> int:
        """Take a noun phrase as the object, unless it is the subject of the next verb."""
        chunk = self.chunks[at]
        is_noun = chunk.kind == "noun"
        if is_noun and following == "preposition" and self.sentence.lower(chunk.last) in _DISTANCES:
            return 1  # hit it forty miles off the coast
        is_own = is_noun and at == clause.verb + 1 and self._is_reduced(clause.verb)
        is_own = is_own and self.chunks[clause.verb].tags == "g"
        is_let = at == clause.verb + 1 and self.sentence.lemma(self.chunks[clause.verb]) in _LETTING
        if clause.objects or clause.phrases or (self._is_next_subject(at) and not (is_own or is_let)):
            return 0
        clause.objects.append(at)
        return 1

    def _take_phrase(self, clause: Clause, at: int, following: str) -> int:
        """Take a preposition with what follows it: a phrase, a time, or nothing if it is a particle."""
        if following == "preposition" and at <= clause.verb + 2:
            return 1  # handed over to the police
        if following == "time":
            clause.times.append(at + 1)
            return 2
        if following in LIST_KINDS:
            clause.phrases.append((_past_particle(self.sentence.text_of(self.chunks[at])), at + 1))
            return 2
        if following != "adverb":
            return 0
        if clause.is_passive and at == clause.verb + 1:
            return 1  # was fired on twice
        if self.chunks[at + 2 : at + 3] and self.chunks[at + 2].kind == "time":
            clause.times.append(at + 2)  # at about 5 a.m.
            return 3
        return 0

    def _take_joined(self, clause: Clause, at: int) -> int:
        """A further member of the object or of the last prepositional phrase."""
        if self._is_next_subject(at + 1):
            return 0
        if clause.phrases:
            clause.phrases.append((clause.phrases[-1][0], at + 1))
        elif clause.objects:
            clause.objects.append(at + 1)
        else:
            return 0
        return 2

    def _goes_on_as_list(self, at: int) -> bool:
        """Whether a comma stands in a list "A, B and C" (and not before an apposition)."""
        return (
            at + 3 < len(self.chunks)
            and self.chunks[at + 2].kind == "conjunction"
            and self._is_and(at + 2)
            and not self._is_next_subject(at + 3)  # stormed the building, police and witnesses said
        )

    def _is_next_subject(self, at: int) -> bool:
        """Whether the noun phrase at `at` is the subject of a finite verb after it."""
        after = at + 1
        while after < len(self.chunks) and self.chunks[after].kind in {"adverb", "time"}:
            after += 1
        if after >= len(self.chunks) or self.chunks[after].kind != "verb":
            return False
        verb = self.chunks[after]
        return self.sentence.is_finite(verb)
