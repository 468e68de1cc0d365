"""An announcement as its organisers see it from the last confirmation to the last copy."""

from collections.abc import Iterable
from datetime import timedelta

from handlers import callbacks as cb
from handlers.screens.announcements import PER_SECOND, act, draft, with_lines
from handlers.screens.screen import Button, Row, Screen, column, flow, lines, paragraphs
from handlers.screens.segments import conditions
from handlers.screens.words import button, when
from i18n.phrasebook import Html, Phrasebook
from matchmaking.announcements import RECENT_S, AnnouncementState
from matchmaking.usecases.announcing import AnnouncementView

MARKS = 10
"""How many marks a bar of progress has."""


def announcement(
    view: AnnouncementView, book: Phrasebook, *, per_second: float = PER_SECOND
) -> Screen:
    """An announcement as it stands: a draft to be sent, or what became of it."""
    if view.announcement.state is AnnouncementState.DRAFT:
        return draft(view, book, per_second=per_second)
    return progress(view, book, per_second=per_second)


def progress(view: AnnouncementView, book: Phrasebook, *, per_second: float = PER_SECOND) -> Screen:
    """How far an announcement has come; its message is edited as it goes."""
    match view.announcement.state:
        case AnnouncementState.SCHEDULED:
            return _scheduled(view, book)
        case AnnouncementState.SENDING if view.progress.remaining:
            return _sending(view, book, per_second)
        case AnnouncementState.PAUSED:
            return _paused(view, book)
        case AnnouncementState.CANCELLED:
            head = book.count("progress.cancelled", view.progress.sent)
            return Screen(html=lines(head, *_lost(view, book)), rows=_over(view, book))
        case AnnouncementState.DISCARDED:
            return Screen(html=book.text("announce.discarded"), rows=_onward(book))
        case _:
            return _done(view, book)


def _scheduled(view: AnnouncementView, book: Phrasebook) -> Screen:
    due = view.announcement.due_at or view.announcement.created_at
    hour = when(due, view.event, book)
    return Screen(
        html=paragraphs(
            book.count("scheduled.line", view.progress.total, when=hour),
            lines(
                *conditions(view.announcement.segment, view.event, book),
                *with_lines(view.announcement, book),
            ),
            book.text("scheduled.note"),
        ),
        rows=column(
            button("scheduled.now", book, act(view, cb.Act.NOW)),
            button("scheduled.back", book, act(view, cb.Act.BACK)),
            button("progress.cancel", book, act(view, cb.Act.STOP)),
            _all(book),
        ),
    )


def _sending(view: AnnouncementView, book: Phrasebook, per_second: float) -> Screen:
    of = view.progress
    head = book.text("announce.sending", sent=of.sent, total=of.total)
    return Screen(
        html=paragraphs(lines(head, _bar(view, book)),
                        lines(*_lost(view, book), _left(view, book, per_second))),
        rows=(
            *flow(
                (
                    button("progress.pause", book, act(view, cb.Act.PAUSE)),
                    button("progress.cancel", book, act(view, cb.Act.STOP)),
                )
            ),
            *_onward(book),
        ),
    )  # fmt: skip


def _paused(view: AnnouncementView, book: Phrasebook) -> Screen:
    of = view.progress
    head = book.text("progress.paused", sent=of.sent, total=of.total)
    waits = book.count("progress.waiting", of.remaining) if of.remaining else ""
    return Screen(
        html=paragraphs(lines(head, _bar(view, book)), lines(*_lost(view, book), waits)),
        rows=(
            *flow(
                (
                    button("progress.resume", book, act(view, cb.Act.RESUME)),
                    button("progress.cancel", book, act(view, cb.Act.STOP)),
                )
            ),
            *_onward(book),
        ),
    )


def _done(view: AnnouncementView, book: Phrasebook) -> Screen:
    of = view.progress
    lost = of.blocked + of.failed
    unreached = book.count("announce.unreached", lost) if lost else ""
    reached = book.count("announce.done", of.sent) if of.sent or not lost else ""
    unfit = book.count("progress.unfit", of.unfit) if of.unfit else ""
    return Screen(html=lines(reached, unreached, unfit), rows=_over(view, book))


def ask_cancel(view: AnnouncementView, book: Phrasebook) -> Screen:
    """Whether the rest is really called off."""
    return Screen(
        html=book.count("progress.cancel_ask", view.progress.remaining),
        rows=column(
            button("progress.cancel_no", book, act(view, cb.Act.SHOW)),
            button("progress.cancel_yes", book, act(view, cb.Act.CANCEL)),
        ),
    )


def _bar(view: AnnouncementView, book: Phrasebook) -> Html:
    of = view.progress
    share = (of.total - of.remaining) / of.total if of.total else 1.0
    full = int(share * MARKS)
    bar = "▰" * full + "▱" * (MARKS - full)
    return book.text("progress.bar", bar=bar, percent=int(share * 100))


def _lost(view: AnnouncementView, book: Phrasebook) -> Iterable[str]:
    of = view.progress
    for name, n in (("blocked", of.blocked), ("failed", of.failed), ("unfit", of.unfit)):
        if n:
            yield book.count(f"progress.{name}", n)


def _left(view: AnnouncementView, book: Phrasebook, per_second: float) -> Html:
    """How many are left, and how long that takes at the present pace."""
    seconds = view.progress.remaining / _present_pace(view, per_second)
    if seconds < 60:
        return book.count("progress.left_soon", view.progress.remaining)
    span = book.duration(timedelta(seconds=seconds))
    return book.count("progress.left", view.progress.remaining, duration=span)


def _present_pace(view: AnnouncementView, per_second: float) -> float:
    """Messages a second, as measured over the last moments; the set pace while there are none,
    and never more than that."""
    begun = view.announcement.due_at or view.announcement.confirmed_at
    passed = (view.now - begun).total_seconds() if view.now and begun else 0.0
    if passed < RECENT_S or not view.progress.recent:
        return per_second
    return min(per_second, view.progress.recent / RECENT_S)


def _over(view: AnnouncementView, book: Phrasebook) -> tuple[Row, ...]:
    lost = view.progress.blocked + view.progress.failed
    missed = button("missed.button", book, act(view, cb.Act.MISSED))
    again = button("announce.same_again", book, act(view, cb.Act.COPY))
    return (*column(missed if lost else None, again), *_onward(book))


def _onward(book: Phrasebook) -> tuple[Row, ...]:
    # In messages of their own: what became of the announcement stays to be read.
    return column(
        button("announce.another", book, cb.Go(to=cb.To.ANNOUNCE, new=True).pack()),
        _all(book),
        button("organiser.to_home", book, cb.Go(to=cb.To.HOME, new=True).pack()),
    )


def _all(book: Phrasebook) -> Button:
    return button("announcements.button", book, cb.Go(to=cb.To.ANNOUNCEMENTS, new=True).pack())
