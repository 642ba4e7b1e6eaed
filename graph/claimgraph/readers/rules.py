"""The default reader: the rules of `claimgraph.extract`; no model, no network."""

from __future__ import annotations

from datetime import date
from typing import Final

from claimgraph import __version__
from claimgraph.extract.attribution.reading import attributions
from claimgraph.readers.base import Extraction

NAME: Final = "rules"
VERSION: Final = __version__
"""The rules change with the package."""


class RulesReader:
    """Reads by rules.

    >>> [found.rule for found in RulesReader().extract("The ministry said two ships sank.").attributions]
    ['main-clause']
    """

    name = NAME
    version = VERSION

    def extract(self, text: str, published: date | None = None) -> Extraction:
        """Find the attributions of a text; refuses nothing."""
        return Extraction(tuple(attributions(text, published)))
