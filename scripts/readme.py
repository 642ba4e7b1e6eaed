"""Runs the commands in README.md and compares, or writes, the output that stands under them.

    python scripts/readme.py            # compare; exit code 1 and a diff when something differs
    python scripts/readme.py --write    # put the real output in

A block of commands is fenced as `console`; lines that start with `$ ` are run by bash, in one folder for the
whole file, on a terminal of 120 columns without colours. The comment `<!-- first N lines -->` before a block
keeps the first N lines of its output and writes `…` for the rest.
"""

from __future__ import annotations

import difflib
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
COLUMNS = 120
INSTALLED = {"make demo": "scripts/demo"}
"""What a command comes to where everything is installed already."""
_BLOCK = re.compile(r"(?:<!-- first (\d+) lines -->\n)?```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(command: str, folder: Path) -> str:
    """What a command prints: its talk on standard error, then its answer as a terminal shows it."""
    outer, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "BIN": str(Path(sys.executable).parent),
        "TERM": "dumb",
        "COLUMNS": str(COLUMNS),
        "LC_ALL": "C.UTF-8",
    }
    environment.pop("CLAIMGRAPH_STORE", None)
    process = subprocess.Popen(
        ["bash", "-c", INSTALLED.get(command, command)],
        cwd=folder,
        env=environment,
        stdout=inner,
        stderr=subprocess.PIPE,
    )
    os.close(inner)
    answer = b"".join(_until_closed(outer)).decode("utf-8").replace("\r\n", "\n")
    assert process.stderr is not None
    talk = process.stderr.read().decode("utf-8")
    process.wait()
    return talk + answer


def _until_closed(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            data = b""
        if not data:
            os.close(terminal)
            return
        yield data


def rewritten(text: str, folder: Path) -> str:
    """The text with the real output in its blocks."""
    return _BLOCK.sub(lambda match: _block(match, folder), text)


def _block(match: re.Match[str], folder: Path) -> str:
    first, body = match.groups()
    commands = [line for line in body.splitlines() if line.startswith("$ ")]
    lines: list[str] = []
    for command in commands:
        output = _as_shown(run(command[2:], folder), int(first) if first else None)
        lines += [command, *output]
    head = f"<!-- first {first} lines -->\n" if first else ""
    return head + "```console\n" + "".join(f"{line}\n" for line in lines) + "```"


def _as_shown(output: str, first: int | None) -> list[str]:
    lines = [line.rstrip() for line in output.strip("\n").split("\n")] if output.strip() else []
    if first is not None and len(lines) > first:
        return [*lines[:first], "…"]
    return lines


def prepare(folder: Path) -> None:
    """What the commands find in their folder: the examples, the ontology, the demo."""
    for name in ("examples", "ontology", "scripts", "Makefile"):
        (folder / name).symlink_to(ROOT / name)


def main() -> int:
    """Compare or write."""
    text = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))
        real = rewritten(text, Path(name))
    if "--write" in sys.argv[1:]:
        README.write_text(real, encoding="utf-8")
        return 0
    sys.stdout.writelines(
        difflib.unified_diff(text.splitlines(True), real.splitlines(True), "README.md", "real output")
    )
    return int(real != text)


if __name__ == "__main__":
    sys.exit(main())
