"""Rows of a feed to N-Quads, batch by batch: what the store's bulk loader reads while the file is still read.

Nothing here grows with the file. A batch knows the nodes that it has written itself; one that writes a shared
node again (a place, an event) repeats the same lines, which a store of quads does not notice.

The account of the loading comes last: `rows read = loaded + rejected + skipped`, each reject with its reason.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace

from claimgraph.converters.base import Dataset, ReaderRuns, Row, Skipped
from claimgraph.errors import InputError
from claimgraph.feed_text import FeedText
from claimgraph.identity import Minter, digest
from claimgraph.model import Reject
from claimgraph.nquads import integer, iri, literal, quad
from claimgraph.vocabulary import DATA, RDF, cg
from claimgraph.writer import ReportWriter

BATCH_CLAIMS = 1024
"""Claims written at a time: enough to share most nodes, little enough to stay in the processor's cache."""
RAW_IN_RECORD = 2000
"""Characters of a rejected row that the record keeps; the file of rejects has it whole."""


OnReject = Callable[[Reject, bool], None]
"""Is given what was refused, and whether the rest of its row was loaded all the same."""


@dataclass(slots=True)
class Account:
    """What became of the rows so far; `reasons` counts rejects and skipped rows by their reason."""

    loaded: int = 0
    rejected: int = 0
    skipped: int = 0
    problems: int = 0
    claims: int = 0
    quads: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    readers: ReaderRuns = field(default_factory=ReaderRuns)

    @property
    def rows(self) -> int:
        """Rows read: each was loaded, rejected or skipped."""
        return self.loaded + self.rejected + self.skipped

    def take(self, other: Account) -> None:
        """Become what the other is."""
        for one in fields(self):
            setattr(self, one.name, getattr(other, one.name))


def reject_line(reject: Reject) -> str:
    """Where and why, in one line.

    >>> reject_line(Reject("a.json", 7, "31 April is no date", "date"))
    'a.json:7 date: 31 April is no date'
    """
    line = f":{reject.line}" if reject.line is not None else ""
    column = f" {reject.column}" if reject.column else ""
    return f"{reject.file}{line}{column}: {reject.reason}"


class FeedWriter:
    """Writes one data set. `chunks` may be read once; `account` is complete when they are at their end.

    `stamp` says with what the rows were read (converter, reference data, corrections): a file with an
    unchanged hash and stamp need not be read again.
    """

    def __init__(
        self,
        dataset: Dataset,
        sha256: str,
        stamp: str,
        base: str = DATA,
        *,
        strict: bool = False,
        on_reject: OnReject | None = None,
    ) -> None:
        self.dataset = dataset
        self.sha256 = sha256
        self.stamp = stamp
        self.account = Account()
        self._minter = Minter(base)
        self._document = dataset.document(sha256)
        self.iri = self._minter.report(self._document)
        self._strict = strict
        self._on_reject = on_reject
        self._hash = hashlib.sha256()
        self.base = base
        self._text = FeedText(self._minter, self._document)

    def chunks(self) -> Iterator[bytes]:
        """Yield the N-Quads of the rows, then of the document and the account of its loading.

        Raises:
            InputError: the input turned out to be damaged, or (when strict) a row was refused.
        """
        return self.finished(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """Yield the quads of the rows; raises as `chunks`."""
        batch: list[Row] = []
        claims = 0
        for item in self.dataset.rows:
            if isinstance(item, Row):
                self.account.loaded += 1
                batch.append(item)
                claims += len(item.claims)
                for problem in item.problems:
                    self.account.problems += 1
                    self._refuse(problem, loaded=True)
                if claims >= BATCH_CLAIMS:
                    yield self._written(batch)
                    batch, claims = [], 0
            elif isinstance(item, Skipped):
                self.account.skipped += 1
                self.account.reasons[item.reason] += 1
            else:
                self.account.rejected += 1
                self._refuse(item)
                yield "".join(self._rejected(item)).encode("utf-8")
        if batch:
            yield self._written(batch)

    def finished(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the quads of all rows, then what closes them; the account must be complete at their end."""
        quads = 0
        for data in pieces:
            quads += data.count(b"\n")
            self._hash.update(data)
            yield data
        self.account.quads = quads
        yield self._closing()

    def _refuse(self, reject: Reject, *, loaded: bool = False) -> None:
        self.account.reasons[reject.reason] += 1
        if self._strict:
            where, _, what = reject_line(reject).partition(": ")
            raise InputError(what, where=where, hint="mend the row, or load without --strict")
        if self._on_reject:
            self._on_reject(reject, loaded)

    def _written(self, batch: list[Row]) -> bytes:
        claims = [claim for row in batch for claim in row.claims]
        context = [claim for row in batch for claim in row.context]
        self.account.claims += len(claims)
        for row in batch:
            self.account.readers.add(row.readers)
            self._text.credit(row.readers)
        return self._text.batch(claims, context).encode("utf-8")

    def _rejected(self, reject: Reject) -> list[str]:
        term = iri(f"{self.base}reject/{digest(self.iri, str(reject.line), reject.reason, reject.raw)}")
        facts = [
            (RDF + "type", iri(cg("RejectedRow"))),
            (cg("isRecordedFrom"), iri(self.iri)),
            (cg("wasRejectedIn"), self._record),
            (cg("rejectReason"), literal(reject.reason)),
        ]
        if reject.line is not None:
            facts.append((cg("lineNumber"), integer(reject.line)))
        if reject.column:
            facts.append((cg("columnName"), literal(reject.column)))
        if reject.raw:
            facts.append((cg("rawText"), literal(reject.raw[:RAW_IN_RECORD])))
        return [quad(term, iri(name), value) for name, value in facts]

    @property
    def _record(self) -> str:
        return iri(f"{self.base}load/{digest(self.iri)}")

    def _closing(self) -> bytes:
        """The document and the account of its loading, with the hash over everything before."""
        writer = ReportWriter(self._minter, replace(self._document, readers=self.account.readers.all()))
        lines = [line for line in writer.lines() if "#recordHash>" not in line and "#claimCount>" not in line]
        document = iri(self.iri)
        facts = [
            (RDF + "type", iri(cg("LoadRecord"))),
            (cg("isRecordedFrom"), document),
            (cg("loadedFile"), literal(self._document.source_file)),
            (cg("fileHash"), literal(self.sha256)),
            (cg("wasConvertedBy"), literal(self.stamp)),
            (cg("rowsRead"), integer(self.account.rows)),
            (cg("rowsLoaded"), integer(self.account.loaded)),
            (cg("rowsRejected"), integer(self.account.rejected)),
            (cg("rowsSkipped"), integer(self.account.skipped)),
        ]
        lines += [quad(self._record, iri(name), value) for name, value in facts]
        lines.append(quad(document, iri(cg("claimCount")), integer(self.account.claims)))
        lines.sort()
        self._hash.update("".join(lines).encode("utf-8"))
        lines.append(quad(document, iri(cg("recordHash")), literal(self._hash.hexdigest()[:40])))
        self.account.quads += len(lines)
        return "".join(lines).encode("utf-8")
