"""What organisers see of the event itself, and of a file that would change it."""

from handlers import callbacks as cb
from handlers import callbacks_event as ce
from handlers.callbacks_editing import EditMenu
from handlers.callbacks_files import Act
from handlers.screens.change_lines import change_lines
from handlers.screens.problems import problem_lines
from handlers.screens.screen import Screen, column, lines, paragraphs
from handlers.screens.words import button
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.events import Event
from matchmaking.imports import ImportState
from matchmaking.intents import Language
from matchmaking.sheets.words import word_for
from matchmaking.usecases.setting_up import EventDraft

NOTES = 8
"""Entries on one screen that were left out."""


def event(on: Event, book: Phrasebook) -> Screen:
    """The event in a few lines, and its workbooks."""
    plan, language = on.plan, Language(book.language)
    spans = [
        book.text(
            "event.window",
            day=book.capital(book.day(one.starts_at, zone=on.zone)),
            times=book.time_range(one.starts_at, one.ends_at, zone=on.zone),
        )
        for one in plan.windows
    ]
    facts = [
        book.text("event.zone", city=book.zone_city(plan.zone)),
        book.text("event.mode", mode=word_for("mode", plan.mode.value, language)),
        book.count("event.minutes", plan.slot_minutes),
        book.count("event.tables", plan.tables) if plan.tables else "",
        book.count("event.days", len(plan.days)),
        book.count("event.sessions", len(plan.sessions)),
        book.count("event.partners", len(plan.partners)) if plan.partners else "",
        book.text("event.open" if plan.walk_ins else "event.closed"),
    ]
    return Screen(
        html=paragraphs(
            book.text("event.home", event=Words(on.name(language))),
            lines(*facts),
            lines(book.text("event.windows"), *spans[:8]),
            book.text("event.how"),
        ),
        rows=column(
            button("editing.button", book, EditMenu().pack()),
            button("event.filled", book, ce.TakeForm(form=ce.Form.FILLED).pack()),
            button("event.calendar", book, ce.TakeForm(form=ce.Form.CALENDAR).pack())
            if plan.sessions
            else None,
            button("event.empty", book, ce.TakeForm(form=ce.Form.EMPTY).pack()),
            button("organiser.to_home", book, cb.Go(to=cb.To.HOME).pack()),
        ),
    )


def sent_event(view: EventDraft, book: Phrasebook) -> Screen:
    """What an event that was sent would change, has changed, or why it cannot."""
    to_event = button("event.to_event", book, cb.Go(to=cb.To.EVENT).pack())
    if view.state is ImportState.APPLIED:
        return Screen(html=book.text("event.applied"), rows=column(to_event))
    if view.state is ImportState.DISCARDED:
        return Screen(
            html=book.text("editing.left" if view.typed else "import.discarded"),
            rows=column(to_event),
        )
    if view.problems:
        return Screen(
            html=paragraphs(
                book.count("event.problems", len(view.problems)), problem_lines(view.problems, book)
            ),
            rows=column(button("import.discard", book, _data(view, Act.DISCARD))),
        )
    if not view.changes:
        said = book.text("editing.same" if view.typed else "event.nothing")
        return Screen(html=paragraphs(said, _notes(view, book)), rows=column(to_event))
    return Screen(
        html=paragraphs(
            book.text("event.moved") if view.moved else "",
            book.text("editions.new_hint") if view.renames else "",
            book.text("event.changes"),
            change_lines(view, book),
            book.text("editing.zone_kept") if _zone_changes(view) else "",
            book.count("event.stranded", view.stranded) if view.stranded else "",
            _notes(view, book),
        ),
        rows=column(
            button("event.apply", book, _data(view, Act.APPLY)),
            button("editions.new", book, ce.NewEdition(draft=view.draft).pack())
            if view.renames
            else None,
            button(
                "editing.leave" if view.typed else "import.discard", book, _data(view, Act.DISCARD)
            ),
        ),
    )


def _notes(view: EventDraft, book: Phrasebook) -> Html:
    """What of the file was left out."""
    if not view.notes:
        return Html("")
    return lines(
        book.count("event.left_out", len(view.notes)), problem_lines(view.notes, book, most=NOTES)
    )


def _zone_changes(view: EventDraft) -> bool:
    return any(one.field == "zone" for change in view.changes for one in change.details)


def _data(view: EventDraft, act: Act) -> str:
    return ce.SentEvent(draft=view.draft, act=act).pack()
