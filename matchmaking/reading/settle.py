"""Settles which intents a text states, where rules and what was learnt from labelled texts differ.

Owns that decision. Rules read cues; where there is none ("sails cut and stitched"), or one that
misleads, the manner of the whole text decides. An intent that nothing speaks for goes; one that
was taken for another gets its true label; one that rules have missed is made of all that is said.
What the writer refuses is never asked about: see `traits.said_tokens`.
"""

from collections.abc import Mapping, Sequence, Set

from matchmaking.intents import Kind, Role, Side
from matchmaking.reading.draft import Draft
from matchmaking.reading.learnt import Wishes
from matchmaking.reading.parts import Part

TRUST, CLEAR = 0.3, 1.0
"""What a rule's word is worth, for and against, and what a cue that leaves no doubt adds, in
log-odds."""
TRUST_ROLE = 1.5
"""The same for the writer's role, which rules seldom make up."""

Label = tuple[Kind, Side]


def settled(made: Sequence[Draft], parts: Sequence[Part], wishes: Wishes) -> list[Draft]:
    """The intents, in order, given what rules find and the manner of the text says."""
    said = [at for at, part in enumerate(parts) if _tells(part)]
    if not said or _corrects(parts):
        return list(made)
    ruled = {(draft.kind, draft.side) for draft in made}
    clear = {(draft.kind, draft.side) for draft in made if _clear(parts[draft.first])}
    meant = _meant(_worth(ruled, clear, wishes), ruled, clear, wishes)
    kept = [draft for draft in made if (draft.kind, draft.side) in meant]
    spare = [draft for draft in made if (draft.kind, draft.side) not in meant]
    for label in sorted(meant - ruled, key=lambda label: -wishes.labels[label]):
        draft = _nearest(spare, label)
        if draft is None:
            draft = _whole(parts, said)
        else:
            spare.remove(draft)
        draft.kind, draft.side = label
        kept.append(draft)
    return sorted(kept, key=lambda draft: (draft.first, draft.last))


def settled_role(role: Role | None, wishes: Wishes) -> Role | None:
    """The writer's role, given the one that rules find."""
    worth = {
        each: odds + (TRUST_ROLE if each is role else -TRUST_ROLE)
        for each, odds in wishes.roles.items()
    }
    best = max(worth, key=lambda each: worth[each])
    return best if worth[best] > 0 else None


def _worth(ruled: Set[Label], clear: Set[Label], wishes: Wishes) -> dict[Label, float]:
    """What speaks for each label, in log-odds."""
    return {
        label: odds + (TRUST if label in ruled else -TRUST) + (CLEAR if label in clear else 0.0)
        for label, odds in wishes.labels.items()
    }


def _corrects(parts: Sequence[Part]) -> bool:
    """Whether the text says what is meant instead of what: "not investors but distributors"."""
    refused = any(p.clause.negated and p.clause.cue is None for p in parts)
    return refused and any(p.clause.contrast and p.clause.side for p in parts)


def _tells(part: Part) -> bool:
    return not part.clause.negated and bool(part.concepts or part.unknown or part.markets)


def _clear(part: Part) -> bool:
    return part.clause.cue is not None and part.clause.weak is None


def _meant(
    worth: Mapping[Label, float], ruled: Set[Label], clear: Set[Label], wishes: Wishes
) -> set[Label]:
    """The labels that are likely, one that no rule found only if it is likelier than that nothing
    is wanted; where none is and something is wanted, the likeliest alone of those that are said
    clearly, or else of all."""
    unruled = max(0.0, wishes.nothing)
    meant = {label for label, odds in worth.items() if odds > (0.0 if label in ruled else unruled)}
    if not meant and wishes.nothing < 0:
        return {max(clear or worth, key=lambda label: worth[label])}
    return meant


def _nearest(spare: Sequence[Draft], label: Label) -> Draft | None:
    """The discarded intent that was probably meant by a label."""
    kind, side = label
    alike = sorted(spare, key=lambda d: (d.side is not side, d.kind is not kind))
    return alike[0] if alike else None


def _whole(parts: Sequence[Part], said: Sequence[int]) -> Draft:
    """An intent made of everything that is said."""
    draft = Draft(
        kind=Kind.TRADE, side=Side.SEEK, first=said[0], last=said[0], concepts=[], markets=[]
    )
    for at in said:
        draft.extend(parts[at], at)
    return draft
