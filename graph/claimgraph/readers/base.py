"""What every reader of prose is: a name, a version, and who said what in a text.

A reader finds attributions (source, cue, content) and nothing else. Whom the names mean, events, figures,
times, what stands inside a content and the report's own voice are read by `claimgraph.extract` from the same
text afterwards, whichever reader found the attributions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from claimgraph.extract.attribution.reading import Attribution
from claimgraph.model import Disagreement, ReaderRun


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that a reader gave back and that was not taken: why, its words, and near which offset."""

    reason: str
    words: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a reader found in one text: outermost attributions in the order of their cues; the refused.

    The rest is for readers that join others: `found_by` has, for each attribution, the names of those that
    found it with the rule of each; `disagreements` is where they differ; `runs` is who they are. One that
    reads by itself leaves it out.
    """

    attributions: tuple[Attribution, ...]
    refusals: tuple[Refusal, ...] = ()
    found_by: tuple[Mapping[str, str], ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    runs: tuple[ReaderRun, ...] = ()


class Extractor(Protocol):
    """One reader. `name` is what `--extractor` takes; name and version are kept with every report read.

    A third party registers a factory, a callable that takes `ReaderSettings` and gives an `Extractor`, as an
    entry point of the group `claimgraph.extractors`.
    """

    @property
    def name(self) -> str:
        """What `--extractor` takes."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same text may be read otherwise; may name a model."""
        ...

    def extract(self, text: str, published: date | None = None) -> Extraction:
        """Find the attributions of a text; offsets are code points into exactly this text, end exclusive.

        Raises:
            InputError: the reader cannot read the text: its server fails, or gives back no usable answer.
        """
        ...


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """What the user said of the reader. Nothing of it has a default that would send a text anywhere.

    `timeout` is the longest that one answer of a server may take, in seconds. `key` is the secret of that
    server; it is never written or shown.
    """

    model: str = ""
    base_url: str = ""
    cache: Path | None = None
    timeout: float = 120.0
    key: str = field(default="", repr=False)
