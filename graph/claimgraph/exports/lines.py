"""Claims of a store as JSON Lines, in the schema of `convert` (`schemas/claims.schema.json`)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from claimgraph.exports.claims import ClaimReader, ClaimRecord
from claimgraph.exports.rows import BATCH, local, lookup
from claimgraph.exports.spool import chunks
from claimgraph.exports.store_formats import NO_ROOM, LossReport, Selected
from claimgraph.vocabulary import RDF

Rows = list[tuple[str, ...]]
_LINKS = frozenset(("hasCause", "follows", "overlaps", "isSubEventOf"))
_CARRIED = {
    "performedBy": "isPerformedBy",
    "place": "takesPlaceAt",
    "weapon": "usesWeapon",
}


class StoreLines:
    """The format `jsonl`."""

    name = "jsonl"
    summary = "claims as JSON, one a line, in the schema of claimgraph convert"
    endings = (".jsonl", ".ndjson")
    media_type = "application/x-ndjson"
    takes_view = False

    def write(self, selected: Selected, report: LossReport) -> Iterator[str]:
        """Yield a line for each claim, by IRI."""
        lost: dict[str, int] = defaultdict(int)
        for part in chunks(selected.claims(report), BATCH):
            yield from _lines(part, selected.reader, lost)
        report.lost += [f"{number} {what}" for what, number in sorted(lost.items())]
        report.lost.append(NO_ROOM)


def _lines(part: list[ClaimRecord], reader: ClaimReader, lost: dict[str, int]) -> Iterator[str]:
    propositions = sorted({claim.proposition for claim in part})
    contents = lookup(reader.store, "proposition-content", propositions)
    times = lookup(reader.store, "proposition-times", propositions)
    described = lookup(reader.store, "proposition-described", propositions)
    spans = lookup(reader.store, "claim-spans", [claim.iri for claim in part])
    for claim in part:
        content = contents.get(claim.proposition, [])
        main = _main(content)
        record = _record(claim, spans.get(claim.iri, []), reader)
        if main:
            words = described.get(claim.proposition, [])
            record["event"] = _event(main, content, times.get(claim.proposition, []), words, reader)
        _count_lost(claim, content, lost)
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _record(claim: ClaimRecord, spans: Rows, reader: ClaimReader) -> dict[str, Any]:
    figure = claim.figure
    return {
        "report": claim.report.iri,
        "id": claim.iri,
        "claimant": claim.claimant.label,
        "source": _spans(spans, "hasSourcePassage"),
        "cue": _spans(spans, "hasCuePassage"),
        "content": _spans(spans, "hasContentPassage"),
        "stance": claim.stance,
        "certainty": claim.certainty,
        "direct_quote": claim.direct,
        "narration": claim.narration,
        "about": list(dict.fromkeys(reader.names.label(one) for one in claim.about)),
        "relays": claim.relays[0] if claim.relays else None,
        "event": None,
        "quantity": {
            "low": int(figure.low) if figure.low else None,
            "high": int(figure.high) if figure.high else None,
            "approximate": figure.approximate == "true",
            "counts": figure.counts,
            "side_or_group": figure.side or figure.group or None,
            "text": claim.figure_text,
        }
        if figure
        else None,
        "made_on": claim.said.edtf if claim.said else None,
    }


def _spans(rows: Rows, name: str) -> list[list[int]]:
    return sorted([int(start), int(end)] for property_, start, end in rows if local(property_) == name)


def _main(content: Rows) -> str:
    """The event that the content is about: one that no other event is linked to, the first by IRI."""
    events = {event for event, *_ in content}
    linked = {value for _, property_, value, _ in content if local(property_) in _LINKS}
    return min(events - linked, default=min(events, default=""))


def _event(main: str, content: Rows, times: Rows, words: Rows, reader: ClaimReader) -> dict[str, Any]:
    roles: dict[str, list[str]] = defaultdict(list)
    kind = ""
    for event, property_, value, _ in content:
        if event == main and property_ == RDF + "type":
            kind = local(value)
        elif event == main:
            roles[local(property_)].append(reader.names.label(value))
    described = next((text for event, text in words if event == main), "")
    carried = {name: _one_or_all(roles[property_]) for name, property_ in _CARRIED.items()}
    return {
        "type": kind,
        "affects": _one_or_all(roles["affects"]) or _one_or_all(roles["hasTarget"]),
        **carried,
        "time": next((row[1] for row in times if row[0] == main), None),
        **({"described_as": described} if described else {}),
    }


def _one_or_all(names: list[str]) -> str | list[str] | None:
    unique = list(dict.fromkeys(names))
    return unique if len(unique) > 1 else (unique[0] if unique else None)


def _count_lost(claim: ClaimRecord, content: Rows, lost: dict[str, int]) -> None:
    carried = {*_CARRIED.values(), "affects", "hasTarget", *_LINKS}
    for _, property_, _, _ in content:
        name = local(property_)
        lost["links between events"] += name in _LINKS
        lost["further roles of events"] += name not in carried and property_ != RDF + "type"
    lost["audiences"] += len(claim.made_to)
    lost["findings that join claims"] += len(claim.relations)
    for what in [name for name, number in lost.items() if not number]:
        del lost[what]
