"""Score a reader of conflict reports on the gold set.

    python bench/gold/score.py dev                        # the rules of claimgraph, development half
    python bench/gold/score.py test                       # the held-out half
    python bench/gold/score.py dev --answers mine.jsonl   # another reader
    python bench/gold/score.py dev --errors               # what was missed or read otherwise
    python bench/gold/score.py dev --relations rel.jsonl --answers mine.jsonl

An answers file has the lines of claims.jsonl (see `claims.schema.json`): `report` is the file's name without
ending, offsets are code points into the report's file. `report`, `id`, `claimant`, `stance`, `certainty` and
`content` are needed, the rest may be left out. A relations file has {"a", "b", "relation", "grade"}
with ids of the answers. Whoever writes rules looks at the development half only; `--errors` refuses the
other.

Two shares are printed: of the gold claims that were found at all, and of all gold claims that have the value.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gold_answers import read_answers, read_lines
from gold_labels import as_labels, count_same, same_label
from gold_matching import Claim, characters, dice, match, same_interval

HERE = Path(__file__).resolve().parent
HALVES = ("dev", "test", "late", "fresh", "fifth")
ROLES = ("affects", "performedBy", "place", "weapon")
FAMILIES = (
    {
        "Attack",
        "Strike",
        "MissileStrike",
        "AirStrike",
        "DroneStrike",
        "Shelling",
        "Ambush",
        "Bombing",
        "HostileAct",
    },
    {"MaterielLoss", "Destruction", "Damage", "Sinking", "ShootDown", "CaptureOfMateriel"},
    {"Harm", "Killing", "Wounding"},
    {"ForceMovement", "Advance", "Withdrawal", "Deployment"},
    {"ControlChange", "CaptureOfPlace", "TransferOfPlace"},
    {"Detention", "Abduction", "CaptureOfPersons"},
    {"Negotiation", "Agreement", "Ceasefire"},
)


@dataclass
class Share:
    """A share: how many were right, of the pairs that matched, and of all gold values."""

    right: int = 0
    matched: int = 0
    all: int = 0
    extra: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, right: bool, note: str) -> None:
        """Count a gold value of a pair that matched."""
        self.matched += 1
        self.all += 1
        self.right += right
        if not right:
            self.wrong.append(note)

    def missed(self) -> None:
        """Count a gold value whose claim was not found."""
        self.all += 1


@dataclass
class Balance:
    """True and false positives, and false negatives."""

    true: int = 0
    false: int = 0
    missed: int = 0
    wrong: list[str] = field(default_factory=list)

    def figures(self) -> tuple[float, float, float]:
        """Precision, recall and F1 in percent; 0 where there is nothing.

        >>> Balance(3, 1, 1).figures()
        (75.0, 75.0, 75.0)
        """
        precision = _percent(self.true, self.true + self.false)
        recall = _percent(self.true, self.true + self.missed)
        total = 2 * self.true + self.false + self.missed
        return precision, recall, _percent(2 * self.true, total)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


@dataclass
class Scores:
    """All measures of one half."""

    shares: dict[str, Share]
    balances: dict[str, Balance]
    overlap: float


def rules_answers(half: str) -> Iterator[Claim]:
    """Read the reports of a half with claimgraph's rules."""
    from claimgraph.converters.base import ReadOptions, Source
    from claimgraph.converters.text import TextConverter
    from claimgraph.exports.claims_jsonl import claim_records
    from claimgraph.model import Report
    from claimgraph.reference import Reference

    options = ReadOptions(Reference.default())
    for path in sorted((HERE / half / "reports").glob("*.txt")):
        for report in TextConverter().read(Source(path.name, path.read_bytes()), options):
            if not isinstance(report, Report):
                raise SystemExit(f"{path}: {report}")
            for record in claim_records(report, "https://example.org/"):
                yield record | {"report": path.stem}


def score(gold: Sequence[Claim], answers: Sequence[Claim], completed: dict[str, list[str]]) -> Scores:
    """Compare the claims of a reader with the gold claims.

    `completed` holds for a gold claim the keys of its event that were taken from elsewhere in the report:
    leaving them out is no mistake, another value is.
    """
    pairs = match(gold, answers)
    given = {claim["id"]: claim for claim in answers}
    names = ("claimant", "stance", "certainty", "direct quote", "narration", "quantity", "counts")
    shares = {name: Share() for name in (*names, "event time", "made on", "event type", "event family")}
    balances = {name: Balance() for name in ("claims", "event roles", "nested")}
    overlaps = []
    for claim in gold:
        other = given.get(pairs.get(claim["id"], ""))
        _whole(shares, claim, other)
        _quantity(shares, claim, other)
        _event(shares, claim, other, completed.get(claim["id"], []))
        _roles(balances["event roles"], claim, other, completed.get(claim["id"], []))
        if other is None:
            balances["claims"].wrong.append(f"{claim['id']} {claim['claimant']} {claim['stance']}")
        else:
            overlaps.append(dice(characters(claim["content"]), characters(other["content"])))
    _claims(balances["claims"], gold, answers, pairs)
    _nested(balances["nested"], gold, answers, pairs)
    return Scores(shares, balances, 100 * sum(overlaps) / len(overlaps) if overlaps else 0.0)


def _whole(shares: dict[str, Share], claim: Claim, other: Claim | None) -> None:
    """Claimant, stance, certainty, quotation, narration."""
    for name in ("claimant", "stance", "certainty", "direct quote"):
        key = name.replace(" ", "_")
        if other is None:
            shares[name].missed()
        else:
            right = claim[key] == other[key]
            if name == "claimant":
                right = same_label(claim[key], other[key])
            shares[name].add(right, f"{claim['id']}: {claim[key]} read as {other[key]}")
    if claim["narration"]:
        if other is None:
            shares["narration"].missed()
        else:
            shares["narration"].add(other["narration"], f"{claim['id']}: read as said by {other['claimant']}")


def _quantity(shares: dict[str, Share], claim: Claim, other: Claim | None) -> None:
    figure = claim["quantity"]
    if figure is None:
        if other is not None and other["quantity"] is not None:
            shares["quantity"].extra += 1
        return
    if other is None:
        shares["quantity"].missed()
        shares["counts"].missed()
        return
    mine = other["quantity"]
    shares["quantity"].add(
        same_interval(figure, mine), f"{claim['id']}: {_figure(figure)} read as {_figure(mine)}"
    )
    if mine is not None:
        shares["counts"].add(
            figure["counts"] == mine["counts"], f"{claim['id']}: {figure['counts']} read as {mine['counts']}"
        )
    else:
        shares["counts"].missed()


def _figure(figure: Claim | None) -> str:
    if figure is None:
        return "none"
    low, high = figure["low"], figure["high"]
    return (
        f"{'' if low is None else low}..{'' if high is None else high}{'~' if figure['approximate'] else ''}"
    )


def _event(shares: dict[str, Share], claim: Claim, other: Claim | None, completed: list[str]) -> None:
    """Event class and family, and the two times; an event that is only described has no class."""
    event, mine = claim["event"], other["event"] if other else None
    if event and other is None:
        shares["event type"].missed()
        shares["event family"].missed()
    elif event:
        kind = mine["type"] if mine and not mine.get("described_as") else "none"
        note = f"{claim['id']}: {event['type']} read as {kind}"
        shares["event type"].add(kind == event["type"], note)
        shares["event family"].add(_family(kind) == _family(event["type"]), note)
    for name, wanted, got, optional in (
        ("made on", claim["made_on"], other["made_on"] if other else None, False),
        ("event time", event["time"] if event else None, mine["time"] if mine else None, "time" in completed),
    ):
        if wanted is None:
            shares[name].extra += got is not None
        elif other is None:
            if not optional:
                shares[name].missed()
        elif got is not None or not optional:
            shares[name].add(wanted == _day(got), f"{claim['id']}: {wanted} read as {got}")


def _day(edtf: str | None) -> str | None:
    """Leave out the time of day, as the annotations do: 2023-05-09T06:40:00 is 2023-05-09.

    Hours of one day, 2023-05-09T06:00:00/2023-05-09T08:00:00, are that day.
    """
    days = re.sub(r"T[0-9:]+(?:Z|[+-][0-9:]+)?", "", edtf) if edtf is not None else None
    return days.partition("/")[0] if days is not None and len(set(days.split("/"))) == 1 else days


def _family(kind: str) -> str:
    return next((min(family) for family in FAMILIES if kind in family), kind)


def _roles(balance: Balance, claim: Claim, other: Claim | None, completed: list[str]) -> None:
    """Fillers of affects, performedBy, place and weapon, on claims that were found."""
    if other is None or claim["event"] is None:
        return
    mine = other["event"] or dict.fromkeys(ROLES)
    for role in ROLES:
        gold, given = as_labels(claim["event"][role]), as_labels(mine[role])
        if role in completed and not given:
            continue
        same = count_same(gold, given)
        balance.true += same
        balance.missed += len(gold) - same
        balance.false += len(given) - same
        if same < max(len(gold), len(given)):
            balance.wrong.append(f"{claim['id']}: {role} {gold} read as {given}")


def _claims(balance: Balance, gold: Sequence[Claim], answers: Sequence[Claim], pairs: dict[str, str]) -> None:
    balance.true = len(pairs)
    balance.missed = len(gold) - len(pairs)
    balance.false = len(answers) - len(pairs)
    taken = set(pairs.values())
    balance.wrong += [
        f"extra: {claim['report']} {claim['content']} {claim['claimant']} {claim['stance']}"
        for claim in answers
        if claim["id"] not in taken
    ]


def _nested(balance: Balance, gold: Sequence[Claim], answers: Sequence[Claim], pairs: dict[str, str]) -> None:
    """Which claim passes on which, as pairs of claims."""
    wanted = {(claim["id"], claim["relays"]) for claim in gold if claim["relays"]}
    back = {other: one for one, other in pairs.items()}
    got = {
        (back.get(claim["id"], claim["id"]), back.get(claim["relays"], claim["relays"]))
        for claim in answers
        if claim["relays"]
    }
    balance.true = len(wanted & got)
    balance.missed = len(wanted - got)
    balance.false = len(got - wanted)
    balance.wrong += [f"missed: {a} relays {b}" for a, b in sorted(wanted - got)]
    balance.wrong += [f"extra: {a} relays {b}" for a, b in sorted(got - wanted)]


def score_relations(
    gold: Sequence[dict[str, Any]], given: Sequence[dict[str, Any]], pairs: dict[str, str]
) -> dict[str, tuple[int, int]]:
    """Give for each kind of relation how many were found of how many; `none` counts the traps avoided.

    The gold set does not hold every relation that there is: extra ones are not counted against a reader.
    """
    back = {other: one for one, other in pairs.items()}
    found: dict[frozenset[str], tuple[str, str | None]] = {}
    for item in given:
        key = frozenset(back.get(item[end], item[end]) for end in ("a", "b"))
        found[key] = (item["relation"], item.get("grade"))
    tally: dict[str, tuple[int, int]] = {}
    for item in gold:
        relation, grade = found.get(frozenset((item["a"], item["b"])), ("none", None))
        right = relation == item["relation"]
        for name in (item["relation"], *(["grade"] if right and item["grade"] else [])):
            part, whole = tally.get(name, (0, 0))
            hit = grade == item["grade"] if name == "grade" else right
            tally[name] = (part + hit, whole + 1)
    return tally


def table(scores: Scores) -> str:
    """The measures as lines of text."""
    lines = [f"{'':14}{'P':>7}{'R':>7}{'F1':>7}"]
    for name, balance in scores.balances.items():
        lines.append(f"{name:14}" + "".join(f"{value:7.1f}" for value in balance.figures()))
    lines += ["", f"{'':14}{'right':>7}{'found':>7}{'%':>7}{'all':>7}{'%':>7}{'extra':>7}"]
    for name, share in scores.shares.items():
        lines.append(
            f"{name:14}{share.right:7}{share.matched:7}{_percent(share.right, share.matched):7.1f}"
            f"{share.all:7}{_percent(share.right, share.all):7.1f}{share.extra or '':>7}"
        )
    times = [scores.shares[name] for name in ("event time", "made on")]
    right, found, whole = (sum(getattr(share, key) for share in times) for key in ("right", "matched", "all"))
    lines.append(
        f"{'times':14}{right:7}{found:7}{_percent(right, found):7.1f}{whole:7}{_percent(right, whole):7.1f}"
    )
    return "\n".join([*lines, "", f"overlap of contents that matched {scores.overlap:.1f} %"])


def as_record(scores: Scores) -> dict[str, Any]:
    """The measures as JSON."""
    return {
        **{
            name: dict(zip("PRF", map(round2, b.figures()), strict=True))
            for name, b in scores.balances.items()
        },
        **{
            name: {
                "found": round2(_percent(s.right, s.matched)),
                "all": round2(_percent(s.right, s.all)),
                "n": s.all,
                "extra": s.extra,
            }
            for name, s in scores.shares.items()
        },
    }


def round2(value: float) -> float:
    """Round to two places."""
    return round(value, 2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of one half."""
    parser = argparse.ArgumentParser(description="Score a reader of conflict reports on the gold set.")
    parser.add_argument("half", choices=HALVES)
    parser.add_argument("--answers", type=Path, help="claims of another reader, JSON Lines")
    parser.add_argument(
        "--relations", type=Path, help="relations between the claims of --answers, JSON Lines"
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--errors", action="store_true", help="list what differs (development half only)")
    asked = parser.parse_args(arguments)
    if asked.errors and asked.half != "dev":
        parser.error("--errors is for the development half: the other is held out")
    folder = HERE / asked.half
    gold = read_lines(folder / "claims.jsonl")
    completed = {item["claim"]: item["keys"] for item in read_lines(folder / "completed.jsonl")}
    reports = {path.stem for path in (folder / "reports").glob("*.txt")}
    answers = read_answers(asked.answers, reports) if asked.answers else list(rules_answers(asked.half))
    scores = score(gold, answers, completed)
    print(f"{asked.half}: {len(gold)} claims, {len(answers)} read\n{table(scores)}")
    if asked.relations:
        tally = score_relations(
            read_lines(folder / "relations.jsonl"), read_lines(asked.relations), match(gold, answers)
        )
        print("\n".join(f"{name:14}{part:5} of {whole}" for name, (part, whole) in sorted(tally.items())))
    if asked.errors:
        lists = {name: share.wrong for name, share in scores.shares.items()}
        lists |= {name: balance.wrong for name, balance in scores.balances.items()}
        for name, wrong in lists.items():
            print("\n".join([f"\n== {name}", *wrong]))
    if asked.json:
        asked.json.write_text(json.dumps(as_record(scores), indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
