"""Which claims no longer stand: replaced in so many words, or withdrawn by a finding in the record.

The stored questions leave the same ones out by the lines marked `# without with_retracted`.
"""

from __future__ import annotations

from collections.abc import Container

from claimgraph.reasoning.record import Reader
from claimgraph.vocabulary import cg

_WITHDRAWN = (
    f"SELECT ?claim ?later {{ {{ ?later <{cg('replacesClaim')}> ?claim }} UNION "
    f"{{ ?withdrawal a <{cg('Retraction')}> ; <{cg('hasReplacedClaim')}> ?claim "
    f"OPTIONAL {{ ?withdrawal <{cg('hasReplacingClaim')}> ?later }} }} }}"
)


def withdrawn(reader: Reader, heard: Container[str] | None = None) -> set[str]:
    """The claims that were replaced or withdrawn later.

    With `heard`, claims by IRI, only those that one of these replaces or withdraws: who does not hear the
    withdrawal still holds to the claim.

    >>> from claimgraph.store import EmbeddedStore
    >>> withdrawn(Reader(EmbeddedStore.in_memory()))
    set()
    """
    return {claim for claim, later in reader.rows(_WITHDRAWN) if heard is None or later in heard}
