"""Prose into claims: sentences, quotations, who said what."""

from claimgraph.extract.attribution import Attribution, attributions

__all__ = ["Attribution", "attributions"]
