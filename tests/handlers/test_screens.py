"""Every screen in three languages: within Telegram's limits, whole, and never turned round."""

import re
from collections.abc import Iterable, Iterator

import pytest

from handlers.callbacks import Speak
from handlers.errors import words_for
from handlers.screens import meetings, progress
from handlers.screens.screen import Button, Row
from handlers.screens.understood import summary
from i18n.bidi import balanced, starts_safely
from i18n.checks import arabic_faults, turning_lines
from i18n.markup import tag_problems, visible
from i18n.phrasebook import phrasebook
from matchmaking.announcements import Announcement, AnnouncementState, Progress
from matchmaking.errors import Refusal, Refused
from matchmaking.intents import Language
from matchmaking.meetings import State
from matchmaking.notices import AnnouncementId
from matchmaking.people import PersonId
from matchmaking.reading.reader import read
from matchmaking.usecases.announcing import AnnouncementView
from tests.handlers.gallery import Shown, gallery
from tests.handlers.people import NOW, attendee, event, others, seen

BOOK = phrasebook("en", "TN", "Africa/Tunis")

READERS = [
    (Language.AR, "LB", "Asia/Beirut"),
    (Language.AR, "TN", "Africa/Tunis"),
    (Language.AR, "MA", "Africa/Casablanca"),
    (Language.FR, "FR", "Europe/Paris"),
    (Language.FR, "TN", "Africa/Tunis"),
    (Language.EN, "PT", "Europe/Lisbon"),
    (Language.EN, "US", "America/New_York"),
]


@pytest.fixture(scope="module", params=READERS, ids=lambda reader: "-".join(reader[:2]))
def shown(request: pytest.FixtureRequest) -> list[Shown]:
    language, country, zone = request.param
    return list(gallery(language, country, zone))


def all_buttons(rows: Iterable[Row]) -> list[Button]:
    return [button for row in rows for button in row]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def labels(shown: list[Shown]) -> Iterator[tuple[str, str, str]]:
    for one in shown:
        for button in all_buttons(one.screen.rows):
            yield one.name, button.label, button.data


def test_texts_fit_a_message_and_hold_only_its_tags(shown: list[Shown]) -> None:
    for one in shown:
        seen = visible(one.screen.html)
        assert 0 < units(seen) <= 4096, one.name
        assert tag_problems(one.screen.html) == [], one.name
        assert balanced(seen), one.name


def test_keyboards_fit(shown: list[Shown]) -> None:
    for one in shown:
        buttons = all_buttons(one.screen.rows)
        assert len(buttons) <= 100, one.name
        assert all(1 <= len(row) <= 8 for row in one.screen.rows), one.name
        for button in buttons:
            assert 0 < len(button.label.strip()) <= 40, (one.name, button.label)
            assert bool(button.data) != bool(button.url), (one.name, button.label)
            assert len(button.data.encode()) <= 64, (one.name, button.data)


def test_nothing_turns_round(shown: list[Shown]) -> None:
    language = shown[0].book.language
    for one in shown:
        assert turning_lines(one.screen.html, language) == [], one.name
    for name, label, data in labels(shown):
        if not data.startswith(Speak.__prefix__ + ":"):  # a language's own name for itself
            assert starts_safely(label, language), (name, label)


def test_no_placeholder_and_no_key_is_left(shown: list[Shown]) -> None:
    for one in shown:
        assert "{" not in one.screen.html.replace("{room}", ""), one.name
        assert "None" not in one.screen.html, one.name


def test_arabic_holds_no_latin_word_of_ours(shown: list[Shown]) -> None:
    for one in (one for one in shown if one.book.language == "ar"):
        faults = arabic_faults(visible(one.screen.html).replace("1 < 2 & 3", ""))
        foreign = [fault for fault in faults if "Latin word" in fault or "command" in fault]
        assert foreign == [] or one.name.startswith("announcement"), one.name


def test_people_tap_by_label_so_labels_on_a_screen_differ(shown: list[Shown]) -> None:
    for one in shown:
        if one.name.startswith("agenda"):
            continue  # two people can have one name; their buttons still lead to each
        seen = [button.label for button in all_buttons(one.screen.rows)]
        assert len(seen) == len(set(seen)), (one.name, seen)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_fits_an_alert(refusal: Refusal, language: Language) -> None:
    words = words_for(Refused(refusal, limit=3500, cap=8), phrasebook(language))
    assert 0 < units(words) <= 200


@pytest.mark.parametrize("language", list(Language))
def test_trouble_fits_an_alert(language: Language) -> None:
    assert units(phrasebook(language).plain("trouble", reference="7K2P")) <= 200


def test_once_a_meeting_has_begun_its_room_comes_first() -> None:
    me, other = attendee(1, Language.EN), others(Language.EN)[0]
    screen = meetings.meeting(seen(me, other, State.STARTED, mine=True), event(), BOOK)
    labels = [button.label for button in all_buttons(screen.rows)]
    report = "Report to the organisers"
    assert labels == ["Open the meeting room", "Exchange contacts", "See my meetings", report]


def test_an_announcement_that_reached_nobody_is_not_called_sent() -> None:
    view = AnnouncementView(
        announcement=Announcement(
            id=AnnouncementId(1),
            event_id=event().id,
            author=PersonId(1),
            state=AnnouncementState.DONE,
            texts={Language.EN: "Hall B"},
            created_at=NOW,
        ),
        event=event(),
        recipients={},
        progress=Progress(total=2, sent=0, blocked=2, failed=0),
    )
    said = progress.progress(view, BOOK).html
    assert said == "2 people could not be reached."


def test_a_french_screen_has_printed_apostrophes_only(shown: list[Shown]) -> None:
    for one in (one for one in shown if one.book.language == "fr"):
        for line in visible(one.screen.html).split("\n"):
            said = re.sub("«[^»]*»", "", line)  # what people wrote stays as it is
            assert "'" not in said, (one.name, line)


def test_what_one_offers_is_not_said_to_be_sought() -> None:
    book = phrasebook("en")
    intents = read("We make dates. We are looking for distributors.").intents
    sought, *_ = visible(summary(intents, book)).split("\n")
    assert sought == "You seek: distributors"
