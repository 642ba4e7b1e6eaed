"""Parts and wholes: when figures on some of those whom another one counts exclude it, and when not."""

from __future__ import annotations

from typing import Any

import pytest

from claimgraph.reasoning.figures import Figure, exclude, is_part
from claimgraph.reasoning.record import ClaimRow, Facts, Reader
from claimgraph.store import EmbeddedStore
from claimgraph.vocabulary import cg


def dead(low: int | None, high: int | None, group: str = "", **more: Any) -> Figure:
    return Figure(
        cg("CasualtyCount"), "killed", low, high, False, group=group, **({"event": "e:blast"} | more)
    )


@pytest.mark.parametrize(
    ("one", "other", "excluded"),
    [
        (dead(11, 11, "children"), dead(120, 120), False),  # some of all
        (dead(11, 11, "children"), dead(120, 120, "people"), False),
        (dead(60, None, "officials"), dead(21, 21, "people"), True),  # more of them than there are in all
        (dead(60, None, "officials"), dead(21, 21), True),
        (dead(60, None, "officials"), dead(21, 21, "children"), False),  # neither holds the other
        (dead(60, None, "officials"), dead(21, None), False),  # 21 or more
        (dead(60, None, "officials"), dead(21, 21, event="e:other"), False),
        (dead(30, 30, "soldiers"), dead(10, 10), True),  # one side's dead are often counted without a word
        (dead(9, 9, "officials"), dead(10, 10, "officials"), True),
        (dead(30, 30, "rebels"), dead(11, 11, "people"), False),  # two sides' dead
        (dead(30, 30, "rebels"), dead(11, 11, "fighters"), True),
        (dead(10, 10, covers="e:july"), dead(50, 50), False),  # a month against one occasion
    ],
)
def test_part_and_whole(one: Figure, other: Figure, excluded: bool) -> None:
    facts = Facts(Reader(EmbeddedStore.in_memory()))
    assert (exclude(one, other, facts) is not None) == excluded
    assert (exclude(other, one, facts) is not None) == excluded


def test_a_whole_is_no_part() -> None:
    assert is_part(dead(2, 2, "children"), dead(9, 9))
    assert not is_part(dead(9, 9), dead(2, 2, "children"))
    assert not is_part(dead(9, 9), dead(8, 8, "people"))


def test_claims_are_ordered_by_their_place_in_the_text() -> None:
    later, earlier = (ClaimRow("c", passage=f"e:r#char={span}") for span in ("1000,1010", "813,887"))
    row, other = (ClaimRow("c", passage=f"e:r#row={number}") for number in (1, 2))
    assert earlier.order < later.order
    assert row.order < other.order
