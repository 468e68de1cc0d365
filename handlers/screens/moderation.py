"""Reporting somebody, and the organisers' queue. No screen tells who reported."""

from handlers import callbacks as cb
from handlers import callbacks_moderation as cm
from handlers.callbacks_clusters import ShowIntroduction
from handlers.screens.screen import Button, Row, Screen, above, column, lines, paragraphs
from handlers.screens.words import button, card_head, clip, label, when
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.events import Event
from matchmaking.moderation import REASONS, Held, Reason, Report, Standing
from matchmaking.people import Attendee
from matchmaking.usecases.moderation import Queue, Thing

SHOWN = 20
"""Most reports and most people listed at a time."""

NAME, NAME_ON_BUTTON = 60, 18
"""Most characters of a name in a list and on a button."""


def report_row(thing: Thing, number: int, book: Phrasebook) -> tuple[Row, ...]:
    """The small way to report the other side."""
    return column(button("report.ask", book, cm.AskReport(thing=thing, number=number).pack()))


def why(other: Attendee, thing: Thing, number: int, book: Phrasebook) -> Screen:
    """Why is somebody reported?"""
    return Screen(
        html=paragraphs(
            card_head(other, book), lines(book.text("report.why"), book.text("report.private"))
        ),
        rows=column(
            *(
                button(
                    f"report.why.{one}",
                    book,
                    cm.ReportWhy(thing=thing, number=number, why=one).pack(),
                )
                for one in REASONS
            ),
            _back(thing, number, book),
        ),
    )


def _back(thing: Thing, number: int, book: Phrasebook) -> Button:
    shown = {
        Thing.MATCH: cb.ShowMatch(match=number),
        Thing.MEETING: cb.ShowMeeting(meeting=number),
        Thing.INTRODUCTION: ShowIntroduction(introduction=number),
    }
    return button("report.no", book, shown[thing].pack())


def confirm(
    other: Attendee, thing: Thing, number: int, reason: Reason, book: Phrasebook, *, words: str = ""
) -> Screen:
    """Words may be written; then it is sent, or not."""
    said = book.text("report.words", words=book.quote(clip(words, 400))) if words else ""
    send = cm.SendReport(thing=thing, number=number, why=reason).pack()
    return Screen(
        html=paragraphs(
            card_head(other, book),
            lines(book.text("report.reason", reason=book.plain(f"report.why.{reason}")), said),
            book.text("report.confirm" if words else "report.ask_words"),
        ),
        rows=column(
            button("report.send" if words else "report.send_bare", book, send),
            _back(thing, number, book),
        ),
    )


def too_long(limit: int, screen: Screen, book: Phrasebook) -> Screen:
    """What was written is too long to be kept."""
    return above(book.text("refused.too_long", limit=limit), screen)


def reported(other: Attendee, book: Phrasebook) -> Screen:
    """It is sent, and what follows."""
    return Screen(
        html=book.text("report.done", name=book.user(other.person.name)),
        rows=column(
            button("home.matches", book, cb.Go(to=cb.To.MATCHES).pack()),
            button("home.meetings", book, cb.Go(to=cb.To.MEETINGS).pack()),
        ),
    )


def ask(book: Phrasebook) -> Screen:
    """Somebody paused or removed may write to the organisers."""
    return Screen(
        html=book.text("ask_back.ask"),
        rows=column(button("button.cancel", book, cb.Go(to=cb.To.HOME).pack())),
    )


def asked(book: Phrasebook) -> Screen:
    """The organisers will read it."""
    return Screen(html=book.text("ask_back.done"))


def write(book: Phrasebook) -> Screen:
    """The words of a report are awaited."""
    return Screen(
        html=book.text("report.ask_words"),
        rows=column(button("button.cancel", book, cb.Go(to=cb.To.HOME).pack())),
    )


def queue(view: Queue, book: Phrasebook, *, told: str = "") -> Screen:
    """What waits for a decision, the oldest first; `told` is what was decided just now."""
    shown = view.reports[:SHOWN]
    held = button("reports.held", book, cm.Cases(to=cm.CasesTo.HELD).pack()) if view.held else None
    count = book.count("reports.open", len(view.reports)) if view.reports else ""
    return Screen(
        html=paragraphs(
            told,
            Html(f"<b>{book.text('reports.title')}</b>"),
            count or book.text("reports.none"),
        ),
        rows=column(
            *(_open(one, at, book) for at, one in enumerate(shown, start=1)),
            held,
            button("organiser.to_home", book, cb.Go(to=cb.To.HOME, new=True).pack()),
        ),
    )


def _open(one: Report, at: int, book: Phrasebook) -> Button:
    name = Words(clip(one.reported.person.name, NAME_ON_BUTTON))
    text = book.plain("reports.case", n=at, name=name)
    return Button(label=label(text, book), data=cm.Case(report=one.id).pack())


def case(one: Report, event: Event, book: Phrasebook) -> Screen:
    """One report, with what can be made of it."""
    appeal = one.reason is Reason.APPEAL
    words = book.text("report.words", words=book.quote(clip(one.words, 600))) if one.words else ""
    others = book.count("reports.others", one.others) if one.others else ""
    return Screen(
        html=paragraphs(
            card_head(one.reported, book),
            lines(
                book.text("reports.when", when=when(one.at, event, book)),
                book.text("report.reason", reason=book.plain(f"report.why.{one.reason}")),
                words,
                others,
            ),
            book.text("reports.appeal" if appeal else "reports.decide"),
        ),
        rows=column(
            *(
                button(f"reports.{act}", book, cm.Decide(report=one.id, act=act).pack())
                for act in (cm.CaseAct.PAUSE, cm.CaseAct.REMOVE)
                if not appeal
            ),
            button("reports.held", book, cm.Cases(to=cm.CasesTo.HELD).pack()) if appeal else None,
            button(
                "reports.dismiss", book, cm.Decide(report=one.id, act=cm.CaseAct.DISMISS).pack()
            ),
            button("reports.back", book, cm.Cases(to=cm.CasesTo.QUEUE).pack()),
        ),
    )


def remove(one: Report, book: Phrasebook) -> Screen:
    """Really?"""
    yes = cm.Decide(report=one.id, act=cm.CaseAct.REMOVE_YES).pack()
    return Screen(
        html=book.text("reports.remove_ask", name=book.user(clip(one.reported.person.name, NAME))),
        rows=column(
            button("reports.remove_no", book, cm.Case(report=one.id).pack()),
            button("reports.remove_yes", book, yes),
        ),
    )


def held(view: Queue, book: Phrasebook, *, told: str = "") -> Screen:
    """Those who are paused or removed, and the way back for them."""
    shown = view.held[:SHOWN]
    said = [_line(one, at, view.event, book) for at, one in enumerate(shown, start=1)]
    return Screen(
        html=paragraphs(
            told,
            Html(f"<b>{book.text('reports.held')}</b>"),
            lines(*said) or book.text("reports.nobody"),
        ),
        rows=column(
            *(
                button("reports.lift", book, cm.Lift(held=one.id).pack(), n=at)
                for at, one in enumerate(shown, start=1)
                if one.standing is Standing.PAUSED or view.may_restore
            ),
            button("reports.back", book, cm.Cases(to=cm.CasesTo.QUEUE).pack()),
        ),
    )


def _line(one: Held, at: int, event: Event, book: Phrasebook) -> Html:
    name = book.user(clip(one.person.name, NAME)) if one.person else book.text("audit.forgotten")
    since = when(one.since, event, book)
    return book.text(f"reports.held.{one.standing}", n=at, name=name, when=since)
