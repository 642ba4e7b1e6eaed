"""Prose into claims: sentences, quotations, who said what."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimgraph.extract.attribution.reading import Attribution, attributions, nested
    from claimgraph.extract.syntax.segment import Paragraph, Sentence, paragraphs, sentences

__all__ = ["Attribution", "Paragraph", "Sentence", "attributions", "nested", "paragraphs", "sentences"]
_SEGMENTS = ("Paragraph", "Sentence", "paragraphs", "sentences")


def __getattr__(name: str) -> Any:
    """Load the rules when somebody reads prose: feeds need a few word lists of this package only."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    part = "syntax.segment" if name in _SEGMENTS else "attribution.reading"
    return getattr(import_module(f"{__name__}.{part}"), name)
