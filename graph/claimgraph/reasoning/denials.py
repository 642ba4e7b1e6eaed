"""What is affirmed and denied: which claims a denial, or an account of nobody killed, cannot stand beside.

A denial meets claims on its event, and claims on other events that it speaks of too (see `kinship`). An
account that nobody was killed or hurt denies every such harm there and then, so it is treated like a denial.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from claimgraph.reasoning.accounts import Account, Accounts, day, gap
from claimgraph.reasoning.answers import CONTENT, COUNT, Question
from claimgraph.reasoning.checker import Clash, Reading, Rule
from claimgraph.reasoning.covering import Covering, covers, holds_figures, is_about_nothing
from claimgraph.reasoning.disclaimers import disclaimers
from claimgraph.reasoning.figures import Figure, counted, figures, same_status
from claimgraph.reasoning.implied import is_of_own_troops
from claimgraph.reasoning.kinship import TOO_WIDE, Kinship
from claimgraph.reasoning.record import ClaimRow, Content
from claimgraph.reasoning.replies import (
    accuses,
    answered_by_words,
    are_of_one_breath,
    before_row,
    in_row,
    is_of_a_number,
    is_of_a_part,
    is_of_intention,
    is_of_one_matter,
    points_back,
    replied_to,
)
from claimgraph.reasoning.sameness import Comparer, Likeness, head_words
from claimgraph.reasoning.subjects import main_event, node_of, question_of_denial, spoken_of
from claimgraph.reasoning.taken import deed_taken
from claimgraph.reasoning.ties import BEARING_ARMS, Tie, among
from claimgraph.reasoning.wordings import are_of_payment, is_worded_in
from claimgraph.vocabulary import CODE, cg

AFFIRMING = frozenset(("asserts", "concedes", "believes"))
FORETELLING = frozenset(("predicts", "warns"))
REJECTING = frozenset(("denies", "doubts"))
_HARM_OF = {CODE + "killed": cg("Killing"), CODE + "wounded": cg("Wounding")} | {
    CODE + name: cg("Harm") for name in ("casualties", "harmed")
}
"""What befell people who are counted so; those harmed are killed or wounded."""

_SOLDIERS = "personnel"
"""What figures of members of forces count."""
MOST_TOLD = 200
"""A report with more claims than this is a list: its denials are not held against each of them by wording."""

SOURCELESS = "Unspecified"
"""The claimant of what is reported without a source."""

Met = tuple[ClaimRow, ClaimRow, Clash, Question]
"""Two claims, how they clash, and on which question."""


@dataclass(slots=True)
class Denials:
    """Finds the claims that denials of a case exclude."""

    party: list[ClaimRow]
    kinship: Kinship
    same_speaker: bool = False
    accounts: Accounts = field(init=False)
    comparer: Comparer = field(init=False)
    _ahead: dict[str, list[ClaimRow]] = field(init=False)
    """What is foretold or warned of, by report."""

    def __post_init__(self) -> None:
        """Take over what accounts are compared with."""
        self.accounts, self.comparer = self.kinship.accounts, self.kinship.comparer
        self._ahead = {}
        for claim in self.party:
            if claim.stance in FORETELLING:
                self._ahead.setdefault(claim.document, []).append(claim)

    def rest(self) -> Iterator[Met]:
        """Yield what is found pair by pair: by wording, and of nobody hurt; one for each claimant met."""
        rejecting, none_hurt = self.rejecting(), self._none_hurt()
        beside = self._beside(rejecting)
        for denial in rejecting:
            yield from self._worded(denial, beside[denial.document])
            yield from self._replies(denial, beside[denial.document])
        events = [(one, event) for one in rejecting if (event := self.denied_event(one)) is not None]
        for (one, _), (other, event), clash in disclaimers(events, self.kinship):
            yield one, other, clash, Question(event.node, CONTENT, other.proposition)
        index: dict[str, list[ClaimRow]] = {}
        for claim, nodes in self.reaching(self._wanted([], none_hurt)) if none_hurt else ():
            for node in nodes:
                index.setdefault(node, []).append(claim)
        for claim, figure in none_hurt:
            general = self._event(claim, figure)
            others = _in_order(index, self.kinship.anchors(general))
            if figure.counts in _HARM_OF:
                yield from self._harmed(claim, figure, general, others)
            else:
                yield from self._happened(claim, figure, general, others)

    def wanted(self) -> set[str]:
        """The nodes on which the denials, and the accounts of nobody hurt, can meet other claims."""
        return self._wanted(self.rejecting(), self._none_hurt())

    def wanted_by(self, rejecting: list[ClaimRow]) -> set[str]:
        """The nodes on which denials can meet other claims."""
        return self._wanted(rejecting, [])

    def _wanted(self, rejecting: list[ClaimRow], none_hurt: list[tuple[ClaimRow, Figure]]) -> set[str]:
        self.accounts.facts.need({node for claim in rejecting for node in self._nodes(claim)})
        wanted = {node for claim in rejecting for node in self.meeting(claim, self.denied_event(claim))}
        return wanted.union(*(self.kinship.anchors(self._event(*one)) for one in none_hurt))

    def _none_hurt(self) -> list[tuple[ClaimRow, Figure]]:
        return [(claim, figure) for claim in self._affirming() for figure in self._zeros(claim)]

    def _content(self, claim: ClaimRow) -> Content | None:
        return self.accounts.contents.get(claim.proposition)

    def _affirming(self) -> list[ClaimRow]:
        return [claim for claim in self.party if claim.stance in AFFIRMING]

    def _deniable(self) -> list[ClaimRow]:
        """What a denial can meet: what is affirmed, and what is reported without a source."""
        label = self.accounts.facts.label
        rumours = (
            claim
            for claim in self.accounts.claims.values()
            if claim.stance in AFFIRMING and label(claim.claimant) == SOURCELESS
        )
        return [*self._affirming(), *sorted(rumours, key=lambda claim: claim.order)]

    def rejecting(self) -> list[ClaimRow]:
        """The first denial of each claimant with each content, those aside that only presuppose a part."""
        rejecting = [claim for claim in self.party if claim.stance in REJECTING]
        together: dict[tuple[str, str], list[ClaimRow]] = {}
        for claim in rejecting:
            together.setdefault((claim.passage, claim.claimant), []).append(claim)
        first: dict[tuple[str, str], ClaimRow] = {}
        for claim in rejecting:
            if not self._is_presupposed(claim, together[(claim.passage, claim.claimant)]):
                first.setdefault((claim.claimant, claim.proposition), claim)
        return [claim for claim in first.values() if self._content(claim) is not None]

    def _is_presupposed(self, claim: ClaimRow, others: list[ClaimRow]) -> bool:
        """Whether the content is but a part of what the same words of the claimant deny as a whole.

        `others` are the claimant's denials in the same passage.
        """
        content = self._content(claim)
        wholes = (self._content(other) for other in others)
        return content is not None and any(
            whole is not None and whole.nodes.keys() > content.nodes.keys() for whole in wholes
        )

    # ------------------------------------------------------------------ who meets whom

    def _nodes(self, claim: ClaimRow) -> set[str]:
        content = self._content(claim)
        return set() if content is None else spoken_of(content, self.accounts.facts)

    def meeting(self, denial: ClaimRow, event: Account | None) -> set[str]:
        """The nodes on which a denial meets claims: what it speaks of, and the anchors of its event."""
        return self._nodes(denial) | (self.kinship.anchors(event) if event else frozenset())

    def denied_event(self, denial: ClaimRow) -> Account | None:
        """The one event of a denial; a denial of several is of how they hang together.

        One of which nothing but the kind is told is held against claims of its own report.
        """
        content = self._content(denial)
        events = list(content.events()) if content else []
        if content is None or len(events) != 1:
            return None
        event = self.accounts.account(denial, content, events[0])
        if is_about_nothing(content) and content.types(events[0]) <= TOO_WIDE:
            has_arms = self.kinship.has_arms(denial.claimant)
            return deed_taken(denial.words, denial.claimant, event, has_arms=has_arms)
        if event.is_bare and points_back(denial.words) is not None:
            return None  # "the report a lie": it is of what was said before, and not of all such events
        return self._named(denial, event)

    def _named(self, denial: ClaimRow, event: Account) -> Account:
        """A denied event; doers told by a word for armed people alone, "its soldiers", are one's own."""
        words = [head_words(self.accounts.facts.label(one)) for one in event.doers]
        if not words or not all(one and one <= BEARING_ARMS for one in words):
            return event
        return replace(event, doers=(denial.claimant,)) if self.kinship.has_arms(denial.claimant) else event

    def reaching(self, wanted: set[str]) -> Iterator[tuple[ClaimRow, set[str]]]:
        """Yield what can be denied with the wanted nodes that it speaks of, or that its accounts reach."""
        known: dict[tuple[str, str], set[str]] = {}
        for claim in self._deniable():
            key = (claim.document, claim.proposition)
            if key not in known:
                known[key] = self._nodes(claim) & wanted
                for account in self.accounts.of(claim):
                    known[key] |= self.kinship.reached(account) & wanted
            if known[key]:
                yield claim, known[key]

    # ------------------------------------------------------------------ denials

    def clash(self, denial: ClaimRow, claim: ClaimRow, event: Account | None) -> Clash | None:
        """How a denial of an event and a claim exclude each other, if they do.

        That hangs on both contents, on what the accounts give of place and time and on whether they are of
        one report, and on whether the claim has a source; on nothing else of the claims (see `refusals`).
        """
        general = self._content(denial)
        covering = None if general is None else self._covering(general, claim, event)
        if self.disclaims(denial) and not accuses(claim, denial.claimant, self.kinship):
            return None
        if covering is None:
            return None
        if self.is_sourceless(claim):
            covering.open_points.append("nobody is named for what is denied")
        word = "denies" if denial.stance == "denies" else "doubts"
        reason = f"one account affirms what the other {word}"
        clash = Clash(Rule.STANCE, Reading.LITERAL, True, reason, tuple(dict.fromkeys(covering.axioms)))
        return _left_open(clash, covering)

    def disclaims(self, denial: ClaimRow) -> str:
        """Who says no more than to have had no part in it: that meets what is laid to them alone."""
        if not is_of_a_part(denial.words):
            return ""
        doers = (doer for account in self.accounts.of(denial) for doer in account.doers)
        return "" if any(doers) else denial.claimant

    def is_sourceless(self, claim: ClaimRow) -> bool:
        """Whether a claim is reported without a source."""
        return self.accounts.facts.label(claim.claimant) == SOURCELESS

    def question(self, denial: ClaimRow) -> Question:
        """The question whether what is denied is so."""
        return question_of_denial(self.accounts.contents[denial.proposition], self.accounts.facts)

    def told(self, claim: ClaimRow) -> str:
        """What a claim is mainly about: a denial meets the first claim of each claimant on each event."""
        content = self._content(claim)
        if content is None:
            return ""
        if "told" not in content.worked_out:
            content.worked_out["told"] = question_of_denial(content, self.accounts.facts).node
        found: str = content.worked_out["told"]
        return found

    def _are_two(self, denial: ClaimRow, claim: ClaimRow) -> bool:
        return claim.relays != denial.iri and (self.same_speaker or claim.claimant != denial.claimant)

    def _covering(self, general: Content, claim: ClaimRow, event: Account | None) -> Covering | Tie | None:
        special = self._content(claim)
        in_one = event is not None and event.document == claim.document
        if special is None or (general.iri != special.iri and is_about_nothing(general) and not in_one):
            return None
        found = covers(general, special, self.comparer)
        if found is not None and is_about_nothing(general) and general.iri != special.iri:
            found.open_points.append("the denial tells nothing of the event but its kind and day")
        if found is not None or event is None:
            return found
        for account in self.accounts.of(claim):
            tie = self.kinship.denied(event, account)
            if tie and tie.by_others and is_of_own_troops(account, self.accounts.facts.label):
                continue
            if tie and holds_figures(general, special, self.comparer, tie):
                return tie
        return None

    # ------------------------------------------------------------------ by wording

    def _beside(self, rejecting: list[ClaimRow]) -> dict[str, list[ClaimRow]]:
        """What is affirmed in the reports of denials, if these are no lists."""
        beside: dict[str, list[ClaimRow]] = {claim.document: [] for claim in rejecting}
        for claim in self._deniable():
            if claim.document in beside:
                beside[claim.document].append(claim)
        return {
            document: several if len(several) <= MOST_TOLD else [] for document, several in beside.items()
        }

    def _worded(self, denial: ClaimRow, beside: list[ClaimRow]) -> Iterator[Met]:
        """Yield claims of the same report in whose words a denial is given, if one of both is but wording."""
        general = self._content(denial)
        for claim in beside:
            special = self._content(claim)
            if general is None or special is None or not self._are_two(denial, claim):
                continue
            mere = next((one for one in (general, special) if is_about_nothing(one)), None)
            if mere is None or denial.relays == claim.iri:
                continue
            if not (is_worded_in(denial.words, claim.words) or are_of_payment(denial.words, claim.words)):
                continue
            if self._covering(general, claim, self.denied_event(denial)) is not None:
                continue  # found by what it says
            reason = "what one account denies is mostly in the words of what the other affirms"
            clash = Clash(Rule.STANCE, Reading.LITERAL, False, reason)
            yield claim, denial, clash, Question(main_event(mere), CONTENT, general.iri)

    # ------------------------------------------------------------------ by what was said before

    def _replies(self, denial: ClaimRow, beside: list[ClaimRow]) -> Iterator[Met]:
        """Yield claims of the same report that a denial answers, and that what it says does not meet."""
        general, event = self._content(denial), self.denied_event(denial)
        agents = self.comparer.agents
        others = [
            one
            for one in beside
            if self._are_two(denial, one)
            and denial.relays != one.iri
            # nobody answers their own side
            and (self.same_speaker or agents(denial.claimant, one.claimant) is not Likeness.SAME)
        ]
        if general is None:
            return
        is_met = {one.iri for one in others if self._covering(general, one, event) is not None}
        word = "denies" if denial.stance == "denies" else "doubts"
        reason = f"one account affirms what the other, which answers it, {word}"
        for claim, points in (*self._answered(denial, event, others, is_met), *self._foretold(denial, event)):
            if claim.iri not in is_met:
                clash = Clash(Rule.STANCE, Reading.LITERAL, True, reason)
                clash = clash.weakened("; ".join(points)) if points else clash
                yield claim, denial, clash, Question(node_of(general), CONTENT, general.iri)

    def _answered(
        self, denial: ClaimRow, event: Account | None, others: list[ClaimRow], is_met: set[str]
    ) -> Iterator[tuple[ClaimRow, tuple[str, ...]]]:
        content = self._content(denial)
        is_read = content is not None and not is_about_nothing(content)
        replies = list(replied_to(denial, others, self.kinship))
        if len(replies) == 1 and is_read:  # the reading has settled what it points back to
            yield from self._alike(denial, event, replies[0].claim, others)
            return
        yield from ((one.claim, one.points) for one in replies)
        if replies or (event is None and is_read):
            return
        for several in (in_row(denial, others), before_row(denial, others, self.kinship)[:1]):
            found = list(self._of_one_matter(denial, event, several, is_only=not is_met))
            yield from found
            if found or is_met:
                return

    def _alike(
        self, denial: ClaimRow, event: Account | None, meant: ClaimRow, others: list[ClaimRow]
    ) -> Iterator[tuple[ClaimRow, tuple[str, ...]]]:
        """Yield what else a denial that points back is of: the rest of a sentence, other figures."""
        if is_of_a_number(denial.words):
            return
        for claim in others:
            if claim.iri == meant.iri or claim.order > denial.order:
                continue
            ties = (self.kinship.denied(event, one) for one in self.accounts.of(claim)) if event else ()
            if are_of_one_breath(claim, meant) or any(tie is not None for tie in ties):
                yield claim, ("the denial only points back to it",)

    def _of_one_matter(
        self, denial: ClaimRow, event: Account | None, several: list[ClaimRow], *, is_only: bool
    ) -> Iterator[tuple[ClaimRow, tuple[str, ...]]]:
        if event is None:
            yield from answered_by_words(denial, several, self.kinship, is_only=is_only)
            return
        for claim in several:
            told = (
                is_of_one_matter(denial, event, claim, account, self.kinship, is_only=is_only)
                for account in self.accounts.of(claim)
            )
            points = next((one for one in told if one is not None), None)
            if points is not None:
                yield claim, points

    def _foretold(
        self, denial: ClaimRow, event: Account | None
    ) -> Iterator[tuple[ClaimRow, tuple[str, ...]]]:
        """Yield what was foretold or warned of in the same report, if a denial is of an intention."""
        general = self._content(denial)
        if general is None or not is_of_intention(denial.words):
            return
        ahead = [
            one
            for one in self._ahead.get(denial.document, ())
            if self._are_two(denial, one) and one.order < denial.order
        ]
        points = ("one account only foretells it, or warns of it",)
        pointed = {one.claim.iri for one in replied_to(denial, ahead, self.kinship)}
        for claim in ahead:
            if claim.iri in pointed or self._covering(general, claim, event) is not None:
                yield claim, points

    # ------------------------------------------------------------------ nobody killed, nobody hurt

    def _zeros(self, claim: ClaimRow) -> list[Figure]:
        content = self._content(claim)
        if content is None:
            return []
        found = figures(content, self.accounts.facts)
        return [one for one in found if one.event and one.low == one.high == 0]

    def _event(self, claim: ClaimRow, figure: Figure) -> Account:
        """What an account of none denies; of nobody killed or hurt the harm, whoever would have done it."""
        content = self._content(claim)
        assert content is not None
        account = self.accounts.account(claim, content, figure.event)
        if figure.counts == _SOLDIERS and account.kinds <= TOO_WIDE and self.kinship.has_arms(claim.claimant):
            present = frozenset((cg("Presence"),))  # "no soldiers were on that road", by those whose they are
            return replace(account, kinds=present, doers=(claim.claimant,), people=(), has_more=False)
        if figure.counts not in _HARM_OF:
            return account
        return replace(account, kinds=frozenset((_HARM_OF[figure.counts],)), doers=(), weapons=())

    def _harmed(
        self, none: ClaimRow, zero: Figure, general: Account, others: Iterable[ClaimRow]
    ) -> Iterator[Met]:
        seen = set() if self.same_speaker else {none.claimant}
        question = Question(zero.event, COUNT, counted(zero))
        for claim in others:
            content = self._content(claim)
            if content is None or claim.claimant in seen or none.iri in (claim.relays, claim.iri):
                continue
            for figure in figures(content, self.accounts.facts):
                of_one = (figure.event, figure.counts) == (zero.event, zero.counts)
                if not figure.event or of_one or none.relays == claim.iri:
                    continue  # figures of one event meet as such
                tie = self._counts_some(zero, figure, general, claim, content)
                if tie is not None:
                    seen.add(claim.claimant)
                    axioms = (f"upper bound 0 < lower bound {figure.low}", *tie.axioms)
                    reason = f"{figure.text} and nobody: both accounts are of one place and time"
                    clash = Clash(Rule.INTERVAL, Reading.LITERAL, True, reason, axioms)
                    yield none, claim, _left_open(clash, tie), question
                    break

    def _happened(
        self, none: ClaimRow, zero: Figure, general: Account, others: Iterable[ClaimRow]
    ) -> Iterator[Met]:
        """Yield accounts of an event of which another says that it befell none: "no ship was damaged"."""
        seen = {none.claimant}
        for claim in others:
            content = self._content(claim)
            if content is None or claim.claimant in seen or none.iri in (claim.relays, claim.iri):
                continue
            given = figures(content, self.accounts.facts)
            if none.relays == claim.iri or any(
                (one.event, one.counts) == (zero.event, zero.counts) or one.high == 0 for one in given
            ):
                continue  # figures of one event meet as such
            ties = (self.kinship.denied(general, account) for account in self.accounts.of(claim))
            tie = next((one for one in ties if one is not None), None)
            if tie is not None:
                seen.add(claim.claimant)
                reason = "one account affirms what befell none by the other"
                clash = Clash(Rule.STANCE, Reading.LITERAL, True, reason, tuple(dict.fromkeys(tie.axioms)))
                yield none, claim, _left_open(clash, tie), Question(zero.event, COUNT, counted(zero))

    def _counts_some(
        self, zero: Figure, figure: Figure, general: Account, claim: ClaimRow, content: Content
    ) -> Tie | None:
        """Whether a figure counts people of whom another account says that there were none."""
        if figure.counts not in _HARM_OF or not figure.low or not same_status(zero.status, figure.status):
            return None
        if zero.side and figure.side and zero.side != figure.side:
            return None
        label = self.accounts.facts.label
        special = self.accounts.account(claim, content, figure.event)
        groups = zero.group or " ".join(label(one) for one in general.people)
        named = figure.group or " ".join(label(one) for one in special.people)
        after = Tie()
        if groups and not among(groups, named, after):
            return None
        plain = replace(special, kinds=frozenset((_HARM_OF[figure.counts],)), people=())
        in_one = general.document == special.document
        tie = self.kinship.denied(replace(general, people=()), plain, is_tied=in_one)
        if tie is None:
            return None
        if not (general.sites and special.sites):
            tie.leave("that both are of one place is told by the report alone")
        tie.open_points += after.open_points
        lag = gap(day(general.published), day(special.published))
        if lag is None or lag.days >= 0:
            tie.leave("the count of nobody is the older one, and more may have been found since")
        return tie


def _left_open(clash: Clash, covering: Covering | Tie) -> Clash:
    points = "; ".join(dict.fromkeys(covering.open_points))
    return clash.weakened(points) if points else clash


def _in_order(index: dict[str, list[ClaimRow]], nodes: Iterable[str]) -> list[ClaimRow]:
    found = {claim.iri: claim for node in sorted(nodes) for claim in index.get(node, ())}
    return sorted(found.values(), key=lambda claim: claim.order)
