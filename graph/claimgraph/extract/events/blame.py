"""Who did it, in the words of blame: "accused X of the raid", "blamed X for it", "it was the work of X".

A verb of blame has two slots, for the deed and for who did it. Which position of the clause fills which is a
table (`_FORMS`); the deed must be an event of the sentence for which somebody can be to blame.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from claimgraph.extract.events.frames import STRIKES
from claimgraph.extract.events.mentions import EventMention
from claimgraph.extract.events.roles import RoleFiller
from claimgraph.extract.syntax.reach import Clause

BLAMED: Final = STRIKES | {
    "Ambush", "Bombing", "Killing", "Wounding", "Harm", "Destruction", "ShootDown", "Sinking", "Damage",
    "MaterielLoss", "Abduction", "Detention", "InternalExplosion", "Fire", "HostileAct", "Displacement",
    "Event",
}  # fmt: skip
"""What somebody may be to blame for; an explosion of which nothing more is told is an "Event"."""
_ANSWERABLE: Final = frozenset(("responsible", "accountable", "liable"))
_GUILT: Final = frozenset(("responsibility", "blame", "culpability"))
_MUTUAL: Final = frozenset(("each other", "one another", "the other", "each", "other"))


class _Form(NamedTuple):
    """One way to lay a deed to somebody.

    Forms are tried in their order, and one whose positions are empty fits nothing: a headline's "Delta blamed
    for raid" has no object, so Delta is its subject. `deed` and `doer` are "subject", "object" or a
    preposition; `noun` are words of which one ends what stands at `at`. A passive clause fits only
    where `is_passive`.
    """

    verbs: frozenset[str]
    deed: str
    doer: str
    at: str = ""
    noun: frozenset[str] = frozenset()
    is_passive: bool = False


_BE: Final = frozenset(("be", "not"))
"""Lemmas of "was" and of "was not"."""
_FORMS: Final = (
    _Form(frozenset(("accuse", "suspect")), "of", "object"),
    _Form(frozenset(("accuse", "suspect")), "of", "subject", is_passive=True),
    _Form(frozenset(("accuse", "suspect")), "of", "subject"),
    _Form(frozenset(("blame",)), "for", "object"),
    _Form(frozenset(("blame",)), "for", "subject", is_passive=True),
    _Form(frozenset(("blame",)), "for", "subject"),
    _Form(frozenset(("blame", "pin", "pinned")), "subject", "on", is_passive=True),
    _Form(frozenset(("blame", "pin", "pinned")), "object", "on"),
    _Form(frozenset(("attribute", "attributed", "ascribe", "ascribed")), "object", "to"),
    _Form(frozenset(("attribute", "attributed", "ascribe", "ascribed")), "subject", "to", is_passive=True),
    _Form(frozenset(("lay", "put", "place", "pin", "pinned")), "for", "on", "object", _GUILT),
    _Form(frozenset(("lie", "rest", "fall")), "for", "with", "subject", _GUILT),
    _Form(frozenset(("lie", "rest", "fall")), "for", "on", "subject", _GUILT),
    _Form(frozenset(("bear", "carry", "share")), "for", "subject", "object", _GUILT),
    _Form(frozenset(("hold",)), "for", "object", "object", _ANSWERABLE),
    _Form(frozenset(("hold",)), "for", "subject", "object", _ANSWERABLE, is_passive=True),
    _Form(_BE, "for", "subject", "object", _ANSWERABLE),
    _Form(_BE, "subject", "of", "object", frozenset(("work", "handiwork", "doing"))),
    _Form(_BE, "behind", "subject"),
)
_VERBS: Final = frozenset(verb for form in _FORMS for verb in form.verbs)


class Blame(RoleFiller):
    """Gives deeds the doer to whom a clause lays them."""

    def _blame(self, clause: Clause, lemma: str) -> bool:
        """Lay the deed of a clause to somebody, or deny that it was him: "was not behind the raid".

        Tells whether the clause lays one to anybody.
        """
        if lemma not in _VERBS or not self.by_noun:
            return False
        for form in _FORMS:
            deed = self._deed(clause, lemma, form)
            if deed is None:
                continue
            is_negated = self.sentence.is_negated(self.sentence.chunks[clause.verb])
            if is_negated and form.verbs is not _BE:
                return False  # blamed nobody, did not accuse X of it
            self._lay(deed, clause, form)
            deed.is_negated = deed.is_negated or is_negated
            deed.mode = deed.mode or self._mode(clause)
            return True
        return False

    def _deed(self, clause: Clause, lemma: str, form: _Form) -> EventMention | None:
        """The event in the position for it, if the clause has the form and the event no doer yet."""
        if lemma not in form.verbs or clause.is_passive != form.is_passive:
            return None
        told = self._at(clause, form.at)
        if form.at and not (told and self._words_of(told[-1])[-1] in form.noun):
            return None
        where = self._at(clause, form.deed) or (self._after(told[-1], form.deed) if told else ())
        deed = self.by_noun.get(where[0]) if where else None
        is_open = deed is not None and deed.kind in BLAMED and not deed.has("isPerformedBy")
        return deed if is_open and self._at(clause, form.doer) else None

    def _at(self, clause: Clause, position: str) -> Sequence[int]:
        """The chunks at a position: the subjects, the first object, or the first after a preposition."""
        if position == "subject":
            return clause.subjects
        if position == "object":
            return clause.objects[:1]
        return [at for word, at in clause.phrases if word == position][:1] if position else ()

    def _after(self, at: int, preposition: str) -> Sequence[int]:
        """What a preposition right behind a noun joins to it: "responsibility for the raid lies with"."""
        chunks = self.sentence.chunks
        is_joined = at + 2 < len(chunks) and self.sentence.text_of(chunks[at + 1]) == preposition
        return (at + 2,) if is_joined else ()

    def _lay(self, deed: EventMention, clause: Clause, form: _Form) -> None:
        """Make somebody the doer of a deed; he is not its target then."""
        doers = [at for at in self._at(clause, form.doer) if " ".join(self._words_of(at)) not in _MUTUAL]
        spans = {self.sentence.span(self.sentence.chunks[at]) for at in doers}
        deed.roles = [pair for pair in deed.roles if pair[1].span not in spans]
        if form.at != form.doer:
            self._put(deed, "isPerformedBy", doers)
            return
        for at in doers:  # held Delta responsible: the predicate shares his chunk
            chunk = self.sentence.chunks[at]
            words = self.sentence.words[chunk.first : chunk.last]
            filler = self.name((words[0].start, words[-1].end), "performer") if words else None
            if filler is not None:
                self._assign(deed, "isPerformedBy", filler, at)
