"""What holds on every SPARQL 1.1 server: load, ask each stored question, replace, remove."""

from __future__ import annotations

from typing import Any

from claimgraph.question_files import load_questions
from claimgraph.questions import put
from claimgraph.store import EmbeddedStore, Store

ABOUT = "Moskva"


def filled(store: Store, sample: Any) -> None:
    """Load the sample report as `claimgraph load` does."""
    from claimgraph.loading import Loader

    Loader(store).load(sample.report())


def asked() -> list[tuple[str, dict[str, object]]]:
    """Every stored question, with as few parameters as it needs."""
    found: list[tuple[str, dict[str, object]]] = []
    for question in load_questions().values():
        required = [parameter.name for parameter in question.parameters if parameter.required]
        if required == ["about"] or not required:
            found.append((question.name, dict.fromkeys(required, ABOUT)))
    return found


def rows(store: Store, name: str, values: dict[str, object]) -> set[tuple[object, ...]]:
    """The rows of an answer as plain values: Virtuoso writes true as 1, which Python takes as equal."""
    return set(put(store, load_questions()[name], values).plain())


def expected(sample: Any) -> EmbeddedStore:
    """The same data in the embedded store."""
    store = EmbeddedStore.in_memory()
    filled(store, sample)
    return store


def check_life(store: Store, sample: Any) -> None:
    """Load twice, remove, load again: the record and the propositions come and go whole."""
    from claimgraph.loading import Loader, Outcome

    embedded = expected(sample)
    loader = Loader(store)
    report = sample.report()
    [first] = loader.load_all([report])
    assert first.outcome in {Outcome.NEW, Outcome.UNCHANGED}
    assert loader.load(report).outcome is Outcome.UNCHANGED
    assert quads(store) == quads(embedded)
    loader.remove(first.iri)
    assert quads(store) == set()
    loader.load(report)
    assert quads(store) == quads(embedded)


def quads(store: Store) -> set[bytes]:
    """What a store holds; Virtuoso gives true back as 1, which is the same value."""
    true = b'"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    false = b'"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    lines = store.dump().replace(true, _ONE).replace(false, _ONE.replace(b"1", b"0", 1))
    return set(lines.splitlines())


_ONE = b'"1"^^<http://www.w3.org/2001/XMLSchema#boolean>'
