"""Readers of prose behind one protocol: rules by default, a model if the user names one, third parties'.

>>> names()[:3]
['rules', 'spacy', 'openai']
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
MODEL_VARIABLE: Final = "CLAIMGRAPH_SPACY_MODEL"
OWN: Final = ("rules", "spacy", "openai")


def _others() -> dict[str, EntryPoint]:
    """Readers of third parties, by name; a name of our own stays ours."""
    return {point.name: point for point in entry_points(group=GROUP) if point.name not in OWN}


def names() -> list[str]:
    """What `--extractor` takes: our own readers, then those that are installed beside."""
    return [*OWN, *sorted(_others())]


def make(name: str, settings: ReaderSettings) -> Extractor:
    """The reader of a name; of two names with a comma between, both of them, compared.

    Of two readers the settings go to the one that asks a server, else to the one that is not the rules.

    Raises:
        UsageError: there is none, it lacks a setting, has one that it cannot use, or cannot be started.

    >>> make("tea-leaves", ReaderSettings())
    Traceback (most recent call last):
    claimgraph.errors.UsageError: there is no reader 'tea-leaves'; use one of rules, spacy, openai
    """
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 1:
        return _one(name, settings)
    if len(parts) > 2:
        raise UsageError(
            f"{len(parts)} readers are named", hint="one reads, two are compared: --extractor rules,openai"
        )
    from claimgraph.readers.agreement import AgreementReader

    others = [part for part in parts if part != "rules"]
    asking = [part for part in others if part != "spacy"] or others or parts
    bare = ReaderSettings(timeout=settings.timeout)
    first, second = (_one(part, settings if part in asking else bare) for part in parts)
    return AgreementReader(first, second)


def _one(name: str, settings: ReaderSettings) -> Extractor:
    if name == "rules":
        from claimgraph.readers.rules import RulesReader

        if settings.model or settings.base_url or settings.cache:
            raise UsageError(
                "--model, --base-url and --cache are for readers that ask a model",
                hint="add --extractor openai, or leave them out",
            )
        return RulesReader()
    if name == "spacy":
        return _spacy(settings)
    if name == "openai":
        return _openai(settings)
    others = _others()
    if name not in others:
        raise UsageError(
            f"there is no reader {name!r}", hint=f"use one of {', '.join([*OWN, *sorted(others)])}"
        )
    return _other(others[name], settings)


def _spacy(settings: ReaderSettings) -> Extractor:
    import os

    from claimgraph.readers.pipeline import DEFAULT, load

    if settings.base_url or settings.cache:
        raise UsageError(
            "--base-url and --cache are for readers that ask a server",
            hint="leave them out; --model names the pipeline",
        )
    return load(settings.model or os.environ.get(MODEL_VARIABLE, "").strip() or DEFAULT)


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
