"""Attendees whom the organiser has registered, before and after they open their link.

Owns what is kept of a row of a list, the link that is given to each, how a new list is compared
with what is known, and what a person brings along from it. Reading files is `matchmaking.sheets`.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NewType

from matchmaking.intents import ConceptId, CountryCode, Intent, Kind, Language, Role, Side
from matchmaking.people import EventId, PersonId
from matchmaking.reading.reader import read
from matchmaking.sheets.people import Registration
from matchmaking.sheets.words import plain

RegistrationId = NewType("RegistrationId", int)

LINK_PREFIX = "r_"
"""How the payload of a personal link begins; the secret follows (Bot API: 64 characters)."""

BADGE_PREFIX = "b_"
"""The same of the code on a badge."""

_SAID = {
    Language.AR: ("أبحث عن {}.", "أقدّم {}."),
    Language.FR: ("Je cherche {}.", "Je propose {}."),
    Language.EN: ("I am looking for {}.", "I offer {}."),
}
"""How what a list says of somebody becomes their words."""


@dataclass(frozen=True, kw_only=True)
class Registered:
    """Somebody on the organiser's list. `secret` opens their link, once."""

    id: RegistrationId
    event_id: EventId
    what: Registration
    words: str
    intents: tuple[Intent, ...]
    secret: str
    claimed_by: PersonId | None = None
    claimed_at: datetime | None = None

    @property
    def payload(self) -> str:
        """What their link carries."""
        return f"{LINK_PREFIX}{self.secret}"

    @property
    def badge(self) -> str:
        """What the code on their badge carries."""
        return f"{BADGE_PREFIX}{badge_of(self.secret)}"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A row of a list with what was read from it."""

    what: Registration
    words: str
    intents: tuple[Intent, ...]


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many are registered, and how many of them have opened their link."""

    total: int
    claimed: int


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """What a list would change."""

    new: tuple[Heard, ...]
    changed: tuple[tuple[Registered, Heard], ...]
    same: int


def new_secret() -> str:
    """128 bits that nobody can guess, as 22 characters of a link."""
    return secrets.token_urlsafe(16)


def badge_of(secret: str) -> str:
    """What the code on a badge carries, made of the secret of a personal link. Whoever sees a
    badge cannot tell the link from it."""
    digest = hashlib.sha256(f"badge:{secret}".encode()).digest()
    return base64.urlsafe_b64encode(digest)[:22].decode()


def hear(row: Registration) -> Heard:
    """A row with its words and what they seek and offer. The columns say which is which, so that
    a bare "olive oil" under "Offers" is offered."""
    language = language_of(row)
    sought = read(row.seeks, lang=row.lang, side=Side.SEEK) if row.seeks else None
    offered = read(row.offers, lang=row.lang, side=Side.OFFER) if row.offers else None
    seeks, offers = _SAID[language]
    said = [
        pattern.format(text.rstrip(".؟!۔ "))
        for pattern, text in ((seeks, row.seeks), (offers, row.offers))
        if text
    ]
    parts = [one for one in (offered, sought) if one is not None]
    role = row.role or next((one.role for one in parts if one.role), None)
    return Heard(
        what=replace(row, role=role),
        words=" ".join(said),
        intents=tuple(intent for one in parts for intent in one.intents),
    )


def language_of(row: Registration) -> Language:
    """The language they are spoken to in: theirs, or the first of ours that they speak, or that
    of their words."""
    if row.lang is not None:
        return row.lang
    ours = set(Language)
    spoken = next((code for code in row.speaks if code in ours), None)
    if spoken is not None:
        return Language(spoken)
    words = f"{row.seeks} {row.offers}".strip()
    return read(words).lang if words else Language.EN


def sort_out(known: Iterable[Registered], rows: Sequence[Heard]) -> Sorted:
    """What a list adds and changes. People are known again by their code, else by their address,
    else by name and organisation; two different codes are two people. Nobody is removed, and an
    empty cell does not take away what an earlier list has told."""
    index = _Index(known)
    new: list[Heard] = []
    changed: list[tuple[Registered, Heard]] = []
    same = 0
    for row in rows:
        before = index.find(row.what)
        if before is None:
            new.append(row)
            continue
        after = _merged(before, row)
        if _comparable(after.what) == _comparable(before.what):
            same += 1
        else:
            changed.append((before, after))
    return Sorted(new=tuple(new), changed=tuple(changed), same=same)


class _Index:
    """Those known, to be found once each."""

    def __init__(self, known: Iterable[Registered]) -> None:
        self._by: dict[tuple[str, ...], Registered] = {}
        for one in known:
            for key in _keys(one.what):
                self._by.setdefault(key, one)

    def find(self, row: Registration) -> Registered | None:
        for key in _keys(row):
            found = self._by.get(key)
            if found is not None and _may_be(found.what, row):
                return found
        return None


def _keys(row: Registration) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = []
    if row.code:
        keys.append(("code", row.code.casefold()))
    if row.email:
        keys.append(("email", row.email))
    return [*keys, ("name", plain(row.name), plain(row.organisation))]


def _may_be(one: Registration, other: Registration) -> bool:
    """Whether nothing says that they are two."""
    if one.code and other.code:
        return one.code.casefold() == other.code.casefold()
    return not (one.email and other.email) or one.email == other.email


def _merged(before: Registered, row: Heard) -> Heard:
    old, new = before.what, row.what
    if not (new.offers or new.seeks):
        row = Heard(what=new, words=before.words, intents=before.intents)
    return Heard(
        what=replace(
            new,
            code=new.code or old.code,
            organisation=new.organisation or old.organisation,
            email=new.email or old.email,
            country=new.country or old.country,
            role=new.role or old.role,
            lang=new.lang or old.lang,
            speaks=new.speaks or old.speaks,
            offers=new.offers if new.offers or new.seeks else old.offers,
            seeks=new.seeks if new.offers or new.seeks else old.seeks,
            cluster=new.cluster or old.cluster,
            manages=new.manages or old.manages,
        ),
        words=row.words,
        intents=row.intents,
    )


def _comparable(row: Registration) -> Registration:
    return replace(row, row=0)


# To and from JSON, for drafts, rows of the store, and the program that reads files


def heard_as_json(one: Heard) -> dict[str, Any]:
    """A row as JSON values."""
    what = one.what
    return {
        "row": what.row,
        "code": what.code,
        "name": what.name,
        "organisation": what.organisation,
        "email": what.email,
        "country": what.country,
        "role": what.role.value if what.role else None,
        "lang": what.lang.value if what.lang else None,
        "speaks": list(what.speaks),
        "offers": what.offers,
        "seeks": what.seeks,
        "cluster": what.cluster,
        "manages": what.manages,
        "words": one.words,
        "intents": [intent_as_json(intent) for intent in one.intents],
    }


def heard_of_json(told: Mapping[str, Any]) -> Heard:
    """The row again."""
    return Heard(
        what=Registration(
            row=int(told.get("row") or 0),
            code=told["code"] or "",
            name=told["name"],
            organisation=told["organisation"],
            email=told["email"],
            country=CountryCode(told["country"]) if told["country"] else None,
            role=Role(told["role"]) if told["role"] else None,
            lang=Language(told["lang"]) if told["lang"] else None,
            speaks=tuple(told["speaks"]),
            offers=told["offers"],
            seeks=told["seeks"],
            cluster=told.get("cluster", ""),
            manages=told.get("manages", ""),
        ),
        words=told["words"],
        intents=tuple(intent_of_json(one) for one in told["intents"]),
    )


def intent_as_json(intent: Intent) -> dict[str, Any]:
    """An intent as JSON values."""
    return {
        "kind": intent.kind.value,
        "side": intent.side.value,
        "concepts": list(intent.concepts),
        "markets": list(intent.markets),
        "words": intent.words,
        "context": intent.context,
    }


def intent_of_json(told: Mapping[str, Any]) -> Intent:
    """The intent again."""
    return Intent(
        kind=Kind(told["kind"]),
        side=Side(told["side"]),
        concepts=tuple(ConceptId(one) for one in told["concepts"]),
        markets=tuple(CountryCode(one) for one in told["markets"]),
        words=told["words"],
        context=told["context"],
    )
