"""A daily series of figures: its falls are revisions, and losses never meet deaths as one question.

Once with figures of our own, and once with the real list where it is at hand: set CLAIMGRAPH_SHARED to a
folder that has `data/feeds/` (they are never part of this project).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from tests.converters.feeds import dataset

from claimgraph.loading import Loader
from claimgraph.model import (
    Certainty,
    Claim,
    Entity,
    Passage,
    Proposition,
    Quantity,
    Report,
    Stance,
    TimeSpan,
)
from claimgraph.questions import ask
from claimgraph.reasoning import engine
from claimgraph.reasoning.contradictions import contradictions, read_case
from claimgraph.reasoning.record import Reader
from claimgraph.reference.loader import Reference
from claimgraph.store import EmbeddedStore

FEED = Path(os.environ.get("CLAIMGRAPH_SHARED", "/nowhere")) / "data/feeds/ua-general-staff-losses"
TANKS = [700, 710, 705, 720, 719]
PEOPLE = [20_000, 20_100, 20_300, 20_350, 20_500]


def killed(number: int, counts: str = "killed") -> Report:
    """A report in which a wire gives a much lower figure of the same side for the last of the days."""
    text = f"{number} of them were {counts}."
    side = next(one.entity for one in Reference.default().values() if one.label == "Russian side")
    day = TimeSpan("2022-04-16", None, None)
    figure = Quantity("CasualtyCount", number, number, False, str(number), counts, side=side, as_of=day)
    claim = Claim(
        "c1",
        Entity("Harbour Ministry", "PublicBody"),
        Stance.ASSERTS,
        Certainty.CERTAIN,
        Proposition(quantity=figure),
        Passage(0, len(text), text),
        text,
    )
    return Report(
        text,
        f"{number:064x}",
        Entity("Harbour Wire", "MediaOutlet"),
        date(2022, 4, 17),
        counts,
        claims=(claim,),
    )


@pytest.fixture(scope="module")
def series() -> EmbeddedStore:
    store = EmbeddedStore.in_memory()
    loader = Loader(store)
    loader.load_reference(Reference.default())
    for name, counted in (("tank", TANKS), ("personnel", PEOPLE)):
        first = date(2022, 4, 12)
        rows = [
            {"date": (first + timedelta(at)).isoformat(), "day": 48 + at, name: value}
            for at, value in enumerate(counted)
        ]
        loader.load_all([dataset(f"{name}.json", rows)])
    loader.load(killed(900))
    engine.refresh(store)
    return store


def test_each_fall_is_a_revision(series: EmbeddedStore) -> None:
    steps = [str(row["step"]) for row in ask(series, "revisions").records()]
    lowered = sorted(step for step in steps if "lowered" in step)
    assert lowered == ["corrected; lowered: from 710 to 705", "corrected; lowered: from 720 to 719"]
    assert sum("raised" in step for step in steps) == 6


def test_what_is_told_later_as_the_earlier_figure_comes_first() -> None:
    """ "Nine died. He had earlier said 12": the figure went down, not up."""
    report, earlier = killed(9), killed(12).claims[0]
    later = replace(report.claims[0], replaces="c2")
    store = EmbeddedStore.in_memory()
    loader = Loader(store)
    loader.load_reference(Reference.default())
    loader.load(replace(report, claims=(later, replace(earlier, id="c2"))))
    engine.refresh(store)
    steps = [str(row["step"]) for row in ask(store, "revisions").records()]
    assert steps == ["corrected; lowered: from 12 to 9"]


def test_losses_do_not_meet_deaths(series: EmbeddedStore) -> None:
    assert contradictions(read_case(Reader(series))) == []


def test_losses_meet_losses(series: EmbeddedStore) -> None:
    copy = EmbeddedStore.in_memory()
    copy.load(series.dump())
    Loader(copy).load(killed(900, "lost"))
    [found] = contradictions(read_case(Reader(copy)))[:1]
    assert found.rule == "interval"


def around_falls(content: bytes) -> bytes:
    """Of a daily list the days with a figure lower than that of the day before, and two on either side."""
    days = json.loads(content)
    falls = [
        at
        for at, (before, after) in enumerate(pairwise(days), 1)
        if any(type(figure) is int and figure < before.get(name, 0) for name, figure in after.items())
    ]
    kept = [day for at, day in enumerate(days) if any(at - 2 <= fall <= at + 2 for fall in falls)]
    return json.dumps(kept or days[:5]).encode()


@pytest.mark.skipif(not FEED.exists(), reason="the list is not at hand")
@pytest.mark.parametrize("part", [around_falls, pytest.param(bytes, marks=pytest.mark.service, id="whole")])
def test_the_real_list_has_thirteen_falls(part: Callable[[bytes], bytes]) -> None:
    store = EmbeddedStore.in_memory()
    loader = Loader(store)
    loader.load_reference(Reference.default())
    for name in ("russia_losses_personnel.json", "russia_losses_equipment.json"):
        loader.load_all([dataset(name, part((FEED / name).read_bytes()))])
    loader.load(killed(900))
    engine.refresh(store)
    steps = [str(row["step"]) for row in ask(store, "revisions", limit=100_000).records()]
    assert sum("lowered" in step for step in steps) == 13
    assert contradictions(read_case(Reader(store))) == []
