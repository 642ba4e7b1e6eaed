"""Runs the stages in order over the given paths."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from claimgraph.errors import InputError
from claimgraph.validation import syntax
from claimgraph.validation.catalog import found
from claimgraph.validation.files import RDF_FORMATS, select
from claimgraph.validation.findings import Finding, Options, Report, fresh, settle
from claimgraph.validation.source import Corpus, Source


def validate(paths: Sequence[Path], options: Options | None = None) -> Report:
    """Check files and folders as one body of data.

    Raises:
        InputError: the baseline, a shapes file or a folder of texts of the options cannot be read.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "a.ttl"
    ...     _ = file.write_text("<http://e.org/a> <http://e.org/b> c:d .")
    ...     report = validate([file])
    >>> report.exit_code, report.findings[0].line, report.findings[0].message
    (1, 1, 'The prefix c: has not been declared')
    """
    options = options or Options()
    baseline = _baseline(options.baseline)
    selection = select(paths)
    findings: list[Finding] = []
    unreadable: list[str] = []
    for path, why in selection.unreadable:
        unreadable.append(path.as_posix())
        findings.append(found("CG-SYN-000", why, "check the name and the rights", file=path.as_posix()))
    options, faults = _usable_shapes(options)
    findings.extend(faults)
    sources = _read(selection.files, options, findings, unreadable)
    if sources:
        findings.extend(_stages(sources, options))
    new, known = fresh(settle(findings, options), baseline)
    return Report(
        findings=new,
        files=tuple(path.as_posix() for path in selection.files),
        notes=tuple(selection.notes),
        known=known,
        unreadable=tuple(sorted(unreadable)),
        options=options,
    )


def _usable_shapes(options: Options) -> tuple[Options, list[Finding]]:
    """Check the shapes files of the options, and keep those that can be used.

    Raises:
        InputError: a shapes file or a folder of texts that is not there.
    """
    for path in (*options.shapes, *options.texts):
        if not path.exists():
            raise InputError("there is no such file or folder", where=str(path), hint="check the name")
    faults: list[Finding] = []
    usable: list[Path] = []
    for path in options.shapes:
        source, found_ = syntax.read(path, 0, options)
        found_ = found_ or list(syntax.check(source))
        faults += found_
        if source.parsed:
            usable.append(path)
    return replace(options, shapes=tuple(usable)), faults


def _read(
    files: Sequence[Path], options: Options, findings: list[Finding], unreadable: list[str]
) -> list[Source]:
    sources: list[Source] = []
    for index, path in enumerate(files):
        try:
            source, faults = syntax.read(path, index, options)
        except OSError as error:
            faults = [
                found("CG-SYN-000", error.strerror or str(error), "check the rights", file=path.as_posix())
            ]
        findings.extend(faults)
        unreadable.extend(path.as_posix() for fault in faults if fault.code == "CG-SYN-000")
        if not faults:
            sources.append(source)
    return sources


def _stages(sources: list[Source], options: Options) -> Iterator[Finding]:
    for source in sources:
        yield from syntax.check(source)
    kept = [source for source in sources if source.parsed or source.format not in RDF_FORMATS]
    for source in kept:
        source.set_apart()
    from claimgraph.validation.ontology import Ontology

    corpus = Corpus(kept, Ontology.load(kept))
    for finding in _content_stages(corpus, options):
        yield finding if finding.file else corpus.locate(finding)


def _content_stages(corpus: Corpus, options: Options) -> Iterator[Finding]:
    from claimgraph.validation import consistency, documentation, graph_rules, quotes, reports, shapes, terms

    if options.wants_stage("CG-TRM"):
        yield from terms.check(corpus)
    if options.wants_stage("CG-ANN"):
        yield from documentation.check(corpus)
    if options.wants_stage("CG-OWL"):
        yield from consistency.check(corpus, options)
    if options.wants_stage("CG-SHP"):
        yield from shapes.check(corpus, options)
    if options.wants_stage("CG-GRF"):
        yield from graph_rules.check(corpus, options)
    if options.wants_stage("CG-QUO"):
        yield from quotes.check(corpus, options)
    if options.wants_stage("CG-REP"):
        yield from reports.check(corpus)


def _baseline(file: Path | None) -> Counter[str]:
    if file is None:
        return Counter()
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        return Counter(entry["fingerprint"] for entry in document["findings"])
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(file), hint="check the name"
        ) from None
    except (ValueError, KeyError, TypeError):
        hint = "write it with --format json"
        raise InputError("this is no list of findings", where=str(file), hint=hint) from None
