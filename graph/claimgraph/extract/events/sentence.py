"""A sentence whose events are being found: its chunks and clauses, and what they tell of time and mode."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from claimgraph.extract.events.mentions import EventMention, Filler
from claimgraph.extract.syntax.chunks import Chunk, Chunked
from claimgraph.extract.syntax.clauses import Clauses
from claimgraph.extract.syntax.lexicon import is_speech_form
from claimgraph.extract.syntax.polarity import is_inverted, supposes
from claimgraph.extract.syntax.reach import Clause
from claimgraph.extract.syntax.text import Span

Name = Callable[[Span, str], Filler | None]
"""Gives what a noun phrase (offsets) stands for in a position: "performer", "place" or "thing"."""

_MODALS: Final = {
    **dict.fromkeys(["may", "might", "could"], "possible"),
    **dict.fromkeys(["will", "shall", "'ll", "would"], "future"),
    **dict.fromkeys(["should", "must", "can"], "unreal"),
}
_UNREAL_MARKERS: Final = frozenset(
    (
        "if", "unless", "whether", "lest",
    )
)  # fmt: skip

_TOWARDS: Final = frozenset(("to", "at", "of", "towards", "toward", "for"))
_AIMS: Final = frozenset(
    ("focus", "attention", "efforts", "energy", "energies", "aim", "aims", "goal", "goals", "hope",
     "hopes", "intention", "intentions", "intent", "purpose", "prospect", "prospects", "chance",
     "chances", "objective", "objectives", "ambition", "ambitions", "dream", "dreams", "closer", "close",
     "committed", "aimed", "geared", "dedicated", "idea", "possibility", "threat", "risk", "danger",
     "verge", "brink", "capable", "incapable", "thought", "option", "options", "likelihood", "task",
     "suspicion")
)  # fmt: skip
"""Words before "to", "at" or "of" and a deed in "-ing" that is meant or feared: "the goal of seizing"."""
_FIRST: Final = frozenset(("first", "second", "third", "fourth", "fifth", "last", "latest"))
_SPEAKING: Final = frozenset(
    ("deny", "admit", "confirm", "recall", "remember", "describe", "report", "announce")
)
"""Verbs whose time is that of the speech, not of the deed in "-ing" after them."""
_SAYS: Final = frozenset(("say", "says", "adds", "claims", "recalls", "insists", "tells"))
_OPENERS: Final = frozenset(("conjunction", "stop", "comma", "that", "subordinator"))
"""What stands before the time that opens a further clause."""
_STRUGGLING: Final = frozenset(("fight", "battle", "struggle"))
_LIVES: Final = frozenset(("life", "lives", "survival"))
MOST_LEVELS: Final = 6
"""How many verbs above its own an event looks up to."""


class SentenceEvents:
    """One sentence, and the events found in it so far by the number of their verb or noun phrase.

    `name` gives what a noun phrase stands for; `number` is the number of the sentence.
    """

    def __init__(self, sentence: Chunked, number: int, name: Name) -> None:
        """Cut the sentence into clauses; nothing is matched yet."""
        self.sentence = sentence
        self.number = number
        self.name = name
        self.clauses = Clauses(sentence)
        self.lowers = frozenset(word.lower for word in sentence.words)
        self.by_clause: dict[int, EventMention] = {}
        self.by_noun: dict[int, EventMention] = {}
        self.trimmed = -1
        """The noun phrase whose last word belongs to the verb: "set 200 men free"."""

    def _filler(self, at: int, position: str) -> Filler | None:
        start, end = self.sentence.span(self.sentence.chunks[at])
        if at == self.trimmed:
            end = self.sentence.words[self.sentence.chunks[at].last - 1].end
        return self.name((start, end), position)

    def _words_of(self, at: int) -> list[str]:
        chunk = self.sentence.chunks[at]
        last = chunk.last - (at == self.trimmed)
        return [word.lower for word in self.sentence.words[chunk.first : last + 1]]

    def _is_for_life(self, clause: Clause, lemma: str) -> bool:
        """Whether the wounded struggle, and no soldiers: "two are fighting for their lives"."""
        return lemma in _STRUGGLING and any(self._words_of(at)[-1] in _LIVES for _, at in clause.phrases)

    def _mode(self, clause: Clause, levels: int = MOST_LEVELS) -> str:
        """What the modal, the governing verb and the conjunction say about whether it happens."""
        chunk = self.sentence.chunks[clause.verb]
        if is_inverted(self.sentence.chunks, clause.verb) or self._is_supposed(chunk):
            return "conditional"
        for word in self.sentence.words[chunk.first : chunk.last]:
            if word.lower in _MODALS:
                return _MODALS[word.lower]
        if clause.marker in _UNREAL_MARKERS:
            return "open" if clause.marker == "whether" else "conditional"
        is_done = self._words_of(clause.verb)[:2] == ["to", "have"]  # no aim
        is_done = is_done or self._is_first(clause)
        if not is_done and (clause.mode or self._is_aim(clause.verb)):
            return clause.mode or "purpose"
        above = self.clauses.by_verb.get(clause.above) if clause.above is not None else None
        if above is not None and levels and not self.sentence.is_finite(chunk):
            return self._mode(above, levels - 1)
        return ""

    def _is_first(self, clause: Clause) -> bool:
        """Whether somebody did a thing first, or last: "she was the first to die"."""
        before = self.sentence.chunks[clause.verb - 1] if clause.verb else None
        is_noun = (
            before is not None and before.kind == "noun" and self.sentence.chunks[clause.verb].tags[0] == "O"
        )
        return is_noun and self._words_of(clause.verb - 1)[-1] in _FIRST

    def _is_aim(self, verb: int) -> bool:
        """Whether a deed in "-ing" is only meant, or feared: "with the aim of taking the hill"."""
        chunk = self.sentence.chunks[verb]
        if verb < 1 or chunk.tags[-1] != "g" or self.sentence.chunks[verb - 1].kind != "preposition":
            return False
        words = self.sentence.words
        before = self.sentence.chunks[verb - 1].first
        return before > 0 and words[before].lower in _TOWARDS and words[before - 1].lower in _AIMS

    def _is_supposed(self, chunk: Chunk) -> bool:
        """Whether a verb group tells what would have been: "had it not fled, the ship would have sunk"."""
        group = [word.lower for word in self.sentence.words[chunk.first : chunk.last + 1]]
        is_past = "have" in group and not {"would", "could", "might"}.isdisjoint(group)
        return is_past and supposes([word.lower for word in self.sentence.words])

    def _date(self, mention: EventMention, clause: Clause) -> None:
        """The time of the clause, one that opens the sentence, or that of the clause that governs it."""
        places = clause.times or self._trailing_times(clause) or self._opening_times(clause)
        above = clause.above
        for _ in range(MOST_LEVELS):
            if places or above is None or clause.marker not in {"", "by"}:
                break
            clause = self.clauses.by_verb[above]
            if self.sentence.lemma(self.sentence.chunks[clause.verb]) in _SPEAKING:
                break  # on Friday the ministry denied hitting it
            places, above = clause.times or self._opening_times(clause), clause.above
        spans = [span for at in places if (span := self._time_in(self.sentence.chunks[at])) is not None]
        if spans:
            mention.time_span = spans[0][0], spans[-1][1]

    def _trailing_times(self, clause: Clause) -> list[int]:
        """The time after a verb that goes with it: "died defending it in May", "came to help on Monday"."""
        for other in self.clauses.all:
            chunk = self.sentence.chunks[other.verb]
            between = self.sentence.chunks[clause.verb + 1 : other.verb]
            is_near = other.above == clause.verb and other.verb > clause.verb and len(between) <= 2
            goes_with = chunk.tags == "g" or (chunk.tags[0] == "O" and other.mode in {"", "purpose"})
            if is_near and goes_with and other.times and all(each.kind != "comma" for each in between):
                return other.times
        return []

    def _opening_times(self, clause: Clause) -> list[int]:
        """A time before the subject: "On Friday, missiles hit the plant, and on Monday they hit a depot"."""
        chunks = self.sentence.chunks
        first = min([clause.verb, *(at for at in clause.subjects if at < clause.verb)])
        if self.clauses.first_finite == clause.verb and self.sentence.lower(0) != "according":
            is_late = clause.subjects == [clause.verb - 2] and chunks[clause.verb - 1].kind == "time"
            if is_late:  # "A month after the coup, the junta on Tuesday freed"
                return [clause.verb - 1]
            return [at for at in range(first) if chunks[at].kind == "time"][:1]
        if chunks[0].kind == "time" and self._is_main(clause, first):
            between = [at for at in range(2, first - 1) if chunks[at].kind == "time"]
            later = [at for at in between if chunks[at - 1].kind == "stop"]
            return later[-1:] or [0]  # "On Monday jets cut a road; on Friday they hit a bus, and nine died"
        if chunks[0].kind == "time" and self._is_past_speaker(first):
            return [0]
        at = first - 1
        if at > 0 and chunks[at].kind == "comma":
            at -= 1
        opens = at > 0 and chunks[at].kind == "time" and chunks[at - 1].kind in _OPENERS
        return [at] if opens else []

    def _is_past_speaker(self, first: int) -> bool:
        """Whether only who speaks stands between a time and a clause: "On Monday, she says, a shell fell"."""
        chunks, verb = self.sentence.chunks, self.clauses.first_finite
        if not 1 < verb < first - 1 or chunks[1].kind != "comma" or chunks[first - 1].kind != "comma":
            return False
        is_short = all(chunk.kind != "comma" for chunk in chunks[2 : first - 1])
        word = self.sentence.text_of(chunks[verb]).rsplit(" ", 1)[-1]
        return is_short and (is_speech_form(word) or word in _SAYS)

    def _is_main(self, clause: Clause, first: int) -> bool:
        """Whether a clause is the main one after a subordinate one, or joined to it by "and".

        "In 1991, when he was nine, soldiers burned his school"; "On Monday planes hit a car, and guns fired".
        """
        if clause.marker or not self.sentence.is_finite(self.sentence.chunks[clause.verb]) or first < 1:
            return False
        before = self.sentence.chunks[first - 1].kind
        opener = self.clauses.by_verb[self.clauses.first_finite]
        if before == "conjunction":  # "On Monday the army said three died and one was hurt" dates the speech
            return opener.verb in self.by_clause
        return before == "comma" and bool(opener.marker)

    def _time_in(self, chunk: Chunk) -> Span | None:
        """The offsets of the time expression inside a chunk."""
        at = [place for place in range(chunk.first, chunk.last + 1) if self.sentence.letters[place] == "t"]
        return (self.sentence.words[at[0]].start, self.sentence.words[at[-1]].end) if at else None

    def _widen(self, mention: EventMention, clause: Clause) -> None:
        """Let the words of a mention begin with the clause that governs it: "Russia carried out strikes"."""
        first = [clause.verb, *(at for at in clause.subjects if at < clause.verb)]
        if clause.marker in {"which", "who", "that"}:
            first = [clause.verb]
        start = min(self.sentence.span(self.sentence.chunks[at])[0] for at in first)
        mention.extent = (min(start, mention.extent[0]), mention.extent[1])
