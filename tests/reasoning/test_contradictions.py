"""Contradictions between claims: who meets whom, which kind, how firmly, and what stays silent."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from claimgraph.reasoning.contradictions import contradictions

STRIKE = "e:x a :MissileStrike ; :hasTarget e:ship ; :usesWeapon e:rocket ."
ATTACK = "e:x a :Attack ; :hasTarget e:ship ."
VAGUE_STRIKE = "e:x a :MissileStrike ; :hasTarget e:ship ; :usesWeapon e:missiles ."


def count(low: Any, high: Any, *, kind: str = "CasualtyCount", more: str = "", rough: str = "false") -> str:
    """A figure for the northern side."""
    bounds = "".join(f" ; :{n}Bound {v}" for n, v in (("lower", low), ("upper", high)) if v is not None)
    what = "; :hasCasualtyType c:killed ; :hasVictimStatus c:military" if kind == "CasualtyCount" else ""
    return f"e:q a :{kind} {what}{bounds} ; :isApproximate {rough} {more} ."


def killed(low: Any, high: Any, as_of: str = "mon", *, more: str = "", rough: str = "false") -> str:
    return count(low, high, more=f"; :countsSide e:north-side ; :isAsOf e:{as_of} {more}", rough=rough)


ARMY = '; :countsWhat "other" ; :countsGroup "army targets"'
HOUSES = '; :countsWhat "other" ; :countsGroup "housing targets"'


def found(build: ModuleType, *claims: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Rule, reading and grade of the contradictions between claims."""
    record = build.Record()
    for claim in claims:
        record.claim(**claim)
    return [(one.rule, one.reading, one.grade) for one in contradictions(record.case())]


def one(claimant: str, turtle: str, stance: str = "asserts", **more: Any) -> dict[str, Any]:
    return {"claimant": claimant, "turtle": turtle, "stance": stance, **more}


FIRM, POSSIBLE = ("stance", "literal", "firm"), ("stance", "literal", "possible")
STANCES: list[tuple[str, list[dict[str, Any]], list[tuple[str, str, str]]]] = [
    ("the same content", [one("north-gov", STRIKE), one("south-gov", STRIKE, "denies")], [FIRM]),
    ("a wider content denied", [one("north-gov", STRIKE), one("south-gov", ATTACK, "denies")], [FIRM]),
    ("a narrower content denied", [one("north-gov", ATTACK), one("south-gov", STRIKE, "denies")], []),
    (
        "a description covers a name",
        [one("north-gov", STRIKE), one("south-gov", VAGUE_STRIKE, "denies")],
        [FIRM],
    ),
    ("a doubt", [one("north-gov", STRIKE), one("south-gov", STRIKE, "doubts")], [POSSIBLE]),
    (
        "a mere possibility",
        [one("north-gov", STRIKE, certainty="possible"), one("south-gov", STRIKE, "denies")],
        [POSSIBLE],
    ),
    ("conceded", [one("north-gov", STRIKE, "concedes"), one("south-gov", STRIKE, "denies")], [FIRM]),
    ("left open", [one("north-gov", STRIKE), one("south-gov", STRIKE, "undetermined")], []),
    ("a forecast", [one("north-gov", STRIKE, "predicts"), one("south-gov", STRIKE, "denies")], []),
    ("a warning", [one("north-gov", STRIKE, "warns"), one("south-gov", STRIKE, "denies")], []),
    ("both deny", [one("north-gov", STRIKE, "denies"), one("south-gov", STRIKE, "denies")], []),
    ("one claimant", [one("north-gov", STRIKE), one("north-gov", STRIKE, "denies")], []),
    (
        "any event on the thing is denied, no day given",
        [one("north-gov", STRIKE), one("south-gov", STRIKE.replace("e:x", "e:y"), "denies")],
        [POSSIBLE],
    ),
    (
        "wording only",
        [
            one("north-gov", 'e:x a :Event ; :describedAs "a"@en .'),
            one("south-gov", 'e:x a :Event ; :describedAs "b"@en .', "denies"),
        ],
        [],
    ),
    (
        "the day left out",
        [one("north-gov", STRIKE), one("south-gov", STRIKE[:-1] + "; :hasTimeSpan e:mon .", "denies")],
        [POSSIBLE],
    ),
    (
        "another day",
        [
            one("north-gov", STRIKE[:-1] + "; :hasTimeSpan e:tue ."),
            one("south-gov", STRIKE[:-1] + "; :hasTimeSpan e:mon .", "denies"),
        ],
        [],
    ),
    (
        "nothing but the kind and the day is denied, in one report",
        [
            one("north-gov", STRIKE[:-1] + "; :hasTimeSpan e:mon ."),
            one("south-gov", "e:x a :MissileStrike ; :hasTimeSpan e:mon .", "denies"),
        ],
        [POSSIBLE],
    ),
    (
        "people are whoever they are",
        [
            one("north-gov", "e:x a :Killing ; :affects e:gunmen ; :takesPlaceAt e:alda ."),
            one("south-gov", "e:x a :Harm ; :affects e:people ; :takesPlaceAt e:alda .", "denies"),
        ],
        [FIRM],
    ),
    (
        "gunmen are not all people",
        [
            one("north-gov", "e:x a :Killing ; :affects e:people ; :takesPlaceAt e:alda ."),
            one("south-gov", "e:x a :Harm ; :affects e:gunmen ; :takesPlaceAt e:alda .", "denies"),
        ],
        [],
    ),
    (
        "another target",
        [one("north-gov", STRIKE), one("south-gov", STRIKE.replace("e:ship", "e:boat"), "denies")],
        [],
    ),
    (
        "a figure within the denied one",
        [one("north-gov", killed(30, 40)), one("south-gov", killed(24, None), "denies")],
        [FIRM],
    ),
    (
        "a figure outside the denied one",
        [one("north-gov", killed(3, 4)), one("south-gov", killed(24, None), "denies")],
        [],
    ),
]


@pytest.mark.parametrize(
    ("claims", "expected"), [row[1:] for row in STANCES], ids=[row[0] for row in STANCES]
)
def test_stance(build: ModuleType, claims: Any, expected: Any) -> None:
    assert found(build, *claims) == expected


INTERVALS: list[tuple[str, str, str, str]] = [
    ("one day", killed(10, 10), killed(20, 30), "firm"),
    ("newer and lower", killed(20, 30, "mon"), killed(10, 10, "tue"), "firm"),
    ("newer and higher, below double", killed(10, 10, "mon"), killed(15, 16, "tue"), "none"),
    ("newer and many times higher", killed(10, 10, "mon"), killed(150, 160, "tue"), "possible"),
    ("order not known", killed(10, 10, "until-mon"), killed(150, None, "mon"), "possible"),
    ("overlap", killed(10, 25), killed(20, 30), "none"),
    ("open above", killed(10, None), killed(20, 30), "none"),
    ("open above and lower", killed(40, None), killed(20, 30), "firm"),
    ("both rough and close", killed(40, 40, rough="true"), killed(50, 50, rough="true"), "possible"),
    ("both rough and very close", killed(40, 40, rough="true"), killed(42, 42, rough="true"), "none"),
    ("rough and rounded", killed(500, 500, rough="true"), killed(485, 485), "none"),
    ("killed and lost", killed(10, 10), killed(500, 500).replace("c:killed", "c:lost"), "none"),
    ("killed and casualties", killed(10, 10), killed(500, 500).replace("c:killed", "c:casualties"), "none"),
    ("soldiers and civilians", killed(10, 10), killed(500, 500).replace("c:military", "c:civilian"), "none"),
    ("status not said", killed(10, 10), killed(500, 500).replace("c:military", "c:notStated"), "possible"),
    ("both sides together", killed(10, 10), killed(500, 500).replace("c:military", "c:both"), "none"),
    ("another side", killed(10, 10), killed(500, 500).replace("north-side", "south-side"), "none"),
    ("a land more", killed(10, 10), killed(500, 500, more="; :countsPlace e:land"), "possible"),
    ("a part of the land", killed(10, 10), killed(500, 500, more="; :countsPlace e:alda"), "none"),
    (
        "two places",
        killed(10, 10, more="; :countsPlace e:mill"),
        killed(50, 50, more="; :countsPlace e:alda"),
        "none",
    ),
    ("a period", killed(10, 10, more="; :coversSpan e:mon"), killed(500, 500), "none"),
    (
        "a part of those counted",
        killed(10, 10, more='; :countsGroup "officers"@en'),
        killed(50, 50, more='; :countsGroup "soldiers"@en'),
        "none",
    ),
    (
        "two words for one group",
        killed(10, 10, more='; :countsGroup "troops"@en'),
        killed(50, 50, more='; :countsGroup "soldiers"@en'),
        "firm",
    ),
    ("reversed bounds", killed(30, 10), killed(50, 60), "none"),
    ("no scope", count(10, 10, more="; :isAsOf e:mon"), count(50, 50, more="; :isAsOf e:mon"), "none"),
    (
        "losses of materiel",
        count(3, 3, kind="MaterielLossCount", more="; :countsSide e:north-side ; :isAsOf e:mon"),
        count(9, 9, kind="MaterielLossCount", more="; :countsSide e:north-side ; :isAsOf e:mon"),
        "firm",
    ),
    (
        "inhabitants on other days",
        count(3, 3, kind="PopulationCount", more="; :countsPlace e:alda ; :isAsOf e:mon"),
        count(9, 9, kind="PopulationCount", more="; :countsPlace e:alda ; :isAsOf e:tue"),
        "none",
    ),
    (
        "an event of a month counts for its period",
        "e:x a :Harm ; :hasTimeSpan e:january ; :hasQuantity e:q . " + count(90, 90, more="; :isAsOf e:mon"),
        "e:x a :Harm ; :hasTimeSpan e:mon ; :hasQuantity e:q . " + count(9, 9, more="; :isAsOf e:tue"),
        "none",
    ),
    (
        "an event of a night counts as such",
        "e:x a :Harm ; :hasTimeSpan e:night ; :hasQuantity e:q . " + count(90, 90, more="; :isAsOf e:mon"),
        "e:x a :Harm ; :hasTimeSpan e:mon ; :hasQuantity e:q . " + count(9, 9, more="; :isAsOf e:tue"),
        "firm",
    ),
    (
        "what one strike hit: army bases, and apartment houses",
        "e:x a :Strike ; :hasQuantity e:q . " + count(6, 6, kind="Quantity", more=ARMY),
        "e:x a :Strike ; :hasQuantity e:q . " + count(9, 9, kind="Quantity", more=HOUSES),
        "none",
    ),
    (
        "what one strike hit: bases twice",
        "e:x a :Strike ; :hasQuantity e:q . " + count(6, 6, kind="Quantity", more=ARMY),
        "e:x a :Strike ; :hasQuantity e:q . " + count(9, 9, kind="Quantity", more=ARMY),
        "firm",
    ),
    (
        "toll of one event, newer, higher, and nobody before",
        "e:x a :Harm ; :hasQuantity e:q . " + count(0, 0, more="; :isAsOf e:mon"),
        "e:x a :Harm ; :hasQuantity e:q . " + count(9, 9, more="; :isAsOf e:tue"),
        "possible",
    ),
    (
        "toll of one event, newer and higher",
        "e:x a :Harm ; :hasQuantity e:q . " + count(1, 1, more="; :isAsOf e:mon"),
        "e:x a :Harm ; :hasQuantity e:q . " + count(9, 9, more="; :isAsOf e:tue"),
        "none",
    ),
    (
        "toll of one event, one day",
        "e:x a :Harm ; :hasQuantity e:q . " + count(0, 0, more="; :isAsOf e:mon"),
        "e:x a :Harm ; :hasQuantity e:q . " + count(9, 9, more="; :isAsOf e:mon"),
        "firm",
    ),
]


@pytest.mark.parametrize(
    ("left", "right", "grade"), [r[1:] for r in INTERVALS], ids=[r[0] for r in INTERVALS]
)
def test_interval(build: ModuleType, left: str, right: str, grade: str) -> None:
    expected = [] if grade == "none" else [("interval", "literal", grade)]
    assert found(build, one("north-gov", left), one("south-gov", right)) == expected
    assert found(build, one("north-gov", right), one("south-gov", left)) == expected


VERDICTS = [
    ("verdict-false", "firm"),
    ("verdict-mostlyFalse", "possible"),
    ("verdict-mixed", ""),
    ("verdict-true", ""),
]


@pytest.mark.parametrize(("rating", "grade"), VERDICTS)
def test_verdict(build: ModuleType, rating: str, grade: str) -> None:
    record = build.Record()
    claim = record.claim("north-gov", STRIKE)
    more = f':reviews <{claim}> ; :hasRating c:{rating} ; :ratingText "as worded"'
    record.claim("east", 'e:v a :Event ; :describedAs "review"@en .', more=more, kind="Verdict")
    expected = [("verdict", "literal", grade)] if grade else []
    assert [(one.rule, one.reading, one.grade) for one in contradictions(record.case())] == expected


def test_the_two_causes_of_a_sinking(build: ModuleType) -> None:
    """One side names a strike, the other tells of an explosion before: a clash if the cause was one."""
    north = one(
        "north-gov", "e:s a :Sinking ; :follows e:b . e:b a :InternalExplosion ; :takesPlaceAt e:ship ."
    )
    south = one("south-gov", "e:s a :Sinking ; :hasCause e:x . " + STRIKE)
    east = one("east", "e:s a :Sinking ; :hasCause e:x . " + STRIKE)
    assert found(build, north, south, east) == [("logic", "exclusiveCause", "firm")] * 2


def test_what_is_passed_on_is_laid_to_the_origin(build: ModuleType) -> None:
    record = build.Record()
    origin = record.claim("north-army", STRIKE, name="origin")
    record.claim("wire-r1", STRIKE, more=f":relays <{origin}>")
    record.claim("south-gov", STRIKE, stance="denies")
    [finding] = contradictions(record.case())
    assert origin in (finding.first, finding.second)


@pytest.mark.parametrize("circle", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_a_circle_of_claims_that_pass_each_other_on_does_not_hang(
    build: ModuleType, circle: list[str]
) -> None:
    record = build.Record()
    for at, name in enumerate(circle):
        following = circle[(at + 1) % len(circle)]
        record.claim("north-gov", STRIKE, name=name, more=f":relays e:{following}")
    record.claim("south-gov", STRIKE, stance="denies")
    assert len(contradictions(record.case())) == 1


TOLLS_OF_PARTS = [
    ("alda", "mill", 1, []),
    ("alda", "mill", 40, ["interval"]),  # a part is at most as many as the whole
    ("alda", "alda", 1, ["interval"]),
]


@pytest.mark.parametrize(("place", "other", "number", "rules"), TOLLS_OF_PARTS)
def test_a_district_has_its_own_toll(
    build: ModuleType, place: str, other: str, number: int, rules: list[str]
) -> None:
    def toll(where: str, low: int) -> str:
        return f"e:h a :Killing ; :takesPlaceAt e:{where} ; :hasQuantity e:q . " + count(
            low, low, more="; :isAsOf e:mon"
        )

    met = found(build, one("north-gov", toll(place, 10)), one("south-gov", toll(other, number)))
    assert [rule for rule, _, _ in met] == rules


def test_one_blow_has_one_toll_however_its_place_is_told(build: ModuleType) -> None:
    def toll(where: str, low: int) -> str:
        return (
            f"e:h a :Killing ; :takesPlaceAt e:{where} ; :hasQuantity e:q ; :hasCause e:x . "
            "e:x a :MissileStrike . " + count(low, low, more="; :isAsOf e:mon")
        )

    met = found(build, one("north-gov", toll("alda", 10)), one("south-gov", toll("mill", 1)))
    assert [rule for rule, _, _ in met] == ["interval"]


def test_a_content_that_excludes_itself_excludes_nothing_else(build: ModuleType) -> None:
    """A vessel cannot perform anything: the range is Agent."""
    record = build.Record()
    bad = "e:x a :MissileStrike ; :isPerformedBy e:ship ."
    record.claim("north-gov", bad)
    record.claim("south-gov", "e:x a :Accident .")
    case = record.case()
    assert contradictions(case) == []
    assert [kinds[1:] for kinds in case.inconsistent.values()] == [
        ("https://w3id.org/claimgraph/ns#Agent", "https://w3id.org/claimgraph/ns#Cruiser")
    ]


def test_a_part_of_what_is_denied_as_a_whole_is_not_denied(build: ModuleType) -> None:
    record = build.Record()
    record.claim("north-gov", STRIKE)
    whole = "e:k a :Killing ; :hasCause e:x . " + STRIKE
    record.claim("south-gov", whole, stance="denies", name="whole")
    record.claim("south-gov", STRIKE, stance="denies", name="part")
    record.add("e:part :isReportedIn e:r1-whole .")
    record.store.update(
        "DELETE DATA { <https://example.org/part> <https://w3id.org/claimgraph/ns#isReportedIn> "
        "<https://example.org/r1-part> }"
    )
    assert contradictions(record.case()) == []


def test_a_new_property_with_one_answer_needs_no_code(build: ModuleType, tmp_path: Any) -> None:
    from claimgraph.reasoning.contradictions import read_case
    from claimgraph.reasoning.record import Reader
    from claimgraph.reasoning.tables import compile_tables
    from claimgraph.resources import ontology_dir

    extra = tmp_path / "extra.ttl"
    extra.write_text(build.PREFIXES + ":isFlaggedBy a owl:ObjectProperty ; :admitsOneAnswer true .")
    record = build.Record()
    record.claim("north-gov", "e:x a :Sinking ; :isFlaggedBy e:ship .")
    record.claim("south-gov", "e:x a :Sinking ; :isFlaggedBy e:boat .")
    assert contradictions(record.case()) == []
    case = read_case(Reader(record.store), tables=compile_tables(ontology_dir(), [extra]))
    [finding] = contradictions(case)
    assert (finding.rule, finding.axioms) == ("logic", ("cg:isFlaggedBy cg:admitsOneAnswer true",))
