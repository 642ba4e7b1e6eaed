"""Who says what in many short reports of several styles: the table of who.txt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from tests.extract.reports import read_report

from claimgraph.model import Claim, Entity
from claimgraph.reference.resolver import Resolver

TABLE = Path(__file__).with_name("who.txt")


@dataclass
class Report:
    """A report of the table: its paragraphs, and the lines of what is expected of it."""

    published: date
    style: str
    outlet: str = "Harbour Wire"
    paragraphs: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def claims(self) -> tuple[Claim, ...]:
        text = "\n\n".join(self.paragraphs)
        is_statement = self.style == "statement"
        issuer = Resolver.default().resolve(self.outlet, role="speaker").entity if is_statement else None
        outlet = issuer or Entity(self.outlet, "PublicBody" if is_statement else "MediaOutlet")
        return read_report(text, self.published, outlet=outlet, is_statement=is_statement).claims


def reports() -> list[Report]:
    found: list[Report] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            day, style, *outlet = line[3:].split(" | ")
            found.append(Report(date.fromisoformat(day), style, outlet[0] if outlet else "Harbour Wire"))
        elif line.startswith(("- ", "! ")):
            found[-1].expected.append(line)
        elif line and not line.startswith("#"):
            found[-1].paragraphs.append(line)
    return found


def speakers(claims: tuple[Claim, ...], words: str) -> str:
    """The claimants of the shortest content with some words, with those whom they pass on after "<".

    Of claims with one content those of whoever tells it last are taken.
    """
    every = {claim.id: claim for claim in claims}

    def chain(claim: Claim) -> list[str]:
        following = every.get(claim.relays or "")
        return [claim.claimant.label, *(chain(following) if following is not None else [])]

    found = [claim for claim in claims if words in claim.content_text]
    if not found:
        return "none"
    shortest = min(len(claim.content_text) for claim in found)
    chains = [chain(claim) for claim in found if len(claim.content_text) == shortest]
    longest = max(map(len, chains))
    last = [each for each in chains if len(each) == longest]
    tellers = " + ".join(dict.fromkeys(each[0] for each in last))
    return " < ".join([tellers, *last[0][1:]])


@cache
def answers() -> tuple[tuple[str, str], ...]:
    """Every line of the table with what is read."""
    found = []
    for report in reports():
        claims = report.claims()
        for line in report.expected:
            words = line[2:].split(" | ")[0]
            found.append((f"{line} ({report.published})", speakers(claims, words)))
    return tuple(found)


def test_claimants_of_the_table() -> None:
    wrong = []
    for line, got in answers():
        wanted = line[2:].split(" | ", 1)[1].rpartition(" (")[0]
        if (got == wanted) != line.startswith("- "):
            wrong.append((line, got))
    assert not wrong


def test_the_table_is_large_and_mostly_met() -> None:
    lines = [line for line, _ in answers()]
    assert len(lines) >= LINES
    assert sum(line.startswith("! ") for line in lines) < len(lines) / 8


LINES = 800
