"""The screens of announcements, for `gallery`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from handlers.screens import announcements, drafts, missed, progress, segments
from handlers.screens.screen import Screen
from i18n.phrasebook import Phrasebook
from matchmaking.announcements import (
    Announcement,
    AnnouncementButton,
    AnnouncementState,
    ButtonKind,
    Lost,
    Media,
    MediaKind,
    Progress,
    Unreached,
)
from matchmaking.events import Day, Event
from matchmaking.intents import Language, Role
from matchmaking.notices import AnnouncementId
from matchmaking.people import PersonId
from matchmaking.segments import EVERYBODY, Criterion, values_of
from matchmaking.usecases.announcing import AnnouncementView
from matchmaking.usecases.drafting import Choices
from matchmaking.usecases.steering import Missed
from tests.handlers.people import HARD, NOW, event_with_sessions

Named = tuple[str, Screen]

TEXTS = {Language.EN: "Hall B now.\n\n<b>Bring</b> & share!", Language.AR: "القاعة ب الآن."}
BUTTONS = (
    AnnouncementButton(kind=ButtonKind.LINK, label="Programme", url="https://example.org"),
    AnnouncementButton(kind=ButtonKind.LINK, url="https://example.org/2"),
    AnnouncementButton(kind=ButtonKind.AGENDA),
)
SEGMENT = EVERYBODY
for _criterion, _value in (
    (Criterion.LANGUAGE, "fr"),
    (Criterion.LANGUAGE, "ar"),
    (Criterion.ROLE, "sme"),
    (Criterion.COUNTRY, "LB"),
    (Criterion.SECTOR, "agrifood"),
    (Criterion.INTENT, "trade.seek"),
    (Criterion.DAY, "2027-04-14"),
    (Criterion.MEETING, "none"),
    (Criterion.OFFER, "some"),
    (Criterion.ARRIVED, "none"),
    (Criterion.SEAT, "s1"),
    (Criterion.SEAT, "gone"),
    (Criterion.WAITS, "s2"),
):
    SEGMENT = SEGMENT.switched(_criterion, _value, on=True)


def view_of(on: Event, state: AnnouncementState, **values: object) -> AnnouncementView:
    """An announcement in a state, begun half a minute ago."""
    made = Announcement(
        id=AnnouncementId(1),
        event_id=on.id,
        author=PersonId(1),
        state=state,
        texts=TEXTS,
        created_at=NOW,
        confirmed_at=NOW - timedelta(seconds=30),
        fallback=Language.EN,
    )
    return AnnouncementView(
        announcement=replace(made, **values),  # type: ignore[arg-type]  # fields by name
        event=on,
        recipients={},
        progress=Progress(total=0, sent=0, blocked=0, failed=0),
        now=NOW,
    )


def announced(on: Event, book: Phrasebook) -> Iterator[Named]:
    """Every screen of announcements."""
    plan = on.plan
    days = tuple(
        Day(date=date(2027, 4, day), audience=(Role.SME,), titles=plan.names) for day in (13, 14)
    )
    # One with a code as long as they come, one that is on twice at the same time.
    sessions = event_with_sessions().plan.sessions
    sessions = (*sessions, replace(sessions[0], code="panel-" + "x" * 34))
    on = replace(on, plan=replace(plan, days=days, sessions=sessions))
    yield from _drafts(on, book)
    yield from _progress(on, book)
    yield from _chosen(on, book)
    yield from _missed(on, book)
    for shown in _copies(on, book):
        yield "notice.announcement", shown


def _drafts(on: Event, book: Phrasebook) -> Iterator[Named]:
    bare = view_of(on, AnnouncementState.DRAFT)
    for people in (0, 1, 2, 5, 11, 100, 4000):
        view = replace(bare, recipients=dict.fromkeys(Language, people) if people else {})
        yield f"announcement.draft.{people}", announcements.draft(view, book)
        out = replace(bare, left_out={Language.FR: people} if people else {})
        yield f"announcement.draft.left_out.{people}", announcements.draft(out, book)
    media = (
        Media(kind=MediaKind.PHOTO, file="AgAC"),
        Media(kind=MediaKind.DOCUMENT, file="BQAC", name=f"{HARD} programme.pdf"),
        Media(kind=MediaKind.DOCUMENT, file="BQAC"),
    )
    for one in media:
        full = view_of(
            on,
            AnnouncementState.DRAFT,
            media=one,
            buttons=BUTTONS,
            segment=SEGMENT,
            due_at=NOW + timedelta(days=1, hours=2),
        )
        full = replace(full, recipients={Language.FR: 20, Language.AR: 3})
        yield "announcement.draft.full", announcements.draft(full, book)
        for name in ("hour", "media", "buttons", "fallback"):
            yield f"announce.{name}.set", getattr(drafts, name)(full, book)
    for name in ("hour", "media", "buttons", "fallback"):
        yield f"announce.{name}", getattr(drafts, name)(bare, book)


def _progress(on: Event, book: Phrasebook) -> Iterator[Named]:
    counts = (
        Progress(total=240, sent=0, blocked=0, failed=0),
        Progress(total=240, sent=100, blocked=2, failed=1, unfit=3, recent=40),
        Progress(total=10_000, sent=4000, blocked=11, failed=2, recent=500),
        Progress(total=240, sent=237, blocked=1, failed=0, unfit=1, recent=400),
        Progress(total=240, sent=238, blocked=2, failed=0),
        Progress(total=2, sent=0, blocked=2, failed=0),
        Progress(total=240, sent=100, blocked=2, failed=0, stopped=138),
    )
    for state in AnnouncementState:
        for count in counts:
            view = view_of(on, state, segment=SEGMENT, media=Media(kind=MediaKind.PHOTO, file="A"),
                           due_at=NOW + timedelta(hours=20))  # fmt: skip
            view = replace(view, progress=count)
            yield f"announcement.{state}", progress.progress(view, book)
            yield "announcement.stop", progress.ask_cancel(view, book)


def _chosen(on: Event, book: Phrasebook) -> Iterator[Named]:
    for segment in (EVERYBODY, SEGMENT):
        for people in (0, 42):
            view = view_of(on, AnnouncementState.DRAFT, segment=segment)
            counts = {Language.FR: people, Language.AR: 2} if people else {}
            view = replace(view, recipients=counts)
            yield "segment.picker", segments.picker(view, book)
            for criterion in segments.LISTED:
                values = tuple((value, None) for value in values_of(criterion, on))
                if criterion is Criterion.COUNTRY:
                    codes = (
                        "TN MA DZ EG JO PS LY FR IT ES PT GR TR CY MT HR SI ME BA AL IL LB DE GB US"
                    )
                    countries = tuple((code, n) for n, code in enumerate(codes.split(), start=1))
                    for page in (0, 1):
                        shown = Choices(view=view, criterion=criterion, values=countries)
                        yield f"segment.country.{page}", segments.options(shown, book, page)
                    continue
                shown = Choices(view=view, criterion=criterion, values=values)
                yield f"segment.{criterion}", segments.options(shown, book)


def _missed(on: Event, book: Phrasebook) -> Iterator[Named]:
    people = tuple(
        Unreached(name=name, language=Language.FR, why=why, detail="Forbidden: bot was blocked")
        for name in ("Rania Haddad", HARD, "أمل بن سالم")
        for why in Lost
    )
    for state in (AnnouncementState.DONE, AnnouncementState.CANCELLED):
        view = view_of(on, state)
        for some in ((), people[:1], people, people * 10):
            yield f"missed.{len(some)}", missed.missed(Missed(view=view, people=some), book)
    yield "announcements.none", missed.listing((), book)
    due = NOW + timedelta(hours=20)
    views = [
        replace(view_of(on, state, id=AnnouncementId(n), due_at=due),
                progress=Progress(total=240, sent=100, blocked=0, failed=0))
        for n, state in enumerate([*AnnouncementState] * 2, start=1)
    ]  # fmt: skip
    for page in (0, 1):
        yield f"announcements.{page}", missed.listing(views, book, page)


def _copies(on: Event, book: Phrasebook) -> Iterator[Screen]:
    made = view_of(on, AnnouncementState.SENDING, buttons=BUTTONS).announcement
    made = replace(made, texts={Language(book.language): "1 < 2 & 3"})
    yield announcements.copy(made, on, book)
    photo = Media(kind=MediaKind.PHOTO, file="AgAC")
    yield announcements.copy(replace(made, media=photo), on, book)
