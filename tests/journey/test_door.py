"""The door of an event, over HTTP with the real programs: the public link as a picture to be
scanned, a badge in an organiser's hands, and a name typed in the other script."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from matchmaking.registrations import badge_of
from tests.journey.phones import Line, Phone, line
from tests.journey.programs import running

pytestmark = pytest.mark.processes

LIST = (
    "Nom;Organisation;Pays\nRania Haddad;Coop des Oliviers;Liban\nأمل بن سالم;معصرة الساحل;تونس\n"
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[tuple[Line, str]]:
    """A running rehearsal, and the secret of its organiser's link."""
    with running("bot", "rehearse", "--port", "0", "--cast", "0", "--data", str(tmp_path)) as bot:
        secret = bot.await_line("organiser ").partition("?start=")[2]
        with line(bot.await_line("ready ")) as found:
            yield found, secret
        assert bot.stop() == 0


def test_people_are_checked_in(connection: tuple[Line, str]) -> None:
    where, secret = connection
    organiser = Phone.of(where, "Leïla Haddad", "fr")
    organiser.say(f"/start {secret}")
    organiser.await_button("go:attendees")
    answer = where.http.post(
        f"/api/people/{organiser.id}/file",
        files={"file": ("inscrits.csv", LIST.encode())},
        data={"as": "document"},
    )
    answer.raise_for_status()
    organiser.tap("sl:")
    organiser.await_text("C’est enregistré")
    organiser.tap("tk:links_csv")
    rows = {row["Nom complet"]: row for row in _links(where, organiser)}
    where.post("/api/clock", {"to": "2027-04-13T08:00:00+01:00"})
    organiser.say("/checkin")
    organiser.tap("dr:walk_in")
    shown = where.until(lambda: _picture(organiser), "a picture")
    assert "t.me/" in shown["text"]
    link = rows["Rania Haddad"]["Lien personnel"].partition("?start=")[2]
    badge = f"/start b_{badge_of(link.removeprefix('r_'))}"
    organiser.say(badge)
    organiser.await_text("Arrivée notée. Bienvenue.", "Rania Haddad")
    organiser.say(badge)
    organiser.await_text("Cette arrivée était déjà notée")
    organiser.say("amal")
    organiser.await_text("أمل بن سالم", "Pas encore d’arrivée notée")
    organiser.tap("ci:")
    organiser.await_text("arrivées 2, attendues 2")
    rania = Phone.of(where, "R.", "fr")
    rania.say(f"/start {link}")
    assert "Rania Haddad" in rania.await_reply()["text"]
    refused = [
        (call["method"], call["description"]) for call in where.get("/api/calls") if not call["ok"]
    ]
    assert refused == []


def _picture(phone: Phone) -> Any:
    return next((m for m in phone.from_bot() if m.get("photo")), None)


def _links(where: Line, phone: Phone) -> list[dict[str, str]]:
    def seen() -> Any:
        return next((m["document"] for m in phone.from_bot() if m.get("document")), None)

    content = where.http.get(where.until(seen, "the links")["url"]).content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
