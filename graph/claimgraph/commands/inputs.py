"""What the user names on the command line, as inputs: files, folders, standard input, reference data."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimgraph.commands.completing import converters, offered
from claimgraph.commands.differences import Differences
from claimgraph.errors import InputError, UsageError

if TYPE_CHECKING:
    from claimgraph.commands.app import App
    from claimgraph.converters import Dataset, ReadOptions, Source
    from claimgraph.model import Reject, Report
    from claimgraph.readers import Extractor
    from claimgraph.reference import Reference
    from claimgraph.store import Store

STDIN = "-"
NO_FORMAT = "no converter knows this format"
NO_REPORT = ", no report"
"""How the error ends for files that are known and are something else: queries, RDF, program code."""
TEXT_ENDINGS = frozenset((".txt", ".text"))
"""In a folder only these count as plain text: anything could be text, a README or a licence too."""


@dataclass(slots=True)
class Inputs:
    """The files to read, in order, and those in folders that no converter knows."""

    files: list[Path] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)


@dataclass(slots=True)
class ReadParameters:
    """What the user said of the reports, as options."""

    outlet: str = ""
    published: date | None = None
    headline: str = ""
    kind: str = ""
    url: str = ""
    converter: str = ""
    mapping: str = ""
    """The file that says what the columns of a table are, or the name of a shipped one."""
    reference: tuple[Path, ...] = ()
    extractor: str = "rules"
    model: str = ""
    base_url: str = ""
    cache: Path | None = None
    differences_file: Path | None = None
    bare: bool = True
    """Whether none of the options that describe one single report was given."""
    differences: Differences = field(default_factory=Differences)
    """Where two readers of the reports differ; filled while files are read."""
    made: Extractor | None = None
    """The reader that `extractor` names, once it was made: starting one may take seconds."""


def read_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that describe reports; they arrive joined as `said`, a `ReadParameters`."""
    import functools

    @functools.wraps(function)
    def joined(*args: Any, **kwargs: Any) -> Any:
        names = ["outlet", "headline", "kind", "url", "converter", "mapping", "reference"]
        names += ["extractor", "model", "base_url", "cache", "differences_file"]
        values: dict[str, Any] = {name: kwargs.pop(name) for name in names}
        day = kwargs.pop("day")
        single = day or values["headline"] or values["url"]
        values["kind"] = values["kind"] or ""
        said = ReadParameters(**values, published=_day(day), bare=not single)
        said.differences = Differences.between(said.extractor, said.differences_file)
        return function(*args, said=said, **kwargs)

    wrapped: Callable[..., Any] = joined
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


_OPTIONS: tuple[Callable[..., Any], ...] = (
    click.option("--outlet", default="", metavar="NAME", help="Who published it."),
    click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="When it was published."),
    click.option("--headline", default="", metavar="TEXT", help="Its headline."),
    click.option(
        "--kind",
        type=click.Choice(["NewsReport", "OfficialStatement", "SocialPost"]),
        default=None,
        help="What kind of document it is.",
    ),
    click.option("--url", default="", metavar="URL", help="Where it stands on the web."),
    click.option(
        "--as",
        "converter",
        default="",
        metavar="FORMAT",
        help="Read it as this format.",
        shell_complete=offered(converters),
    ),
    click.option(
        "--mapping",
        default="",
        metavar="FILE",
        help="What the columns of a table are (YAML), or one of: "
        "atlos, incidents, official-messages, timemap.",
    ),
    click.option(
        "--reference",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Names of your own (Turtle or CSV) beside the shipped ones; may be repeated.",
    ),
    click.option(
        "--extractor",
        default="rules",
        show_default=True,
        metavar="NAME",
        help="Who finds the attributions in prose: rules, spacy, openai (a server you name), or one you "
        "installed; two of them, with a comma between, are compared.",
    ),
    click.option(
        "--model", default="", metavar="NAME", help="The model that openai asks, or the pipeline of spacy."
    ),
    click.option("--base-url", default="", metavar="URL", help="Its server; the text of reports goes there."),
    click.option(
        "--cache",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="FOLDER",
        help="Where its answers are kept (default: the user's cache folder).",
    ),
    click.option(
        "--differences",
        "differences_file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write here where two readers differ (JSON lines).",
    ),
)


def _day(value: str) -> date | None:
    from claimgraph.converters.base import parse_day

    if not value:
        return None
    try:
        return parse_day(value, "--date")
    except InputError as error:
        raise UsageError(error.what, where="--date", hint=error.hint) from None


def gather(paths: Sequence[Path], mapping: str = "", locked: list[InputError] | None = None) -> Inputs:
    """The files that the paths name; a folder stands for all files under it that a converter knows.

    With a `mapping`, a folder stands for the tables in it. Hidden files and folders are passed over. Order:
    as given, and by name inside a folder. A folder in one of them that cannot be read goes to `locked`, if
    given, and the rest is gathered.

    Raises:
        InputError: a folder cannot be read, or has no report in it; a pattern that nothing matches.
    """
    inputs = Inputs()
    for path in chain.from_iterable(map(_matches, paths)):
        if str(path) == STDIN or not _is_folder(path):
            inputs.files.append(path)
            continue
        before = len(inputs.files)
        for file in _walk(path, locked):
            (inputs.files if _is_report(file, bool(mapping)) else inputs.skipped).append(file)
        if len(inputs.files) == before:
            raise InputError("no file in this folder is a report", where=str(path), hint="name the files")
    return inputs


def _is_folder(path: Path) -> bool:
    """Whether it is a folder; of what may not be looked at, reading it tells why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _matches(path: Path) -> list[Path]:
    """The path, or the files that it stands for as a pattern (quoted: "feeds/**/*.csv"), by name."""
    if not any(sign in str(path) for sign in "*?[") or path.exists():
        return [path]
    found = sorted(Path(path.anchor or ".").glob(str(path.relative_to(path.anchor or "."))))
    if not found:
        raise InputError("no file matches this pattern", where=str(path), hint="check it, or name the files")
    return found


def _walk(
    folder: Path, locked: list[InputError] | None, seen: set[tuple[int, int]] | None = None
) -> Iterator[Path]:
    """Yield the files under a folder by name; a folder to which several links lead is read once."""
    seen = set() if seen is None else seen
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise InputError(
            f"the folder cannot be read ({error.strerror})", where=str(folder), hint="check its rights"
        ) from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            try:
                yield from _walk(entry, locked, seen)
            except InputError as error:
                if locked is None:
                    raise
                locked.append(error)
        elif entry.is_file():
            yield entry


def _is_report(file: Path, tables: bool) -> bool:
    from claimgraph.converters import find
    from claimgraph.converters.streams import sources

    try:
        found = {find(source).name for source in sources(file)}
    except InputError as error:
        if error.what.endswith(NO_REPORT):
            return file.suffix.lower() in TEXT_ENDINGS
        return error.what != NO_FORMAT  # reading it gives any other error in full
    if tables:
        return "table" in found
    return bool(found - {"text", "table"}) or (bool(found) and file.suffix.lower() in TEXT_ENDINGS)


def inputs_in(path: Path) -> Iterator[Source]:
    """Yield the inputs that a path names: a file, the members of an archive, or (`-`) standard input.

    Raises:
        InputError: it cannot be read.
    """
    from claimgraph.converters.streams import sources, standard_input

    if str(path) == STDIN:
        yield standard_input(sys.stdin.buffer)
    elif str(path).startswith(("http:/", "https:/")) and not path.exists():
        address = str(path).replace(":/", "://", 1)
        raise InputError(
            "this is an address, and nothing is fetched",
            where=address,
            hint=f"save it as a file first, and load that with --url {address}",
        )
    else:
        yield from sources(path)


def report_of_path(store: Store, name: str) -> str:
    """The IRI of the stored report that came from the file at a path, or the name as it is.

    Only names of files are stored: a file that is there must have the text of the report, and one that is
    gone must be the only one of its name.

    >>> from claimgraph.store import EmbeddedStore
    >>> report_of_path(EmbeddedStore.in_memory(), "reports/a.txt")
    'reports/a.txt'
    """
    path = Path(name)
    if "://" in name or path.name in ("", name) or not path.name.isprintable():
        return name
    from hashlib import sha256

    from claimgraph.nquads import literal
    from claimgraph.vocabulary import cg

    of_file = f"?x <{cg('sourceFile')}> {literal(path.name)} ; <{cg('contentHash')}> ?hash"
    rows: Any = store.query(f"SELECT ?x ?hash WHERE {{ {of_file} }}")
    found = {row["x"].value: row["hash"].value for row in rows}
    if path.is_file():
        own = sha256(path.read_bytes()).hexdigest()
        found = {report: sha for report, sha in found.items() if sha == own}
    return str(next(iter(found))) if len(found) == 1 else name


def reference_data(app: App, said: ReadParameters) -> Reference:
    """The shipped reference data, with the files of the settings and of `--reference` on top.

    Raises:
        InputError: a file cannot be read or is wrong.
    """
    from claimgraph.reference import Reference, ReferenceDataError

    files = [*app.settings.reference, *said.reference]
    try:
        return Reference.load(files) if files else Reference.default()
    except ReferenceDataError as error:
        where = f"{error.file}:{error.line}" if error.line else error.file
        raise InputError(error.problem, where=where, hint=error.advice) from None


def options(said: ReadParameters, reference: Reference) -> ReadOptions:
    """The options as converters take them."""
    from claimgraph.converters import ReadOptions

    return ReadOptions(
        reference=reference,
        outlet=said.outlet,
        published=said.published,
        headline=said.headline,
        kind=said.kind,
        url=said.url,
        extractor=extractor(said),
        extra={"mapping": said.mapping} if said.mapping else {},
    )


def extractor(said: ReadParameters) -> Extractor | None:
    """The reader of prose that the user named; none for the rules.

    Raises:
        UsageError: there is no such reader, or a setting does not fit it.
    """
    if said.extractor == "rules" and not (said.model or said.base_url or said.cache):
        return None
    if said.made is not None:
        return said.made
    import os

    from claimgraph.readers import KEY_VARIABLE, ReaderSettings, make

    key = os.environ.get(KEY_VARIABLE, "").strip()
    settings = ReaderSettings(model=said.model, base_url=said.base_url, cache=said.cache, key=key)
    said.made = make(said.extractor, settings)
    return said.made


def check_single(said: ReadParameters, inputs: Inputs) -> None:
    """Date, headline and address belong to one report: refuse them for several files.

    A reader of prose that cannot be had is refused here too, before anything is read or made.
    """
    extractor(said)
    if not said.bare and len(inputs.files) > 1:
        raise UsageError(
            f"--date, --headline and --url describe one report, but {len(inputs.files)} files are given",
            hint="load them one by one, or write a front matter into each",
        )


def read_file(
    path: Path,
    said: ReadParameters,
    reference: Reference,
    corrections: Mapping[str, Mapping[int, str]] | None = None,
) -> Iterator[Report | Dataset | Reject]:
    """Read one input with the fitting converter; an archive, with the one that fits each of its members.

    `corrections` holds rows that replace those of a file, by the name of the file and the line.

    Raises:
        InputError: nothing of it can be used.
    """
    from claimgraph.converters import read
    from claimgraph.model import Report

    for source in inputs_in(path):
        source.patches = dict((corrections or {}).get(source.name, {}))
        name = said.converter or ("table" if said.mapping else "")
        for item in read(source, options(said, reference), name):
            if isinstance(item, Report):
                said.differences.add(item, source.name)
            yield item
