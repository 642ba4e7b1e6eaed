"""claimgraph: a knowledge graph of who said what in a conflict.

Claims, propositions and events are three different things here: a claim is a speech act with one
claimant and one stance; a proposition is its content, held in a named graph; an event is what
propositions are about. Nothing that a source says is stated as fact.
"""

__version__ = "0.1.0"
