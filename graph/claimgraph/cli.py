"""The `claimgraph` command: global options, lazy commands, one line for every error, exit codes.

Exit codes: 0 done, 1 findings, 2 wrong usage, 3 unreadable input, 4 internal error, 130 interrupted.
Nothing heavy is imported here, so that `claimgraph --help` is quick: each command imports what it needs.
"""

from __future__ import annotations

import contextlib
import difflib
import errno
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from claimgraph import __version__
from claimgraph.commands import SECTIONS, Entry, find
from claimgraph.commands.app import App, common_options
from claimgraph.errors import ClaimgraphError

PROGRAM = "claimgraph"
NOT_WRITTEN = 3
"""A file cannot be read or written."""
INTERNAL_ERROR = 4
INTERRUPTED = 130
BROKEN_PIPE = 141
"""As the shell reports a program that the end of a pipe stopped (128 + SIGPIPE)."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Disk full, quota used up, file too large: no fault of the program."""

NOT_ALLOWED = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR}
)
"""What the system refuses because of the name or the rights of a file: no fault of the program either."""


class _Closed(io.RawIOBase):
    """Stands for a standard output that the shell has closed (`>&-`), for which Python gives none."""

    def writable(self) -> bool:
        """It is, as far as buffers ask."""
        return True

    def write(self, data: object, /) -> int:
        """Fail as the system does."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


class LazyGroup(click.Group):
    """A group that imports the module of a command only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the help."""
        return [entry.name for _, entries in SECTIONS for entry in entries]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or `None` if there is none of that name."""
        entry = find(cmd_name)
        return _load(entry) if entry else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or fail with the nearest names."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and find(name) is None:
            near = difflib.get_close_matches(name, self.list_commands(ctx), n=2)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"no such command {name!r}{hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; when the reader of a pipe has gone, leave before click does, with 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _silence_stdout()
            raise click.exceptions.Exit(BROKEN_PIPE) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by section from the table alone, without importing any."""
        for title, entries in SECTIONS:
            with formatter.section(title):
                formatter.write_dl([(entry.name, entry.summary) for entry in entries])


def _load(entry: Entry) -> click.Command:
    command: click.Command = import_module(f"claimgraph.commands.{entry.module}").command
    return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    params=common_options(),
    invoke_without_command=True,
    epilog="Each command has its own help with examples: claimgraph COMMAND --help",
)
@click.version_option(__version__, "-V", "--version", prog_name=PROGRAM, message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Who said what in a conflict: claims, kept apart and traced to their words.

    \b
    First steps:
      claimgraph load report.txt --outlet "Harbour Wire" --date 2022-04-16
      claimgraph ask who-said-what Moskva
      claimgraph show Moskva
    """
    ctx.ensure_object(App)
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    `arguments` are those after the program's name; by default those of the process.
    """
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    >>> run(["--version"])
    claimgraph 0.1.0
    0
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    _open_streams()
    try:
        status = cli.main(args=given, prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        return _say(_usage_line(error), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _say("interrupted", INTERRUPTED)
    except BrokenPipeError:
        _silence_stdout()
        return BROKEN_PIPE
    except ClaimgraphError as error:
        if debug:
            raise
        return _say(str(error), error.exit_code)
    except OSError as error:
        if debug:
            raise
        return _say(*_refused_by_system(error))
    except Exception as error:
        if debug:
            raise
        return _say(_internal_line(error), INTERNAL_ERROR)


def _refused_by_system(error: OSError) -> tuple[str, int]:
    """What the system refused, in one line, and the exit code."""
    if error.errno == errno.EBADF and isinstance(getattr(sys.stdout.buffer, "raw", None), _Closed):
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - what is buffered goes nowhere
        return "standard output is closed; give -o FILE, or open it", NOT_WRITTEN
    if error.errno in NOT_ALLOWED and error.filename is not None:
        return (
            f"{error.filename}: cannot be used ({error.strerror}); check the name and the rights",
            NOT_WRITTEN,
        )
    if error.errno not in NO_ROOM:
        return _internal_line(error), INTERNAL_ERROR
    _silence_stdout()
    return f"nothing more can be written ({error.strerror}); make room and try again", NOT_WRITTEN


def _open_streams() -> None:
    """Put something in the place of standard streams that are closed, so that the rest need not ask."""
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Closed()), encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - open as long as the process


def _usage_line(error: click.ClickException) -> str:
    """What is wrong with the call, in one line, with the help to look at."""
    line = " ".join(error.format_message().split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{line} (see {context.command_path} --help)" if context else line


def _internal_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    kind = type(error).__name__
    return f"internal error: {kind}{': ' + text[:300] if text else ''}; run again with --debug and report it"


def _say(line: str, status: int) -> int:
    click.echo(f"{PROGRAM}: {line}", err=True)
    return status


def _silence_stdout() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not complain when it leaves."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
