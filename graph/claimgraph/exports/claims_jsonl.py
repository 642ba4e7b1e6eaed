"""Claims as JSON Lines: one claim a line, for scripts, annotation and benchmarks.

The schema is `schemas/claims.schema.json` in the package. Offsets are code points into the text of the
report's file, end exclusive; names are labels; times are EDTF. A role with several fillers is a list.

>>> json.loads(claim_schema())["title"]
'A claim as claimgraph writes it'
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from claimgraph.model import Claim, Event, Proposition, Quantity, Report
from claimgraph.writer import Writer

NAME = "jsonl"
_HELD = {"Presence": ("hasParticipant",), "InternalExplosion": ("hasParticipant",)}
"""Classes whose participant is what is there, or blew up."""
_MOVED = dict.fromkeys(("ForceMovement", "Advance", "Withdrawal"), ("hasParticipant",))
"""Classes whose participant, where nobody is named who performs it, is the ship or aircraft that moved."""
_CARRIED = frozenset(("affects", "hasTarget", "isPerformedBy", "takesPlaceAt", "usesWeapon"))


class ClaimLines:
    """The export `jsonl`."""

    name = NAME
    endings = (".jsonl", ".ndjson")

    def write(self, reports: Sequence[Report], base: str) -> Iterator[str]:
        """Yield a line for each claim, in the order of the reports and their text."""
        for report in reports:
            for record in claim_records(report, base):
                yield json.dumps(record, ensure_ascii=False) + "\n"

    def losses(self, reports: Sequence[Report]) -> list[str]:
        """Links between events, further roles, audiences: the graph has them, the lines have not."""
        lost: Counter[str] = Counter()
        for report in reports:
            for claim in report.claims:
                lost.update(_lost(claim))
        return [f"{what} ({count})" for what, count in sorted(lost.items())]


def claim_schema() -> str:
    """The JSON Schema (draft 2020-12) of a line, as text."""
    file = Path(__file__).resolve().parent.parent / "schemas" / "claims.schema.json"
    return file.read_text(encoding="utf-8")


def claim_records(report: Report, base: str) -> Iterator[dict[str, Any]]:
    """Yield the claims of a report as plain mappings, keys in the order of the schema."""
    writer = Writer(base)
    address = writer.report_iri(report)
    iris = writer.claim_iris(report)
    for claim in report.claims:
        found_by = {"found_by": list(claim.found_by)} if len(report.readers) > 1 else {}
        yield {
            "report": address,
            "id": iris[claim.id],
            "claimant": claim.claimant.label,
            "source": _spans(claim.source),
            "cue": _spans([claim.cue] if claim.cue else []),
            "content": _spans(claim.content),
            "stance": claim.stance.value,
            "certainty": claim.certainty.value,
            "direct_quote": claim.direct_quote,
            "narration": claim.narration,
            "about": _about(claim),
            "relays": iris[claim.relays] if claim.relays else None,
            "event": _event(main_event(claim.proposition)),
            "quantity": _quantity(claim.proposition.quantity),
            "made_on": claim.made_on.edtf if claim.made_on else None,
            **found_by,
        }


def main_event(proposition: Proposition) -> Event | None:
    """The event that a proposition is about; none when there is only a figure."""
    return proposition.event or (proposition.quantity.event if proposition.quantity else None)


def _spans(spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _about(claim: Claim) -> list[str]:
    named = (*claim.proposition.entities(), *claim.proposition.about, *claim.about)
    return list(dict.fromkeys(entity.label for entity in named))


def _event(event: Event | None) -> dict[str, Any] | None:
    if event is None:
        return None
    described = {"described_as": event.described_as} if event.described_as else {}
    return {
        "type": event.kind,
        "affects": _first(event, "affects", "hasTarget", *_HELD.get(event.kind, ())),
        "performedBy": _first(event, "isPerformedBy", *_MOVED.get(event.kind, ())),
        "place": _first(event, "takesPlaceAt", "goesTo", "comesFrom"),
        "weapon": _filler(event, "usesWeapon"),
        "time": event.time.edtf if event.time else None,
        **described,
    }


def _first(event: Event, *roles: str) -> str | list[str] | None:
    """Labels of the first role that is filled: a movement is placed by where it ends or starts."""
    return next((found for role in roles if (found := _filler(event, role))), None)


def _filler(event: Event, role: str) -> str | list[str] | None:
    """The label in a role; a list when there are several, nothing when there is none."""
    labels = list(dict.fromkeys(entity.label for entity in event.fillers(role)))
    return labels if len(labels) > 1 else (labels[0] if labels else None)


def _quantity(quantity: Quantity | None) -> dict[str, Any] | None:
    if quantity is None:
        return None
    return {
        "low": quantity.low,
        "high": quantity.high,
        "approximate": quantity.approximate,
        "counts": quantity.counts,
        "side_or_group": quantity.side.label if quantity.side else (quantity.group or None),
        "text": quantity.text,
    }


def _lost(claim: Claim) -> Iterator[str]:
    """What a line does not hold of a claim, one word for each thing."""
    for number, event in enumerate(claim.proposition.events()):
        if number:
            yield "events linked to another event"
        else:
            yield from ("roles of events" for role in event.roles if role.property not in _CARRIED)
            if any(event.fillers("affects")):
                yield from ("targets beside what was affected" for _ in event.fillers("hasTarget"))
    if claim.made_to:
        yield "audiences"
    quantity = claim.proposition.quantity
    if quantity:
        if quantity.as_of or quantity.covers:
            yield "dates of figures"
        if quantity.place or quantity.model:
            yield "places and models of figures"
        if quantity.status != "notStated":
            yield "military or civilian status of people counted"
