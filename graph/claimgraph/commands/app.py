"""What every command shares: the global options, talk on standard error, the way to the store."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from claimgraph.resources import ONTOLOGY_VARIABLE

if TYPE_CHECKING:
    from rich.progress import Progress

    from claimgraph.commands.settings import Settings
    from claimgraph.store import Store

PATIENCE = 1.0
"""Seconds after which something that has no steps to count shows that it is at work."""
STORE_VARIABLE = "CLAIMGRAPH_STORE"
T = TypeVar("T")


@dataclass(slots=True)
class App:
    """The global options of one call."""

    store: str | None = None
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False
    debug: bool = False
    _settings: Settings | None = field(default=None, repr=False)

    @property
    def settings(self) -> Settings:
        """The settings in force: option, then environment, then `claimgraph.toml`, then defaults."""
        if self._settings is None:
            from claimgraph.commands.settings import in_force

            self._settings = in_force(self.store)
            if self._settings.ontology:  # an environment variable, so that worker processes have it too
                files = os.pathsep.join(str(one.resolve()) for one in self._settings.ontology)
                os.environ[ONTOLOGY_VARIABLE] = os.environ.get(ONTOLOGY_VARIABLE) or files
        return self._settings

    @property
    def color(self) -> bool:
        """Whether colours may be used on a terminal (`--no-color`, `NO_COLOR`, `TERM=dumb` forbid)."""
        return not (self.no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb")

    def say(self, message: str) -> None:
        """Talk on standard error, unless `--quiet`."""
        if not self.quiet:
            click.echo(message, err=True)

    def detail(self, message: str) -> None:
        """Talk that only `--verbose` shows."""
        if self.verbose:
            click.echo(message, err=True)

    def warn(self, message: str) -> None:
        """What must be said even with `--quiet`: something was refused or left out."""
        click.echo(message, err=True)

    @contextmanager
    def open_store(self, *, read_only: bool = True, base: str | None = None) -> Iterator[Store]:
        """The store in force, closed at the end; reading never creates one."""
        from claimgraph.store import opened

        settings = self.settings
        with opened(settings.store, base=base or settings.base, read_only=read_only) as store:
            yield store

    def progress(self, items: Sequence[T], what: str) -> Iterator[T]:
        """Yield the items under a progress bar on standard error; no bar when that is no terminal.

        A single file has no steps to count: if it takes long, its name, its size and the time that has gone
        are shown. Where there is no terminal, `--verbose` tells the name of each as its turn comes.
        """
        if self.quiet or not sys.stderr.isatty():
            return self._told(items, what) if self.verbose else iter(items)
        return _progress(items, what, self.color) if len(items) > 1 else self._each(items, what)

    def _each(self, items: Sequence[T], what: str) -> Iterator[T]:
        for item in items:
            with self.waiting(f"{what}{_named(item) if isinstance(item, Path) else ''}"):
                yield item

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        """Show on a terminal what is being done, and for how long, once it takes more than a second."""
        if self.quiet or not sys.stderr.isatty():
            yield
            return
        from threading import Timer

        shown: list[Progress] = []

        def show() -> None:
            shown.append(_spinner(what, self.color))
            shown[0].start()

        timer = Timer(PATIENCE, show)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            for spinner in shown:
                spinner.stop()

    def _told(self, items: Sequence[T], what: str) -> Iterator[T]:
        for item in items:
            if isinstance(item, Path):
                self.detail(f"{what.lower()} {item}")
            yield item


def _progress(items: Iterable[T], what: str, color: bool) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True, no_color=not color)
    yield from track(items, description=what, console=console, transient=True)


def _named(path: Path) -> str:
    """The name of a file, with its size in megabytes if that is some; nothing for standard input."""
    size = path.stat().st_size / 1e6 if path.is_file() else 0.0
    return "" if str(path) == "-" else f" {path.name} ({size:,.1f} MB)" if size >= 0.1 else f" {path.name}"


def _spinner(what: str, color: bool) -> Progress:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, no_color=not color)
    text = TextColumn("{task.description}")
    shown = Progress(SpinnerColumn(), text, TimeElapsedColumn(), console=console, transient=True)
    shown.add_task(escape(what), total=None)
    return shown


# ------------------------------------------------------------------ options of every command


def common_options() -> list[click.Parameter]:
    """The options that every command takes, before or after its name."""
    return [
        _common(["--store"], "PATH_OR_URL", "Folder or SPARQL address (default ./claimgraph.db)."),
        _common(["-q", "--quiet"], None, "Say nothing but data and refusals."),
        _common(["-v", "--verbose"], None, "Say more."),
        _common(["--no-color"], None, "No colours (also NO_COLOR=1)."),
        _common(["--debug"], None, "Show the trace of an error."),
    ]


def _common(names: list[str], metavar: str | None, text: str) -> click.Option:
    return click.Option(
        names,
        metavar=metavar,
        is_flag=metavar is None,
        default=None,
        expose_value=False,
        is_eager=True,
        callback=_remember,
        help=text,
    )


def _remember(ctx: click.Context, option: click.Parameter, value: Any) -> None:
    if value and option.name:
        setattr(ctx.ensure_object(App), option.name, value)


class Command(click.Command):
    """A command with examples and with the options of every command in a section of their own."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        """As `click.Command`; `examples` are command lines for the help."""
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)
        self.common = common_options()
        self.params.extend(self.common)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options, then the common ones."""
        own = [
            parameter
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option) and parameter not in self.common
        ]
        for title, parameters in (("Options", own), ("Options of every command", self.common)):
            records = [record for one in parameters if (record := one.get_help_record(ctx))]
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        if self.examples:
            with formatter.section("Examples"):
                for example in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}{example}\n")


pass_app = click.make_pass_decorator(App, ensure=True)
