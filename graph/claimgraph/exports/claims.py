"""Claims as an export needs them: one plain record a claim, with names in the place of IRIs beside them.

Read in batches, in the order of their IRIs, so that any number of claims passes through little memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from claimgraph.exports.rows import BATCH, local, lookup
from claimgraph.exports.spool import chunks
from claimgraph.identity import Minter
from claimgraph.model import Entity
from claimgraph.store import Store

Link = tuple[str, str]
"""The local name of a property, and an IRI."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time as EDTF with its outer bounds as ISO 8601 instants (empty = unknown; `latest` exclusive)."""

    edtf: str
    earliest: str = ""
    latest: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """A claimant or outlet; `acts_for` is the last in the chain of those for whom it acts, `side` a label.

    `iri` is the address in the store, also of one that a view shows apart for each report.
    """

    iri: str
    label: str
    kind: str
    acts_for: str = ""
    acts_for_label: str = ""
    side: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A report."""

    iri: str
    kind: str
    outlet: str
    outlet_label: str
    headline: str
    day: str
    url: str
    file: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A finding that joins two claims; `kind` is its class, `other` the other claim."""

    iri: str
    kind: str
    other: str
    rule: str
    grade: str
    reading: str
    why: str
    replaced: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: bounds (empty = open), what is counted, on whose side or of which group, as of when."""

    low: str
    high: str
    approximate: str
    counts: str
    status: str
    side: str
    group: str
    as_of: str


@dataclass(slots=True)
class ClaimRecord:
    """A claim with all that the record says of it."""

    iri: str
    claimant: Agent
    stance: str
    certainty: str
    proposition: str
    what: str
    text: str
    direct: bool
    narration: bool
    sentence: str
    start: str
    end: str
    report: Document
    voice: str
    """The claimant as a node of a view: its IRI, but the source that a report does not tell is one of that
    report, since nobody knows whether it is the same as that of another one."""
    said: Time | None = None
    happened: list[Time] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    about_proposition: list[str] = field(default_factory=list)
    relays: list[str] = field(default_factory=list)
    traced: list[str] = field(default_factory=list)
    """The claims of other reports from which it comes (`cg:Tracing`)."""
    replaces: list[str] = field(default_factory=list)
    replaced_by: list[str] = field(default_factory=list)
    """Who replaced it by another claim, in so many words."""
    made_to: list[str] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)
    hedge: str = ""
    rating: str = ""
    figure_text: str = ""
    figure: Figure | None = None
    relations: list[Relation] = field(default_factory=list)

    @property
    def withdrawn(self) -> bool:
        """Whether it was replaced, or withdrawn by a finding (see `claimgraph.reasoning.withdrawn`)."""
        return bool(self.replaced_by) or any(
            one.kind == "Retraction" and one.replaced == self.iri for one in self.relations
        )

    @property
    def title(self) -> str:
        """What is said, in words: the label of the proposition, else the words of the report."""
        return self.what or self.text


class Names:
    """Labels, classes, principals and sides of things, each looked up once."""

    def __init__(self, store: Store) -> None:
        """Read from `store`."""
        self.store = store
        self._known: dict[str, tuple[str, str]] = {}
        self._agents: dict[str, Agent] = {}

    def learn(self, iris: Iterable[str]) -> None:
        """Look up those not known yet, in as few queries as possible."""
        wanted = sorted({one for one in iris if one and one not in self._known})
        found = lookup(self.store, "entity", wanted)
        for one in wanted:
            self._known[one] = _named(one, found.get(one, []))

    def label(self, address: str) -> str:
        """The English label, else any, else the end of the IRI; nothing for nothing."""
        if not address:
            return ""
        self.learn([address])
        return self._known[address][0]

    def kind(self, address: str) -> str:
        """The local name of the class (the first in the alphabet if there are several)."""
        self.learn([address])
        return self._known[address][1]

    def agents(self, iris: Iterable[str]) -> None:
        """Look up agents not known yet with their principals and sides."""
        wanted = sorted({one for one in iris if one not in self._agents})
        chains = _chains(self.store, wanted)
        involved = {one for chain in chains.values() for one in chain}
        sides = lookup(self.store, "side", sorted(involved))
        self.learn([*involved, *(row[0] for rows in sides.values() for row in rows)])
        for one, chain in chains.items():
            side = next((sides[step][0][0] for step in chain if step in sides), "")
            last = chain[-1] if len(chain) > 1 else ""
            self._agents[one] = Agent(
                one, self.label(one), self.kind(one), last, self.label(last), self.label(side)
            )

    def agent(self, address: str) -> Agent:
        """An agent."""
        self.agents([address])
        return self._agents[address]

    def apart(self, address: str, report: Document) -> str:
        """A key for an agent as it is met in one report, told apart from the same one in other reports."""
        key = f"{report.iri}#unspecified"
        if key not in self._agents:
            agent = self.agent(address)
            where = " ".join(part for part in (report.outlet_label, report.day) if part)
            label = f"{agent.label} ({where})" if where else agent.label
            self._agents[key] = replace(agent, label=label)
            self._known[key] = (label, agent.kind)
        return key

    def address(self, key: str) -> str:
        """The IRI in the store of an agent by its IRI or by what `apart` gave; any other IRI as it is."""
        return self._agents[key].iri if key in self._agents else key


def _named(address: str, rows: list[tuple[str, ...]]) -> tuple[str, str]:
    labels = sorted((language not in ("en", ""), label) for _, label, language in rows if label)
    kinds = sorted(local(kind) for kind, _, _ in rows if kind)
    ending = address.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
    return (labels[0][1] if labels else ending, kinds[0] if kinds else "")


def _chains(store: Store, agents: list[str]) -> dict[str, list[str]]:
    """Each agent with those it acts for, one after the other; a circle ends the chain."""
    principal: dict[str, str] = {}
    edge = set(agents)
    while edge:
        found = lookup(store, "acts-for", sorted(edge))
        principal.update({one: rows[0][0] for one, rows in found.items()})
        edge = {rows[0][0] for rows in found.values()} - set(principal) - edge
    chains: dict[str, list[str]] = {}
    for one in agents:
        chain = [one]
        while chain[-1] in principal and principal[chain[-1]] not in chain:
            chain.append(principal[chain[-1]])
        chains[one] = chain
    return chains


class ClaimReader:
    """Reads claims in batches.

    `missing` counts the claims that lack something that every claim must have, and so were left out.
    """

    def __init__(self, store: Store) -> None:
        """Read from `store`."""
        self.store = store
        self.names = Names(store)
        self.missing = 0
        self._unspecified = Minter(store.base).entity(Entity("Unspecified", "UnnamedSource"))
        self._documents: dict[str, Document] = {}

    def read(self, claims: Iterable[tuple[str, ...]]) -> Iterator[ClaimRecord]:
        """Yield the claims of rows of one cell, in that order."""
        for part in chunks((row[0] for row in claims), BATCH):
            yield from self._batch(part)

    def _batch(self, iris: list[str]) -> Iterator[ClaimRecord]:
        facts = {key: rows[0] for key, rows in lookup(self.store, "claim-facts", iris).items()}
        self.missing += len(iris) - len(facts)
        self._learn_documents(row[10] for row in facts.values())
        self.names.agents(row[0] for row in facts.values())
        contents = self._contents({row[3] for row in facts.values()})
        more = lookup(self.store, "claim-more", facts)
        said = lookup(self.store, "claim-said", facts)
        relations = lookup(self.store, "claim-relations", facts)
        for one in iris:
            if one in facts:
                record = self._record(one, facts[one], contents[facts[one][3]])
                record.said = Time(*said[one][0]) if one in said else None
                _add_more(record, more.get(one, []))
                record.relations = _relations(relations.get(one, []))
                yield record

    def _record(self, one: str, row: tuple[str, ...], content: _Content) -> ClaimRecord:
        report = self._documents[row[10]]
        return ClaimRecord(
            iri=one,
            claimant=self.names.agent(row[0]),
            stance=local(row[1]),
            certainty=local(row[2]),
            proposition=row[3],
            what=content.label,
            text=row[4],
            direct=row[5] in ("true", "1"),
            narration=row[6] in ("true", "1"),
            sentence=row[7],
            start=row[8],
            end=row[9],
            report=report,
            voice=self.names.apart(row[0], report) if row[0] == self._unspecified else row[0],
            happened=content.times,
            about_proposition=content.about,
            figure=content.figure,
        )

    def _learn_documents(self, iris: Iterable[str]) -> None:
        wanted = sorted({one for one in iris if one not in self._documents})
        found = lookup(self.store, "report", wanted)
        self.names.learn(rows[0][1] for rows in found.values())
        for one in wanted:
            kind, outlet, headline, day, url, file = found.get(one, [("",) * 6])[0]
            self._documents[one] = Document(
                one, local(kind), outlet, self.names.label(outlet), headline, day[:10], url, file
            )

    def document(self, address: str) -> Document:
        """A report."""
        self._learn_documents([address])
        return self._documents[address]

    def _contents(self, propositions: set[str]) -> dict[str, _Content]:
        listed = sorted(propositions)
        described = lookup(self.store, "proposition", listed)
        times = lookup(self.store, "proposition-times", listed)
        figures = lookup(self.store, "proposition-figures", listed)
        days = lookup(self.store, "proposition-figure-days", sorted(figures))
        return {
            one: _Content(
                next((label for label, _ in described.get(one, []) if label), ""),
                sorted({entity for _, entity in described.get(one, []) if entity}),
                [Time(*cells) for cells in sorted({row[1:] for row in times.get(one, [])})],
                _figure(figures.get(one, []), days.get(one, []), self.names),
            )
            for one in listed
        }


@dataclass(frozen=True, slots=True)
class _Content:
    label: str
    about: list[str]
    times: list[Time]
    figure: Figure | None


def _figure(rows: list[tuple[str, ...]], days: list[tuple[str, ...]], names: Names) -> Figure | None:
    """The figure of rows of quantity, property and value; of several, the first by IRI."""
    if not rows:
        return None
    quantity = rows[0][0]
    facts = {local(name): value for one, name, value in rows if one == quantity}
    return Figure(
        low=facts.get("lowerBound", ""),
        high=facts.get("upperBound", ""),
        approximate=facts.get("isApproximate", ""),
        counts=local(facts.get("hasCasualtyType", "") or facts.get("countsWhat", "")),
        status=local(facts.get("hasVictimStatus", "")),
        side=names.label(facts.get("countsSide", "")),
        group=facts.get("countsGroup", ""),
        as_of=next((edtf for one, edtf in days if one == quantity), ""),
    )


def _add_more(record: ClaimRecord, rows: list[tuple[str, ...]]) -> None:
    for address, value in rows:
        name = local(address)
        if name == "hedgeText":
            record.hedge = value
        elif name == "quantityText":
            record.figure_text = value
        elif name == "ratingText":
            record.rating = value
        else:
            _LINKS[name](record).append(value)


_LINKS = {
    "isAbout": lambda record: record.about,
    "relays": lambda record: record.relays,
    "hasEarlierClaim": lambda record: record.traced,
    "replacesClaim": lambda record: record.replaces,
    "hasClaimant": lambda record: record.replaced_by,
    "wasMadeTo": lambda record: record.made_to,
    "reviews": lambda record: record.reviews,
}


def _relations(rows: list[tuple[str, ...]]) -> list[Relation]:
    """The findings, each once for each other claim: further rows of one are further reasons for it."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    reasons: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        key = (row[6], row[0])
        found.setdefault(key, row)
        if row[5] not in reasons.setdefault(key, []):
            reasons[key].append(row[5])
    relations = [
        Relation(
            relation,
            local(kind),
            other,
            local(rule).removeprefix("rule-"),
            local(grade).removeprefix("grade-"),
            local(reading).removeprefix("reading-"),
            _in_words(reasons[relation, other]),
            replaced,
        )
        for other, kind, rule, grade, reading, _, relation, replaced in found.values()
    ]
    return sorted(relations, key=lambda one: (one.other, one.kind, one.iri))


def _in_words(reasons: list[str]) -> str:
    """The reasons, those that name axioms last."""
    return "; ".join(sorted((one for one in reasons if one), key=lambda one: one.startswith("axiom:")))
