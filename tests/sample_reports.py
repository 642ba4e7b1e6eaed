"""Reports of our own, built by hand, so that tests of the commands do not depend on how prose is read."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

from claimgraph.model import (
    Certainty,
    Claim,
    Entity,
    Event,
    EventLink,
    Mention,
    Passage,
    Proposition,
    Quantity,
    Report,
    Role,
    Stance,
    TimeSpan,
    VictimStatus,
)

MOSKVA = Entity("Moskva", "Cruiser")
RUSSIA = Entity("Government of Testland", "Government")
UKRAINE = Entity("Government of Elsewhere", "Government")
WIRE = Entity("Harbour Wire", "MediaOutlet")
NEPTUNE = Entity("Neptune", "Missile")
ODESA = Entity("Odesa", "Settlement")

DAY = TimeSpan("2022-04-14", datetime(2022, 4, 14, tzinfo=UTC), datetime(2022, 4, 15, tzinfo=UTC))

TEXT = (
    "The cruiser sank on Thursday.\n"
    "\n"
    "Elsewhere said missiles had hit the cruiser. Testland’s ministry denied it: “There was no attack.”\n"
    "\n"
    "About 20 to 30 sailors died, the wire’s ☂ sources say.\n"
)


def span(words: str, text: str = TEXT) -> tuple[int, int]:
    """Where the words stand."""
    start = text.index(words)
    return start, start + len(words)


def passage(words: str, text: str = TEXT) -> Passage:
    """The passage with these words."""
    start, end = span(words, text)
    return Passage(start, end, words)


def claims(text: str = TEXT, figure: tuple[int, int] = (20, 30)) -> tuple[Claim, ...]:
    """Four claims: narration, an assertion with a cause, a quoted denial, a figure that is relayed."""
    strike = Event(
        "MissileStrike",
        ("Strike", MOSKVA.key, "2022-04-14"),
        (Role("hasTarget", MOSKVA), Role("usesWeapon", NEPTUNE)),
    )
    sinking = Event("Sinking", ("Sinking", MOSKVA.key), (Role("affects", MOSKVA),), DAY)
    caused = Event("Sinking", sinking.key, (Role("affects", MOSKVA),), DAY, (EventLink("hasCause", strike),))
    count = Quantity(
        "CasualtyCount",
        *figure,
        approximate=True,
        text=f"About {figure[0]} to {figure[1]}",
        counts="killed",
        status=VictimStatus.MILITARY,
        side=RUSSIA,
    )
    lead = passage("The cruiser sank on Thursday.", text)
    said = passage("Elsewhere said missiles had hit the cruiser.", text)
    denied = passage("Testland’s ministry denied it: “There was no attack.”", text)
    start, end = text.index("About"), text.index(" sources say.") + len(" sources say.")
    died = Passage(start, end, text[start:end])
    asserts, unstated = Stance.ASSERTS, Certainty.UNSTATED
    return (
        Claim(
            "c1", WIRE, asserts, unstated, Proposition(sinking), lead, lead.text,
            content=(lead.span,), narration=True,
        ),
        Claim(
            "c2", UKRAINE, asserts, Certainty.CERTAIN, Proposition(caused), said,
            "missiles had hit the cruiser", source=(span("Elsewhere", text),), cue=span("said", text),
            content=(span("missiles had hit the cruiser", text),), made_on=DAY,
        ),
        Claim(
            "c3", RUSSIA, Stance.DENIES, unstated, Proposition(strike), denied, "There was no attack.",
            source=(span("Testland’s ministry", text),), cue=span("denied", text),
            content=(span("There was no attack.", text),), direct_quote=True, about=(ODESA,),
        ),
        Claim(
            "c4", WIRE, asserts, Certainty.PROBABLE, Proposition(quantity=count), died,
            text[start : text.index(", the wire")], content=((start, text.index(", the wire")),), relays="c3",
        ),
    )  # fmt: skip


def report(
    text: str = TEXT, *, headline: str = "Cruiser lost", day: date | None = date(2022, 4, 15), **more: object
) -> Report:
    """The report with the claims above."""
    figure = more.pop("figure", (20, 30))
    return Report(
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        outlet=WIRE,
        published=day,
        headline=headline,
        source_file="cruiser.txt",
        converter="test 1",
        mentions=(Mention(passage("Testland", text), RUSSIA, rule="test"),),
        claims=claims(text, figure),  # type: ignore[arg-type]
    )
