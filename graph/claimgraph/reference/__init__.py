"""Who and what the names in reports stand for: reference data, and the resolver that uses it.

Names of this package are imported when they are first used, so that a command which needs only the class
table does not load the resolver.

>>> from claimgraph.reference import Resolver
>>> resolver = Resolver.default()
>>> resolver.resolve("Ukrainian President Volodymyr Zelenskyy", role="speaker").entity.label
'Volodymyr Zelenskyy'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_MODULES = {
    "MentionSpan": "mentions",
    "OfficeTenure": "model",
    "Reference": "loader",
    "ReferenceDataError": "errors",
    "ReferenceEntity": "model",
    "Resolution": "resolution",
    "ResolutionContext": "resolution",
    "Resolver": "resolver",
    "SaidRole": "resolution",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
