"""Resolves vessels, plants, places and models from names with kind words, and from what data says of them."""

from __future__ import annotations

import re

from claimgraph.model import Entity
from claimgraph.reference.kinds import is_any
from claimgraph.reference.lexicon import Lexicon, Noun
from claimgraph.reference.model import ReferenceEntity
from claimgraph.reference.modified import PLACED, places_around, resolve_modified
from claimgraph.reference.names import NameIndex, distinct
from claimgraph.reference.people import owner_of
from claimgraph.reference.resolution import (
    PRONOUNS,
    Phrase,
    Resolution,
    ResolutionContext,
    SaidRole,
    local,
    phrase,
)

RELATIVE = re.compile(r"^(?P<head>.+?) (?:that|which) (?P<verb>\w+) (?P<object>.+)$")
CITY_OF = re.compile(r"^(?P<head>(?:[\w'-]+ )*[a-z]+) of (?P<name>[^\W\d_a-z].*)$")
HEAD_END = re.compile(
    r",| (?:of|from|by|with|for|at|in|on|to|and|near|that|which|outside|off|released|made) "
)
LONGEST_LABEL = 8
FLEET_WORDS = frozenset(
    {"naval", "navy", "navy's", "fleet", "fleet's", "of", "the", "'s", "flagship", "ship"}
)


def resolve_thing(
    said: Phrase, role: SaidRole | None, context: ResolutionContext, index: NameIndex, lexicon: Lexicon
) -> Resolution | None:
    """Resolve a thing or place by its kind words and name, its flag, its product, or as mentioned before."""
    return (
        resolve_modified(said, role, index, lexicon)
        or _kind_and_name(said, context, index, lexicon)
        or _flagship(said, context, index)
        or _by_product(said, context, index, lexicon)
        or _capital(said, context, index)
        or _anaphor(said, context, index, lexicon)
    )


def new_thing(
    said: Phrase, context: ResolutionContext, index: NameIndex, lexicon: Lexicon
) -> Resolution | None:
    """A thing of a known kind that the reference does not have: by its name, or local to the report."""
    head = HEAD_END.split(said.bare, maxsplit=1)[0]
    words = head.split(" ")
    found = lexicon.last_noun([word.lower() for word in words])
    things = [noun for noun in found[1] if noun.type == "thing"] if found else []
    if not found or not things or words[0].lower() in PRONOUNS:
        return None
    before = words[: found[0]]
    named = any(word[:1].isupper() for word in before) and not owner_of(" ".join(before), index)
    label = said.bare if len(said.words) <= LONGEST_LABEL else head
    scope = "" if named else context.scope
    kind = things[0].label or things[0].kinds[0]
    return Resolution(local(label, kind, scope=scope), "new-thing")


def _kind_and_name(
    said: Phrase, context: ResolutionContext, index: NameIndex, lexicon: Lexicon
) -> Resolution | None:
    """ "the Moskva missile cruiser", "missile cruiser Moskva", "the city of Mariupol"."""
    city = CITY_OF.match(said.bare)
    if city:
        nouns = _things(_without_owner(city["head"].split(" "), index), lexicon)
        return _fitting(city["name"], nouns, context, index) if nouns else None
    placed = PLACED.match(said.bare)
    for text in (said.bare, placed["head"] if placed else ""):
        words = text.split(" ")
        for start in range(len(words)):
            for end in range(len(words), start, -1):
                before, after = words[:start], words[end:]
                if end - start == len(words) and text == said.bare:
                    continue
                nouns = _nouns_around(before, after, index, lexicon)
                found = _fitting(" ".join(words[start:end]), nouns, context, index) if nouns else None
                if found is not None:
                    return found
    return None


def _things(words: list[str], lexicon: Lexicon) -> list[Noun]:
    """Nouns for things at the end of words of which the rest are modifiers."""
    folded = [word.lower() for word in words]
    found = lexicon.last_noun(folded)
    if not found or not lexicon.are_modifiers(folded[: found[0]], lexicon.thing_modifiers):
        return []
    return [noun for noun in found[1] if noun.type == "thing"]


def _nouns_around(before: list[str], after: list[str], index: NameIndex, lexicon: Lexicon) -> list[Noun]:
    """The kind words beside a name; nothing if other words stand there too."""
    before = _without_owner(before, index)
    folded = [word.lower() for word in before]
    if after:
        nouns = _things(after, lexicon)
        return nouns if nouns and lexicon.are_modifiers(folded, lexicon.thing_modifiers) else []
    return _things(before, lexicon) if before else []


def _without_owner(words: list[str], index: NameIndex) -> list[str]:
    """The words without an adjective or possessive of a state at the front."""
    if not words or not (words[0] in index.demonyms or words[0].endswith("'s") or index.named(words[0])):
        return words
    return words[1:] if owner_of(words[0], index) else words


def _fitting(name: str, nouns: list[Noun], context: ResolutionContext, index: NameIndex) -> Resolution | None:
    """The entity of this name that is of one of the kinds."""
    kinds = tuple(kind for noun in nouns for kind in noun.kinds)
    found = distinct(s.entity for s in index.named(name) if is_any(s.entity.kind, kinds))
    if len(found) == 1:
        return Resolution(found[0].entity, "kind-and-name")
    if found:
        return Resolution(None, "ambiguous", candidates=tuple(each.entity for each in found))
    return None


def _flagship(said: Phrase, context: ResolutionContext, index: NameIndex) -> Resolution | None:
    """ "Russia's Black Sea naval flagship": the flagship whose fleet and state have all these words."""
    words = [word for word in re.split(r"[\s,]+|(?='s\b)", said.bare.lower()) if word]
    if "flagship" not in words:
        return None
    rest = {word.removesuffix("'s") for word in words} - FLEET_WORDS - {""}
    if not rest:
        return None
    fitting = [ship for ship in index.flagships if rest <= _fleet_words(ship, index)]
    if len(fitting) == 1:
        return Resolution(fitting[0].entity, "flagship")
    earlier = {entity.iri for entity in context.earlier}
    mentioned = [ship for ship in fitting if ship.iri in earlier]
    if len(mentioned) == 1:
        return Resolution(mentioned[0].entity, "flagship-in-context")
    candidates = tuple(ship.entity for ship in fitting)
    return Resolution(None, "ambiguous", candidates=candidates) if candidates else None


def _fleet_words(ship: ReferenceEntity, index: NameIndex) -> set[str]:
    """All words (folded) with which reports name a ship, its fleet and its state."""
    fleet = index.reference.get(ship.flagship_of or "")
    state = index.state_of(ship)
    texts = [ship.label, *(fleet.all_names if fleet else ())]
    texts += [*state.all_names, *state.demonyms] if state else []
    return {word.removesuffix("'s") for text in texts for word in text.lower().replace("’", "'").split()}


def _by_product(
    said: Phrase, context: ResolutionContext, index: NameIndex, lexicon: Lexicon
) -> Resolution | None:
    """ "a plant that produced the Neptune missiles", "the Neptune missile plant": by its product."""
    relative = RELATIVE.match(said.bare)
    if relative and relative["verb"].lower() in lexicon.making:
        nouns, product = _things(relative["head"].split(" "), lexicon), phrase(relative["object"])
        return _maker(nouns, _model(product, lexicon, index), index)
    words = said.words
    for start in range(1, len(words)):
        nouns = _things(words[start:], lexicon)
        if nouns:
            return _maker(nouns, _model(phrase(" ".join(words[:start])), lexicon, index), index)
    return None


def _maker(nouns: list[Noun], model: ReferenceEntity | None, index: NameIndex) -> Resolution | None:
    if model is None or not nouns:
        return None
    kinds = tuple(kind for noun in nouns for kind in noun.kinds)
    makers = [maker for maker in index.makers.get(model.iri, ()) if is_any(maker.kind, kinds)]
    if len(makers) == 1:
        return Resolution(makers[0].entity, "facility-by-product")
    candidates = tuple(maker.entity for maker in makers)
    return Resolution(None, "ambiguous", candidates=candidates) if candidates else None


def _model(said: Phrase, lexicon: Lexicon, index: NameIndex) -> ReferenceEntity | None:
    """The one model of weapon that a phrase names, kind words left out."""
    words = said.words
    for end in range(len(words), 0, -1):
        if end < len(words) and not _things(words[end:], lexicon):
            continue
        found = distinct(
            s.entity for s in index.named(" ".join(words[:end])) if s.entity.is_a("MaterielType")
        )
        if len(found) == 1:
            return found[0]
    return None


def _capital(said: Phrase, context: ResolutionContext, index: NameIndex) -> Resolution | None:
    """ "the Ukrainian capital", "Ukraine's capital"; "the capital" if one capital was mentioned."""
    words = said.words
    if words[-1].lower() not in {"capital", "city"} or "capital" not in said.bare.lower():
        return None
    before = " ".join(word for word in words if word.lower() not in {"capital", "city"})
    if before:
        owner = owner_of(before, index)
        capital = index.reference.get(owner.capital or "") if owner else None
        return Resolution(capital.entity, "capital-of-state") if capital else None
    seen = {entity.iri: entity for entity in context.earlier if entity.iri in index.capitals}
    if said.definite and len(seen) == 1:
        return Resolution(next(iter(seen.values())), "capital-in-context")
    return None


def _anaphor(
    said: Phrase, context: ResolutionContext, index: NameIndex, lexicon: Lexicon
) -> Resolution | None:
    """ "the cruiser", "the warship": the one thing mentioned earlier that the noun fits."""
    if not said.definite or "capital" in said.folded:
        return None
    words = _without_owner(said.words, index)
    owner = owner_of(said.words[0], index) if len(words) < len(said.words) else None
    nouns = _things(words, lexicon)
    if not nouns:
        return None
    noun_text = _noun_text(words, lexicon)
    found: dict[str, Entity] = {}
    for entity in context.earlier:
        if any(_refers(noun, noun_text, entity, index) for noun in nouns) and _belongs(entity, owner, index):
            found[entity.key] = entity
    if len(found) == 1:
        return Resolution(next(iter(found.values())), "definite-anaphor")
    return Resolution(None, "ambiguous", candidates=tuple(found.values())) if found else None


def _noun_text(words: list[str], lexicon: Lexicon) -> str:
    """The noun at the end of the words, folded."""
    folded = [word.lower() for word in words]
    found = lexicon.last_noun(folded)
    return " ".join(folded[found[0] :]) if found else ""


def _refers(noun: Noun, noun_text: str, entity: Entity, index: NameIndex) -> bool:
    """Whether a noun can refer back to an entity."""
    if not is_any(entity.kind, noun.kinds):
        return False
    if "flagship" in noun_text:
        return any(ship.iri == entity.iri for ship in index.flagships)
    if not noun.named:
        return True
    known = index.reference.get(entity.iri) if entity.iri else None
    names = known.all_names if known else (entity.label,)
    return any(f" {noun_text} " in f" {name.lower()} " for name in names)


def _belongs(entity: Entity, owner: ReferenceEntity | None, index: NameIndex) -> bool:
    """Whether nothing speaks against an entity belonging to the owner's state or lying in that place."""
    known = index.reference.get(entity.iri) if entity.iri else None
    if owner is None or known is None:
        return True
    if owner.is_a("Place"):
        return owner.iri in places_around(known, index)
    return known.state in (None, owner.state)
