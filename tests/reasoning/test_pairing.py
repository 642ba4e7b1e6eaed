"""Of very many pairs some are kept and the others counted: the same as if each pair were looked at."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.reasoning.pairing import FIRM, POSSIBLE, Rivals, Voice, kept
from claimgraph.reasoning.record import ClaimRow

GROUPS = 4
told = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, GROUPS - 1), st.integers(-1, 12)), min_size=1, max_size=14
)
exclusions = st.dictionaries(
    st.sampled_from(list(combinations(range(GROUPS), 2))), st.sampled_from((FIRM, POSSIBLE))
)


def one_by_one(
    voices: list[Voice], grades: dict[tuple[int, int], int], most: int, *, same_speaker: bool
) -> tuple[set[tuple[str, str]], int]:
    """The pairs that are kept, and how many there are, by looking at each."""
    pairs = []
    for at, later in enumerate(voices):
        for earlier in voices[:at]:
            one, other = sorted((earlier.group, later.group))
            grade = grades.get((one, other), 0)
            passed_on = earlier.claim.relays == later.claim.iri or later.claim.relays == earlier.claim.iri
            if grade and not passed_on and (same_speaker or earlier.claim.claimant != later.claim.claimant):
                pairs.append((grade, earlier.claim, later.claim))
    had: dict[str, int] = {}
    found = set()
    for _, earlier, later in sorted(pairs, key=lambda pair: -pair[0]):
        both = {earlier.claimant, later.claimant}
        if any(had.get(one, 0) < most for one in both):
            found.add((earlier.iri, later.iri))
            had |= {one: had.get(one, 0) + 1 for one in both}
    return found, len(pairs)


@settings(max_examples=150, deadline=None)
@given(told, exclusions, st.integers(1, 3), st.booleans())
def test_pairs_are_those_that_are_found_one_by_one(
    claims: list[tuple[int, int, int]], grades: dict[tuple[int, int], int], most: int, same_speaker: bool
) -> None:
    voices = [
        Voice(ClaimRow(f"claim {at}", f"claimant {who}", relays=f"claim {whom}"), group)
        for at, (who, group, whom) in enumerate(claims)
    ]
    rivals = Rivals(GROUPS)
    for (left, right), grade in grades.items():
        rivals.add(left, right, grade)
    found = kept(voices, rivals, same_speaker=same_speaker, most=most)
    pairs, number = one_by_one(voices, grades, most, same_speaker=same_speaker)
    assert {(pair.first.claim.iri, pair.second.claim.iri) for pair in found} == pairs
    assert sum(pair.stands_for for pair in found) == number
    every = kept(voices, rivals, same_speaker=same_speaker, most=None)
    assert (len(every), {pair.stands_for for pair in every} - {1}) == (number, set())


def test_work_grows_with_claims_and_not_with_pairs() -> None:
    sides = [[Voice(ClaimRow(f"{side} {at}", f"{side} {at}"), side) for at in range(2000)] for side in (0, 1)]
    rivals = Rivals(2)
    rivals.add(0, 1, POSSIBLE)
    found = kept([*sides[0], *sides[1]], rivals)
    spoken = {voice.claim.claimant for pair in found for voice in (pair.first, pair.second)}
    assert (len(spoken), sum(pair.stands_for for pair in found)) == (4000, 2000 * 2000)
    assert len(found) <= 5 * 4000
