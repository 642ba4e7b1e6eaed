"""Prose into claims: sentences, quotations, who said what."""

from claimgraph.extract.attribution import Attribution, attributions, nested
from claimgraph.extract.segment import Paragraph, Sentence, paragraphs, sentences

__all__ = ["Attribution", "Paragraph", "Sentence", "attributions", "nested", "paragraphs", "sentences"]
