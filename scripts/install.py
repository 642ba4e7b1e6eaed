"""Runs `pip install` with the given arguments and shows how far it is, in one line or, in a log, a few.

    python scripts/install.py --constraint constraints.txt --editable '.[dev]'

What pip says of errors and warnings is shown as it is, and its exit code is kept.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

OLDEST = "pip>=23.3"
"""Older ones take `html_clean` and `html-clean` for two extras of lxml, warn, and leave out what it needs."""
STEP = 20
"""How many packages pass between two lines of a log."""
_FOUND = re.compile(r"Collecting ([A-Za-z0-9._-]+)")


def steps(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """What pip is at, after how many packages.

    >>> list(steps(["Collecting rich>=13.7 (from claimgraph)", "Installing collected packages: rich, click"]))
    [(1, 'fetched 1: rich'), (0, 'writing 2 packages')]
    """
    found = 0
    for line in lines:
        if match := _FOUND.match(line):
            found += 1
            yield found, f"fetched {found}: {match[1]}"
        elif line.startswith("Installing collected packages:"):
            yield 0, f"writing {line.count(',') + 1} packages"


def show(told: Iterable[tuple[int, str]], out: TextIO) -> None:
    """Write each step over the one before; where that is no terminal, every so many on a line of its own."""
    live = out.isatty()
    for number, text in told:
        if live:
            out.write(f"\r\033[K  {text} …")
        elif not number % STEP:
            out.write(f"  {text}\n")
        out.flush()
    if live:
        out.write("\r\033[K")


def main(arguments: list[str]) -> int:
    """Install; the exit code of pip."""
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
    subprocess.run([*pip, "--quiet", OLDEST], check=False)
    with subprocess.Popen([*pip, *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        show(steps(process.stdout), sys.stdout)
    return process.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
