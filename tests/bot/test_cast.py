"""The cast: who plays, and that their parts speak of buttons which our conversation has."""

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import cast
from bot.trouble import Trouble
from handlers import callbacks as cb
from handlers import callbacks_rounds as rounds
from handlers.screens.availability import SPEAKS, SPOKEN, WINDOWS
from matchmaking.intents import Language, Role
from matchmaking.meetings import Cause
from matchmaking.people import Question
from rehearsal.cast_file import read_cast

TECHDAYS = Path(__file__).resolve().parents[2] / "examples" / "techdays"


def written(tmp_path: Path, *, size: int, seed: int = 1) -> list[dict[str, object]]:
    target = tmp_path / f"cast-{size}-{seed}.json"
    cast.write_cast(target, folder=TECHDAYS, size=size, seed=seed)
    assert len(read_cast(target)) == size
    players: list[dict[str, object]] = json.loads(target.read_text(encoding="utf-8"))["players"]
    return players


def test_the_languages_are_in_balance(tmp_path: Path) -> None:
    players = written(tmp_path, size=13)
    assert Counter(p["language_code"] for p in players) == {"ar": 5, "fr": 4, "en": 4}


def test_the_same_seed_chooses_the_same_people(tmp_path: Path) -> None:
    one, again, other = (written(tmp_path, size=12, seed=seed) for seed in (3, 3, 4))
    assert one == again
    assert [p["name"] for p in one] != [p["name"] for p in other]


def test_most_of_them_have_somebody_to_meet() -> None:
    rows = cast._rows(TECHDAYS / "attendees.jsonl")
    pairs = [(row["seeker"], row["offerer"]) for row in cast._rows(TECHDAYS / "pairs.jsonl")]
    chosen = {p.id for p in cast.choose([cast._player(r) for r in rows], pairs, size=12, seed=1)}
    paired = {one for pair in pairs if set(pair) <= chosen for one in pair}
    assert len(paired) >= 10


def test_nobody_is_a_cast_of_its_own(tmp_path: Path) -> None:
    assert written(tmp_path, size=0) == []


def test_an_event_without_attendees_is_said(tmp_path: Path) -> None:
    with pytest.raises(Trouble):
        cast.write_cast(tmp_path / "cast.json", folder=tmp_path, size=3, seed=1)


def test_every_button_that_a_part_names_is_one_of_ours() -> None:
    player = cast.Player(
        id="1",
        lang="fr",
        name="N",
        organisation="O",
        country="TN",
        role="sme",
        speaks=("fr", "ar"),
        offers="o",
        seeks="s",
    )
    slot = datetime(2027, 4, 13, 15, 0, tzinfo=UTC)
    bits = cb.bits(code in ("ar", "fr") for code in SPOKEN)
    ours = [
        cb.Speak(language=Language.FR),
        cb.Consent(yes=True),
        cb.Country(code="TN"),
        cb.Zone(zone="Africa/Tunis"),
        cb.Role(role=Role.SME),
        cb.Alone(),
        cb.Right(),
        cb.Toggle(of=SPEAKS, chosen=bits),
        cb.Chosen(of=SPEAKS, chosen=bits),
        cb.Chosen(of=WINDOWS, chosen=3),
        cb.Ask(question=Question.ORGANISATION),
        cb.Accept(meeting=1, minute=cb.to_minute(slot)),
        cb.Decline(meeting=1),
        rounds.NotNow(meeting=1),
        rounds.DeclineFor(meeting=1, cause=Cause.BUSY),
        rounds.OtherTimes(meeting=1, moving=False),
        rounds.ProposeTimes(meeting=1, moving=False, slots=cb.pack_slots([slot])),
        cb.ProposeThese(match=1, slots=cb.pack_slots([slot])),
        cb.Propose(match=1),
        cb.ShowMatch(match=1),
        cb.Go(to=cb.To.MATCHES),
    ]
    packed = [data.pack() for data in ours]
    rules = cast.part(player, 0)["rules"]
    strays = [
        rule["when_button"]
        for rule in rules
        if not any(re.search(rule["when_button"], data) for data in packed)
    ]
    assert strays == []
