"""How claimants go back on what they said: withdraw it, deny it later, or affirm what they had denied.

A denial meets what the same claimant affirmed by its content, or, as in contradictions, by what it tells of
place, thing and doer: "withdrew its claim that the town had been shelled" gives no day, and is of the latest
account that fits. Who speaks for another goes back on what that one said, too; but only what a claimant
denies itself is withdrawn. With a claim falls what merely passes it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from claimgraph.reasoning.accounts import Account
from claimgraph.reasoning.contradictions import Case, wording
from claimgraph.reasoning.covering import covers, holds_figures, is_about_nothing
from claimgraph.reasoning.denials import AFFIRMING, Denials
from claimgraph.reasoning.findings import Asked, Relation
from claimgraph.reasoning.record import ClaimRow, Content

REACHING_BACK = frozenset(("the denial gives no day", "only the denial gives a day"))
"""What may be left open where a denial is of an account that its claimant gave under another day, or none."""


@dataclass(slots=True)
class Turns:
    """Finds where the claimants of a case go back on what they said."""

    case: Case
    rules: Denials = field(init=False)
    _denials: list[ClaimRow] = field(init=False)
    _voices: dict[str, set[str]] = field(init=False)
    """Who speaks for a denier, or for whom it speaks, itself included."""
    _index: dict[tuple[str, str], list[ClaimRow]] = field(init=False)
    """What is affirmed, by claimant and node on which a denial can meet it."""

    def __post_init__(self) -> None:
        """Look up what those affirm who deny something, or speak for them."""
        party = self.case.party()
        self._denials = [one for one in party if one.stance == "denies" and self._content(one) is not None]
        self._voices = self._of_one_voice(party)
        speakers = set().union(*self._voices.values())
        affirmed = [one for one in party if one.stance in AFFIRMING and one.claimant in speakers]
        self.rules = Denials([*self._denials, *affirmed], self.case.kinship, same_speaker=True)
        self._index = {}
        if affirmed:
            for claim, nodes in self.rules.reaching(self.rules.wanted_by(self._denials)):
                for node in nodes if claim.claimant in speakers else ():
                    self._index.setdefault((claim.claimant, node), []).append(claim)

    def all(self) -> Iterator[Relation]:
        """Yield the turns of the claimants, and what falls with what was withdrawn."""
        fallen: list[tuple[ClaimRow, ClaimRow, Asked]] = []
        for denial in self._denials:
            question = self.rules.question(denial)
            asked = Asked(question.node, question.property, question.counts, wording(self.case, question))
            before, after = self._met(denial)
            for claim in before:
                if claim.claimant == denial.claimant:
                    fallen.append((claim, denial, asked))
                    reason = "withdrawn: the claimant later denies what it had affirmed"
                    yield Relation("Retraction", claim.iri, denial.iri, reason, "firm", asked)
            yield from self._turned(denial, before, after, asked)
        yield from self._passed_on(fallen)

    def _content(self, claim: ClaimRow) -> Content | None:
        return self.case.contents.get(claim.proposition)

    def _of_one_voice(self, party: Iterable[ClaimRow]) -> dict[str, set[str]]:
        deniers = {one.claimant for one in self._denials}
        others = {one.claimant for one in party if one.stance in AFFIRMING} if deniers else set()
        principals = self.case.kinship.comparer.principals
        above = {one: principals(one) for one in sorted(deniers | others)}
        voices = {one: {one, *(above[one] & others)} for one in deniers}
        for other in others:
            for one in above[other] & deniers:
                voices[one].add(other)
        return voices

    # ------------------------------------------------------------------ which claims

    def _met(self, denial: ClaimRow) -> tuple[list[ClaimRow], list[ClaimRow]]:
        """The claims of one voice that a denial is of, made before it and after it, in order."""
        event = self.rules.denied_event(denial)
        found = {
            claim.iri: claim
            for node in self.rules.meeting(denial, event)
            for voice in self._voices[denial.claimant]
            for claim in self._index.get((voice, node), ())
            if claim.relays != denial.iri
        }
        before: list[ClaimRow] = []
        reached: list[ClaimRow] = []
        after: list[ClaimRow] = []
        for claim in sorted(found.values(), key=lambda one: one.order):
            if not claim.published or claim.published == denial.published:
                continue
            by_content = self._covers(denial, claim)
            if not by_content and not self._reaches_back(denial, event, claim):
                continue
            if claim.published > denial.published:
                after.append(claim)
            else:
                (before if by_content else reached).append(claim)
        latest = self.rules.told(reached[-1]) if reached else ""
        return [*before, *(one for one in reached if self.rules.told(one) == latest)], after

    def _covers(self, denial: ClaimRow, claim: ClaimRow) -> bool:
        """Whether a claim says at least what is denied."""
        general, special = self._content(denial), self._content(claim)
        if general is None or special is None or (is_about_nothing(general) and general.iri != special.iri):
            return False
        return covers(general, special, self.rules.comparer) is not None

    def _reaches_back(self, denial: ClaimRow, event: Account | None, claim: ClaimRow) -> bool:
        """Whether a claim tells of another event that a denial speaks of, with another day or none."""
        general, special = self._content(denial), self._content(claim)
        if event is None or general is None or special is None or is_about_nothing(general):
            return False
        for account in self.rules.accounts.of(claim):
            tie = self.case.kinship.denied(event, account)
            if tie is None or not tie.is_tied or not REACHING_BACK.issuperset(tie.open_points):
                continue
            if holds_figures(general, special, self.rules.comparer, tie):
                return REACHING_BACK.issuperset(tie.open_points)
        return False

    # ------------------------------------------------------------------ turns

    def _turned(
        self, denial: ClaimRow, before: list[ClaimRow], after: list[ClaimRow], asked: Asked
    ) -> Iterator[Relation]:
        """Yield who affirms what was denied; of others than the denier only the first claim of each."""
        label = self.case.facts.label
        seen: set[tuple[str, bool]] = set()
        for claim in (*reversed(before), *after):
            is_later = claim.published > denial.published
            if claim.claimant == denial.claimant:
                if is_later:
                    reason = "turned round: the claimant later affirms what it had denied"
                    yield Relation("Supersession", denial.iri, claim.iri, reason, "firm", asked)
            elif (claim.claimant, is_later) not in seen:
                seen.add((claim.claimant, is_later))
                early, late = (denial, claim) if is_later else (claim, denial)
                words = "affirms what {} had denied" if is_later else "denies what {} had affirmed"
                told = f"{label(late.claimant)} later {words.format(label(early.claimant))}"
                reason = f"turned round: {told}, and one of them speaks for the other"
                yield Relation("Supersession", early.iri, late.iri, reason, "possible", asked)

    def _passed_on(self, fallen: list[tuple[ClaimRow, ClaimRow, Asked]]) -> Iterator[Relation]:
        """Yield what passes on a withdrawn claim, said before the withdrawal; copies of copies, too."""
        relaying: dict[str, list[ClaimRow]] = {}
        if fallen:
            for one in self.case.claims.values():
                if one.relays:
                    relaying.setdefault(one.relays, []).append(one)
            for one, source in self._traced({claim.proposition for claim, _, _ in fallen}):
                relaying.setdefault(source.iri, []).append(one)
        for claim, denial, asked in fallen:
            origin = self.case.facts.label(claim.claimant)
            seen, pending = {claim.iri, denial.iri}, [claim]
            while pending:
                for one in relaying.get(pending.pop().iri, ()):
                    if one.iri in seen or one.proposition != claim.proposition or one.stance not in AFFIRMING:
                        continue
                    seen.add(one.iri)
                    pending.append(one)
                    if "" < one.published < denial.published and one.claimant != claim.claimant:
                        reason = f"withdrawn: it passes on what {origin} later denies"
                        yield Relation("Retraction", one.iri, denial.iri, reason, "firm", asked)

    def _traced(self, contents: set[str]) -> Iterator[tuple[ClaimRow, ClaimRow]]:
        """Yield the claims with these contents that are laid to an outlet, with those in its own reports."""
        tracer = self.case.tracer
        for one in self.case.claims.values():
            if one.proposition in contents and not one.relays:
                source = tracer.source(one, tracer.told(one)[0])
                if source is not None:
                    yield one, source
