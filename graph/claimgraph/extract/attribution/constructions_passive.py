"""Constructions in the passive, whose source stands after "by" or is not told: "was accused of …"."""

from __future__ import annotations

from typing import Final

from claimgraph.extract.attribution.constructions_main import close_at, emit, region_end, relative_end
from claimgraph.extract.attribution.content import Opening, close, opening
from claimgraph.extract.attribution.raw import Raw, Reading
from claimgraph.extract.attribution.sources import subject, up_to_day
from claimgraph.extract.attribution.stepping import skip_time
from claimgraph.extract.syntax.lexicon import verb_forms
from claimgraph.extract.syntax.line import Hit, Range
from claimgraph.extract.syntax.phrases import right_phrase


def passive(reading: Reading, hit: Hit) -> bool:
    """Read "X was accused of …", "it was reported that …": the source is after "by" or absent."""
    line = reading.line
    who = subject(line, hit.start, reading.left) if hit.form == "n" and hit.passive else None
    claim = next((r for r in reading.found if r.hit.form == "N" and r.content[-1][1] == hit.start), None)
    if claim and hit.form == "n" and hit.passive:  # "Kyiv's claim that … was denied by Moscow"
        who = (min(part[0] for part in (claim.cue, *claim.source)), hit.start)
    elif who is None or any(reading.taken[i] for i in range(*who)):
        return False
    assert who is not None
    right = region_end(reading, hit.end)
    if line.tags[who[0]] in "WT":  # "Moscow, which had been warned beforehand, said …"
        right = relative_end(reading, hit, who[0], right)
    timed = skip_time(line, hit.end, right)
    start = timed if line.lower(timed) in _AFTER_TIME else hit.end  # were reported on Monday to have fled
    follows = line.lower(start)
    if hit.cue.lemma in _QUOTING and follows == "as" and line.tag(hit.end + 1) == "g":
        return False  # read with "saying"
    agent = right_phrase(line, timed + 1, right) if line.lower(timed) == "by" else None
    agent = up_to_day(line, agent) if agent else None
    if agent:
        after = skip_time(line, agent[1], right)
        if hit.cue.lemma in _QUOTING and line.lower(after) == "as" and line.tag(after + 1) == "g":
            return False  # quoted by the agency as saying
        return _passive_by(reading, hit, who, agent, right)
    opened = opening(line, hit, right)
    if opened and opened.frame in ("that", "wh") and line.lower(who[0]) == "it" and who[1] - who[0] == 1:
        return emit(reading, hit, [], opened, right, "passive-it")
    if opened and opened.frame in ("that", "wh", "prep", "quote") and hit.cue.recipient == "obj":
        return emit(reading, hit, [], opened, right, "passive-told")
    is_timed = start > hit.end
    if hit.cue.lemma in _REPORTED and not is_timed and (hit.end >= right or line.tags[hit.end] in ",;.SP"):
        end = close_at(line, hit.end, right)
        is_time = line.tag(hit.end) in "SP" and follows not in {"as", "to", "of", "for"}
        rest = (hit.end, end) if is_time and end > hit.end + 1 else (0, 0)
        reading.add(Raw("passive", hit, (hit.start, hit.end), [], [who, rest]))
        return True
    return _reported(reading, hit, who, (start, right))


def _reported(reading: Reading, hit: Hit, who: Range, rest: Range) -> bool:
    """Read "X was accused of …", "X is said to have …": what is told of X follows after a preposition."""
    line, (start, right) = reading.line, rest
    follows = line.lower(start)
    if (hit.cue.lemma == "know" and not hit.negated and follows == "to") or _is_demand(hit, follows):
        return False  # "are known to have died" is no hearsay
    is_infinitive = follows != "to" or line.tag(start + 1) in "vVBH" or "inf" in hit.cue.frames
    if follows not in {"as", "of", "with", "for", "to"} or start + 1 >= right or not is_infinitive:
        return False
    end = close_at(line, start, right)
    end = next((i for i in range(start, end) if line.tags[i] == "C" and line.tag(i + 1) == "I"), end)
    reading.add(Raw("passive", hit, (hit.start, hit.end), [], [who, (start, end)]))
    return True


def _is_demand(hit: Hit, follows: str) -> bool:
    """Tell whether somebody was asked to do something: nobody says that he did."""
    return hit.cue.lemma in {"ask", "urge", "beg", "implore"} and follows == "to"


def _passive_by(reading: Reading, hit: Hit, who: Range, agent: Range, right: int) -> bool:
    """Read "it was claimed by X that P", "X was told by Y that P", "the plan was confirmed by X".

    >>> from claimgraph.extract import attributions
    >>> text = "It was claimed by Ankara that the road was open."
    >>> [(a.rule, [text[slice(*part)] for part in a.content]) for a in attributions(text)]
    [('passive-by', ['that the road was open'])]
    >>> attributions("Four nurses are held by the rebels.")
    []
    """
    line = reading.line
    cue = (hit.start, hit.end + (agent[0] == hit.end + 1))
    after = skip_time(line, agent[1], right)  # "was accused by X on Monday of …"
    if line.tag(after) == "T" and after + 1 < right:
        opened = Opening(after, after, "that")
        is_told = line.lower(who[0]) != "it" and hit.cue.recipient == "obj"
        content = (after, close(line, hit, opened, right))
        reading.add(Raw("passive-by", hit, cue, [agent], [content], [who] if is_told else []))
        return True
    is_deed = line.tag(after) == "O" and line.tag(after + 1) in "HB"  # "was said by them to have fled"
    if "np" not in hit.cue.frames and not {"inf", "obj-inf"} & set(hit.cue.frames) and not is_deed:
        return False  # "held by the rebels" is no opinion
    rest = (after, close_at(line, after, right)) if line.tag(after) in "PO" else (0, 0)
    reading.add(Raw("passive-by", hit, cue, [agent], [who, rest]))
    return True


def hearsay(reading: Reading, hit: Hit) -> bool:
    """Read "Commander reported killed in raid": a headline whose report has no source."""
    line = reading.line
    if hit.cue.lemma not in _HEARSAY or hit.end - hit.start != 1 or hit.end >= reading.right:
        return False
    form = verb_forms().get(line.lower(hit.end))
    is_participle = form is not None and "n" in form.tags and line.tags[hit.end] in "Vn"
    if not is_participle and line.lower(hit.end) not in {"dead", "missing", "hurt"}:
        return False
    who = subject(line, hit.start, reading.left)
    if who is None or line.tags[who[0]] in "IWT":
        return False
    predicate = (hit.end, close_at(line, hit.end, reading.right))
    reading.add(Raw("passive", hit, (hit.start, hit.end), [], [who, predicate]))
    return True


_AFTER_TIME: Final = frozenset({"to", "of", "as"})
_REPORTED: Final = frozenset({"report"})
_QUOTING: Final = frozenset({"quote", "cite"})
_HEARSAY: Final = frozenset({"report", "believe", "fear", "presume", "suspect"})
