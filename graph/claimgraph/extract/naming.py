"""The known names of a text, found once, and the mentions recorded of them."""

from __future__ import annotations

from bisect import bisect_left

from claimgraph.extract.syntax.text import Span
from claimgraph.model import Mention, Passage
from claimgraph.reference.mentions import MentionSpan
from claimgraph.reference.resolution import Resolution, ResolutionContext, SaidRole
from claimgraph.reference.resolver import Resolver


class KnownNames:
    """Finds and resolves the known names of one text, and collects the mentions.

    >>> from claimgraph.reference.loader import Reference
    >>> names = KnownNames("Shells hit Odesa.", Resolver(Reference.default()), ResolutionContext(None, "r1"))
    >>> [name.text for name in names.names_in((0, 17))]
    ['Odesa']
    """

    def __init__(self, text: str, resolver: Resolver, context: ResolutionContext) -> None:
        """Find the known names of the whole text; what is only described is known in the context's scope."""
        self.text = text
        self.resolver = resolver
        self.context = context
        self.scope = context.scope
        self.names: list[MentionSpan] = sorted(resolver.find_mentions(text), key=lambda name: name.start)
        self._starts = [name.start for name in self.names]
        self._asked: dict[tuple[str, SaidRole], Resolution] = {}
        self.mentions: dict[Span, Mention] = {}
        self._mention_keys: list[Span] = []

    def _ask(self, text: str, role: SaidRole) -> Resolution:
        """Ask the resolver once for each phrase and role."""
        known = self._asked.get((text, role))
        if known is None:
            known = self._asked[text, role] = self.resolver.resolve(text, role=role, context=self.context)
        return known

    def is_name(self, span: Span) -> bool:
        """Tell whether a span is one known name, "the" aside."""
        inner = self.names_in(span)
        words = self.text[span[0] : span[1]].split()
        start = span[0] + (len(words[0]) + 1 if words and words[0].lower() == "the" else 0)
        return len(inner) == 1 and (inner[0].start, inner[0].end) == (start, span[1])

    def names_in(self, span: Span) -> list[MentionSpan]:
        """Give the known names inside a span."""
        at = bisect_left(self._starts, span[0])
        found = []
        while at < len(self.names) and self.names[at].start < span[1]:
            if self.names[at].end <= span[1]:
                found.append(self.names[at])
            at += 1
        return found

    def _name_at(self, span: Span) -> MentionSpan | None:
        """The known name that begins at or before a span and covers its start."""
        at = bisect_left(self._starts, span[0] + 1) - 1
        if at >= 0 and self.names[at].start <= span[0] < self.names[at].end:
            return self.names[at]
        return None

    def names_over(self, span: Span) -> list[MentionSpan]:
        """Give the known names that overlap a span."""
        at = max(0, bisect_left(self._starts, span[0]) - 1)
        found: list[MentionSpan] = []
        while at < len(self.names) and self.names[at].start < span[1]:
            if self.names[at].end > span[0]:
                found.append(self.names[at])
            at += 1
        return found

    def note_rest(self) -> None:
        """Record the known names that stand in no noun phrase found so far."""
        noted = sorted(self.mentions)
        starts = [span[0] for span in noted]
        for name in self.names:
            at = bisect_left(starts, name.end) - 1
            if at >= 0 and noted[at][1] > name.start:
                continue
            self.note((name.start, name.end), self._ask(name.text, "thing"))

    def mentions_in(self, span: Span) -> list[Mention]:
        """Give the mentions recorded inside a span, in order."""
        if len(self._mention_keys) != len(self.mentions):
            self._mention_keys = sorted(self.mentions)
        found = []
        for at in range(bisect_left(self._mention_keys, (span[0], 0)), len(self._mention_keys)):
            key = self._mention_keys[at]
            if key[0] >= span[1]:
                break
            if key[1] <= span[1]:
                found.append(self.mentions[key])
        return found

    def note(self, span: Span, resolution: Resolution) -> None:
        """Record a mention; a metonymic reading replaces a literal one of the same span."""
        if resolution.entity is None or (span in self.mentions and not resolution.is_metonymic):
            return
        passage = Passage(span[0], span[1], self.text[span[0] : span[1]])
        self.mentions[span] = Mention(
            passage,
            resolution.entity,
            resolution.literal if resolution.is_metonymic else None,
            resolution.is_metonymic,
            tuple(resolution.candidates),
            resolution.rule,
        )
