"""Other times, moving, reasons, rescues and never again, tapped on a telephone; and every tap of
them twice, late, out of order, and while the database is busy."""

import asyncio
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import anyio
import pytest

from tests.handlers.chat import Phone, World
from tests.handlers.forging import content
from tests.handlers.messenger import Seen
from tests.handlers.pairs import MAKER, offered, pair

pytestmark = pytest.mark.anyio

SETTLED = "Cela a été réglé entre-temps. Voici où l’on en est."
NOT_YOURS_NOW = "That is for the other side to answer now. Here is how it stands."


async def countered(world: World) -> tuple[Phone, Phone]:
    """Karim answered Rania's offer with another time; she was told."""
    rania, karim = await offered(world)
    await counter(world, karim)
    return rania, karim


async def counter(world: World, karim: Phone) -> None:
    await karim.tap("^ot:")
    await karim.tap("^ot:1:0:\\d+:[0-9a-f]")
    await karim.tap("^pt:")
    assert world.deliver() == ["countered"]


async def agreed(world: World) -> tuple[Phone, Phone]:
    """Rania and Karim meet, and both know."""
    rania, karim = await offered(world)
    await karim.tap("^ac:")
    world.deliver()
    return rania, karim


async def asked_to_move(world: World) -> tuple[Phone, Phone]:
    """Rania asked to move; Karim was told in the message that shows the meeting."""
    rania, karim = await agreed(world)
    await rania.tap("^ot:")
    await rania.tap("^ot:1:1:\\d+:[0-9a-f]")
    await rania.tap("^pt:")
    return rania, karim


def kept(folder: Path) -> object:
    rows = content(folder / "multaqa.db")
    return {name: rows[name] for name in ("meeting", "offer_slot", "booking", "notice", "block")}


async def test_an_offer_has_every_answer_it_needs(world: World) -> None:
    _, karim = await offered(world)
    kinds = [data.split(":")[0] for _, data in karim.last.buttons]
    assert kinds == ["ac", "ac", "ac", "aa", "ot", "nn", "nv", "go"]


async def test_other_times_ask_the_one_who_offered(world: World) -> None:
    rania, karim = await countered(world)
    assert karim.last.text.startswith("Les créneaux que vous avez proposés à")
    assert karim.last.labels[0] == "Retirer la proposition"
    assert rania.last.text.startswith("\u2068Karim\u2069, \u2068House of Karim\u2069 would like")
    messages = len(karim.messages)
    booked = await rania.tap("^ac:")
    assert booked.text.startswith("Done. You meet \u2068Karim\u2069.")
    # Karim's one message of this meeting is edited, and a line rings.
    assert world.deliver() == ["booked", "nudge"]
    assert len(karim.messages) == messages + 1
    shown, line = karim.messages[-2:]
    assert shown.text.startswith("\u2068Karim\u2069 a accepté") is False
    assert "a accepté" in shown.text
    assert "Annuler ce rendez-vous" in shown.labels
    assert line.labels == ["Voir le rendez-vous"]


async def test_a_meeting_moves_in_both_messages(world: World) -> None:
    rania, karim = await asked_to_move(world)
    assert rania.last.labels[0] == "Leave it as it was"
    before = len(karim.messages)
    assert world.deliver() == ["move_asked", "nudge"]
    question, line = karim.messages[-2:]
    assert len(karim.messages) == before + 1
    assert "souhaite déplacer" in question.text
    assert "souhaite déplacer" in line.text
    moved = await karim.tap("^ac:", on=question)
    assert moved.text.startswith("C’est fait")
    assert world.deliver() == ["moved", "nudge"]
    assert rania.messages[-2].text.startswith("\u2068Karim\u2069 agrees")
    assert "You now meet" in rania.last.text


async def test_the_old_time_is_kept_with_one_tap(world: World) -> None:
    rania, karim = await asked_to_move(world)
    world.deliver()
    stays = await karim.tap("^kt:", on=karim.messages[-2])
    assert stays.text.startswith("Votre rendez-vous avec")
    assert karim.toasts[-1] == "Il reste comme il était."
    assert world.deliver() == ["kept", "nudge"]
    assert "stays as it was" in rania.messages[-2].text


async def test_a_reason_is_told_to_the_bot_and_not_to_the_other(world: World) -> None:
    rania, karim = await offered(world)
    asked = await karim.tap("^nn:")
    assert len(asked.labels) == 5
    await karim.tap("^df:1:not_my_field")
    assert karim.toasts[-1].startswith("Je vous montrerai moins")
    world.deliver()
    assert rania.last.text.startswith("\u2068Karim\u2069 cannot make it")
    assert "field" not in rania.last.text


async def test_a_reason_for_cancelling_is_read_by_the_other(world: World) -> None:
    rania, karim = await agreed(world)
    await rania.tap("^ca:")
    await rania.tap("^ow:")
    ended = await rania.say("My train\nis late")
    assert ended.text.startswith("The meeting is cancelled.")
    world.deliver()
    assert karim.last.text.endswith("«\u202f\u2068My train is late\u2069\u202f»")
    assert (await rania.say("hello")).text.startswith("I did not catch that.")


async def test_own_words_that_are_too_long_cancel_nothing(world: World) -> None:
    rania, _ = await agreed(world)
    await rania.tap("^ca:")
    await rania.tap("^ow:")
    refused = await rania.say("x" * 201)
    assert "at most 200" in refused.text
    assert (await rania.say("Ill")).text.startswith("The meeting is cancelled.")


async def test_whoever_is_left_offers_the_free_hour_with_one_tap(world: World) -> None:
    rania, karim = await agreed(world)
    lina = world.phone("Lina", "en")
    await lina.onboard(MAKER, speaks=7)
    world.deliver()
    await rania.tap("^ca:")
    await rania.tap("^cy:1:ill")
    assert world.deliver() == ["cancelled", "rescue"]
    assert "\u2068Lina\u2069" in karim.last.text
    assert karim.last.labels[0].startswith("Proposer mardi")
    await karim.tap("^of:")
    assert world.deliver() == ["offer"]
    assert lina.last.text.startswith("\u2068Karim\u2069")


async def test_never_is_told_to_nobody_and_taken_back_under_privacy(world: World) -> None:
    rania, karim = await offered(world)
    asked = await karim.tap("^nv:")
    assert asked.labels == ["Retour", "Oui, plus jamais"]
    await karim.tap("^nv:1:1")
    assert world.deliver() == ["declined"]
    assert rania.last.text.startswith("\u2068Karim\u2069 cannot make it")
    card = rania.messages[-2]  # it no longer says that her offer is out, nor why
    assert "Not available at present." in card.text
    assert card.labels == ["Not for me"]
    assert "Karim" not in (await rania.say("/matches")).text
    await karim.say("/privacy")
    listed = await karim.tap("^go:away")
    assert listed.labels[0] == "Rétablir \u2068Rania\u2069"
    left = await karim.tap("^lb:")
    assert left.labels == ["Retour"]


# The same again


@pytest.mark.parametrize("data", ["^ac:", "^aa:", "^pt:", "^kt:", "^cy:1:ill", "^df:", "^nv:1:1"])
async def test_the_same_update_three_times_is_one(world: World, tmp_path: Path, data: str) -> None:
    way = {"^kt:": asked_to_move, "^cy:1:ill": agreed}.get(data, offered)
    rania, karim = await way(world)
    world.deliver()
    phone = rania if data in ("^kt:", "^cy:1:ill") else karim
    for step in {"^cy:1:ill": ["^ca:"], "^df:": ["^nn:"], "^nv:1:1": ["^nv:"],
                 "^pt:": ["^ot:", "^ot:1:0:\\d+:[0-9a-f]"]}.get(data, []):  # fmt: skip
        await phone.tap(step)
    on = phone.last if data != "^kt:" else phone.messages[-1]
    packed = next(one for _, one in on.buttons if re.search(data, one))
    update = await world.feed(callback_query=phone.query(packed, on.message_id))
    there, shown = kept(tmp_path), on.text
    for _ in range(2):
        await world.feed_again(update, callback_query=phone.query(packed, on.message_id))
    assert (kept(tmp_path), on.text) == (there, shown)
    # Tapped again by hand: another update, the same effect, and an answer.
    for _ in range(2):
        await phone.tap_data(packed, on.message_id)
    assert kept(tmp_path) == there


async def test_taps_of_last_week_say_how_it_stands(world: World, tmp_path: Path) -> None:
    rania, karim = await offered(world)
    old = [data for _, data in karim.last.buttons]
    message = karim.last.message_id
    await rania.tap("^wd:")
    world.deliver()
    world.advance(days=7)
    there = kept(tmp_path)
    for packed in old:
        if packed.startswith(("nv", "go")):
            continue
        answer = await karim.tap_data(packed, message)
        assert karim.toasts[-1] == SETTLED, packed
        assert "a été retirée" in answer.text
    assert kept(tmp_path) == there


async def test_taps_out_of_order_are_answered_kindly(world: World) -> None:
    rania, karim = await offered(world)
    card = next(seen for seen in rania.messages if "Your offer is out" in seen.text)
    withdraw = next(data for _, data in card.buttons if data.startswith("wd:"))
    await counter(world, karim)
    await rania.tap_data(withdraw, card.message_id)
    assert rania.toasts[-1] == NOT_YOURS_NOW
    first = rania.last
    await rania.tap_data("pt:1:1:1cd3b90", first.message_id)
    assert rania.toasts[-1] == "That has been settled meanwhile. Here is how it stands."
    # A time of the first round is none of those proposed now.
    gone = await rania.tap_data("ac:1:30126760", first.message_id)
    assert gone.text.startswith("That slot has gone meanwhile.")


async def test_both_tap_at_once_and_one_thing_happens(world: World, tmp_path: Path) -> None:
    rania, karim = await offered(world)
    accept = next(data for _, data in karim.last.buttons if data.startswith("ac:"))
    withdraw = next(data for _, data in rania.last.buttons if data.startswith("wd:"))
    async with anyio.create_task_group() as both:
        for phone, packed in ((karim, accept), (rania, withdraw)):
            query = phone.query(packed, phone.last.message_id)
            both.start_soon(_feed, world, query)
    states = set(_rows(tmp_path, "SELECT state FROM meeting"))
    assert states <= {("accepted",), ("withdrawn",)}
    booked = len(_rows(tmp_path, "SELECT 1 FROM booking"))
    assert booked == (2 if states == {("accepted",)} else 0)


async def _feed(world: World, query: dict[str, object]) -> None:
    await world.feed(callback_query=query)


def _rows(folder: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "multaqa.db")) as connection:
        return connection.execute(statement).fetchall()


async def test_a_tap_waits_for_a_database_that_is_locked_for_three_seconds(
    world: World, tmp_path: Path
) -> None:
    rania, karim = await offered(world)
    with closing(sqlite3.connect(tmp_path / "multaqa.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(3.0, other.execute, "ROLLBACK")
        booked = await karim.tap("^aa:")
    assert booked.text.startswith("C’est fixé")
    assert world.deliver() == ["booked"]
    assert rania.last.text.startswith("\u2068Karim\u2069 has accepted.")


async def test_both_offer_each_other_at_once(world: World, tmp_path: Path) -> None:
    rania, karim = await pair(world)
    karim_card: Seen = await karim.say("/matches")
    await rania.tap("^pr:")
    await karim.tap("^pr:", on=karim_card)
    async with anyio.create_task_group() as both:
        for phone in (rania, karim):
            packed = next(data for _, data in phone.last.buttons if data.startswith("of:"))
            both.start_soon(_feed, world, phone.query(packed, phone.last.message_id))
    assert len(_rows(tmp_path, "SELECT 1 FROM meeting")) == 1
