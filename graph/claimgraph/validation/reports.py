"""Stage 8: reports and tables of names that loading would refuse, found before anything is loaded.

Each text is read as `claimgraph load` reads it, with the shipped reference data: a head that is no head, an
impossible date, an unknown kind or two reports in one file are found where they stand, and so is a report
without a date. It takes about 50 ms a report after a start of one second. A table of names is read as
`--reference` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from claimgraph.errors import InputError
from claimgraph.validation.catalog import found
from claimgraph.validation.findings import Finding
from claimgraph.validation.source import Corpus, Source
from claimgraph.vocabulary import cg

if TYPE_CHECKING:
    from claimgraph.converters.base import ReadOptions

_LINE = re.compile(r":(\d+)$")


def check(corpus: Corpus) -> Iterable[Finding]:
    """Yield a finding for each text that is no report, has no date or no claim, and for each faulty table."""
    texts = [source for source in corpus.sources if source.format == "report"]
    tables = [source for source in corpus.sources if source.format == "names"]
    if not texts and not tables:
        return
    from claimgraph.converters.base import ReadOptions
    from claimgraph.reference.loader import Reference

    for source in tables:
        yield from _names(source)
    options = ReadOptions(reference=Reference.default())
    kept = {str(quad.object) for quad in corpus.record if str(quad.predicate) == cg("sourceFile")}
    for source in texts:  # the text of a report that the data describe has its date there
        yield from _report(source, options, dated=source.path.name in kept)


def _names(source: Source) -> Iterator[Finding]:
    from claimgraph.reference.errors import ReferenceDataError
    from claimgraph.reference.loader import Reference

    try:
        Reference.load([source.path])
    except ReferenceDataError as error:
        fix = error.advice if error.line != 1 else f"{error.advice} (docs/names.md; a feed: load --check)"
        yield found("CG-REP-004", error.problem, fix, file=source.name, line=error.line)


def _report(source: Source, options: ReadOptions, *, dated: bool) -> Iterator[Finding]:
    from claimgraph.converters import Dataset, read
    from claimgraph.converters import Source as Input
    from claimgraph.model import Reject, Report

    data = ("\ufeff" * source.shift + source.text).encode("utf-8")
    claims, undated = 0, False
    try:
        for outcome in read(Input(source.name, data), options):
            rejects = [outcome] if isinstance(outcome, Reject) else []
            if isinstance(outcome, Dataset):
                outcome, rejects = outcome.whole()
            for reject in rejects:
                place = {"file": source.name, "line": reject.line}
                yield found("CG-REP-001", reject.reason, "mend the row", **place)
            if not isinstance(outcome, Reject):
                claims += len(outcome.claims)
                undated = undated or (isinstance(outcome, Report) and not outcome.published)
    except InputError as error:
        match = _LINE.search(error.where)
        line = int(match[1]) if match else 1
        yield found("CG-REP-001", error.what, error.hint or "mend the file", file=source.name, line=line)
        return
    if undated and not dated:
        fix = "begin the text with: date YYYY-MM-DD headline, or load it with --date"
        yield found("CG-REP-003", "the report has no date", fix, file=source.name, line=1)
    if not claims:
        fix = "check that the file holds the prose of a report"
        yield found("CG-REP-002", "no claim is read from the text", fix, file=source.name, line=1)
