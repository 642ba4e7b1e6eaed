"""Whom or what a phrase in a report means.

The resolver knows no RDF: it works on loaded reference data and a lexicon. Rules are tried in a fixed order;
each answer names its rule. What is ambiguous stays open, with the candidates recorded: nothing is guessed.

>>> from claimgraph.reference.loader import Reference
>>> resolver = Resolver(Reference.default())
>>> kyiv = resolver.resolve("Kyiv", role="speaker")
>>> kyiv.entity.label, kyiv.literal.label, kyiv.is_metonymic
('Government of Ukraine', 'Kyiv', True)
>>> resolver.resolve("Kyiv", role="place").entity.label
'Kyiv'
>>> resolver.resolve("the Russian defence ministry", role="speaker").entity.label
'Ministry of Defence of Russia'
"""

from __future__ import annotations

import re
from functools import lru_cache

from claimgraph.reference.by_name import person_named_so, resolve_name
from claimgraph.reference.groups import resolve_group
from claimgraph.reference.kinds import is_a
from claimgraph.reference.lexicon import Lexicon
from claimgraph.reference.loader import Reference
from claimgraph.reference.mentions import MentionFinder, MentionSpan
from claimgraph.reference.names import NameIndex
from claimgraph.reference.new_people import BodyOf, new_person, new_person_after_title
from claimgraph.reference.people import NAME_WORD, resolve_person, resolve_surname
from claimgraph.reference.resolution import (
    PRONOUNS,
    UNRESOLVED,
    Phrase,
    Resolution,
    ResolutionContext,
    SaidRole,
    local,
    phrase,
)
from claimgraph.reference.spokespeople import spoken_for
from claimgraph.reference.things import new_thing, resolve_thing

RELATIVE_CLAUSE = re.compile(r",? (?:who|whom|whose) .*$|, which .*$")
UNNAMED_RULES = frozenset({"office-holder", "unnamed-office-holder"})
"""Rules that find a person without a name: a name in apposition counts more."""
BRACKETS = re.compile(r"\s*\([^()]*\)")
DOTTED = re.compile(r"\b(U)\.(S|N|K)\.(?= )")
"""U.S., U.N., U.K. before another word: the names of bodies are kept without the stops."""
JOINT = re.compile(r",? and |, ")
OPEN_KINDS = {"speaker": "Agent", "actor": "Agent", "place": "Place"}
LONGEST_NAME = 6
LONGEST_PHRASE = 600
"""Characters of a phrase that are looked at: time grows with the square of the words."""


class Resolver:
    """Resolves phrases against one reference; safe to share between reports and threads.

    Raises nothing on any text: what cannot be resolved gives `Resolution(None, …)`.
    """

    def __init__(self, reference: Reference, lexicon: Lexicon | None = None) -> None:
        self.reference = reference
        self.lexicon = lexicon or Lexicon.default()
        self.index = NameIndex(reference, self.lexicon)
        self._finder: MentionFinder | None = None

    @classmethod
    def default(cls) -> Resolver:
        """A resolver over the package's own reference data, built once."""
        return _default()

    def resolve(
        self, text: str, *, role: SaidRole | None = None, context: ResolutionContext | None = None
    ) -> Resolution:
        """Resolve a noun phrase.

        Args:
            text: the phrase as it stands in the report; determiners, outer punctuation and a closing
                possessive do no harm.
            role: the part that it plays (source of words, place, performer, thing); decides metonymy.
            context: what the report has told before; without it, nothing is known of the report.

        Returns:
            The entity and how it was found. Proper names unknown to the reference give an entity without
            IRI when their role or title says what kind they are.

        >>> Resolver.default().resolve("Kyiv mayor Vitali Klitschko", role="speaker").office
        'Kyiv mayor'
        >>> Resolver.default().resolve("senior Ukrainian officials", role="speaker").entity.label
        'Senior Ukrainian officials (unnamed)'
        """
        known = context or ResolutionContext()
        said = self._cleaned(text)
        if not said.bare or not any(character.isalpha() for character in said.bare):
            return UNRESOLVED
        if said.bare.lower() in PRONOUNS:
            return UNRESOLVED
        found = self._apposition(said, role, known) if "," in said.bare else None
        found = found or self._whole(said, role, known)
        if found is not None and role == "speaker":
            found = self._as_speaker(found, known)
        return found or self._unknown(said, role, known) or UNRESOLVED

    def _cleaned(self, text: str) -> Phrase:
        """The phrase without relative clauses, and without what stands in brackets unless a name has it."""
        start = RELATIVE_CLAUSE.sub("", DOTTED.sub(r"\1\2", text[:LONGEST_PHRASE]))
        if "(" in start and not self.index.named(start):
            start = BRACKETS.sub("", start)
        return phrase(start)

    def _as_speaker(self, found: Resolution, context: ResolutionContext) -> Resolution | None:
        """A place or vessel that "says" something stands for people there, a plant for who runs it."""
        entity = found.entity
        if entity is None or is_a(entity.kind, "Agent"):
            return found
        if is_a(entity.kind, "MaterielType"):
            return None
        if is_a(entity.kind, "Facility"):
            body = local(entity.label, "Organization", scope=context.scope, side=entity.side)
            return Resolution(
                body, "facility-as-speaker", entity, is_metonymic=True, candidates=found.candidates
            )
        name = f"{entity.label} authorities" if is_a(entity.kind, "Place") else entity.label
        people = local(f"{name} (unnamed)", "UnnamedSource", scope=context.scope, side=entity.side)
        return Resolution(people, "thing-as-speaker", entity, is_metonymic=True, candidates=found.candidates)

    def find_mentions(self, text: str) -> list[MentionSpan]:
        """Find every mention of a known name in a text (see `MentionFinder.find`).

        >>> spans = Resolver.default().find_mentions("Smoke rose over Kharkiv.")
        >>> [(span.start, span.end, span.text) for span in spans]
        [(16, 23, 'Kharkiv')]
        """
        if self._finder is None:
            self._finder = MentionFinder(self.index, self.resolve)
        return self._finder.find(text)

    def resolve_all(
        self, text: str, *, role: SaidRole | None = None, context: ResolutionContext | None = None
    ) -> list[Resolution]:
        """Resolve a phrase that may join several ("Kyiv and Washington"), one resolution for each.

        >>> both = Resolver.default().resolve_all("Kyiv and Washington", role="speaker")
        >>> [each.entity.label for each in both]
        ['Government of Ukraine', 'Government of the United States']
        """
        known = context or ResolutionContext()
        whole = self._whole(phrase(text[:LONGEST_PHRASE]), role, known)
        parts = [part for part in JOINT.split(text) if part.strip()]
        if (
            " and " not in text
            or len(text) > LONGEST_PHRASE
            or (whole is not None and whole.entity is not None)
        ):
            return [self.resolve(text, role=role, context=context)]
        each = [self.resolve(part, role=role, context=context) for part in parts]
        known_first = each[0].entity is not None and each[0].entity.iri is not None
        if not known_first and any(r.entity is None and not r.candidates for r in each):
            return [self.resolve(text, role=role, context=context)]
        return each

    def _whole(self, said: Phrase, role: SaidRole | None, context: ResolutionContext) -> Resolution | None:
        """Try the rules in order on the whole phrase."""
        if said.bare in self.lexicon.personal_names:
            person = person_named_so(said, context)
            if person is not None:
                return Resolution(person, "surname-in-context")
        body_of = self._body_of(context)
        return (
            resolve_name(said, role, context, self.index)
            or body_of(said)
            or (resolve_person(said, context, self.index, self.lexicon) if role != "place" else None)
            or resolve_thing(said, role, context, self.index, self.lexicon)
            or resolve_group(said, role, context, self.index, self.lexicon)
            or resolve_surname(said, context, self.index)
            or (new_person_after_title(said, self.index, self.lexicon, body_of) if role != "place" else None)
        )

    def _apposition(
        self, said: Phrase, role: SaidRole | None, context: ResolutionContext
    ) -> Resolution | None:
        """ "Vitali Klitschko, the mayor of Kyiv": the named person, else the first part known."""
        whole = resolve_name(said, role, context, self.index)
        if whole is not None:
            return whole
        parts = [part for part in map(phrase, said.text.split(",")) if any(c.isalpha() for c in part.bare)]
        found = [(part, self._whole(part, role, context)) for part in parts]
        for part, resolution in found:
            entity = resolution.entity if resolution else None
            if resolution and entity and entity.kind == "Person" and resolution.rule not in UNNAMED_RULES:
                others = ", ".join(other.bare for other in parts if other is not part)
                return Resolution(entity, resolution.rule, office=resolution.office or others)
        new = self._new_person(parts, context)
        if new is not None:
            return new
        return next((resolution for _, resolution in found if resolution), None)

    def _new_person(self, parts: list[Phrase], context: ResolutionContext) -> Resolution | None:
        """ "Ivan Unknown, a Ukrainian lawmaker": an unknown name with its title in apposition."""
        if len(parts) < 2:
            return None
        for name, title in ((parts[0], parts[1]), (parts[1], parts[0])):
            person = new_person(name, title, self.index, self.lexicon, self._body_of(context))
            if person is not None:
                return person
        return None

    def _body_of(self, context: ResolutionContext) -> BodyOf:
        """Resolves a spokesperson's title to the body."""
        return lambda title: spoken_for(
            title, context, self.lexicon, lambda body: self._whole(body, "speaker", context)
        )

    def _unknown(self, said: Phrase, role: SaidRole | None, context: ResolutionContext) -> Resolution | None:
        """A phrase that no rule resolves: a thing of a known kind, or a proper name of the role's kind."""
        thing = new_thing(said, context, self.index, self.lexicon)
        if thing is not None:
            return self._as_speaker(thing, context) if role == "speaker" else thing
        words = said.words
        named = len(words) <= LONGEST_NAME and NAME_WORD.match(words[0]) and NAME_WORD.match(words[-1])
        kind = OPEN_KINDS.get(role or "")
        if kind is None or not named:
            return None
        return Resolution(local(said.bare, kind), "new-name")


@lru_cache(maxsize=1)
def _default() -> Resolver:
    return Resolver(Reference.default())
