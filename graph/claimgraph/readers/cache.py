"""Answers of a model, kept on disk, so that the same question is asked once.

An entry is found by the SHA-256 of everything that the answer depends on: model, prompt, schema, text. It is
written whole or not at all, and readable by its owner only: it holds words of reports.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

from claimgraph.errors import InputError


def default_folder() -> Path:
    """`$XDG_CACHE_HOME/claimgraph/readers`, or the same under `~/.cache`."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path.home() / ".cache") / "claimgraph" / "readers"


class Cache:
    """A folder of answers.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     cache = Cache(Path(folder))
    ...     cache.put(("model", "text"), "answer")
    ...     cache.get(("model", "text")), cache.get(("model", "other text"))
    ('answer', None)
    """

    def __init__(self, folder: Path) -> None:
        """The folder is made when the first answer is kept."""
        self.folder = folder

    def _file(self, key: tuple[str, ...]) -> Path:
        digest = hashlib.sha256(json.dumps(key).encode("ascii")).hexdigest()
        return self.folder / digest[:2] / f"{digest}.json"

    def get(self, key: tuple[str, ...]) -> str | None:
        """The answer kept under a key; an entry that cannot be read, or is not whole, counts as none."""
        try:
            entry = json.loads(self._file(key).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        answer = entry.get("answer") if isinstance(entry, dict) else None
        return answer if isinstance(answer, str) else None

    def put(self, key: tuple[str, ...], answer: str) -> None:
        """Keep an answer.

        Raises:
            InputError: the folder cannot be written.
        """
        file = self._file(key)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            number, name = tempfile.mkstemp(dir=file.parent, prefix=".")
            try:
                with os.fdopen(number, "w", encoding="ascii") as out:
                    json.dump({"answer": answer}, out)
                Path(name).replace(file)
            except BaseException:
                with contextlib.suppress(OSError):
                    Path(name).unlink()
                raise
        except OSError as error:
            raise InputError(
                f"the answer cannot be kept ({error.strerror})",
                where=str(self.folder),
                hint="name another folder with --cache",
            ) from None
