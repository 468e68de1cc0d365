"""Announcements in the chat: whom they are for, when, with what; held, followed, tried again."""

import csv
import io
from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import SendMessage, TelegramMethod

from matchmaking.announcements import AnnouncementState
from matchmaking.notices import NoticeState
from matchmaking.usecases import announcing
from tests.handlers.chat import Phone, World
from tests.handlers.messenger import Seen
from tests.handlers.test_organiser import organiser

pytestmark = pytest.mark.anyio

OTHERS = "We are looking for a patent lawyer."


async def drafted(world: World) -> tuple[Phone, Seen]:
    """An organiser with an English text ready to go out."""
    omar = await organiser(world)
    await omar.say("/announce")
    await omar.tap_data("done:announce:4", omar.last.message_id)
    return omar, await omar.say("Hall B is open.")


async def crowd(world: World) -> list[Phone]:
    """A reader of English, one of French and one of Arabic, all ready."""
    phones = []
    for name, language in (("Eve", "en"), ("Farid", "fr"), ("Amal", "ar")):
        phone = world.phone(name, language)
        await phone.onboard(OTHERS, language=language)
        phones.append(phone)
    return phones


async def test_the_circle_narrows_in_one_message_with_a_live_count(world: World) -> None:
    await crowd(world)
    omar, card = await drafted(world)
    assert "French: 1 person, who gets the text in English" in card.text
    picker = await omar.tap(":whom$", on=card)
    assert "That is" not in picker.text.split("\n\n")[0]
    assert "3 people" in picker.text
    options = await omar.tap("^aw:1:language", on=picker)
    french = await omar.tap("^ap:1:language:fr:1", on=options)
    assert "That is 1 person." in french.text
    assert french.labels[1] == "French ✓"
    both = await omar.tap("^ap:1:language:ar:1", on=french)
    assert "That is 2 people." in both.text
    back = await omar.tap(":whom$", on=both)
    assert "Language: Arabic or French" in back.text
    lonely = await omar.tap("^ap:1:meeting:none:1", on=back)
    assert "No meeting yet" in lonely.text
    assert "That is 2 people." in lonely.text
    done = await omar.tap(":show$", on=lonely)
    assert {seen.message_id for seen in (picker, options, french, both, back, done)} == {
        card.message_id
    }
    assert done.labels[0] == "Send to 2 people"
    await omar.tap(":send$", on=done)
    assert world.deliver() == ["announcement"] * 2
    # An old button of the picker says kindly that it is too late.
    await omar.tap_data("ap:1:language:en:1:0", card.message_id)
    assert omar.toasts[-1] == "There is nothing to send here any more."


async def test_readers_without_a_text_are_left_out_if_the_organiser_says(world: World) -> None:
    eve, farid, _ = await crowd(world)
    omar, card = await drafted(world)
    asked = await omar.tap(":fallback$", on=card)
    assert asked.text == "You wrote no text in Arabic and French. What do those readers get?"
    out = await omar.tap("^af:1:nothing", on=asked)
    assert "French: 1 person, who is left out" in out.text
    known = len(farid.messages)
    await omar.tap(":send$", on=out)
    assert world.deliver() == ["announcement"]
    assert len(farid.messages) == known
    assert "Hall B is open." in eve.last.text


async def test_a_photo_buttons_and_a_test_to_oneself(world: World) -> None:
    eve, *_ = await crowd(world)
    omar, card = await drafted(world)
    asked = await omar.tap(":media$", on=card)
    assert (await omar.say("a photo")).text.startswith("I am waiting for a photo or a file")
    assert asked.text in omar.last.text
    photo = [{"file_id": "AgAC", "file_unique_id": "u", "width": 9, "height": 9}]
    with_photo = await omar.send(photo=photo)
    assert "With a photo." in with_photo.text
    await omar.tap(":buttons$", on=with_photo)
    assert (await omar.say("soon")).text.startswith("I find no address there")
    linked = await omar.say("Programme https://example.org/p")
    await omar.tap(":buttons$", on=linked)
    full = await omar.tap(":agenda$", on=omar.last)
    assert "Buttons: \u2068Programme\u2069 and \u2068See my meetings\u2069." in full.text
    await omar.tap(":test$", on=full)
    copy, again = omar.messages[-2:]
    assert (copy.picture, copy.labels) == ("AgAC", ["Programme", "See my meetings"])
    assert "Hall B is open." in copy.text
    assert again.labels == full.labels
    await omar.tap(":send$", on=again)
    world.deliver()
    assert eve.last.text == copy.text
    meetings = await eve.tap("^go:meetings", on=eve.last)
    assert meetings.message_id != eve.messages[-2].message_id or meetings.text != copy.text


async def test_a_test_that_telegram_refuses_is_told(world: World) -> None:
    await crowd(world)
    omar, card = await drafted(world)

    def refuse(method: TelegramMethod[object]) -> Exception | None:
        copy = isinstance(method, SendMessage) and "Hall B" in method.text
        return TelegramBadRequest(method, "Bad Request: BUTTON_URL_INVALID") if copy else None

    world.session.fail = refuse
    await omar.tap(":test$", on=card)
    world.session.fail = lambda _: None
    told, again = omar.messages[-2:]
    assert told.text.startswith("Telegram does not take the announcement like this")
    assert again.labels == card.labels


async def test_it_goes_out_at_its_hour_and_is_taken_back_before(world: World) -> None:
    await crowd(world)
    omar, card = await drafted(world)
    await omar.tap(":hour$", on=card)
    wrong = await omar.say("when the doors open")
    assert wrong.text.startswith("I did not understand the hour.")
    timed = await omar.say("tomorrow 9:00")
    assert "Goes out on" in timed.text
    assert timed.labels[0] == "Send to 3 people at that hour"
    scheduled = await omar.tap(":send$", on=timed)
    assert scheduled.text.startswith("Scheduled: ")
    assert world.deliver() == []
    back = await omar.tap(":back$", on=scheduled)
    assert back.labels[0] == "Send to 3 people at that hour"
    await omar.tap(":send$", on=back)
    world.advance(days=2)
    (view,) = world.store.run_sync(announcing.in_progress)
    assert view.announcement.state is AnnouncementState.SENDING
    assert world.deliver().count("announcement") == 3


async def test_paused_resumed_and_called_off(world: World) -> None:
    await crowd(world)
    omar, card = await drafted(world)
    sending = await omar.tap(":send$", on=card)
    paused = await omar.tap(":pause$", on=sending)
    assert paused.text.startswith("Paused: 0 of 3 have it.")
    assert world.deliver() == []
    on = await omar.tap(":resume$", on=paused)
    assert on.text.startswith("Sending: 0 of 3.")
    asked = await omar.tap(":stop$", on=on)
    assert asked.text == "Call it off? 3 people have not had it yet."
    kept = await omar.tap(":show$", on=asked)
    assert kept.text.startswith("Sending")
    await omar.tap(":stop$", on=kept)
    over = await omar.tap(":cancel$", on=omar.last)
    assert over.text == "Called off. 0 people had it by then."
    assert world.deliver() == []
    # An old button shows how it stands.
    old = await omar.tap_data("an:1:pause", over.message_id)
    assert old.text == over.text


async def test_those_it_did_not_reach_are_named_listed_and_tried_again(world: World) -> None:
    eve, farid, _ = await crowd(world)
    omar, card = await drafted(world)
    await omar.tap(":send$", on=card)

    def fail(uow, now):  # type: ignore[no-untyped-def] # a use case in a word
        lease = now + timedelta(minutes=1)
        for notice in uow.notices.claim(now, until=lease, limit=1, worker="x"):
            uow.notices.settle(notice.id, NoticeState.FAILED, now=now, detail="=Bad Request")

    world.store.run_sync(fail)
    world.deliver()
    world.store.run_sync(announcing.in_progress)
    shown = await omar.say("/announcements")
    assert "sent: \u2068Hall B is open.\u2069" in shown.text
    done = await omar.tap("^an:1:show", on=shown)
    missed = await omar.tap(":missed$", on=done)
    assert missed.text == (
        "1 person was not reached:\n\n• \u2068Eve\u2069: Telegram did not take the message"
    )
    await omar.tap(":file$", on=missed)
    file = omar.last
    assert file.file_name == "announcement-1-not-reached.csv"
    rows = list(csv.reader(io.StringIO(file.file.decode("utf-8-sig"))))
    assert rows == [
        ["Name", "Language", "Why", "Telegram’s words"],
        ["Eve", "English", "Telegram did not take the message", "'=Bad Request"],
    ]
    known = len(farid.messages)
    again = await omar.tap(":retry$", on=missed)
    assert again.text.startswith("Sending: 2 of 3.")
    assert world.deliver() == ["announcement"]
    assert ("Hall B is open." in eve.last.text, len(farid.messages)) == (True, known)


async def test_used_again_it_is_a_new_draft(world: World) -> None:
    await crowd(world)
    omar, card = await drafted(world)
    await omar.tap(":send$", on=card)
    world.deliver()
    world.store.run_sync(announcing.in_progress)
    shown = await omar.say("/announcements")
    done = await omar.tap("^an:1:show", on=shown)
    new = await omar.tap(":copy$", on=done)
    assert new.labels[0] == "Send to 3 people"
    listed = await omar.say("/announcements")
    assert [label[:2] for label in listed.labels[:2]] == ["2.", "1."]
