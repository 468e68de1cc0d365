"""A second list is compared with the first: who is known again, and what it changes."""

from typing import Any

import pytest

from matchmaking.intents import CountryCode
from matchmaking.people import EventId
from matchmaking.registrations import (
    Heard,
    Registered,
    RegistrationId,
    heard_as_json,
    heard_of_json,
    new_secret,
    sort_out,
)
from matchmaking.sheets.people import Registration


def row(name: str = "Rania", **values: Any) -> Registration:
    country = values.pop("country", "")
    return Registration(
        row=1, name=name, country=CountryCode(country) if country else None, **values
    )


def heard(what: Registration) -> Heard:
    return Heard(what=what, words="", intents=())


def known(what: Registration) -> Registered:
    return Registered(
        id=RegistrationId(1),
        event_id=EventId(1),
        what=what,
        words="",
        intents=(),
        secret=new_secret(),
    )


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (row(code="7"), row(code="7"), "same"),
        (row(code="a7"), row("R. Haddad", code="A7"), "changed"),
        (row(code="7"), row(code="8"), "new"),
        (row(email="r@x.org"), row("R. Haddad", email="r@x.org"), "changed"),
        (row(email="r@x.org"), row(email="s@x.org"), "new"),
        (row(email="r@x.org"), row(code="7", email="r@x.org"), "changed"),
        (row(organisation="Été"), row("RANIA", organisation="ete"), "changed"),
        (row(organisation="A"), row(organisation="B"), "new"),
        (row(country="LB"), row(), "same"),
        (row(country="LB"), row(country="TN"), "changed"),
        (row(seeks="oil", offers="dates"), row(seeks="oil"), "changed"),
        (row(seeks="oil"), row(), "same"),
    ],
)
def test_who_is_known_again(before: Registration, after: Registration, outcome: str) -> None:
    found = sort_out([known(before)], [heard(after)])
    counts = {"new": len(found.new), "changed": len(found.changed), "same": found.same}
    assert {key: n for key, n in counts.items() if n} == {outcome: 1}


def test_secrets_fit_a_link_and_differ() -> None:
    payloads = {known(row()).payload for _ in range(1000)}
    assert len(payloads) == 1000
    assert all(len(payload) == 24 and payload.startswith("r_") for payload in payloads)


def test_a_row_survives_json() -> None:
    one = heard(row(code="7", country="LB", seeks="oil"))
    assert heard_of_json(heard_as_json(one)) == one
