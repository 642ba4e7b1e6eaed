"""What is told and not believed, checked, asked, or denied beside what is asserted: who claims what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimgraph.model import Claim

Claims = Callable[..., tuple[Claim, ...]]

SHELLED = ("Velmar", "asserts", "Shelling")
CASES = [
    (
        "Velmar falsely claimed that Oster had shelled Tarnhaven.",
        [SHELLED, ("Quay Post", "denies", "Shelling")],
    ),
    (
        "The Tarn Herald had earlier reported, wrongly, that Velmar had shelled Tarnhaven.",
        [("Tarn Herald", "asserts", "Shelling"), ("Quay Post", "denies", "Shelling")],
    ),
    (
        "Quay Post incorrectly reported that 70 people had been killed. The figure was seven.",
        [("Quay Post", "denies", "Killing"), ("Quay Post", "asserts", "Killing")],
    ),
    (
        "Oster said Velmar had wrongly claimed that Tarnhaven had fallen.",
        [("Oster", "denies", "CaptureOfPlace"), ("Velmar", "asserts", "CaptureOfPlace")],
    ),
    (
        "Claim: A missile hit the market in Tarnhaven. Rating: False.",
        [("Quay Post", "denies", "MissileStrike")],
    ),
    (
        "Claim: A missile hit the market.\n\nOur verdict: True.",
        [("Quay Post", "asserts", "MissileStrike")],
    ),
    ("Claim: A missile hit the market.\n\nVerdict: Misleading.", []),
    ("Quay Post: Did you shell the market in Tarnhaven?", []),
    ("Q: You said nine people had been killed in Tarnhaven.\n\nA: I did not say so.", None),
    (
        "Oster said a missile hit the market. Velmar denied it, claiming that a stray shell had hit it.",
        [("Oster", "asserts", "MissileStrike"), ("Velmar", "denies", "MissileStrike"), SHELLED],
    ),
    (
        "Oster said a missile hit a market. Velmar denied it, saying that an interceptor went astray.",
        [
            ("Oster", "asserts", "MissileStrike"),
            ("Velmar", "denies", "MissileStrike"),
            ("Velmar", "asserts", "Event"),
        ],
    ),
    (
        "Velmar admitted that the corvette Halm sank, two days after it had said that it was damaged.",
        [("Velmar", "concedes", "Sinking"), ("Velmar", "asserts", "Damage")],
    ),
    (
        "The army said that Tarnhaven had fallen, a day after denying that its troops had left.",
        [("Army", "asserts", "CaptureOfPlace"), ("Army", "denies", "Withdrawal")],
    ),
    (
        "Quay Post has withdrawn its report of Monday that Jan Pell said a shell had hit the dam.",
        [("Quay Post", "denies", "Event")],
    ),
    ("Velmar has not denied that its forces left Tarnhaven.", [("Velmar", "undetermined", "Withdrawal")]),
    (
        "The toll was put at 48 by police and 50 by doctors.",
        [("Police", "asserts", "Killing"), ("Doctors (unnamed)", "asserts", "Killing")],
    ),
    (
        '"We did not shell Tarnhaven," Colonel Ivo Rusk said. "Oster bombed its own port."',
        [("Ivo Rusk", "denies", "Shelling"), ("Ivo Rusk", "asserts", "Strike")],
    ),
    (
        '"We hold the port. We did not shell the town. It is not true," Colonel Ivo Rusk said.',
        [("Ivo Rusk", "asserts", "ControlOfPlace"), ("Ivo Rusk", "denies", "Shelling")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:40] for text, _ in CASES])
def test_who_claims_it(claims: Claims, text: str, expected: list[tuple[str, str, str]] | None) -> None:
    found = [
        (claim.claimant.label, claim.stance.value, claim.proposition.event.kind)
        for claim in claims(text)
        if claim.proposition.event is not None
    ]
    if expected is None:  # an interviewer says nothing
        assert not [claim for claim in claims(text) if claim.narration or claim.proposition.quantity]
    else:
        assert found == expected
