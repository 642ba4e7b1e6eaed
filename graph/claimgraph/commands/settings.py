"""The settings in force: option, then environment, then `claimgraph.toml` of the folder, then defaults.

```toml
store = "claimgraph.db"                      # a folder, relative to this file, or an address
base = "https://example.org/data/"           # namespace of the data in a new store
reference = ["people.ttl", "ships.csv"]      # reference files of one's own
ontology = ["terms.ttl"]                     # classes, properties and codes of one's own
```
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimgraph.commands.app import STORE_VARIABLE
from claimgraph.errors import InputError, UsageError

FILE = "claimgraph.toml"
DEFAULT_STORE = "claimgraph.db"
KEYS = ("store", "base", "reference", "ontology")
_LISTS = ("reference", "ontology")


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for this call; `origin` says where the store's place comes from."""

    store: str
    origin: str
    base: str | None = None
    reference: tuple[Path, ...] = ()
    ontology: tuple[Path, ...] = ()
    file: Path | None = None


def in_force(store_option: str | None, folder: Path | None = None) -> Settings:
    """Join the option, the environment and the file of `folder` (default: the current one).

    Raises:
        InputError: the file is no TOML.
        UsageError: the file has an unknown key or a value of the wrong type.
    """
    file = (folder or Path()) / FILE
    values = _read(file) if _is_there(file) else {}
    if store_option:
        store, origin = store_option, "--store"
    elif os.environ.get(STORE_VARIABLE):
        store, origin = os.environ[STORE_VARIABLE], STORE_VARIABLE
    elif "store" in values:
        store, origin = _beside(file, values["store"]), str(file)
    else:
        store, origin = DEFAULT_STORE, "default"
    reference, ontology = (tuple(Path(_beside(file, one)) for one in values.get(key, ())) for key in _LISTS)
    return Settings(store, origin, values.get("base"), reference, ontology, file if values else None)


def _is_there(file: Path) -> bool:
    """Whether the file is there; in a folder that may not be searched, there is none for this user."""
    try:
        return file.is_file()
    except OSError:
        return False


def _beside(file: Path, name: str) -> str:
    """A path in the file is relative to the file; an address stays as it is."""
    return name if name.startswith(("http://", "https://")) else str(file.parent / name)


def _read(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read ({error})", where=str(file), hint="write it as TOML") from None
    for key, value in values.items():
        if key not in KEYS:
            raise UsageError(f"unknown key {key!r}", where=str(file), hint=f"known keys: {', '.join(KEYS)}")
        listed = isinstance(value, list) and all(isinstance(item, str) for item in value)
        if not (listed if key in _LISTS else isinstance(value, str)):
            kind = "a list of strings" if key in _LISTS else "a string"
            raise UsageError(f"{key!r} is not {kind}", where=str(file))
    return values
