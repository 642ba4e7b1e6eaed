"""What `claimgraph show` prints: the pages of a report, a claim, a proposition or event, an entity."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from claimgraph.commands import marking, records, related
from claimgraph.commands.output import printable
from claimgraph.commands.records import ClaimView
from claimgraph.errors import UsageError
from claimgraph.vocabulary import compact

if TYPE_CHECKING:
    from rich.console import RenderableType

    from claimgraph.store import Store

_STYLES = {"plain": "", "claim": "underline", "mark": "bold cyan"}
_QUOTES = "“”„«‘\"'"
CONTEXT = 240
"""Code points of the text shown before and after the passage of a claim."""


class Page:
    """One thing of the store, ready to be printed: `claims` selected, `texts()` what to print.

    Raises:
        UsageError: the store has nothing of that IRI.
    """

    def __init__(self, store: Store, address: str, stance: str, limit: int) -> None:
        """Look `address` up, with its claims; the newest `limit`, those with `stance` if given."""
        self.store = store
        self.address = address
        self.kinds = records.kinds(store, address)
        if not self.kinds:
            raise UsageError(f"the store has nothing called <{address}>", hint="see claimgraph search")
        self.document = records.document(store, address)
        self.stance = stance
        self.limit = limit
        self.left_out = 0
        self.claims = self._claims()

    def _claims(self) -> list[ClaimView]:
        found = records.pick(self.store, self._patterns(), stance=self.stance)
        limit = len(found) if self.document else self.limit
        self.left_out = max(0, len(found) - limit)
        return records.claims(self.store, found[:limit])

    def _patterns(self) -> list[str]:
        if self.document:
            return [records.of_report(self.address)]
        if "Claim" in self.kinds:
            return [records.single(self.address)]
        if "Proposition" in self.kinds:
            return [records.with_content(self.address)]
        if "Event" in self.kinds:
            return [records.on_event(self.address)]
        return [records.about(self.address), records.made_by(self.address)]

    def texts(self) -> Iterator[RenderableType]:
        """Yield what is to be printed, in order."""
        if self.document:
            yield from self._report()
        elif "Claim" in self.kinds:
            yield from self._claim(self.claims[0])
        else:
            yield from self._entity()

    # ------------------------------------------------------------------ report

    def _report(self) -> Iterator[RenderableType]:
        document = self.document
        assert document is not None
        yield Text(printable(document.headline or "(no headline)"), "bold")
        parts = (document.outlet, document.published, document.kind, document.source_file, document.converter)
        yield Text(printable(" · ".join(part for part in parts if part)))
        yield Text(f"<{self.address}>", "dim")
        yield Text()
        text = self.store.text(document.sha256)
        if text is None:
            yield Text("The text of this report is not in the store.\n")
        else:
            yield from self._marked(text)
        yield Text(f"{_number(len(self.claims))}{self._more()}", "bold")
        for number, view in enumerate(self.claims, 1):
            yield from self._listed(number, view, with_report=False)

    def _marked(self, text: str) -> Iterator[RenderableType]:
        spans = {number: view.content for number, view in enumerate(self.claims, 1)}
        for part in marking.paragraphs(text):
            yield self._pieces(text, spans, part)
            yield Text()

    def _pieces(self, text: str, spans: dict[int, list[tuple[int, int]]], part: tuple[int, int]) -> Text:
        line = Text()
        for piece, kind in marking.marked(text, spans, part):
            line.append(printable(piece), _STYLES[kind])
        return line

    # ------------------------------------------------------------------ claims

    def _listed(self, number: int, view: ClaimView, *, with_report: bool) -> Iterator[RenderableType]:
        """A claim as one entry of a list."""
        head = Text()
        head.append(f"[{number}] ", "bold cyan")
        head.append(printable(view.claimant), "bold")
        head.append(f" {view.stance}{_manner(view)}")
        yield head
        quoted = view.direct_quote and view.text[:1] not in _QUOTES
        words = f"“{view.text}”" if quoted else view.text
        details = [words]
        if view.title and view.title != view.text:
            details.append(f"= {view.title}")
        details.append(" · ".join(self._circumstances(view, with_report)))
        yield Padding(Text(printable("\n".join(line for line in details if line))), (0, 0, 0, 4))

    def _circumstances(self, view: ClaimView, with_report: bool) -> Iterator[str]:
        if with_report:
            yield ", ".join(part for part in (view.outlet, view.published) if part)
        if view.withdrawn:
            yield "withdrawn or replaced later"
        if view.facts.get("wasMadeDuring"):
            yield f"said {view.fact('wasMadeDuring')}"
        if view.facts.get("wasMadeTo"):
            yield f"to {view.fact('wasMadeTo')}"
        if view.facts.get("quantityText"):
            yield f"figure: {view.fact('quantityText')}"
        for name, verb in (("relays", "relays"), ("replacesClaim", "corrects")):
            for address in view.facts.get(name, ()):
                yield f"{verb} {self._number(address)}"
        if view.facts.get("isAbout"):
            yield f"about {view.fact('isAbout')}"

    def _number(self, address: str) -> str:
        """The number of another claim of this page, or its IRI."""
        for number, view in enumerate(self.claims, 1):
            if view.iri == address:
                return f"[{number}]"
        return f"<{address}>"

    def _claim(self, view: ClaimView) -> Iterator[RenderableType]:
        """One claim: the speech act, its words in their context, its content."""
        head = Text(printable(view.claimant), "bold")
        head.append(f" {view.stance}{_manner(view)}")
        yield head
        yield Text(f"<{view.iri}>", "dim")
        yield Text()
        yield self._in_context(view)
        yield Text()
        place = f"code points {view.start} to {view.end}" if view.start is not None else "a row of a feed"
        rows = [
            ("reported by", ", ".join(part for part in (view.outlet, view.published) if part)),
            ("passage", f"{place} of <{view.report}>"),
            ("attributed by", view.fact("cueText")),
            ("hedged by", view.fact("hedgeText")),
            ("circumstances", " · ".join(self._circumstances(view, with_report=False))),
            ("read by rules", view.fact("usesRule")),
            ("content", view.title),
            ("proposition", f"<{view.proposition}>"),
        ]
        for name, value in rows:
            if value:
                yield Text(printable(f"{name}: {value}"))
        for subject, name, value in records.content(self.store, view.proposition):
            yield Padding(Text(printable(f"{subject} {name} {value}")), (0, 0, 0, 4))
        yield from self._related(view)

    def _related(self, view: ClaimView) -> Iterator[RenderableType]:
        """What a claim is joined with, and how it is rated."""
        for one in related.related(self.store, view.iri):
            yield Text()
            yield Text(one.heading, "bold")
            for other in one.claims:
                where = ", ".join(part for part in (other.outlet, other.published) if part)
                said = f"{other.claimant} {other.stance}: {' '.join(other.text.split())} ({where})"
                yield Padding(Text(printable(said)), (0, 0, 0, 4))
                notes = [line for line in (one.reasons[other.iri], f"<{other.iri}>") if line]
                yield Padding(Text(printable("\n".join(notes))), (0, 0, 0, 8))
            if one.left_out:
                more = f"and {one.left_out} more: claimgraph ask related-claims {view.iri}"
                yield Padding(Text(more), (0, 0, 0, 4))
        notes = related.ratings(self.store, view.iri, (view.claimant_iri, view.outlet_iri))
        if notes:
            yield Text()
            yield Text("rated", "bold")
            yield Padding(Text(printable("\n".join(notes))), (0, 0, 0, 4))

    def _in_context(self, view: ClaimView) -> Text:
        document = records.document(self.store, view.report)
        text = self.store.text(document.sha256) if document else None
        if text is None or view.start is None or view.end is None:
            return Text(printable(view.sentence))
        start, end = max(0, view.start - CONTEXT), min(len(text), view.end + CONTEXT)
        line = Text("…" if start else "")
        line.append(self._pieces(text, {1: view.content}, (start, end)))
        line.append("…" if end < len(text) else "")
        return line

    # ------------------------------------------------------------------ entity

    def _entity(self) -> Iterator[RenderableType]:
        facts = records.facts_of(self.store, self.address)
        names = [value for name, value in facts if name in {"label", "hasName", "prefLabel", "altLabel"}]
        title = next((value for name, value in facts if name == "label"), self.address)
        yield Text(printable(title), "bold")
        yield Text(" · ".join(self.kinds))
        yield Text(f"<{self.address}> {compact(self.address)}", "dim")
        others = list(dict.fromkeys(name for name in names if name != title))
        if others:
            yield Text(printable(f"also called: {', '.join(others)}"))
        for name, value in facts:
            if value not in names:
                yield Text(printable(f"{name}: {value}"))
        yield Text()
        yield Text(f"{_number(len(self.claims))}{self._more()}", "bold")
        for number, view in enumerate(self.claims, 1):
            yield from self._listed(number, view, with_report=True)
        yield from self._as_tables(title)

    def _as_tables(self, title: str) -> Iterator[RenderableType]:
        """The questions that list the same claims, for something that has a name of its own."""
        name = shlex.quote(title if title != self.address else compact(self.address))
        asked = [
            f"claimgraph ask {question} {name}"
            for question, pattern in (("who-said-what", records.about), ("who-said-what-by", records.made_by))
            if records.is_met(self.store, pattern(self.address))
        ]
        if asked and not {"Event", "Proposition"} & {*self.kinds}:
            yield Text()
            yield Text("\n".join(["as a table:", *asked]), "dim")

    def _more(self) -> str:
        return f" shown, {self.left_out} more: raise --limit" if self.left_out else ""


def _manner(view: ClaimView) -> str:
    """How a claim was made, in brackets."""
    notes = [view.certainty] if view.certainty != "unstated" else []
    notes += ["in its own words"] if view.direct_quote else []
    notes += ["the report's own voice"] if view.narration else []
    notes += [f"found by {' and '.join(view.finders)}"] if view.finders else []
    return f" ({', '.join(notes)})" if notes else ""


def _number(claims: int) -> str:
    """How many claims, in words.

    >>> _number(1), _number(2)
    ('1 claim', '2 claims')
    """
    return "1 claim" if claims == 1 else f"{claims} claims"
