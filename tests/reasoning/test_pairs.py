"""The checker on the gold pairs of contents; OWL reasoners see the same pairs in tests/service/oracles."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from claimgraph.reasoning.checker import Checker, Rule
from claimgraph.reasoning.record import Facts, Reader
from claimgraph.reasoning.tables import compiled

from .conftest import load

BUILD = load("build")
PAIRS = BUILD.pairs()


@pytest.fixture(scope="module")
def everything(build: ModuleType) -> tuple[Checker, dict[str, Any]]:
    record = build.Record()
    for pair in PAIRS:
        record.content(f"left{pair.number}", pair.left)
        record.content(f"right{pair.number}", pair.right)
    reader = Reader(record.store)
    return Checker(Facts(reader), compiled()), dict(reader.contents())


def test_at_least_120_pairs_and_half_of_them_do_not_clash() -> None:
    silent = [pair for pair in PAIRS if pair.expected == "none"]
    assert len(PAIRS) >= 120
    assert len(silent) >= len(PAIRS) / 2
    assert len({(pair.left, pair.right, pair.reading) for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.number} {pair.note}")
def test_pair(pair: Any, everything: tuple[Checker, dict[str, Any]], build: ModuleType) -> None:
    checker, contents = everything
    left = contents[f"{build.E}left{pair.number}"]
    right = contents[f"{build.E}right{pair.number}"]
    found = [clash for _, clash in checker.between(left, right)]
    turned = [clash for _, clash in checker.between(right, left)]
    assert {(c.rule, c.reading, c.firm) for c in found} == {(c.rule, c.reading, c.firm) for c in turned}
    if pair.expected == "none":
        assert found == []
        return
    assert [clash.rule for clash in found] == [Rule.LOGIC]
    assert [clash.reading for clash in found] == [pair.reading]
    assert [clash.firm for clash in found] == [pair.expected == "firm"]
    assert found[0].axioms
    assert found[0].reason
