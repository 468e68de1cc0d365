"""One confirmed meeting, end to end, against the real programs: three people, three languages.

Only what a person could do over the human door: say, tap, and read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.journey.phones import Line, Phone, line
from tests.journey.programs import running
from tests.journey.steps import AMAL, CAMILLE, LONER, OMAR, propose, register

pytestmark = pytest.mark.processes


@dataclass
class Rehearsal:
    """A running `make run`, and the organiser's one-time link that it printed."""

    line: Line
    secret: str


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    folder = tmp_path_factory.mktemp("stage")
    with running("bot", "rehearse", "--port", "0", "--cast", "0", "--data", str(folder)) as program:
        secret = program.await_line("organiser ").partition("?start=")[2]
        url = program.await_line("ready ")
        with line(url) as connection:
            yield Rehearsal(line=connection, secret=secret)
        assert program.stop() == 0


@dataclass
class Cast:
    """The people of the journey, registered once."""

    amal: Phone
    camille: Phone
    omar: Phone
    organiser: Phone
    loners: list[Phone]


@pytest.fixture(scope="module")
def cast(rehearsal: Rehearsal) -> Cast:
    organiser = Phone.of(rehearsal.line, "Leïla Haddad", "fr")
    organiser.say(f"/start {rehearsal.secret}")
    organiser.await_button("go:announce")
    return Cast(
        amal=register(rehearsal.line, AMAL),
        camille=register(rehearsal.line, CAMILLE),
        omar=register(rehearsal.line, OMAR),
        organiser=organiser,
        loners=[],
    )


def test_the_first_match_takes_two_messages_and_eight_taps(cast: Cast) -> None:
    for phone in (cast.camille, cast.omar):
        phone.await_button("pr:")
        assert phone.typed <= 2
        assert phone.tapped <= 8


def test_a_match_says_why_in_the_readers_language(cast: Cast) -> None:
    card = cast.camille.await_button("pr:")[0]["text"]
    assert AMAL.name in card
    assert "huile d'olive" in card.lower().replace("’", "'")
    assert "tunisie" in card.lower()


def test_from_an_offer_to_a_meeting_with_reminders_and_an_announcement(
    rehearsal: Rehearsal, cast: Cast
) -> None:
    clock = rehearsal.line
    propose(cast.camille)
    cast.amal.await_text(CAMILLE.name, CAMILLE.organisation)
    accepted = cast.amal.tap("ac:")
    assert accepted["answered"]
    booked = cast.camille.await_text(AMAL.name, "10")
    assert booked["from"] == "bot"
    reminder = clock.until(lambda: upcoming(clock), "the next reminder")
    assert reminder["at"] == "2027-04-12T16:00:00+00:00"  # the eve at 18:00 in France
    assert reminder["title"].startswith(f"{CAMILLE.name} · ")
    for advance_to, arabic, french in (
        ("2027-04-12T18:00:05+01:00", CAMILLE.name, AMAL.name),
        ("2027-04-13T08:15:05+01:00", "15", "15"),
        ("2027-04-13T08:30:05+01:00", "meet.example.org", "meet.example.org"),
    ):
        before = {phone.id: len(phone.from_bot()) for phone in (cast.amal, cast.camille)}
        clock.post("/api/clock", {"to": advance_to})
        for phone, words in ((cast.amal, arabic), (cast.camille, french)):
            new = phone.await_more_than(before[phone.id])
            shown = new[0]["text"] + str(new[0].get("buttons"))
            assert words in shown
            assert len(new) == 1
    announce(cast)


def upcoming(line: Line) -> dict[str, str] | None:
    """The reminder that the page offers to go to, once there is one."""
    reminder: dict[str, str] = line.get("/api/next")
    return reminder if reminder["at"] else None


def announce(cast: Cast) -> None:
    organiser = cast.organiser
    organiser.tap("go:announce")
    organiser.tap("done:")
    texts = {
        "ar": "تنتقل الجلسة إلى القاعة ٢.",
        "fr": "La séance passe en salle 2.",
        "en": "Room 2.",
    }
    for text in texts.values():
        organiser.say(text)
        organiser.await_reply()
    organiser.tap("an:")
    for phone, text in zip((cast.amal, cast.camille, cast.omar), texts.values(), strict=True):
        phone.await_text(text)
        assert phone.count(text) == 1


def test_looking_again_in_vain_is_answered_and_changes_nothing(
    rehearsal: Rehearsal, cast: Cast
) -> None:
    loner = register(rehearsal.line, LONER)
    loner.await_button("go:matches")
    before = loner.chat()
    loner.tap("go:matches")
    assert loner.chat() == before
    cast.loners.append(loner)


def test_every_tap_was_answered_and_no_call_refused(rehearsal: Rehearsal, cast: Cast) -> None:
    calls = rehearsal.line.get("/api/calls")
    refused = [(c["method"], c["description"]) for c in calls if not c["ok"]]
    assert refused == []
    tapped = sum(
        p.tapped for p in (cast.amal, cast.camille, cast.omar, cast.organiser, *cast.loners)
    )
    answered = [c for c in calls if c["method"] == "answerCallbackQuery"]
    assert len(answered) == tapped
