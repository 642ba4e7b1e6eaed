"""What no whole record has, as patterns that find it as ?x: `doctor` looks for it, `restore` refuses it."""

from __future__ import annotations

from claimgraph.vocabulary import CODE, cg

NO_PROPOSITION = f"GRAPH ?x {{ ?s ?p ?o }} FILTER NOT EXISTS {{ ?x a <{cg('Proposition')}> }}"
"""A named graph that the record does not know as a proposition."""
NO_CONTENT = f"?x a <{cg('Proposition')}> FILTER NOT EXISTS {{ GRAPH ?x {{ ?s ?p ?o }} }}"
"""A proposition whose graph is empty."""
NOT_A_CODE = f'FILTER(!STRSTARTS(STR(?x), "{CODE}"))'
"""Entries of code lists are the ontology's; what is inferred of them stands in the record, too."""
