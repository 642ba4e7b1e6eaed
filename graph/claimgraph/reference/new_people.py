"""Resolves people whom the reference does not know: a proper name with a title beside it."""

from __future__ import annotations

import re
from collections.abc import Callable

from claimgraph.reference.lexicon import Lexicon
from claimgraph.reference.names import NameIndex
from claimgraph.reference.people import NAME_WORD, owner_of
from claimgraph.reference.resolution import FUNCTION_WORDS, Phrase, Resolution, local, phrase

PARTICLES = frozenset(
    {"von", "van", "der", "de", "del", "di", "da", "la", "le", "al", "el", "bin", "ibn", "ben"}
)
LINK = re.compile(r" (?:of|for|in|from|at|on|with|to) ")
ALSO_IN_OTHER_NAMES = frozenset(
    {"general", "major", "private", "chief", "head", "captain", "minister", "father"}
)
"""Titles with which names of companies and bodies begin too: a single word after them is no person's name."""
LONGEST_TITLE = 4
LONGEST_NAME = 5

BodyOf = Callable[[Phrase], Resolution | None]
"""Gives the body that a title such as "spokesman for the ministry" speaks for."""


def new_person_after_title(
    said: Phrase, index: NameIndex, lexicon: Lexicon, body_of: BodyOf
) -> Resolution | None:
    """ "Ukrainian lawmaker Ivan Unknown", "pollster Ann Other": a title or description, then a name."""
    words = said.words
    start = _name_start(words)
    if start is None:
        return None
    start += _title_length(words[start:], lexicon)
    name, title = phrase(" ".join(words[start:])), phrase(" ".join(words[:start]))
    if start == 0 or words[start - 1].lower() in FUNCTION_WORDS or not _plausible(name, index):
        return None
    meant = body_of(title)
    if meant is not None and meant.entity is not None:
        return _speaking_for(name, title, meant)
    folded = _folded(title)
    if any(" ".join(folded[first:]) in lexicon.titles for first in range(len(folded))):
        return _titled(name, title, title, index, lexicon, "title-and-new-name")
    found = lexicon.last_noun(folded)
    described = words[start - 1].islower() and not FUNCTION_WORDS.intersection(folded)
    described = described and not (found and found[1][0].type in ("thing", "body"))
    if described and len(name.words) > 1:
        return _titled(name, title, title, index, lexicon, "description-and-new-name")
    return None


def new_person(
    name: Phrase, title: Phrase, index: NameIndex, lexicon: Lexicon, body_of: BodyOf
) -> Resolution | None:
    """A person whom the reference does not have, if the phrase in apposition is a title.

    Args:
        name: what may be the person's name, with or without a title of its own.
        title: what may be a title: "a Ukrainian lawmaker", "a resident of Lviv".
        index: the names of the reference.
        lexicon: the words for titles.
        body_of: the body that a title such as "spokesman for the ministry" speaks for.
    """
    words = name.words
    bare = phrase(" ".join(words[_title_length(words, lexicon) :]))
    if _name_start(bare.words) != 0 or not _plausible(bare, index):
        return None
    meant = body_of(title)
    if meant is not None and meant.entity is not None:
        return _speaking_for(bare, title, meant)
    head = phrase(LINK.split(title.bare, maxsplit=1)[0])
    folded = _folded(head)
    if any(" ".join(folded[first:]) in lexicon.titles for first in range(len(folded))):
        return _titled(bare, title, head, index, lexicon, "title-and-new-name")
    return None


def _speaking_for(name: Phrase, title: Phrase, meant: Resolution) -> Resolution:
    body = meant.entity
    acts_for = (body.iri or body.acts_for) if body else None
    person = local(name.bare, "Person", acts_for=acts_for, side=body.side if body else None)
    return Resolution(person, "title-and-new-name", office=title.bare)


def _titled(
    name: Phrase, title: Phrase, head: Phrase, index: NameIndex, lexicon: Lexicon, rule: str
) -> Resolution:
    acts_for, side = affiliation(head, index, lexicon)
    return Resolution(local(name.bare, "Person", acts_for=acts_for, side=side), rule, office=title.bare)


def _folded(title: Phrase) -> list[str]:
    return [word.lower().rstrip(".,") for word in title.words]


def _name_start(words: list[str]) -> int | None:
    """Where the run of capitalised words (and particles) at the end begins."""
    start = len(words)
    while start > 0 and (NAME_WORD.match(words[start - 1]) or words[start - 1] in PARTICLES):
        start -= 1
    while start < len(words) and words[start] in PARTICLES:
        start += 1
    return start if start < len(words) else None


def _title_length(words: list[str], lexicon: Lexicon) -> int:
    """How many capitalised words at the front, at least one less than all, end in a title."""
    folded = [word.lower().rstrip(".,") for word in words]
    for length in range(len(words) - 1, 0, -1):
        for first in range(max(0, length - LONGEST_TITLE), length):
            title = " ".join(folded[first:length])
            alone = len(words) - length == 1 and title in ALSO_IN_OTHER_NAMES
            if title in lexicon.titles and not alone:
                return length
    return 0


def _plausible(name: Phrase, index: NameIndex) -> bool:
    """A person's name is no known name, has one to five words and is no acronym."""
    words = name.words
    acronym = all(word.isupper() and len(word) > 1 for word in words)
    return len(words) <= LONGEST_NAME and not acronym and not index.named(name.bare)


def affiliation(title: Phrase, index: NameIndex, lexicon: Lexicon) -> tuple[str | None, str | None]:
    """For whom somebody with this title speaks, and with which side they are counted (IRIs).

    "Ukrainian foreign minister" speaks for the government, "Kremlin spokesman" for the body named; a mayor
    or a lawmaker speaks for neither but is counted with the state's side.
    """
    found = lexicon.last_noun(title.folded)
    words = title.words
    nouns = found[1] if found else ()
    before = words[: found[0]] if found else words[:-1]
    for end in range(len(before), 0, -1):
        owner = owner_of(" ".join(before[:end]), index)
        if owner is None:
            continue
        state = index.state_of(owner)
        side = owner.side or (state.side if state else None)
        if any(noun.type == "spokesperson" for noun in nouns):
            government = index.government_of(owner.iri)
            return (government or owner).iri, side
        if any(noun.type == "office" and noun.represents for noun in nouns) and state:
            government = index.government_of(state.iri)
            return (government.iri if government else None), side
        return None, side
    return None, None
