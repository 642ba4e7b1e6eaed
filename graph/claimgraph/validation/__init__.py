"""Validation of ontologies, data, queries and reports: for the command line and for CI.

Eight stages in order, each a module with a `check` function that yields findings: syntax (a gate: what does
not parse goes no further), terms, annotations, consistency, shapes, graph rules, quotations, reports. All the
paths of one call are taken as one body of data, so that a claim may stand in one file and its passage in
another. The shipped ontology and reference data are background knowledge and are not themselves reported on.

>>> from pathlib import Path
>>> validate([Path("no-such-file.ttl")]).exit_code
3
"""

from __future__ import annotations

from claimgraph.validation.findings import Finding, Options, Report, Severity
from claimgraph.validation.render import FORMATS, render
from claimgraph.validation.runner import validate

__all__ = ["FORMATS", "Finding", "Options", "Report", "Severity", "render", "validate"]
