"""The commands of `claimgraph`, one module each, listed here so that the help needs none of them.

A module holds its `click` command under the name `command`; to add one, write the module and its line below.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A command as the help lists it."""

    name: str
    module: str
    summary: str


SECTIONS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "Bring reports in",
        (
            Entry("init", "init", "make a folder with settings, a sample report and a CI file"),
            Entry("load", "load", "read reports and add them to the store"),
            Entry("convert", "convert", "read reports and write their claims to a file, without a store"),
            Entry("rate", "rate", "add ratings of sources and claims, as notes"),
            Entry("remove", "remove", "take a report out of the store, whole"),
        ),
    ),
    (
        "Find answers",
        (
            Entry("ask", "ask", "ask a stored question by its name"),
            Entry("query", "query", "ask in SPARQL"),
            Entry("show", "show", "show a report, a claim or an entity"),
            Entry("search", "search", "find words in claims, names and headlines"),
            Entry("contradictions", "contradictions", "show where accounts cannot both be true, and why"),
            Entry("perspective", "perspective", "what one party affirms, as one graph"),
            Entry("stats", "stats", "count what the store holds"),
            Entry("serve", "serve", "answer SPARQL and stored questions over HTTP"),
        ),
    ),
    (
        "Draw and hand on",
        (
            Entry("export", "export", "write claims for Gephi, networkx, a spreadsheet or another store"),
            Entry("analyse", "analyse", "measure who is central, belongs together, stands between sides"),
        ),
    ),
    (
        "Check and keep",
        (
            Entry("validate", "validate", "check ontology, data and reports, for use in CI"),
            Entry("dump", "dump", "write the whole store to a file"),
            Entry("restore", "restore", "bring a dump back into a store"),
            Entry("infer", "infer", "what follows from the record by the ontology"),
            Entry("doctor", "doctor", "versions, settings in force, health of the store"),
            Entry("completion", "completion", "print the completion script for a shell"),
        ),
    ),
)


def find(name: str) -> Entry | None:
    """The entry of a command.

    >>> find("load").module
    'load'
    >>> find("lod") is None
    True
    """
    for _, entries in SECTIONS:
        for entry in entries:
            if entry.name == name:
                return entry
    return None
