"""What a report denies by telling that others say it falsely: "Delta falsely claimed that P"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimgraph.extract.disbelief import says_falsely
from claimgraph.extract.drafts import Draft
from claimgraph.model import Certainty, Entity, Stance


def disbelieved(drafts: Sequence[Draft], text: str, outlet: Entity) -> list[Draft]:
    """Give the denials of claims of others that the report calls false; what it says itself it takes back."""
    found = []
    for draft in drafts:
        is_told = draft.attitude.stance is Stance.ASSERTS and draft.relays is None
        if not is_told or not says_falsely(text, draft.source, draft.cue, draft.content):
            continue
        denied = draft.attitude._replace(stance=Stance.DENIES, certainty=Certainty.CERTAIN)
        if draft.claimant == outlet:
            draft.attitude, draft.rules = denied, (*draft.rules, "falsely")
            continue
        found.append(
            replace(
                draft,
                claimant=outlet,
                attitude=denied,
                source=(),
                is_narration=True,
                made_on=None,
                made_to=None,
                rules=(*draft.rules, "falsely"),
            )
        )
    return found
