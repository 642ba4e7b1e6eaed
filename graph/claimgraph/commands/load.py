"""`claimgraph load`: reports into the store, each whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimgraph.commands.app import App, Command, pass_app
from claimgraph.commands.inputs import (
    ReadParameters,
    check_single,
    gather,
    read_file,
    read_options,
    reference_data,
    report_of_path,
)
from claimgraph.commands.output import check_target
from claimgraph.commands.rejects import TOLD, Rejects, files_of, read_corrections
from claimgraph.errors import InputError, UsageError

if TYPE_CHECKING:
    from claimgraph.converters import Dataset
    from claimgraph.loading import Loaded
    from claimgraph.model import Reject, Report
    from claimgraph.reference import Reference
    from claimgraph.store import Store
    from claimgraph.versions import Version

NAMED = 3
"""How many of the files that were passed over are named without `-v`."""


@dataclass(slots=True)
class Run:
    """One call of `load`: what is read, and what was refused on the way."""

    app: App
    files: list[Path]
    said: ReadParameters
    reference: Reference
    strict: bool
    rejects: Rejects = field(default_factory=Rejects)
    corrections: dict[str, dict[int, str]] = field(default_factory=dict)
    refused: int = 0
    undated: list[str] = field(default_factory=list)
    """The names of the files of reports without a date."""
    future: list[str] = field(default_factory=list)
    """Reports of a day that is yet to come, each with that day."""

    def reports(self) -> Iterator[Report | Dataset]:
        """Yield the reports of all files; a refused file or row is told and counted, and the rest goes on."""
        for path in self.app.progress(self.files, "Reading"):
            try:
                yield from self._reports_of(path)
            except InputError as error:
                self.refuse(str(error))
            if self.strict and self.refused:
                return

    def _reports_of(self, path: Path) -> Iterator[Report | Dataset]:
        from claimgraph.model import Reject, Report

        for item in read_file(path, self.said, self.reference, self.corrections):
            if isinstance(item, Reject):
                self.reject(item)
            else:
                if isinstance(item, Report):
                    self._look_at_day(item)
                yield item

    def _look_at_day(self, report: Report) -> None:
        if not report.published:
            self.undated.append(report.source_file)
        elif report.published > date.today() + timedelta(days=1):  # it is tomorrow already in the east
            self.future.append(f"{report.source_file} ({report.published})")

    def reject(self, reject: Reject, loaded: bool = False) -> None:
        """Tell and count what was refused; with `loaded`, the row it stands in was taken in without it."""
        from claimgraph.feed_writer import reject_line

        told = self.rejects.add(reject)
        self.refused += not loaded
        word = "left out" if loaded else "refused"
        if told <= TOLD:
            self.app.warn(f"{word}: {reject_line(reject)}")
        elif told == TOLD + 1:
            self.app.warn(f"more of {reject.file} is not shown; --rejects FILE keeps all of it")

    def refuse(self, line: str) -> None:
        """Tell and count a file or row that was refused."""
        self.refused += 1
        self.app.warn(f"refused: {line}")


@click.command(
    cls=Command,
    examples=(
        'claimgraph load report.txt --outlet "Harbour Wire" --date 2022-04-16',
        "claimgraph load reports/                     # every report in a folder",
        "cat report.txt | claimgraph load -           # standard input",
        "claimgraph load corrected.txt --replace https://w3id.org/claimgraph/data/report/…",
        "claimgraph load report.txt --reference people.csv",
        "claimgraph load 'feeds/**/*.csv'             # a pattern",
        "claimgraph load feeds/ --rejects rejects.jsonl      # GDELT, loss lists, … as they come",
        "claimgraph load feeds/ --check               # against the shapes of the ontology, too",
        "claimgraph load --retry rejects.jsonl               # after its rows have been corrected",
    ),
)
@click.argument("paths", nargs=-1, metavar="FILE|FOLDER|-…", type=click.Path(path_type=Path))
@read_options
@click.option(
    "--replace",
    default="",
    metavar="REPORT",
    help="The stored report that this one corrects: its IRI, headline, or the name or path of its file.",
)
@click.option("--base", metavar="IRI", help="Namespace of the data, when the store is new.")
@click.option("--strict", is_flag=True, help="Stop at the first file or row that is refused.")
@click.option(
    "--compact/--no-compact",
    default=None,
    help="Merge the store's files afterwards, or do not; by default after a tenth of it was added.",
)
@click.option("--check", is_flag=True, help="Check what was stored against the ontology's shapes, too.")
@click.option(
    "--rejects",
    "rejects_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write refused rows here (JSON lines: file, line, column, reason, raw row).",
)
@click.option(
    "--retry",
    "retry_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Load the files named in such a list again, with its rows as they stand there now.",
)
@pass_app
def command(
    app: App,
    paths: tuple[Path, ...],
    said: ReadParameters,
    replace: str,
    base: str | None,
    strict: bool,
    compact: bool | None,
    check: bool,
    rejects_file: Path | None,
    retry_file: Path | None,
) -> int:
    """Read reports and add them to the store.

    A report that is stored already is left alone. One with the outlet, date and headline of a stored
    report but another text is its corrected version and replaces it, and so is a file of the same name
    with a new headline over much the same text. Files of one load are reports of their own. A file or
    folder that cannot be read is told on standard error with the reason; the others are loaded all the
    same, and the exit code is 3.
    """
    from claimgraph.compaction import compact as compact_store

    for target in (rejects_file, said.differences_file):
        check_target(target, force=True)
    corrections = read_corrections(retry_file) if retry_file else {}
    paths += tuple(files_of(corrections))
    if not paths:
        raise UsageError("no file is named", hint="claimgraph load FILE…")
    locked: list[InputError] = []
    inputs = gather(paths, said.mapping, locked)
    check_single(said, inputs)
    if replace and len(inputs.files) > 1:
        raise UsageError("--replace names one report, but several files are given", hint="load one file")
    _check_base(base)
    for path in inputs.skipped:
        app.detail(f"passed over: {path} (no report)")
    run = Run(app, inputs.files, said, reference_data(app, said), strict, corrections=corrections)
    for error in locked:
        run.refuse(str(error))
    with app.open_store(read_only=False, base=base) as store:
        loaded, faults = _store(run, store, replace, check=check)
        compact_store(store, app.say, wanted=compact)
    if rejects_file:
        run.rejects.write(rejects_file)
    said.differences.tell(app, said.differences_file)
    _sum_up(app, loaded, run, inputs.skipped)
    return InputError.exit_code if run.refused else 1 if faults else 0


def _store(run: Run, store: Store, replace: str, *, check: bool) -> tuple[list[Loaded], int]:
    """Store what is read and compare it with the rest; give what was loaded, and how many faults it has."""
    from claimgraph.finding import find_report
    from claimgraph.loading import Loader

    loader = Loader(store)
    described = loader.load_reference(run.reference)
    if described:
        run.app.detail("reference data: loaded")
    loaded = loader.load_all(
        run.reports(),
        replaces=find_report(store, report_of_path(store, replace)).iri if replace else "",
        strict=run.strict,
        check=check,
        on_reject=run.reject,
        on_refusal=lambda error: run.refuse(str(error)),
    )
    faults = _checked(run.app, loaded) if check else 0
    _compare(run.app, store, loaded, whole=described)
    return loaded, faults


def _checked(app: App, loaded: list[Loaded]) -> int:
    """Tell what of the new reports breaks a shape; how often."""
    from claimgraph.validation.compiled import compiled

    messages = {check.shape: check.message for check in compiled()}
    told: Counter[str] = Counter()
    for one in loaded:
        for fault in one.faults:
            told[fault.shape] += 1
            if told[fault.shape] <= TOLD:
                app.warn(f"<{fault.focus}>: {messages[fault.shape]}")
    app.detail(f"checked against {len(messages)} shapes: {told.total()} faults")
    return told.total()


def _compare(app: App, store: Store, loaded: list[Loaded], *, whole: bool) -> None:
    """Bring the findings of the reasoning up to date with what was loaded."""
    from claimgraph.feed_loading import writing
    from claimgraph.reasoning.engine import is_current, refresh
    from claimgraph.reasoning.entailment import is_outdated

    changed = [one.iri for one in loaded if one.outcome.value != "unchanged"]
    if whole or changed or not is_current(store):
        with writing(store), app.waiting("Comparing"):
            found = refresh(store, None if whole else changed).found
        app.detail(f"compared: {', '.join(f'{number} {name}' for name, number in found.items())}")
        if is_outdated(store):
            app.warn(
                "what was inferred is of other reports: bring it up to date with claimgraph infer --keep"
            )


def _check_base(base: str | None) -> None:
    from claimgraph.nquads import iri

    if base is not None and not (
        base.startswith(("http://", "https://", "urn:"))
        and base.endswith(("/", "#", ":"))
        and iri(base) == f"<{base}>"
    ):
        raise UsageError(
            f"{base!r} is no namespace", where="--base", hint="give an IRI that ends with / or #"
        )


def _account(app: App, loaded: list[Loaded]) -> None:
    """Tell what became of the rows of data sets: rows read = loaded + rejected + skipped."""
    accounts = [one.account for one in loaded if one.account]
    if accounts:
        read, taken, rejected, skipped = (
            sum(getattr(account, name) for account in accounts)
            for name in ("rows", "loaded", "rejected", "skipped")
        )
        app.say(f"{read:,} rows = {taken:,} loaded + {rejected:,} rejected + {skipped:,} skipped on purpose")
        for account in accounts:
            for reason, number in sorted(account.reasons.items()):
                app.detail(f"{number:,} × {reason}")
    for one in loaded:
        if one.fewer:
            named = f"{one.file or one.iri}: {one.fewer:,} row{'' if one.fewer == 1 else 's'}"
            app.say(f"{named} fewer than in the version before")


def _sum_up(app: App, loaded: list[Loaded], run: Run, skipped: Sequence[Path]) -> None:
    counts = Counter(one.outcome.value for one in loaded)
    for one in loaded:
        app.detail(f"{one.outcome.value}: <{one.iri}>, {one.claims} claims, {one.quads} quads")
    _account(app, loaded)
    _tell_versions(app, loaded)
    _tell_undated(app, run.undated)
    if run.future:
        listed = ", ".join(run.future[:TOLD]) + (", …" if len(run.future) > TOLD else "")
        app.warn(f"the date is in the future: {listed}; is it right?")
    parts = [f"{counts[name]} {name}" for name in ("new", "unchanged", "replaced")]
    parts.append(f"{run.refused} refused")
    removed = sum(len(one.removed) for one in loaded)
    if removed:
        app.say(
            f"{removed} report{'' if removed == 1 else 's'} removed: the newer version of a file lacks them"
        )
    files = len(run.files)
    claims = sum(one.claims for one in loaded)
    told = f"{claims} claim{'' if claims == 1 else 's'} read{_passed_over(skipped)}"
    app.say(f"{files} file{'' if files == 1 else 's'}: {', '.join(parts)}; {told}")


def _passed_over(skipped: Sequence[Path]) -> str:
    """What was left alone in the folders, the first few by name.

    >>> _passed_over([Path("in/notes.md")])
    '; 1 other file passed over (notes.md)'
    """
    if not skipped:
        return ""
    named = ", ".join(path.name for path in skipped[:NAMED])
    more = ", …; -v names all" if len(skipped) > NAMED else ""
    return f"; {len(skipped)} other file{'' if len(skipped) == 1 else 's'} passed over ({named}{more})"


def _tell_versions(app: App, loaded: list[Loaded]) -> None:
    """Tell what took the place of something else than an earlier text of the same file, and what did not."""
    given = {one.iri for one in loaded}
    lines = []
    for one in loaded:
        old = one.before
        if one.rival:
            both = f"{one.rival} and {one.file}" if one.rival != one.file else f"two files {one.file}"
            lines.append(f"{both} have one outlet, date and headline, and different texts: both are kept")
        elif old and old.file and old.iri not in given:
            lines += _replaced(one.file, old)
    for line in lines[:TOLD]:
        app.say(line)
    if len(lines) > TOLD:
        app.say(f"and {len(lines) - TOLD} more like these")


def _replaced(file: str, old: Version) -> list[str]:
    """One line if the report that was replaced may not have been meant."""
    if old.file != file:
        return [f"{file} replaces the report of {old.file}: same outlet, date and headline"]
    if not old.alike:
        return [f"{file} replaces the report of another {file}: same outlet, date and headline"]
    return [f"{file} replaces its earlier version, “{old.headline or 'without a headline'}”"]


def _tell_undated(app: App, files: list[str]) -> None:
    """One note on the reports without a date: their claims have no time to be compared by."""
    if files:
        listed = ", ".join(files[:TOLD]) + (", …" if len(files) > TOLD else "")
        told = "1 report has" if len(files) == 1 else f"{len(files)} reports have"
        app.say(f"{told} no date: {listed}; give --date, or begin the text with: date YYYY-MM-DD headline")
