"""How claimants go back on what they said: which accounts a withdrawal is of, and what falls with them."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from claimgraph.reasoning.revisions import revisions

DATED = "e:x a :Shelling ; :hasTarget e:mill ; :isPerformedBy e:south ; :hasTimeSpan e:mon ."
OLDER = "e:w a :Shelling ; :hasTarget e:mill ; :isPerformedBy e:south ; :hasTimeSpan e:until-mon ."
NO_DAY = "e:y a :Shelling ; :hasTarget e:mill ; :isPerformedBy e:south ."
ELSEWHERE = "e:z a :Shelling ; :hasTarget e:plant ; :isPerformedBy e:south ."
BY_ANOTHER = "e:z a :Shelling ; :hasTarget e:mill ; :isPerformedBy e:east ."
KIND_ALONE = "e:z a :Shelling ."


def steps(record: Any) -> list[tuple[str, str, str, str]]:
    """Kind, earlier and later claim, and the beginning of the reason of each step."""
    found = revisions(record.case())
    names = ((one.first.rsplit("/", 1)[-1], one.second.rsplit("/", 1)[-1]) for one in found)
    return [(one.kind, *pair, one.reason.split(":")[0]) for one, pair in zip(found, names, strict=True)]


@pytest.mark.parametrize(
    ("denied", "day", "is_met"),
    [
        (NO_DAY, "2030-01-11", True),
        (NO_DAY, "2030-03-11", False),  # of what happened lately
        (ELSEWHERE, "2030-01-11", False),
        (BY_ANOTHER, "2030-01-11", False),
        (KIND_ALONE, "2030-01-11", False),
        (DATED, "2030-03-11", True),
    ],
)
def test_a_withdrawal_without_a_day_reaches_back(
    denied: str, day: str, is_met: bool, build: ModuleType
) -> None:
    record = build.Record()
    record.claim("north-gov", DATED, day="2030-01-08", name="said")
    record.claim("north-gov", denied, day=day, report="r2", stance="denies", name="withdrawal")
    found = [("Retraction", "said", "withdrawal", "withdrawn")] if is_met else []
    assert steps(record) == found


def test_a_withdrawal_without_a_day_is_of_the_latest_account_that_fits(build: ModuleType) -> None:
    record = build.Record()
    record.claim("north-gov", OLDER, day="2030-01-07", report="r0", name="older")
    record.claim("north-gov", DATED, day="2030-01-08", name="said")
    record.claim("north-gov", DATED, day="2030-01-09", report="r2", name="again")
    record.claim("south-gov", DATED, day="2030-01-09", report="r3", name="of-another")
    record.claim("north-gov", NO_DAY, day="2030-01-11", report="r4", stance="denies", name="withdrawal")
    assert {one[1] for one in steps(record)} == {"said", "again"}


@pytest.mark.parametrize(
    ("first", "later", "told"),
    [
        ("denies", "asserts", "Army of North later affirms what Government of North had denied"),
        ("asserts", "denies", "Army of North later denies what Government of North had affirmed"),
    ],
)
@pytest.mark.parametrize("content", [DATED, NO_DAY])
def test_who_speaks_for_another_turns_round_and_withdraws_nothing(
    first: str, later: str, told: str, content: str, build: ModuleType
) -> None:
    record = build.Record()
    said, denied = (content, DATED) if first == "denies" else (DATED, content)
    record.claim("north-gov", said, stance=first, day="2030-01-08", name="said")
    record.claim("north-army", denied, stance=later, day="2030-01-10", report="r2", name="later")
    record.claim("south-gov", denied, stance=later, day="2030-01-10", report="r3", name="of-another")
    assert steps(record) == [("Supersession", "said", "later", "turned round")]
    assert told in revisions(record.case())[0].reason


def test_what_passes_on_a_withdrawn_claim_falls_with_it(build: ModuleType) -> None:
    record = build.Record()
    record.claim("north-gov", DATED, day="2030-01-08", report="r1", name="said")
    record.claim("wire-r1", DATED, day="2030-01-08", report="r1", name="relay", more=":relays e:said")
    record.claim("wire-r1", DATED, day="2030-01-09", report="r2", name="laid")  # to the report of the wire
    record.claim("wire-r3", DATED, day="2030-01-09", report="r3", name="own")
    record.claim("north-gov", DATED, day="2030-01-10", report="r4", stance="denies", name="withdrawal")
    record.claim("wire-r5", DATED, day="2030-01-11", report="r5", name="late", more=":relays e:said")
    assert {one[:3] for one in steps(record)} == {
        ("Retraction", name, "withdrawal") for name in ("said", "relay", "laid")
    }


def test_a_figure_given_before_and_told_once_more_is_the_one_that_is_replaced(build: ModuleType) -> None:
    def killed(number: int) -> str:
        return (
            f"e:k a :Killing ; :takesPlaceAt e:mill ; :hasTimeSpan e:mon ; :hasQuantity e:q{number} . "
            f"e:q{number} a :CasualtyCount ; :hasCasualtyType c:killed ; :lowerBound {number} ; "
            f":upperBound {number} ; :isApproximate false ."
        )

    record = build.Record()
    record.claim("north-gov", killed(12), day="2030-01-08", name="first")
    record.claim("north-gov", killed(17), day="2030-01-09", report="r2", name="second")
    record.claim("north-gov", killed(17), day="2030-01-10", report="r3", name="retold")
    record.claim(
        "north-gov", killed(15), day="2030-01-10", report="r3", name="third", more=":replacesClaim e:retold"
    )
    assert {one for one in steps(record) if one[2] == "third"} == {
        ("Retraction", "second", "third", "corrected; lowered")
    }
