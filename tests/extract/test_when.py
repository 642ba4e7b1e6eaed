"""Times of events and of statements over many short reports of several styles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from claimgraph.extract.reader import Reading, read
from claimgraph.model import Claim, Entity, TimeSpan
from claimgraph.reference.loader import Reference

TABLE = Path(__file__).with_name("when.txt")
OF_ISSUERS = {"ministry", "statement"}


@dataclass
class Report:
    """A report of the table: its paragraphs, and the lines of what is expected of it."""

    published: date
    style: str
    paragraphs: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def read(self) -> Reading:
        text = "\n\n".join(self.paragraphs)
        return read(
            text,
            body=[(0, len(text))],
            headline=None,
            outlet=Entity("Harbour Wire", "MediaOutlet"),
            published=self.published,
            reference=Reference.default(),
            scope="report",
            issuer_statement=self.style in OF_ISSUERS,
        )


def reports() -> list[Report]:
    found: list[Report] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            day, style = line[3:].split(" | ")
            found.append(Report(date.fromisoformat(day), style))
        elif line.startswith(("- ", "! ")):
            found[-1].expected.append(line)
        elif line and not line.startswith("#"):
            found[-1].paragraphs.append(line)
    return found


def edtf(time: TimeSpan | None) -> str:
    return time.edtf if time is not None else "-"


def is_met(wanted: str, got: str) -> bool:
    """Tell whether a value is as the table has it.

    >>> is_met("?2022-05-11", "-"), is_met("?2022-05-11", "2022-05-10"), is_met("*", "2022-05-10")
    (True, False, True)
    """
    return wanted in {"*", got} or (wanted.startswith("?") and got in {"-", wanted[1:]})


def values(claims: list[Claim], kind: str) -> tuple[str, str, str]:
    """Class, time and time of saying of the shortest claim, before all of one with an event of the class."""

    def rank(claim: Claim) -> tuple[bool, int]:
        event = claim.proposition.event
        return event is None or kind not in {"*", event.kind}, len(claim.content_text)

    best = min(claims, key=rank)
    event = best.proposition.event
    return (event.kind if event else "-"), edtf(event.time if event else None), edtf(best.made_on)


@pytest.mark.parametrize("report", reports(), ids=lambda report: report.expected[0][2:60])
def test_times_of_events_and_statements(report: Report) -> None:
    claims = report.read().claims
    for line in report.expected:
        words, *wanted = line[2:].split(" | ")
        found = [claim for claim in claims if words in claim.content_text]
        got = values(found, wanted[0]) if found else ("no claim",) * 3
        as_wanted = bool(found) and all(map(is_met, wanted, got))
        assert as_wanted == line.startswith("- "), (line, got)


def test_the_table_is_large_and_mostly_met() -> None:
    lines = [line for report in reports() for line in report.expected]
    assert len(lines) > 200
    assert sum(line.startswith("! ") for line in lines) < len(lines) / 8
