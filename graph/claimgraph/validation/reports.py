"""Stage 8: plain-text reports that the converter would refuse, found before anything is loaded.

Head and date are read as the plain-text converter reads them. The prose itself is not converted here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from claimgraph.errors import InputError
from claimgraph.validation.catalog import found
from claimgraph.validation.findings import Finding
from claimgraph.validation.source import Corpus, Source

_LINE = re.compile(r":(\d+)$")


def check(corpus: Corpus) -> Iterable[Finding]:
    """Yield a finding for each text that is no report."""
    for source in corpus.sources:
        if source.format == "report":
            yield from _report(source)


def _report(source: Source) -> Iterable[Finding]:
    from claimgraph.converters.base import Source as Input
    from claimgraph.converters.base import decode, parse_day
    from claimgraph.converters.text import read_header

    data = ("\ufeff" * source.shift + source.text).encode("utf-8")
    try:
        text = decode(Input(source.name, data))
        header = read_header(text, source.name)
        if "date" in header.values:
            parse_day(header.values["date"], f"{source.name}:{header.lines.get('date', 1)}")
    except InputError as error:
        match = _LINE.search(error.where)
        yield found(
            "CG-REP-001",
            error.what,
            error.hint or "mend the file",
            file=source.name,
            line=int(match[1]) if match else None,
        )
