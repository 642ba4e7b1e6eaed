"""Corroboration, independence, revisions, retractions and transcription differences."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from claimgraph.reasoning.corroboration import MOST_VOICES, corroborations
from claimgraph.reasoning.figures import Figure
from claimgraph.reasoning.independence import share_copied, shingles, wire_credit
from claimgraph.reasoning.revisions import change_of_figure, revisions

STRIKE = "e:x a :MissileStrike ; :hasTarget e:ship ."
SUNK_BY = "e:s a :Sinking ; :affects e:ship ; :hasCause e:x . e:x a :MissileStrike ."
SUNK_AFTER = "e:s a :Sinking ; :affects e:ship ; :follows e:b . e:b a :InternalExplosion ."


def killed(
    node: str, low: int, high: int | None, as_of: str, more: str = "; :countsSide e:north-side"
) -> str:
    upper = "" if high is None else f"; :upperBound {high} "
    return (
        f"e:{node} a :CasualtyCount ; :hasCasualtyType c:killed ; :lowerBound {low} {upper}{more} ; "
        f":isAsOf e:{as_of} ; :isApproximate false ."
    )


def support(build: ModuleType, *claims: dict[str, Any]) -> list[tuple[str, str]]:
    """Who corroborates whom."""
    record = build.Record()
    for claim in claims:
        record.claim(**claim)
    case = record.case()
    found = corroborations(case, None, case.credit)
    return [
        tuple(sorted(case.claims[claim].claimant.removeprefix(build.E) for claim in (one.first, one.second)))  # type: ignore[misc]
        for one in found
    ]


def one(claimant: str, turtle: str, report: str = "r1", **more: Any) -> dict[str, Any]:
    return {"claimant": claimant, "turtle": turtle, "report": report, **more}


SAME = [("north-gov", "south-gov")]
LONG = "two missiles hit the ship in the night and it burned"
SUPPORT: list[tuple[str, list[dict[str, Any]], list[tuple[str, str]]]] = [
    ("two sides on one content", [one("north-gov", STRIKE), one("south-gov", STRIKE, "r2")], SAME),
    ("two accounts of one sinking", [one("north-gov", SUNK_AFTER), one("south-gov", SUNK_BY, "r2")], SAME),
    ("two speakers in one report", [one("north-gov", STRIKE), one("south-gov", STRIKE)], SAME),
    ("one principal", [one("north-gov", STRIKE), one("north-army", STRIKE, "r2")], []),
    ("one speaker twice", [one("north-gov", STRIKE), one("north-gov", STRIKE, "r2")], []),
    ("a denial", [one("north-gov", STRIKE), one("south-gov", STRIKE, "r2", stance="denies")], []),
    (
        "a mere possibility",
        [one("north-gov", STRIKE), one("south-gov", STRIKE, "r2", certainty="possible")],
        [],
    ),
    ("kinds without kinship", [one("north-gov", "e:x a :Fire ."), one("south-gov", STRIKE, "r2")], []),
    (
        "nobody killed, and some",
        [
            one("north-gov", "e:h a :Killing ; :hasQuantity e:q . " + killed("q", 0, 0, "mon")),
            one("south-gov", "e:h a :Killing ; :hasQuantity e:q . " + killed("q", 12, 12, "mon"), "r2"),
        ],
        [],
    ),
    (
        "copied wording",
        [one("north-gov", STRIKE, words=LONG), one("south-gov", STRIKE, "r2", words=LONG)],
        [],
    ),
    (
        "own wording",
        [
            one("north-gov", STRIKE, words=LONG),
            one("south-gov", STRIKE, "r2", words="rockets struck the vessel after dark"),
        ],
        SAME,
    ),
    (
        "figures that hold one another",
        [one("north-gov", killed("q", 10, 20, "mon")), one("south-gov", killed("r", 15, 15, "mon"), "r2")],
        SAME,
    ),
    (
        "figures that overlap only",
        [one("north-gov", killed("q", 10, 20, "mon")), one("south-gov", killed("r", 15, 25, "mon"), "r2")],
        [],
    ),
    (
        "several thousand, and many more",
        [
            one("north-gov", killed("q", 2000, None, "mon").replace("false", "true")),
            one("south-gov", killed("r", 19000, 20000, "mon"), "r2"),
        ],
        [],
    ),
    (
        "at least so many, and many more",
        [
            one("north-gov", killed("q", 2000, None, "mon")),
            one("south-gov", killed("r", 19000, 20000, "mon"), "r2"),
        ],
        SAME,
    ),
    (
        "figures of two days",
        [one("north-gov", killed("q", 10, 20, "mon")), one("south-gov", killed("r", 15, 15, "tue"), "r2")],
        [],
    ),
]


@pytest.mark.parametrize(
    ("claims", "expected"), [row[1:] for row in SUPPORT], ids=[row[0] for row in SUPPORT]
)
def test_corroboration(build: ModuleType, claims: Any, expected: Any) -> None:
    assert support(build, *claims) == expected


def test_passing_on_is_no_support(build: ModuleType) -> None:
    record = build.Record()
    origin = record.claim("north-gov", STRIKE, report="r1", name="origin")
    record.claim("south-gov", STRIKE, report="r2", more=f":relays <{origin}>")
    assert corroborations(record.case()) == []


def test_the_own_voice_of_a_report_does_not_support_its_source(build: ModuleType) -> None:
    record = build.Record()
    record.claim("north-gov", STRIKE, name="source")
    record.claim("wire-r1", STRIKE, name="voice")
    narration = "<https://example.org/voice> <https://w3id.org/claimgraph/ns#isNarration>"
    record.store.update(f"DELETE DATA {{ {narration} false }} ;\nINSERT DATA {{ {narration} true }}")
    assert corroborations(record.case()) == []


def test_one_wire_credit_is_one_voice(build: ModuleType) -> None:
    record = build.Record()
    record.claim("north-gov", STRIKE, report="r1")
    record.claim("south-gov", STRIKE, report="r2")
    case = record.case()
    assert len(corroborations(case, None, lambda _: "")) == 1
    assert corroborations(case, None, lambda _: "reuters") == []


def test_what_is_laid_to_an_outlet_is_no_support_for_its_source(build: ModuleType) -> None:
    record = build.Record()
    record.claim("north-gov", STRIKE, report="r1", day="2030-01-08")
    record.claim("wire-r1", STRIKE, report="r2", day="2030-01-09")
    assert corroborations(record.case()) == []
    record.claim("east", STRIKE, report="r3", day="2030-01-09")
    assert len(corroborations(record.case())) == 2


def test_each_finding_says_how_independence_was_judged(build: ModuleType) -> None:
    record = build.Record()
    record.claim("north-gov", STRIKE, report="r1")
    record.claim("south-gov", STRIKE, report="r2")
    [found] = corroborations(record.case())
    assert found.reason == (
        "both affirm the missile strike; different origins in different reports, "
        "no shared wording, quotation or wire credit"
    )


def test_many_voices_are_each_compared_with_the_first(build: ModuleType) -> None:
    record = build.Record()
    for number in range(MOST_VOICES + 4):
        record.claim(f"voice{number:02}", STRIKE, report=f"r{number}", day=f"2030-01-{number + 10}")
    found = corroborations(record.case())
    assert len(found) == MOST_VOICES + 3
    assert len({one.first for one in found}) == 1


def test_shingles_and_credits() -> None:
    assert share_copied("one two three four five", "One, two, three four — five") == 1
    assert share_copied("one two three", "one two three") == 0
    assert not shingles("too short")
    assert wire_credit("KYIV, May 2 (AFP) - A plant was hit.") == "afp"
    assert wire_credit("A plant was hit.\n\nReporting by Reuters") == "reuters"
    assert wire_credit("AFP is named here as a reader of news.") == ""


# ---------------------------------------------------------------------------------------- revisions


def steps(build: ModuleType, *claims: dict[str, Any]) -> list[tuple[str, str]]:
    record = build.Record()
    for claim in claims:
        record.claim(**claim)
    return [(one.kind, one.reason.split(":")[0]) for one in revisions(record.case())]


def given(turtle: str, report: str, day: str, **more: Any) -> dict[str, Any]:
    return one("north-gov", turtle, report, day=day, **more)


LOOSE = '; :countsGroup "civilians"@en'
STEPS: list[tuple[str, list[dict[str, Any]], list[tuple[str, str]]]] = [
    (
        "raised",
        [
            given(killed("q", 10, 10, "mon"), "r1", "2030-01-08"),
            given(killed("r", 12, 12, "tue"), "r2", "2030-01-09"),
        ],
        [("Supersession", "raised")],
    ),
    (
        "lowered",
        [
            given(killed("q", 10, 10, "mon"), "r1", "2030-01-08"),
            given(killed("r", 8, 8, "tue"), "r2", "2030-01-09"),
        ],
        [("Supersession", "lowered")],
    ),
    (
        "the same again",
        [
            given(killed("q", 10, 10, "mon"), "r1", "2030-01-08"),
            given(killed("q", 10, 10, "mon"), "r2", "2030-01-09"),
        ],
        [],
    ),
    (
        "one statement in two copies",
        [
            given(killed("q", 10, 10, "mon"), "r1", "2030-01-08"),
            given(killed("r", 12, 12, "mon"), "r2", "2030-01-09"),
        ],
        [("TranscriptionDifference", "one statement, as of one day, is given with 10 and with 12")],
    ),
    (
        "of one day in two reports",
        [
            given(killed("q", 10, 10, "until-mon"), "r1", "2030-01-07"),
            given(killed("r", 12, 12, "until-mon"), "r2", "2030-01-07"),
        ],
        [
            (
                "TranscriptionDifference",
                "of one day, whether one statement or two, it is given with 10 and with 12",
            )
        ],
    ),
    (
        "the same until one day, a day later",
        [
            given(killed("q", 10, 10, "until-mon"), "r1", "2030-01-07"),
            given(killed("r", 12, 12, "until-mon"), "r2", "2030-01-08"),
        ],
        [("Supersession", "raised")],
    ),
    (
        "another side",
        [
            given(killed("q", 10, 10, "mon"), "r1", "2030-01-08"),
            given(killed("r", 12, 12, "tue", "; :countsSide e:south-side"), "r2", "2030-01-09"),
        ],
        [],
    ),
    (
        "killed, then lost",
        [
            given(killed("q", 10, 10, "mon"), "r1", "2030-01-08"),
            given(killed("r", 12, 12, "tue").replace("killed", "lost"), "r2", "2030-01-09"),
        ],
        [],
    ),
    (
        "a group without a scope",
        [
            given(killed("q", 10, None, "mon", LOOSE), "r1", "2030-01-08"),
            given(killed("r", 12, None, "tue", LOOSE), "r2", "2030-01-09"),
        ],
        [("Supersession", "raised")],
    ),
    (
        "soldiers, then servicemen, without a scope",
        [
            given(killed("q", 10, None, "mon", LOOSE.replace("civilians", "soldiers")), "r1", "2030-01-08"),
            given(killed("r", 12, None, "tue", LOOSE.replace("civilians", "servicemen")), "r2", "2030-01-09"),
        ],
        [("Supersession", "raised")],
    ),
    (
        "another place",
        [
            given("e:x a :Attack ; :takesPlaceAt e:alda .", "r1", "2030-01-08"),
            given("e:x a :Attack ; :takesPlaceAt e:berg .", "r2", "2030-01-09"),
        ],
        [("Supersession", "changed")],
    ),
    (
        "a nearer place",
        [
            given("e:x a :Attack ; :takesPlaceAt e:alda .", "r1", "2030-01-08"),
            given("e:x a :Attack ; :takesPlaceAt e:mill .", "r2", "2030-01-09"),
        ],
        [],
    ),
    (
        "withdrawn",
        [
            given(STRIKE, "r1", "2030-01-08"),
            given("e:x a :Attack ; :hasTarget e:ship .", "r2", "2030-01-09", stance="denies"),
        ],
        [("Retraction", "withdrawn")],
    ),
    (
        "first denied, then affirmed",
        [
            given("e:x a :Attack ; :hasTarget e:ship .", "r1", "2030-01-08", stance="denies"),
            given(STRIKE, "r2", "2030-01-09"),
        ],
        [("Supersession", "turned round")],
    ),
]


@pytest.mark.parametrize(("claims", "expected"), [row[1:] for row in STEPS], ids=[row[0] for row in STEPS])
def test_revision(build: ModuleType, claims: Any, expected: Any) -> None:
    assert steps(build, *claims) == expected


def test_a_correction_is_told_once(build: ModuleType) -> None:
    record = build.Record()
    old = record.claim("north-gov", killed("q", 10, 10, "mon"), report="r1", day="2030-01-08", name="old")
    record.claim(
        "north-gov", killed("r", 8, 8, "tue"), report="r2", day="2030-01-09", more=f":replacesClaim <{old}>"
    )
    assert [one.reason for one in revisions(record.case())] == ["corrected; lowered: from 10 to 8"]


def test_a_claim_that_replaces_itself_is_no_revision(build: ModuleType) -> None:
    record = build.Record()
    record.claim("north-gov", STRIKE, name="itself", more=":replacesClaim e:itself")
    assert revisions(record.case()) == []


def test_a_series_keeps_its_order(build: ModuleType) -> None:
    record = build.Record()
    for number, day in enumerate(("mon", "tue", "wed")):
        value = (10, 30, 20)[number]
        record.claim(
            "north-gov", killed(f"q{number}", value, value, day), report=f"r{9 - number}", day="2030-01-20"
        )
    assert [one.reason for one in sorted(revisions(record.case()), key=lambda one: one.reason)] == [
        "lowered: from 30 to 20",
        "raised: from 10 to 30",
    ]


CHANGES = [
    ((5, 5), (7, 7), "raised"),
    ((5, 9), (5, 7), "lowered"),
    ((5, 9), (6, 8), "narrowed"),
    ((5, 6), (4, 9), "widened"),
    ((5, None), (5, 9), "lowered"),
    ((5, 9), (5, 9), ""),
]


@pytest.mark.parametrize(("before", "after", "verb"), CHANGES)
def test_change_of_figure(before: Any, after: Any, verb: str) -> None:
    old, new = (Figure("", "", low, high, False) for low, high in (before, after))
    assert change_of_figure(old, new).split(":")[0] == verb
