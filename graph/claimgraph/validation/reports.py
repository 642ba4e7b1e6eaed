"""Stage 8: reports that the converter would refuse, found before anything is loaded.

Each text is read as `claimgraph load` reads it, with the shipped reference data: a head that is no head, an
impossible date, an unknown kind or two reports in one file are found where they stand. It takes about 50 ms a
report after a start of one second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from claimgraph.errors import InputError
from claimgraph.validation.catalog import found
from claimgraph.validation.findings import Finding
from claimgraph.validation.source import Corpus, Source

if TYPE_CHECKING:
    from claimgraph.converters.base import ReadOptions

_LINE = re.compile(r":(\d+)$")


def check(corpus: Corpus) -> Iterable[Finding]:
    """Yield a finding for each text that is no report, or from which no claim is read."""
    texts = [source for source in corpus.sources if source.format == "report"]
    if not texts:
        return
    from claimgraph.converters.base import ReadOptions
    from claimgraph.reference.loader import Reference

    options = ReadOptions(reference=Reference.default())
    for source in texts:
        yield from _report(source, options)


def _report(source: Source, options: ReadOptions) -> Iterator[Finding]:
    from claimgraph.converters import Dataset, read
    from claimgraph.converters import Source as Input
    from claimgraph.model import Reject

    data = ("\ufeff" * source.shift + source.text).encode("utf-8")
    claims = 0
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
    except InputError as error:
        match = _LINE.search(error.where)
        line = int(match[1]) if match else 1
        yield found("CG-REP-001", error.what, error.hint or "mend the file", file=source.name, line=line)
        return
    if not claims:
        fix = "check that the file holds the prose of a report"
        yield found("CG-REP-002", "no claim is read from the text", fix, file=source.name, line=1)
