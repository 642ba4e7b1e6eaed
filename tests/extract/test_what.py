"""Classes and roles of events over many short reports of several styles, read as tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from tests.extract.reports import read_report

from claimgraph.exports.claims_jsonl import main_event
from claimgraph.model import Claim, Event

TABLES = [Path(__file__).with_name(name) for name in ("what.txt", "where.txt")]
PUBLISHED = date(2024, 6, 12)
SLOTS = {
    "aff": ("affects", "hasTarget"),
    "perf": ("isPerformedBy",),
    "at": ("takesPlaceAt", "goesTo", "comesFrom"),
    "wpn": ("usesWeapon",),
}
"""The roles that a slot of the table stands for: the first that is filled."""
WHAT_IS_THERE = {"Presence", "InternalExplosion"}
"""Classes whose participant is what is there, or blew up."""
_DROPPED = frozenset(("the", "a", "an", "of", "s", "city", "town", "village"))


@dataclass
class Report:
    """A report of the table: its paragraphs, and the lines of what is expected of it."""

    style: str
    line: int
    headline: str = ""
    paragraphs: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def claims(self) -> tuple[Claim, ...]:
        body = "\n\n".join(self.paragraphs)
        text = f"{self.headline}\n\n{body}" if self.headline else body
        is_statement = self.style == "statement"
        return read_report(text, PUBLISHED, head=len(self.headline), is_statement=is_statement).claims


def reports(table: str) -> list[Report]:
    found: list[Report] = []
    for number, line in enumerate(table.splitlines(), 1):
        if line.startswith("== "):
            found.append(Report(line[3:], number))
        elif line.startswith("^ "):
            found[-1].headline = line[2:]
        elif line.startswith(("- ", "! ")):
            found[-1].expected.append(line)
        elif line and not line.startswith("#"):
            found[-1].paragraphs.append(line)
    return found


def bag(label: str) -> frozenset[str]:
    """The words of a label without case, articles and plural.

    >>> bag("the grain stores") == bag("Grain store")
    True
    """
    words = [word for word in re.findall(r"[^\W_]+", label.lower()) if word not in _DROPPED]
    return frozenset(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)


def is_filled(wanted: str, given: list[str]) -> bool:
    """Tell whether the fillers of a role are one of those wanted.

    >>> is_filled("?Kidal", []), is_filled("bus/red bus", ["bus"]), is_filled("a+b", ["b"])
    (True, True, False)
    """
    if wanted.startswith("?") and not given:
        return True
    return any(_is_each(choice.strip("?").split("+"), given) for choice in wanted.split("/"))


def _is_each(labels: list[str], given: list[str]) -> bool:
    """Whether each label has its own partner; one in small letters may be said at more length."""
    left = list(map(bag, given))
    for label in labels:
        words = bag(label)
        fitting = [other for other in left if other == words or (label[:1].islower() and words <= other)]
        if not fitting:
            return False
        left.remove(fitting[0])
    return not left


def differences(line: str, claims: tuple[Claim, ...]) -> list[str]:
    """What of a line of the table is read otherwise."""
    words, kinds, roles = (line[2:] + " |").split(" | ")[:3]
    found = [claim for claim in claims if words in claim.content_text]
    if not found:
        return ["no claim"]
    main = [main_event(claim.proposition) for claim in found]
    events = [event for event in main if event is not None and not event.described_as]
    fitting = [event for event in events if event.kind in kinds.split("/")]
    if not fitting and kinds != "*":
        if kinds == "-" and not events:
            return []
        return [f"class {', '.join(sorted({e.kind for e in events})) or '-'}"]
    wanted = dict(pair.split("=") for pair in roles.replace("|", "").strip().split("; ") if pair)
    tries = [list(_wrong(event, wanted)) for event in fitting or events]
    return min(tries, key=len) if tries else []


def _wrong(event: Event, wanted: dict[str, str]) -> Iterator[str]:
    for slot, roles in SLOTS.items():
        if slot == "aff" and event.kind in WHAT_IS_THERE:
            roles = (*roles, "hasParticipant")
        filled = (list(dict.fromkeys(one.label for one in event.fillers(role))) for role in roles)
        given = next((labels for labels in filled if labels), [])
        if not is_filled(wanted.get(slot, ""), given) and (given or wanted.get(slot)):
            yield f"{slot} {given}"


REPORTS = {path.stem: reports(path.read_text(encoding="utf-8")) for path in TABLES}


@pytest.mark.parametrize("table", REPORTS)
def test_classes_and_roles_of_the_table(table: str) -> None:
    wrong = []
    for report in REPORTS[table]:
        claims = report.claims()
        for line in report.expected:
            found = differences(line, claims) if line.startswith("- ") else []
            if found:
                wrong.append((report.line, line, found))
    assert not wrong


@pytest.mark.parametrize("table", REPORTS)
def test_the_table_is_mostly_met(table: str) -> None:
    lines = [line for report in REPORTS[table] for line in report.expected]
    assert sum(line.startswith("! ") for line in lines) < len(lines) / 5


@pytest.mark.parametrize(
    "line",
    [
        "- tank sank | Sinking | aff=tank",
        "- bus | Sinking | aff=ferry",
        "- ferry | Sinking | aff=ferry; at=Aden",
    ],
)
def test_what_is_read_otherwise_is_told(line: str) -> None:
    claims = Report("wire", 0, paragraphs=["A ferry sank off Kerch. A tank burned."]).claims()
    assert differences(line, claims)
    assert not differences("- ferry sank | Sinking | aff=ferry; at=Kerch", claims)
