"""The frame of the command line: help, lazy imports, global options, errors, exit codes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest

from claimgraph import cli
from claimgraph.commands import SECTIONS
from claimgraph.commands.app import Command
from claimgraph.errors import InputError, UsageError

ENTRIES = [entry for _, entries in SECTIONS for entry in entries]
HEAVY = {"rdflib", "pyoxigraph", "rich", "networkx", "owlrl", "pyshacl", "yaml", "lxml", "jinja2", "tomllib"}


def script(*arguments: object, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """The command line as a process of its own."""
    command = [sys.executable, "-m", "claimgraph", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, **more)


def test_help_lists_every_command_with_its_summary(call: Any) -> None:
    outcome = call("--help")
    assert outcome.code == 0
    for entry in ENTRIES:
        assert f"  {entry.name} " in outcome.out
        assert entry.summary.split()[0] in outcome.out


def test_no_arguments_shows_the_help(call: Any) -> None:
    assert call().out == call("--help").out


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from claimgraph.cli import run; run(['--help']); "
        f"print('HEAVY', sorted({HEAVY!r} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[-1] == "HEAVY []"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_each_command_has_a_module_and_help_with_examples(entry: Any, call: Any) -> None:
    command = import_module(f"claimgraph.commands.{entry.module}").command
    assert isinstance(command, Command)
    assert command.examples
    assert entry.summary[0].islower()
    assert not entry.summary.endswith(".")
    outcome = call(entry.name, "--help")
    assert outcome.code == 0
    for example in command.examples:
        assert example in outcome.out
    assert "--store" in outcome.out


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_option_is_explained(entry: Any) -> None:
    command = import_module(f"claimgraph.commands.{entry.module}").command
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_version(call: Any) -> None:
    assert call("--version").out == "claimgraph 0.1.0\n"


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (["lod"], "did you mean load?"),
        (["zzzzzz"], "see claimgraph --help"),
        (["load"], "no file is named"),
        (["load", "x.txt", "--nonsense"], "--nonsense"),
        (["stats", "--by", "colour"], "colour"),
        (["stats", "--store"], "--store"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(call: Any, arguments: list[str], fragment: str) -> None:
    outcome = call(*arguments)
    assert outcome.code == 2
    assert len(outcome.lines) == 1
    assert outcome.lines[0].startswith("claimgraph: ")
    assert fragment in outcome.err
    assert outcome.data == b""


def _failing(error: BaseException) -> click.Command:
    @click.command(cls=Command)
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (UsageError("wrong", hint="do this"), 2, "claimgraph: wrong; do this"),
        (InputError("bad", where="a.txt:3"), 3, "claimgraph: a.txt:3: bad"),
        (KeyboardInterrupt(), 130, "claimgraph: interrupted"),
        (
            ZeroDivisionError("a\nb"),
            4,
            "claimgraph: internal error: ZeroDivisionError: a b; run again with --debug and report it",
        ),
    ],
)
def test_errors_are_one_line(
    call: Any, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, line: str
) -> None:
    monkeypatch.setattr(cli, "_load", lambda _entry: _failing(error))
    outcome = call("stats")
    assert (outcome.code, outcome.err.lstrip("\n")) == (code, line + "\n")


def test_debug_shows_the_trace(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_load", lambda _entry: _failing(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        call("stats", "--debug")
    with pytest.raises(ZeroDivisionError):
        call("--debug", "stats")


def test_store_before_or_after_the_command_or_in_the_environment(
    call: Any, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = call("--store", filled, "stats").out
    assert '"claims", "number": 4' in expected
    assert call("stats", "--store", filled).out == expected
    monkeypatch.setenv("CLAIMGRAPH_STORE", str(filled))
    assert call("stats").out == expected
    assert call("stats", "--store", "elsewhere.db").code == 3


def test_the_default_store_is_not_made_by_reading(call: Any) -> None:
    outcome = call("stats")
    assert outcome.code == 3
    assert "claimgraph.db: there is no store; load a report first" in outcome.err
    assert not Path("claimgraph.db").exists()


def test_quiet_says_nothing_but_data(call: Any, filled: Path) -> None:
    outcome = call("dump", "--store", filled, "--quiet")
    assert outcome.err == ""
    assert outcome.data.count(b"\n") > 100


def test_a_closed_pipe_is_no_error(filled: Path) -> None:
    command = f'"{sys.executable}" -m claimgraph dump --quiet --store "{filled}" | head -n 1'
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; for i in 1 2 3; do {command}; done"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 3


def test_a_pipe_closed_before_the_answer_is_told_in_the_exit_code(filled: Path) -> None:
    """Not 1, which means findings."""
    command = f"{sys.executable} -m claimgraph ask --list --store {filled}"
    done = subprocess.run(
        ["bash", "-c", f"({command}; echo $? >&2) | true"], capture_output=True, timeout=120, check=False
    )
    assert done.stderr == b"141\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("command", ["ask --list", "show"])
def test_a_full_disk_is_told_in_one_line(command: str, filled: Path) -> None:
    arguments = [*command.split(), "Cruiser lost", "--json"] if command == "show" else command.split()
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "claimgraph", *arguments, "--store", str(filled)],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
    line = b"claimgraph: nothing more can be written (No space left on device); make room and try again\n"
    assert (done.returncode, done.stderr) == (3, line)


def test_interrupting_a_load_leaves_nothing_half_done(call: Any, sample: ModuleType) -> None:
    """Ctrl-C in the middle of many files: a quiet end, a whole store, and loading again completes it."""
    folder = Path("many")
    folder.mkdir()
    for number in range(24):
        head = f"---\noutlet: Harbour Wire\ndate: 2022-04-15\nheadline: Number {number}\n---\n\n"
        (folder / f"{number:03}.txt").write_text(head + sample.TEXT * 4, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "claimgraph", "load", str(folder), "--store", "cut.db"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # a test run that was itself started in the background hands down that Ctrl-C is ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while process.poll() is None and not list(Path("cut.db").glob("texts/*/*")):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.decode().lstrip("\n")) == (130, b"", "claimgraph: interrupted\n")
    assert call("doctor", "--store", "cut.db").code == 0
    assert call("load", folder, "--store", "cut.db").code == 0
    assert call("load", folder, "--store", "whole.db").code == 0
    assert call("dump", "--store", "cut.db").data == call("dump", "--store", "whole.db").data


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(call: Any, shell: str) -> None:
    outcome = call("completion", shell)
    assert outcome.code == 0
    assert "_CLAIMGRAPH_COMPLETE" in outcome.out


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("st", {"stats"}),
        ("ask who-said-what-b", {"who-said-what-by"}),
        ("ask --store x.db who-said-what-b", {"who-said-what-by"}),
        ("ask who-said-what --sta", {"--stance"}),
        ("ask who-said-what --since 2022-04-16 --as", {"--as-of"}),
        ("ask who-said-what --stance d", {"denies", "doubts"}),
        ("ask nosuch --about", set()),
        ("load --as gdel", {"gdelt"}),
        ("load some", {"some"}),
        ("convert a.txt --to tr", {"trig"}),
        ("export a --format gex", {"gexf"}),
        ("validate --format sa", {"sarif"}),
        ("query some", {"some"}),
    ],
)
def test_completion(words: str, offered: set[str]) -> None:
    """As a shell asks it; `some` stands for the files that the shell itself knows."""
    from click.shell_completion import ShellComplete

    *before, start = words.split()
    found = ShellComplete(cli.cli, {}, "claimgraph", "_X").get_completions(before, start)
    assert {str(item.value) for item in found} == offered


def test_as_a_module() -> None:
    assert script("--version").stdout == b"claimgraph 0.1.0\n"


def test_a_closed_standard_output_is_told(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """The shell's `>&-`: Python has no stream then."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stdin", None)
    assert cli.run(["ask", "--list"]) == 3
    assert capsys.readouterr().err == "claimgraph: standard output is closed; give -o FILE, or open it\n"


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["stats"], 3, "claimgraph.db: the store cannot be read (Permission denied); check its rights"),
        (
            ["convert", "a.txt", "--to", "jsonl"],
            3,
            "a.txt: cannot be read (Permission denied); check name and rights",
        ),
        (
            ["validate", "a.txt"],
            3,
            "a.txt: cannot be used (Permission denied); check the name and the rights",
        ),
        (["doctor", "--csv"], 3, ""),
        (["stats", "--store", "b.db"], 3, "b.db: the store cannot be read (Permission denied)"),
    ],
)
def test_a_folder_that_may_not_be_searched(
    call: Any, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, line: str
) -> None:
    """Tests may run as a user to whom nothing is forbidden, so the system's refusal is played."""
    real = Path.stat

    def refuse(path: Path, **more: Any) -> os.stat_result:
        if path.is_absolute():
            return real(path, **more)
        raise PermissionError(13, "Permission denied", str(path))

    def refuse_open(path: Path, *args: Any, **more: Any) -> Any:
        if path.is_absolute():
            return real_open(path, *args, **more)
        raise PermissionError(13, "Permission denied", str(path))

    real_open = Path.open
    monkeypatch.setattr(Path, "stat", refuse)
    monkeypatch.setattr(Path, "open", refuse_open)
    done = call(*arguments)
    assert done.code == code
    assert line in done.err
    if "doctor" in arguments:
        assert "store,fault,claimgraph.db/store.json: cannot be read (Permission denied)" in done.out
