"""When the database of a store is worth merging into fewer files.

What a load adds lies in files of its own, and each look-up has to try these too: after a load of a thirtieth
of the store questions take a third more time, and no more than that after one of the whole. Merging costs
time by the size of the whole store. So it is done when a tenth of the store has come since the last time:
then it takes less time than the loads did, and a small report never sets it off in a store of some size. What
is taken out counts as what is added: look-ups have to pass over it until the files are merged. All commands
that write much end with `compact`; a server that takes updates only notes them, as no answer should wait for
the merging, and the next such command does it.

The account is a small file beside the database, `merged.json`. If it is lost, the store is merged once more
than needed; the quads do not depend on it.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from claimgraph.store import EmbeddedStore, Store, write_atomically

FEWEST = 100_000
"""Quads: after fewer, questions are fast all the same."""
SHARE = 10
"""One of this many quads of the store must have come since it was merged last."""
FILE = "merged.json"


def is_due(merged: int, added: int) -> bool:
    """Whether to merge a store that had `merged` quads the last time, and to which `added` came since.

    >>> is_due(0, 700), is_due(0, 150_000), is_due(6_000_000, 150_000), is_due(6_000_000, 600_000)
    (False, True, False, True)
    """
    return added >= FEWEST and added * SHARE >= merged


def compact(store: Store, say: Callable[[str], None], *, wanted: bool | None = None, taken: int = 0) -> bool:
    """Merge the files of a store on disk if enough has come, or if it is `wanted`; true if that was done.

    `taken` is how many quads were taken out by updates since it was opened; what was loaded the store knows.

    Stores in memory and servers are left alone. `say` is told before the work begins, and why it was not done
    where the disk has no room for it; what was loaded is in the store all the same.

    >>> compact(EmbeddedStore.in_memory(), print, wanted=True)
    False
    """
    if not isinstance(store, EmbeddedStore) or store.path is None:
        return False
    merged, added = _account(store.path / FILE)
    added += store.added + taken
    store.added = 0
    done = (is_due(merged, added) if wanted is None else wanted) and _merge(store, store.path, say)
    if done:
        _write(store.path / FILE, len(store), 0)
    elif added:
        _write(store.path / FILE, merged, added)
    return done


def note(folder: Path, changed: int) -> None:
    """Write down that so many quads of the store in `folder` were added or taken out, to be merged later.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> note(folder, 700)
    >>> note(folder, 3)
    >>> (folder / FILE).read_text()
    '{"merged": 0, "added": 703}\\n'
    """
    merged, added = _account(folder / FILE)
    if changed:
        _write(folder / FILE, merged, added + changed)


def _merge(store: EmbeddedStore, folder: Path, say: Callable[[str], None]) -> bool:
    try:
        if shutil.disk_usage(folder).free < _size(folder / "quads"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        say("compacting the store")
        store.compact()
    except OSError as error:
        say(f"the store is not compacted ({error.strerror or error}); questions take somewhat longer")
        return False
    return True


def _size(folder: Path) -> int:
    """Bytes of the files in a folder, of which the store may take one away at any moment."""
    total = 0
    for file in folder.iterdir():
        with suppress(FileNotFoundError):
            total += file.stat().st_size
    return total


def _account(file: Path) -> tuple[int, int]:
    """Quads at the last merging and since, by the file; zeros if there is none that can be read."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return int(found["merged"]), int(found["added"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, 0


def _write(file: Path, merged: int, added: int) -> None:
    text = json.dumps({"merged": merged, "added": added})
    write_atomically(file, [text.encode() + b"\n"])
