"""Times of events and of statements, and figures, over many short reports of several styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from tests.extract.reports import read_report

from claimgraph.extract.reader import Reading
from claimgraph.model import Claim, Quantity, TimeSpan

HERE = Path(__file__).parent
OF_ISSUERS = {"ministry", "statement"}
CLOCK = re.compile(r"T[0-9:]+(?:Z|[+-][0-9:]+)?")


@dataclass
class Report:
    """A report of a table: its headline and paragraphs, and the lines of what is expected of it."""

    published: date
    style: str
    headline: str = ""
    paragraphs: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def read(self) -> Reading:
        text = "\n\n".join([self.headline, *self.paragraphs] if self.headline else self.paragraphs)
        return read_report(
            text, self.published, head=len(self.headline), is_statement=self.style in OF_ISSUERS
        )


def reports(table: str) -> list[Report]:
    found: list[Report] = []
    for line in (HERE / table).read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            day, style, *headline = line[3:].split(" | ")
            found.append(Report(date.fromisoformat(day), style, *headline))
        elif line.startswith(("- ", "! ")):
            found[-1].expected.append(line)
        elif line and not line.startswith("#"):
            found[-1].paragraphs.append(line)
    return found


def edtf(time: TimeSpan | None) -> str:
    return time.edtf if time is not None else "-"


def interval(figure: Quantity | None) -> str:
    """Write a figure as the tables do.

    >>> interval(Quantity("CasualtyCount", 24, None, True, "dozens", "killed")), interval(None)
    ('24..~', '-')
    """
    if figure is None:
        return "-"
    low, high = ("" if bound is None else str(bound) for bound in (figure.low, figure.high))
    return (low if low == high else f"{low}..{high}") + "~" * figure.approximate


def is_met(wanted: str, got: str) -> bool:
    """Tell whether a value is as the table has it; hours may be left out of the table.

    >>> is_met("?2022-05-11", "-"), is_met("?2022-05-11", "2022-05-10"), is_met("*", "2022-05-10")
    (True, False, True)
    """
    day = CLOCK.sub("", got)
    days = set(day.split("/"))
    same = {"*", got, day, *(days if len(days) == 1 else ())}
    return wanted in same or (wanted.startswith("?") and (got == "-" or wanted[1:] in same))


def values(claims: list[Claim], kind: str, figure: str) -> tuple[str, str, str, str]:
    """Class, time, time of saying and figure of the claim that a line speaks of.

    That is the shortest with its words; before all, of those that have its figure, one with an event of its
    class.
    """

    def rank(claim: Claim) -> tuple[bool, bool, int]:
        event, got = claim.proposition.event, interval(claim.proposition.quantity)
        other_kind = event is None or kind not in {"*", event.kind}
        return not is_met(figure, got), other_kind, len(claim.content_text)

    best = min(claims, key=rank)
    event = best.proposition.event
    time = edtf(event.time if event else None)
    return event.kind if event else "-", time, edtf(best.made_on), interval(best.proposition.quantity)


def read_lines(table: str) -> Iterator[tuple[str, bool, tuple[str, ...]]]:
    """Every line of a table, whether the reader gives what it wants, and what it gives."""
    for report in reports(table):
        claims = report.read().claims
        for line in report.expected:
            words, *wanted = line[2:].split(" | ")
            figure = wanted[3] if len(wanted) > 3 else "*"
            found = [claim for claim in claims if words in claim.content_text]
            got = values(found, wanted[0], figure) if found else ()
            yield line, bool(got) and all(map(is_met, wanted, got)), got


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("when.txt", 1500),
        ("times_and_figures.txt", 1200),
        ("tolls_and_strikes.txt", 1350),
        ("at_first_sight.txt", 550),
    ],
)
def test_what_is_read_of_times_and_figures(table: str, least: int) -> None:
    """No line that was read as it should be is read otherwise; lines with "!" are known to be missed."""
    lines = list(read_lines(table))
    assert [(line, got) for line, is_right, got in lines if line.startswith("- ") and not is_right] == []
    assert sum(line.startswith("- ") for line, _, _ in lines) >= least
