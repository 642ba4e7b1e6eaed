"""Resolves people and papers that speak for a body: the body is meant.

"a spokesperson for the ministry", "a ministry statement" and "the ministry's press service" count as the
ministry; a named spokesperson is a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from claimgraph.reference.lexicon import Lexicon
from claimgraph.reference.resolution import Phrase, Resolution, ResolutionContext, local, phrase

FOR = re.compile(r"(?P<who>(?:[\w'-]+ )*?[\w'-]+) (?:for|of|from|by|at|with) (?P<body>.+)\Z")

PERSON = re.compile(r"\b(?:spokes\w+|press secretary|representatives?)\b", re.IGNORECASE)

Resolve = Callable[[Phrase], Resolution | None]


def spoken_for(
    said: Phrase, context: ResolutionContext, lexicon: Lexicon, resolve: Resolve
) -> Resolution | None:
    """Resolve a spokesperson or statement without a name to the body behind it.

    Args:
        said: the phrase.
        context: what the report has told before.
        lexicon: the words for spokespeople.
        resolve: resolves the rest of the phrase as a speaker.
    """
    body = _body_text(said, lexicon)
    if body is None:
        return None
    meant = resolve(phrase(body))
    if meant is None or meant.entity is None:
        return _unnamed(said, context) if PERSON.search(said.bare) else None
    if meant.entity.kind == "Person":
        return _for_person(said, meant, context)
    return replace(meant, rule="spokesperson", office=said.bare)


def _unnamed(said: Phrase, context: ResolutionContext) -> Resolution:
    """Somebody who speaks for a body that is not known."""
    entity = local(f"{said.bare} (unnamed)", "UnnamedSource", scope=context.scope)
    return Resolution(entity, "unnamed-spokesperson")


def _body_text(said: Phrase, lexicon: Lexicon) -> str | None:
    """What stands for the body in "spokesman for X", "X spokesman", "X's press service"."""
    after = FOR.match(said.bare)
    if after and _speaks(after["who"].split(" "), lexicon):
        who = after["who"].split(" ")
        owner = _before(who, lexicon)
        return f"{owner} of {after['body']}" if owner else after["body"]
    words = said.words
    if after or not _speaks(words, lexicon):
        return None
    return _before(words, lexicon) or None


def _speaks(words: list[str], lexicon: Lexicon) -> bool:
    found = lexicon.last_noun([word.lower() for word in words])
    return found is not None and any(noun.type == "spokesperson" for noun in found[1])


def _before(words: list[str], lexicon: Lexicon) -> str:
    """The words before the noun for a spokesperson, without rank words such as "chief" at the front."""
    found = lexicon.last_noun([word.lower() for word in words])
    rest = words[: found[0]] if found else words
    while rest and rest[0].lower() in {"chief", "senior", "official", "daily", "new", "joint", "written"}:
        rest = rest[1:]
    return " ".join(rest)


def _for_person(said: Phrase, meant: Resolution, context: ResolutionContext) -> Resolution:
    """ "Putin's spokesman": somebody unnamed who speaks for whom the person speaks for."""
    person = meant.entity
    assert person is not None
    entity = local(
        f"{said.bare} (unnamed)",
        "UnnamedSource",
        scope=context.scope,
        acts_for=person.acts_for,
        side=person.side,
    )
    return Resolution(entity, "spokesperson-of-person")
