"""Corrections over sentences: what was wrong is taken back, and the new figure has its event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimgraph.model import Claim

Read = Callable[[str], tuple[Claim, ...]]

CASES = {
    "The ministry misstated the number of dead in Monday's strike on Veldra. It was 23, not 31.": (
        "asserts Strike",
        "asserts Killing 23",
        "denies Killing 31",
    ),
    "An earlier version of this story misstated the number of people hurt in Ashkel. It was nine, not 19.": (
        "asserts Wounding 9",
        "denies Wounding 19",
    ),
    "Correction: An earlier version of this report gave the death toll as 31. The figure is 23.": (
        "asserts Killing 23",
    ),
    "A previous version of this post said five soldiers were captured. The correct number is eight.": (
        "asserts CaptureOfPersons 8",
    ),
    "We wrote that 31 people had died in Veldra. That was wrong. Nine died.": (
        "asserts Killing 31",
        "denies Killing 31, taking back c1",
        "asserts Killing 9",
    ),
    "We said earlier that six people had died in Karsel. It was four, not six.": (
        "asserts Killing 6",
        "asserts Killing 4",
        "denies Killing 6",
    ),
    "Quay Post reported that rebels had captured Lesk. This was incorrect.": (
        "asserts CaptureOfPlace",
        "denies CaptureOfPlace, taking back c1",
    ),
    "The mayor said a shell had killed two women. That is not true.": (
        "asserts Killing 2",
        "denies Killing 2",
    ),
    "A shell killed two women. It was wrong to shell the town.": ("asserts Killing 2",),
    "Rebels entered Lesk on Monday. They were wrong.": ("asserts Advance",),
    "The mayor spoke of the number of dead. It was 23 degrees.": ("asserts Event",),
}


def _line(claim: Claim) -> str:
    event, figure = claim.proposition.event, claim.proposition.quantity
    told = [claim.stance.value, *([event.kind] if event else []), *([str(figure.low)] if figure else [])]
    return " ".join(told) + (f", taking back {claim.replaces}" if claim.replaces else "")


@pytest.mark.parametrize(("text", "wanted"), CASES.items(), ids=list(CASES))
def test_corrections(text: str, wanted: tuple[str, ...], claims: Read) -> None:
    assert tuple(_line(claim) for claim in claims(text)) == wanted


def test_the_figure_that_was_wrong_is_of_the_same_event(claims: Read) -> None:
    right, wrong = claims("The number of people killed in Ashkel was misstated. It was nine, not 19.")[-2:]
    assert right.proposition.event is not None
    assert wrong.proposition.event is not None
    assert right.proposition.event.key == wrong.proposition.event.key
