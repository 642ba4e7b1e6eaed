"""What the tests of the reader share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from claimgraph.extract.reader import read
from claimgraph.model import Claim, Entity
from claimgraph.reference.loader import Reference


@pytest.fixture(scope="session")
def claims() -> Callable[[str], tuple[Claim, ...]]:
    """Reads a text as a report of one outlet and day without a headline, and gives its claims."""

    def claims(text: str) -> tuple[Claim, ...]:
        return read(
            text,
            body=[(0, len(text))],
            headline=None,
            outlet=Entity("Quay Post", "MediaOutlet"),
            published=date(2022, 4, 16),
            reference=Reference.default(),
            scope="report",
        ).claims

    return claims
