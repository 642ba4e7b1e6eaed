"""The fast writer of feeds gives the quads of the general one, whatever rows hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.converters import test_acled as acled
from tests.converters import test_gdelt as gdelt
from tests.converters import test_ucdp as ucdp
from tests.converters.feeds import STATUS_HEADER, dataset, event_row, status_row

from claimgraph.converters.rows import day_span
from claimgraph.feed_text import FeedText
from claimgraph.identity import Minter
from claimgraph.model import (
    Certainty,
    Claim,
    Entity,
    Event,
    EventLink,
    Proposition,
    Quantity,
    RecordPassage,
    Report,
    Role,
    Stance,
    VictimStatus,
)
from claimgraph.writer import ReportWriter

BASES = ("https://w3id.org/claimgraph/data/", "urn:x:", "https://example.org/é#")
FEEDS = {
    "list.json": '[{"date": "2022-04-15", "day": 51, "tank": 9, "APC": 4, "personnel": 90, '
    '"personnel*": "more"},\n'
    '{"date": "2022-04-16", "day": 52, "tank": 8, "greatest losses direction": "Izyum"}]',
    "event_list.csv": "\n".join(
        [
            STATUS_HEADER,
            status_row(1, "Project 1 cruiser 'Heron'", "abandoned"),
            status_row(2, "T-72", "damaged"),
        ]
    ),
    "a.export.CSV": gdelt.line(event_row("190")) + gdelt.line(event_row("112", GLOBALEVENTID="2")),
    "a.gkg.csv": gdelt.gkg_row(
        Quotations="1|2|said|words", Counts="KILL#12#soldiers#1#Ukraine#UP#UP#49#32#UP"
    ),
    "export.csv": acled.table({}).decode(),
    "GEDEvent_v22_1.csv": ucdp.table({}),
}


def both(claims: tuple[Claim, ...], base: str, document: Report) -> tuple[set[str], set[str]]:
    """The lines of the two writers, without those of the document itself."""
    alone = set(ReportWriter(Minter(base), document).lines())
    general = set(ReportWriter(Minter(base), replace(document, claims=claims)).lines()) - alone
    text = FeedText(Minter(base), document)
    text.credit(document.readers)
    fast = text.batch(claims, [])
    lines = set(fast.split("\n")) - {""}
    drop = {line for line in general if "#recordHash>" in line or "#claimCount>" in line}
    return {line.rstrip("\n") for line in general - drop}, lines - {line.rstrip("\n") for line in alone}


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("name", sorted(FEEDS))
def test_feeds(name: str, base: str) -> None:
    found = dataset(name, FEEDS[name])
    report, _ = found.whole()
    assert report.claims
    document = replace(found.document("0" * 64), readers=report.readers)
    general, fast = both(report.claims, base, document)
    assert fast == general


WORDS = st.one_of(st.sampled_from(["", "a b", "é#", '"', "\n", "7/x", "\u2028", "\x85"]), st.text(max_size=6))
ENTITIES = st.builds(
    Entity,
    label=WORDS,
    kind=st.sampled_from(["Agent", "Settlement"]),
    iri=st.sampled_from([None, None, "https://example.org/a b", "urn:x:y"]),
    scope=st.sampled_from(["", "s"]),
    wkt=st.sampled_from(["", "POINT(1 2)"]),
)
EVENTS = st.builds(
    Event,
    kind=st.sampled_from(["Event", "Attack"]),
    key=st.tuples(st.just("Event"), WORDS),
    roles=st.lists(st.builds(Role, st.sampled_from(["affects", "hasTarget"]), ENTITIES), max_size=2).map(
        tuple
    ),
    time=st.sampled_from([None, day_span(date(2022, 4, 14))]),
    described_as=st.sampled_from([None, "what was told"]),
)
LINKED = st.builds(
    lambda event, other: Event(event.kind, event.key, links=(EventLink("hasCause", other),)), EVENTS, EVENTS
)
QUANTITIES = st.builds(
    Quantity,
    kind=st.sampled_from(["CasualtyCount", "MaterielLossCount"]),
    low=st.sampled_from([None, 1]),
    high=st.sampled_from([None, 5]),
    approximate=st.booleans(),
    text=WORDS,
    counts=st.sampled_from(["killed", "tanks"]),
    group=WORDS,
    status=st.sampled_from(VictimStatus),
    side=st.none() | ENTITIES,
    place=st.none() | ENTITIES,
    as_of=st.sampled_from([None, day_span(date(2022, 4, 15))]),
    event=st.none() | EVENTS,
)
PROPOSITIONS = st.builds(
    Proposition,
    st.none() | EVENTS | LINKED,
    st.none() | QUANTITIES,
    st.lists(ENTITIES, max_size=2).map(tuple),
)
CLAIMS = st.builds(
    Claim,
    id=st.just(""),
    claimant=ENTITIES,
    stance=st.sampled_from(Stance),
    certainty=st.sampled_from(Certainty),
    proposition=PROPOSITIONS,
    passage=st.builds(RecordPassage, WORDS, WORDS, WORDS, st.sampled_from([None, 7])),
    content_text=WORDS,
    about=st.lists(ENTITIES, max_size=2).map(tuple),
    direct_quote=st.booleans(),
    narration=st.booleans(),
    hedge=st.sampled_from([None, "about"]),
    made_on=st.sampled_from([None, day_span(date(2022, 4, 16))]),
    made_to=st.none() | ENTITIES,
    rules=st.lists(WORDS, max_size=2).map(tuple),
    evidence=st.lists(WORDS, max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CLAIMS, min_size=1, max_size=4), st.sampled_from(BASES))
def test_any_claims(claims: list[Claim], base: str) -> None:
    numbered = [replace(claim, id=f"c{at}") for at, claim in enumerate(claims)]
    numbered[0] = replace(numbered[0], relays=numbered[-1].id, replaces=numbered[-1].id)
    document = Report("", "0" * 64, Entity("Port Data", "Organization"), None, dataset="d")
    general, fast = both(tuple(numbered), base, document)
    assert fast == general
