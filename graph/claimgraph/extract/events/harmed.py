"""Events that are told by what is said of those harmed: "most of the dead were children".

Whoever speaks of the dead or the wounded says that people died or were hurt, also where no verb tells of it.
"""

from __future__ import annotations

from typing import Final

from claimgraph.extract.events.mentions import EventMention
from claimgraph.extract.events.roles import RoleFiller
from claimgraph.extract.syntax.reach import Clause

_HARMED: Final = {
    **dict.fromkeys(("dead", "killed", "slain", "victims", "fallen", "deceased", "bodies"), "Killing"),
    **dict.fromkeys(("wounded", "injured"), "Wounding"),
    **dict.fromkeys(("casualties", "missing"), "Harm"),
    **dict.fromkeys(("held", "detained", "arrested", "jailed"), "Detention"),
    **dict.fromkeys(("abducted", "kidnapped"), "Abduction"),
    **dict.fromkeys(("freed", "released"), "Event"),
    **dict.fromkeys(("evacuated", "rescued"), "Evacuation"),
    **dict.fromkeys(("displaced", "uprooted"), "Displacement"),
    "captured": "CaptureOfPersons",
}
"""Nouns for those harmed, and what befell them; of victims parts are told mostly when they died."""
_POINTING: Final = frozenset(("the", "those", "these", "their", "its", "our", "his", "all"))
_TELLING: Final = frozenset(("be", "include", "number", "belong", "come", "remain"))
_TENDING: Final = frozenset(
    ("bury", "identify", "count", "recover", "find", "name", "lay", "take", "bring", "carry", "treat", "move")
)
"""What is done with the dead."""


class HarmedFrames(RoleFiller):
    """Finds the events that a clause about the dead or wounded tells of."""

    def _kind_of_harmed(self, at: int) -> str:
        """What befell those a noun phrase names, "" if it names none."""
        if not 0 <= at < len(self.sentence.chunks) or self.sentence.chunks[at].kind != "noun":
            return ""
        words = self._words_of(at)
        is_known = words[0] in _POINTING or any(word.endswith(("'s", "’s")) for word in words)
        return _HARMED.get(words[-1], "") if len(words) > 1 and is_known else ""

    def _of_harmed(self, clause: Clause) -> None:
        """Find what a clause tells of the dead or wounded: "the dead include two nurses"."""
        lemma = self._lemma(clause)
        if lemma not in _TELLING and not (clause.is_passive and lemma in _TENDING):
            return
        chunks = self.sentence.chunks
        before = clause.verb - 1
        kind = self._kind_of_harmed(before)
        if kind:
            self._tell(kind, clause, before, clause.objects if lemma in _TELLING else [])
            return
        if lemma not in _TELLING:
            return
        for preposition, at in clause.phrases:
            kind = self._kind_of_harmed(at) if preposition == "among" else ""
            if kind:
                first = min([clause.verb, *clause.subjects])
                self._tell(kind, clause, first, clause.subjects or clause.objects)
                return
        if chunks[before].kind == "adverb" and self._kind_of_harmed(before - 1):
            self._tell(self._kind_of_harmed(before - 1), clause, before - 1, clause.objects)

    def _lemma(self, clause: Clause) -> str:
        chunk = self.sentence.chunks[clause.verb]
        return "be" if chunk.tags.rstrip("RF").endswith("B") else self.sentence.lemma(chunk)

    def _tell(self, kind: str, clause: Clause, first: int, affected: list[int]) -> None:
        """Begin the event, with those of the harmed who are told of."""
        chunks = self.sentence.chunks
        own = [clause.verb, *clause.objects, *(at for _, at in clause.phrases), *clause.times]
        start = self.sentence.span(chunks[min(first, clause.verb)])[0]
        end = max(self.sentence.span(chunks[at])[1] for at in own)
        trigger = self.sentence.span(chunks[clause.verb])
        mention = EventMention(
            kind, trigger, (min(start, trigger[0]), end), self.number, False, f"frame-{kind}-harmed"
        )
        mention.is_negated = self.sentence.is_negated(chunks[clause.verb])
        mention.mode = self._mode(clause)
        mention.marker = clause.marker
        self._put(mention, "affects", affected)
        for word, place in clause.phrases:
            if word != "among":
                self._put_phrase(mention, "", word, place)
        self._date(mention, clause)
        self.by_clause[clause.verb] = mention
