"""The phrases that several screens share: people, topics, reasons, hours and places.

Owns how a value of the rules is said. Pure: a value and a phrasebook in, words out.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.screens.screen import Button as _Button
from handlers.screens.screen import Row, flow, lines
from i18n.bidi import RLM, starts_safely
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.events import Event, Mode
from matchmaking.intents import ConceptId, Language
from matchmaking.matching import Reason, ReasonKind
from matchmaking.meetings import Meeting
from matchmaking.people import Attendee
from matchmaking.reading.lexicon import lexicon

QUOTED = 160
"""Most characters quoted of somebody's words, so that a card stays a card."""

NAME_IN_LIST = 40
"""Most characters of a name or an organisation in a list of many."""

NAME_ON_BUTTON = 20
"""Most characters of a name on a button."""


def clip(text: str, most: int) -> str:
    """A text cut at a word, with an ellipsis, when it is longer than `most` characters (`units`:
    most emoji are two)."""
    flat = " ".join(text.split())
    if units(flat) <= most:
        return flat
    head = flat[: most - 1]
    while units(head) > most - 1:
        head = head[: -max(1, (units(head) - most + 1) // 2)]
    return (head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head).rstrip(" ,;،") + "…"


def units(text: str) -> int:
    """The length of plain text as messengers count it, in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def label(text: str, book: Phrasebook) -> str:
    """A button's text made of data, kept in the reader's direction."""
    return text if starts_safely(text, book.language) else RLM + text


def button(key: str, book: Phrasebook, data: str, **values: object) -> _Button:
    """A button whose text stands in the catalogs."""
    return _Button(label=label(book.plain(key, **values), book), data=data)


def choices(items: Sequence[tuple[str, bool, str]], book: Phrasebook) -> tuple[Row, ...]:
    """Buttons of which several can be chosen: (text, whether chosen, data)."""
    return flow(
        _Button(label=label(book.plain("choice.on", label=text) if on else text, book), data=data)
        for text, on, data in items
    )


def topic(concept: ConceptId, book: Phrasebook) -> str:
    """A topic as it stands alone on a button."""
    return book.capital(topic_inside(concept, book))


def topic_inside(concept: ConceptId, book: Phrasebook) -> str:
    """A topic inside a sentence, as the lexicon writes it but for the printed apostrophe."""
    return printed(lexicon().label(concept, Language(book.language)))


def printed(text: str) -> str:
    """A text of ours or the organisers', with the apostrophe of print."""
    return text.replace("'", "’")


# People


def first_name(attendee: Attendee) -> str:
    """What a name is shortened to on buttons."""
    return clip(attendee.person.name, NAME_ON_BUTTON)


def who(attendee: Attendee, book: Phrasebook) -> Html:
    """A name and the organisation, on one line."""
    name = book.user(attendee.person.name)
    if not attendee.organisation:
        return book.text("person.alone", name=name)
    return book.text("person.of", name=name, organisation=Words(attendee.organisation))


def who_briefly(attendee: Attendee, book: Phrasebook) -> Html:
    """The same in a list of many, cut short."""
    name = book.user(clip(attendee.person.name, NAME_IN_LIST))
    if not attendee.organisation:
        return book.text("person.alone", name=name)
    house = Words(clip(attendee.organisation, NAME_IN_LIST))
    return book.text("person.of", name=name, organisation=house)


def whence(attendee: Attendee, book: Phrasebook) -> Html:
    """The role and the country; what is not known is left out."""
    role = book.plain(f"role.{attendee.role}") if attendee.role else ""
    country = book.country(attendee.person.country) if attendee.person.country else ""
    if role and country:
        return book.text("person.from", role=role, country=country)
    return Html(book.text("person.alone", name=role or country) if role or country else "")


def card_head(attendee: Attendee, book: Phrasebook) -> Html:
    """Two lines that introduce somebody."""
    return lines(who(attendee, book), whence(attendee, book))


# Reasons


def reasons(all_reasons: Iterable[Reason], event: Event, book: Phrasebook) -> Html:
    """The reasons of a match, a line each."""
    return lines(*(reason(one, event, book) for one in all_reasons))


def reason(why: Reason, event: Event, book: Phrasebook) -> str:
    """One reason; empty when it says nothing."""
    match why.kind:
        case ReasonKind.SUPPLIES | ReasonKind.WANTS:
            about = subject(why, book)
            return book.text(f"reason.{why.kind}.{why.intent}", topic=about) if about else ""
        case ReasonKind.SHARES:
            about = subject(why, book)
            return book.text("reason.shares", topic=about) if about else ""
        case ReasonKind.FIELD:
            return book.text("reason.field", topic=subject(why, book))
        case ReasonKind.WORDS:
            return book.text("offer.words", words=subject(why, book)) if why.words else ""
        case ReasonKind.MARKET:
            countries = book.list(book.country(code) for code in why.countries)
            return book.text("reason.market", country=countries)
        case ReasonKind.LANGUAGE:
            names = book.list(language_name(code, book) for code in why.languages)
            return book.count("reason.language", len(why.languages), languages=names)
        case ReasonKind.TIME:
            return book.text("reason.time", times=day_parts(why, event, book))


def subject(why: Reason, book: Phrasebook) -> Html:
    """What a reason is about: a topic in the reader's language, or the writer's own words."""
    if why.topic is not None:
        return Html(book.list([topic_inside(why.topic, book)]))
    return book.quote(clip(why.words, QUOTED)) if why.words else Html("")


def day_parts(why: Reason, event: Event, book: Phrasebook) -> Html:
    """``Tuesday morning and Wednesday evening``, without repeats; only the days when there are
    more parts of them than anybody reads."""
    starts = [window.starts_at for w in why.windows if (window := event.window(w))]
    parts = list(dict.fromkeys(book.weekday_part(start) for start in starts))
    if len(parts) > 2:
        parts = list(dict.fromkeys(book.weekday(start) for start in starts))
    return book.list(parts)


def language_name(code: str, book: Phrasebook) -> str:
    """A language inside a sentence."""
    key = f"language.{code}"
    return book.inline(book.plain(key)) if _inline(book, key) else book.language_name(code)


def _inline(book: Phrasebook, key: str) -> bool:
    # French writes names of languages small inside a sentence; English never does.
    return book.language == "fr" and book.has(key)


# Hours and places


def when(slot: datetime, event: Event, book: Phrasebook) -> Html:
    """A slot inside a sentence: by the reader's clock and, where it differs, the event's."""
    time = book.time_both(slot, event.plan.zone)
    return book.text("when.full", day=book.day(slot), time=time)


def slot_lines(slots: Iterable[datetime], event: Event, book: Phrasebook) -> Html:
    """Slots, one a line."""
    return lines(
        *(
            book.text(
                "slot.line",
                day=book.capital(book.day(slot)),
                time=book.time_both(slot, event.plan.zone),
            )
            for slot in slots
        )
    )


def slot_choice(slots: Sequence[datetime], event: Event, book: Phrasebook) -> Html:
    """``Tuesday 10:40, Tuesday 11:20 or Wednesday 9:00 in Tunis``, by the reader's clock."""
    own = book.zone or event.zone
    as_there = all(_offset(slot, own) == _offset(slot, event.zone) for slot in slots)
    clock = book.on_clock(event.plan.zone if as_there else own.key)
    times = book.choices(book.weekday_time(slot) for slot in slots)
    return book.text("time.here", time=times, place=clock)


def place(meeting: Meeting, event: Event, book: Phrasebook) -> str:
    """Where a meeting is, inside a sentence."""
    if meeting.table is not None and event.plan.mode is not Mode.VIRTUAL:
        return book.plain("place.table", n=meeting.table)
    return book.plain("place.online")


def their_hour(slot: datetime, event: Event, other: Attendee, book: Phrasebook) -> Html:
    """The hour on the other's clock, where it is neither the reader's nor the event's."""
    zone = ZoneInfo(other.person.zone) if other.person.zone else event.zone
    shown = {_offset(slot, book.zone or event.zone), _offset(slot, event.zone)}
    if _offset(slot, zone) in shown:
        return Html("")
    return book.text(
        "booked.theirs",
        name=book.user(other.person.name),
        time=book.time(slot, zone=zone),
        place=book.in_city(zone.key),
    )


def their_hours(slots: Sequence[datetime], event: Event, other: Attendee, book: Phrasebook) -> Html:
    """``For Karim: 9:40, 10:20 and 11:00 in Lisbon``, where that is neither the reader's clock
    nor the event's."""
    zone = ZoneInfo(other.person.zone) if other.person.zone else event.zone
    own = book.zone or event.zone
    if all(
        _offset(slot, zone) in (_offset(slot, own), _offset(slot, event.zone)) for slot in slots
    ):
        return Html("")
    here = [slot.astimezone(own).date() for slot in slots]
    there = [slot.astimezone(zone).date() for slot in slots]
    same_days = here == there
    return book.text(
        "offer.theirs",
        name=book.user(other.person.name),
        times=book.list(
            book.time(slot, zone=zone) if same_days else book.weekday_time(slot, zone=zone)
            for slot in slots
        ),
        place=book.in_city(zone.key),
    )


def _offset(slot: datetime, zone: ZoneInfo) -> timedelta | None:
    return slot.astimezone(zone).utcoffset()
