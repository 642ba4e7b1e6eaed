"""Prose into claims: sentences, quotations, who said what."""

from claimgraph.extract.attribution.reading import Attribution, attributions, nested
from claimgraph.extract.syntax.segment import Paragraph, Sentence, paragraphs, sentences

__all__ = ["Attribution", "Paragraph", "Sentence", "attributions", "nested", "paragraphs", "sentences"]
