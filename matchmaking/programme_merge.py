"""The sessions of a calendar file put into an event's plan.

Owns what a file replaces. The file is the whole programme: a session that is in it no more is
taken off. But a calendar that is not ours knows little of a session, and what it does not tell
stays as it is: seats, titles in other languages, who is on stage. An entry that could not be read
takes nothing off. Works on the tables that event files are made of (`eventfile`), so that one
reader checks all.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from matchmaking.event_table import session_table, table_of
from matchmaking.events import EventPlan
from matchmaking.programme_ics import Fault, Problem, Read
from matchmaking.sheets.table import Problem as Told

_FIELDS = ("kind", "seats", "language", "link")


def read_as_json(read: Read, zone: str) -> dict[str, Any]:
    """What a calendar file says, as JSON values; hours by the clock of `zone`."""
    return {
        "zone": zone,
        "sessions": [session_table(one, zone) for one in read.sessions],
        "said": {code: sorted(fields) for code, fields in read.said.items()},
        "kept": sorted({one.code for one in read.problems if one.fault is not Fault.TWICE}),
    }


def merged(plan: EventPlan, read: Mapping[str, Any]) -> dict[str, Any]:
    """The plan's table with the sessions of what `read_as_json` made."""
    table = table_of(plan)
    known: dict[str, dict[str, Any]] = {one["code"]: one for one in table["sessions"]}
    found: dict[str, dict[str, Any]] = {
        one["code"]: _joined(known.get(one["code"]), one, set(read["said"].get(one["code"], ())))
        for one in read["sessions"]
    }
    stay = {code for code in read["kept"] if code in known and code not in found}
    before = [found.get(code, one) for code, one in known.items() if code in found or code in stay]
    new = [one for code, one in found.items() if code not in known]
    return {**table, "sessions": [*before, *new]}


def _joined(
    known: Mapping[str, Any] | None, told: Mapping[str, Any], said: set[str]
) -> dict[str, Any]:
    if known is None:
        return dict(told)
    kept = {name: known[name] for name in _FIELDS if name not in said}
    if "stage" not in said:
        kept |= {name: known[name] for name in ("speakers", "moderators")}
    # One title says nothing of the other languages; one of ours says that nothing has changed.
    if "titles" not in said and set(told["titles"].values()) <= _spaced(known["titles"].values()):
        kept["titles"] = known["titles"]
    return {**told, **kept}


def _spaced(texts: Any) -> set[str]:
    return {" ".join(str(text).split()) for text in texts}


def told_problems(problems: Sequence[Problem]) -> list[Told]:
    """Entries that were left out, as problems of a file are told: the entry's number and title."""
    return [
        Told(
            fault=f"ics_{one.fault}",
            data={"entry": one.entry, "title": one.title} if one.entry else {},
            fatal=False,
        )
        for one in problems
    ]
