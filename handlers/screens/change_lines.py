"""What a file or an edit would change of the event, a line for each thing and each of its fields.

Owns these lines alone, for the screen and for the terminal.
"""

from dataclasses import replace

from handlers.screens.screen import lines
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.intents import Language
from matchmaking.plan_changes import Change, Detail, How
from matchmaking.sheets.words import word_for
from matchmaking.usecases.setting_up import EventDraft

MOST = 20
"""Changes on one screen."""

VALUE = 60
"""Characters of a value that are shown."""


def change_lines(view: EventDraft, book: Phrasebook, *, most: int = MOST) -> Html:
    """The changes, a line each and one for each field; those that do not fit are counted."""
    shown = [_change(_by_hours(one, view, book), book) for one in view.changes[:most]]
    more = len(view.changes) - len(shown)
    return lines(*shown, book.count("event.more", more) if more else "")


def _by_hours(change: Change, view: EventDraft, book: Phrasebook) -> Change:
    """Of an edit from the chat, where codes say nothing: a window by its hours."""
    plans = [plan for plan in (view.event.plan, view.plan) if plan is not None]
    known = {one.code: one for plan in plans for one in plan.windows}
    if not view.typed or change.what != "windows" or change.name not in known:
        return change
    one, zone = known[change.name], view.event.zone
    day = book.capital(book.day(one.starts_at, zone=zone))
    times = book.time_range(one.starts_at, one.ends_at, zone=zone)
    return replace(change, name=book.plain("event.window", day=day, times=times))


def _change(change: Change, book: Phrasebook) -> Html:
    sheet = word_for("sheets", change.what, Language(book.language))
    thing = (
        book.text("event.thing", sheet=sheet, name=Words(change.name[:VALUE]))
        if change.name
        else Html(sheet)
    )
    line = book.text(f"event.{change.how}", thing=thing)
    if change.how is not How.CHANGED:
        return line
    shown = [_detail(one, book) for one in change.details[:6]]
    more = len(change.details) - len(shown)
    return lines(line, *shown, book.count("event.more", more) if more else "")


def _detail(detail: Detail, book: Phrasebook) -> Html:
    field = (
        book.plain("editing.reminders")
        if detail.field == "reminders"
        else word_for("event", detail.field, Language(book.language))
    )
    before, after = (
        Words(_value(detail.field, text, book)) if text else book.text("event.nothing_there")
        for text in (detail.before, detail.after)
    )
    return book.text("event.detail", field=field, before=before, after=after)


def _value(field: str, text: str, book: Phrasebook) -> str:
    """A value as the workbook shows it, cut to a line."""
    language = Language(book.language)
    if field == "audience":
        roles = [role.strip() for role in text.split(",")]
        text = ", ".join(word_for("role", role, language) for role in roles)
    elif field in ("mode", "kind"):
        text = word_for(field, text, language)
    elif field == "walk_ins":
        text = word_for("truth", text, language)
    elif field == "reminders":
        text = ", ".join(book.plain(f"settings.{one}") for one in text.split(", "))
    elif field == "part":
        part, _, place = text.partition(" ")
        text = f"{word_for('part', part, language)} {place}"
    return text if len(text) <= VALUE else f"{text[: VALUE - 1]}…"
