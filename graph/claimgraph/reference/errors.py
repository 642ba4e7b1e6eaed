"""What can be wrong with a reference file, as one line: where, what, what to do."""

from __future__ import annotations


class ReferenceDataError(ValueError):
    """A reference file cannot be used as it stands.

    >>> print(ReferenceDataError("people.csv", 3, "the label is empty", "write a name in column 'label'"))
    people.csv:3: the label is empty; write a name in column 'label'
    """

    def __init__(self, file: str, line: int | None, problem: str, advice: str) -> None:
        self.file = file
        self.line = line
        self.problem = problem
        self.advice = advice
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {problem}; {advice}")
