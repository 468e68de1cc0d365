"""Somebody is found at the door in whichever script their name is typed, and for the right day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from matchmaking.checkin import Guest, GuestKey, GuestKind, count_days, day_at, find
from matchmaking.intents import Role
from matchmaking.registrations import badge_of, new_secret
from tests.handlers.people import event

NAMES = (
    ("Rania Haddad", "Coop des Oliviers", "A-17"),
    ("أمل بن سالم", "معصرة الساحل", "B-2"),
    ("Khaled Youssef", "", "A-171"),
    ("فاطمة الغنّوشي", "Lab. Réseaux", ""),
    ("Jean-Noël Lefèvre", "Ünal & Söhne", "007"),
    ("Ali Ben Ali", "", ""),
)


def guest(number: int, name: str, organisation: str, code: str) -> Guest:
    return Guest(
        key=GuestKey(kind=GuestKind.REGISTERED, number=number),
        name=name,
        organisation=organisation,
        role=None,
        code=code,
    )


GUESTS = [guest(number, *row) for number, row in enumerate(NAMES)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rania", "Rania Haddad"),
        ("Ran", "Rania Haddad"),
        ("رانيا", "Rania Haddad"),
        ("رانية حداد", "Rania Haddad"),
        ("hadad", "Rania Haddad"),
        ("amal", "أمل بن سالم"),
        ("Amal Ben Salem", "أمل بن سالم"),
        ("أَمَل", "أمل بن سالم"),
        ("خالد", "Khaled Youssef"),
        ("khalid yusuf", "Khaled Youssef"),
        ("fatma", "فاطمة الغنّوشي"),
        ("Ghannouchi", "فاطمة الغنّوشي"),
        ("علي", "Ali Ben Ali"),
        ("jean noel", "Jean-Noël Lefèvre"),
        ("LEFEVRE", "Jean-Noël Lefèvre"),
        ("lefebre", "Jean-Noël Lefèvre"),
        ("sohne", "Jean-Noël Lefèvre"),
        ("007", "Jean-Noël Lefèvre"),
        ("olivier", "Rania Haddad"),
        ("b-2", "أمل بن سالم"),
    ],
)
def test_whoever_is_meant_comes_first(typed: str, meant: str) -> None:
    assert [one.name for one in find(GUESTS, typed)][:1] == [meant]


@pytest.mark.parametrize("typed", ["", "  ", "…", "zzz", "rania youssef", "\u202e", "x" * 5000])
def test_nobody_is_found_who_is_not_meant(typed: str) -> None:
    assert find(GUESTS, typed) == []


def test_a_whole_code_comes_before_the_longer_one() -> None:
    assert [one.code for one in find(GUESTS, "A-17")] == ["A-17", "A-171"]


def test_the_day_that_counts() -> None:
    on = event()
    hours = {
        datetime(2027, 4, 11, 22, 59, tzinfo=UTC): None,
        datetime(2027, 4, 11, 23, 0, tzinfo=UTC): date(2027, 4, 13),  # midnight in Tunis
        datetime(2027, 4, 13, 22, 59, tzinfo=UTC): date(2027, 4, 13),
        datetime(2027, 4, 13, 23, 0, tzinfo=UTC): date(2027, 4, 14),
        datetime(2027, 4, 14, 23, 0, tzinfo=UTC): None,
    }
    assert {hour: day_at(on, hour) for hour in hours} == hours


def test_those_of_a_role_the_day_is_not_made_for_are_not_expected() -> None:
    on = event()
    first, second = on.plan.days
    days = (replace(first, audience=(Role.CLUSTER,)), second)
    on = replace(on, plan=replace(on.plan, days=days))
    here = {date(2027, 4, 13): datetime(2027, 4, 13, 8, tzinfo=UTC)}
    roles = (Role.CLUSTER, Role.SME, None)
    people = [
        replace(GUESTS[0], role=role, here=here if role is Role.SME else {}) for role in roles
    ]
    counted = [(one.here, one.expected) for one in count_days(on, people)]
    assert counted == [(1, 2), (0, 3)]


def test_a_badge_does_not_tell_the_link() -> None:
    secret = new_secret()
    badge = badge_of(secret)
    assert (len(badge), badge_of(secret)) == (22, badge)
    assert secret not in badge
    assert badge_of(badge) != secret
