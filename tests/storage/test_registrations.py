"""Whom organisers register is kept, opened once, and forgotten with the person; on both servers."""

from datetime import timedelta

from matchmaking.imports import ImportKind, ImportState
from matchmaking.intents import CountryCode, Language, Role
from matchmaking.people import Person
from matchmaking.registrations import Heard, Registered, hear, sort_out
from matchmaking.sheets.people import Registration
from tests.storage.conftest import House

RANIA = Registration(
    row=2,
    code="7",
    name="Rania Haddad",
    organisation="Coop des Oliviers",
    email="rania@example.org",
    country=CountryCode("LB"),
    role=Role.SME,
    lang=Language.FR,
    speaks=("fr", "ar"),
    offers="de l'huile d'olive",
    seeks="des distributeurs",
)
BARE = Registration(row=3, name="Karim")


def registered(house: House) -> list[Registered]:
    return house.do(lambda uow, now: uow.registrations.all(house.event.id))


def add(house: House, *rows: Registration) -> list[Registered]:
    heard = [(hear(row), f"secret{row.row}") for row in rows]
    house.do(lambda uow, now: uow.registrations.add(house.event.id, heard, now))
    return registered(house)


def test_what_is_registered_comes_back(house: House) -> None:
    rania, karim = add(house, RANIA, BARE)
    assert (rania.what.code, rania.what.speaks, karim.what.code) == ("7", ("fr", "ar"), "")
    assert rania.words == "Je cherche des distributeurs. Je propose de l'huile d'olive."
    assert rania.intents == hear(RANIA).intents
    assert {intent.side for intent in rania.intents} == {"seek", "offer"}
    found = house.do(lambda uow, now: uow.registrations.by_secret("secret2"))
    assert found == rania
    assert sort_out([rania, karim], [hear(RANIA), hear(BARE)]).same == 2


def test_a_link_is_opened_once(house: House) -> None:
    rania, _ = add(house, RANIA, BARE)
    one, other = house.person(1), house.person(2)

    def opens(person: Person) -> bool:
        return house.do(lambda uow, now: uow.registrations.claim(rania.id, person.id, now))

    opened = [opens(person) for person in (one, other, one)]
    assert opened == [True, False, False]
    mine = house.do(lambda uow, now: uow.registrations.of_person(one.id, house.event.id))
    assert mine is not None
    assert (mine.id, mine.claimed_by, mine.claimed_at) == (rania.id, one.id, house.now)
    counts = house.do(lambda uow, now: uow.registrations.counts(house.event.id))
    assert (counts.total, counts.claimed) == (2, 1)
    house.do(lambda uow, now: uow.registrations.release(one.id))
    assert house.do(lambda uow, now: uow.registrations.claim(rania.id, other.id, now))
    house.do(lambda uow, now: uow.registrations.forget(other.id))
    assert [one.what.name for one in registered(house)] == ["Karim"]


def test_a_person_forgotten_leaves_a_used_link(house: House) -> None:
    rania, _ = add(house, RANIA, BARE)
    person = house.person(1)
    house.do(lambda uow, now: uow.registrations.claim(rania.id, person.id, now))
    house.do(lambda uow, now: uow.people.erase(person.id))
    left = registered(house)[0]
    assert (left.claimed_by, left.claimed_at) == (None, house.now)


def test_changes_keep_the_link(house: House) -> None:
    rania, _ = add(house, RANIA, BARE)
    changed = Heard(what=BARE, words="", intents=())
    house.do(lambda uow, now: uow.registrations.change([(rania.id, changed)], now))
    after = registered(house)[0]
    assert (after.secret, after.what.name, after.intents) == ("secret2", "Karim", ())


def test_drafts_wait_and_expire(house: House) -> None:
    author = house.person(1)
    expires_at = house.now + timedelta(hours=1)
    draft = house.do(
        lambda uow, now: uow.imports.add(
            house.event.id,
            author.id,
            ImportKind.ATTENDEES,
            {"rows": [1]},
            now=now,
            expires_at=expires_at,
        )
    )
    assert house.do(lambda uow, now: uow.imports.get(draft.id)) == draft
    assert house.do(lambda uow, now: uow.imports.expire(now)) == 0
    assert house.do(lambda uow, now: uow.imports.expire(expires_at)) == 1
    after = house.do(lambda uow, now: uow.imports.get(draft.id))
    assert after is not None
    assert (after.state, after.content) == (ImportState.DISCARDED, {})
