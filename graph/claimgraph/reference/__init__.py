"""Who and what the names in reports stand for: reference data, and the resolver that uses it.

>>> from claimgraph.reference import Resolver
>>> resolver = Resolver.default()
>>> resolver.resolve("Ukrainian President Volodymyr Zelenskyy", role="speaker").entity.label
'Volodymyr Zelenskyy'
"""

from __future__ import annotations

from claimgraph.reference.errors import ReferenceDataError
from claimgraph.reference.loader import Reference
from claimgraph.reference.mentions import MentionSpan
from claimgraph.reference.model import OfficeTenure, ReferenceEntity
from claimgraph.reference.resolution import Resolution, ResolutionContext, SaidRole
from claimgraph.reference.resolver import Resolver

__all__ = [
    "MentionSpan",
    "OfficeTenure",
    "Reference",
    "ReferenceDataError",
    "ReferenceEntity",
    "Resolution",
    "ResolutionContext",
    "Resolver",
    "SaidRole",
]
