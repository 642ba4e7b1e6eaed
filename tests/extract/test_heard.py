"""Who has spoken, by label and by family name; turns before colons in texts with many names."""

from __future__ import annotations

import time

import pytest

from claimgraph.extract.heard import Heard, with_surname
from claimgraph.extract.turns import Turns
from claimgraph.model import Entity

ADAN, ELDER, WIRE = (
    Entity("Ida Adan", "Person"),
    Entity("Omar Adan", "Agent"),
    Entity("Lake Wire", "MediaOutlet"),
)


def test_the_latest_of_a_family_name_and_the_first_of_a_label() -> None:
    heard = Heard()
    assert heard.surnamed("Adan") is None
    assert not heard
    heard.extend([ADAN, WIRE])
    heard.extend([ELDER, Entity("Ida  ADAN", "Agent")])
    assert heard.surnamed("Mr Adan") == heard[-1]
    assert heard.surnamed("adan") is None
    assert heard.called("ida adan") == ADAN
    assert heard.surnamed("Wire") is None
    assert heard[1:3] == [WIRE, ELDER]
    assert len(heard) == 4


@pytest.mark.parametrize("people", [(WIRE,), (Entity("Adan", "Person"),), ()])
def test_nobody_of_the_name(people: tuple[Entity, ...]) -> None:
    assert with_surname("Adan", people) is None


def test_many_names_before_colons_take_time_in_proportion() -> None:
    def spent(lines: int) -> float:
        names = [f"B{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}yk" for n in range(lines)]
        text = "".join(f"{name}: two men died.\n" for name in names)
        start = time.process_time()
        turns = Turns(text)
        assert all(turns.person(name) for name in names)
        return time.process_time() - start

    small, large = min(spent(400) for _ in range(3)), min(spent(3200) for _ in range(3))
    assert large < small * 8 * 3, "a search through the whole text for each name takes 64 times as long"
