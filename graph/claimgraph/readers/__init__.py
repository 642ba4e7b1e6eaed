"""Readers of prose behind one protocol: rules by default, a model if the user names one, third parties'.

>>> names()[:2]
['rules', 'openai']
>>> make("rules", ReaderSettings()).name
'rules'
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Final

from claimgraph.errors import UsageError
from claimgraph.readers.base import Extraction, Extractor, ReaderSettings, Refusal

__all__ = ["Extraction", "Extractor", "ReaderSettings", "Refusal", "make", "names"]

GROUP: Final = "claimgraph.extractors"
KEY_VARIABLE: Final = "CLAIMGRAPH_API_KEY"
OWN: Final = ("rules", "openai")


def _others() -> dict[str, EntryPoint]:
    """Readers of third parties, by name; a name of our own stays ours."""
    return {point.name: point for point in entry_points(group=GROUP) if point.name not in OWN}


def names() -> list[str]:
    """What `--extractor` takes: our own readers, then those that are installed beside."""
    return [*OWN, *sorted(_others())]


def make(name: str, settings: ReaderSettings) -> Extractor:
    """The reader of a name.

    Raises:
        UsageError: there is none, it lacks a setting, has one that it cannot use, or cannot be started.

    >>> make("tea-leaves", ReaderSettings())
    Traceback (most recent call last):
    claimgraph.errors.UsageError: there is no reader 'tea-leaves'; use one of rules, openai
    """
    if name == "rules":
        from claimgraph.readers.rules import RulesReader

        if settings.model or settings.base_url or settings.cache:
            raise UsageError(
                "--model, --base-url and --cache are for readers that ask a model",
                hint="add --extractor openai, or leave them out",
            )
        return RulesReader()
    if name == "openai":
        return _openai(settings)
    others = _others()
    if name not in others:
        raise UsageError(
            f"there is no reader {name!r}", hint=f"use one of {', '.join([*OWN, *sorted(others)])}"
        )
    return _other(others[name], settings)


def _openai(settings: ReaderSettings) -> Extractor:
    from claimgraph.readers.cache import Cache, default_folder
    from claimgraph.readers.chat import Chat
    from claimgraph.readers.openai import OpenAiReader

    chat = Chat(settings.base_url, settings.model, key=settings.key, timeout=settings.timeout)
    return OpenAiReader(chat, Cache(settings.cache or default_folder()))


def _other(point: EntryPoint, settings: ReaderSettings) -> Extractor:
    """Start a third party's reader; whatever goes wrong in it is told in one line."""
    try:
        reader: Extractor = point.load()(settings)
    except UsageError:
        raise
    except Exception as error:
        raise UsageError(
            f"the reader {point.name!r} cannot be started ({type(error).__name__}: {error})",
            hint=f"see that {point.value.partition(':')[0]} is installed whole",
        ) from error
    return reader
