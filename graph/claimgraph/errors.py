"""Errors that a user can act on: one line that says what, where and what to do.

Each class carries the exit code that the command line gives for it: 2 wrong usage, 3 unreadable input.
"""

from __future__ import annotations


class ClaimgraphError(Exception):
    """Base of all expected errors.

    `what` is the fault, `where` the file, line or offset, `hint` what to do.

    >>> str(InputError("the file is empty", where="report.txt", hint="give a file with text"))
    'report.txt: the file is empty; give a file with text'
    """

    exit_code = 4

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        """Keep the three parts; `str()` joins them into one line."""
        self.what = what
        self.where = where
        self.hint = hint
        line = f"{where}: {what}" if where else what
        super().__init__(" ".join((f"{line}; {hint}" if hint else line).split()))


class UsageError(ClaimgraphError):
    """The call itself is wrong: an unknown question, a missing parameter, a bad option."""

    exit_code = 2


class InputError(ClaimgraphError):
    """A file or store cannot be read: bad bytes, bad syntax, an impossible date, a newer store."""

    exit_code = 3
