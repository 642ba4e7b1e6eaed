"""What the tests of the reader share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.extract.reports import read_report

from claimgraph.model import Claim


@pytest.fixture(scope="session")
def claims() -> Callable[[str], tuple[Claim, ...]]:
    """Reads a text as a report of one outlet and day without a headline, and gives its claims."""

    def claims(text: str) -> tuple[Claim, ...]:
        return read_report(text).claims

    return claims
