"""The event in figures, and tables of it as files, for whoever works at the terminal."""

import sys
from pathlib import Path

from bot.clock import Clock
from bot.house import edition_named, needed, open_store
from bot.settings import load_place
from bot.trouble import Trouble
from handlers.figure_lines import day_lines, figure_lines
from handlers.tables import As, content_of, name_of, page_of
from i18n.phrasebook import phrasebook
from matchmaking.figures import Table
from matchmaking.intents import Language
from matchmaking.usecases import figures


async def report(language: str, edition: str | None = None) -> None:
    """The command `report`, of the edition of that code (`house.edition_named`)."""
    store = open_store(load_place(), Clock().now)
    try:
        of = needed(await edition_named(store, edition)).id
        known = await store.look(lambda uow, now: figures.report(uow, now, actor=None, of=of))
    finally:
        await store.close()
    book = phrasebook(language)
    sys.stdout.write(f"{known.event.name(Language(language))}\n")
    for key, n in figure_lines(known):
        sys.stdout.write(f"{n:>8}  {book.plain(key)}\n")
    for what, n in day_lines(known, book):
        sys.stdout.write(f"{n:>8}  {what}\n")


async def export(table: str, to: Path | None, language: str, edition: str | None = None) -> None:
    """The command `export`, of the edition of that code (`house.edition_named`)."""
    what = Table(table)
    form = As.XLSX if to is None else _form(to)
    store = open_store(load_place(), Clock().now)
    try:
        of = needed(await edition_named(store, edition)).id
        event, lines = await store.run(
            lambda uow, now: figures.export(uow, now, actor=None, table=what, of=of)
        )
    finally:
        await store.close()
    book = phrasebook(language, None, event.plan.zone)
    content = content_of(page_of(lines, what, event, book), form, Language(language))
    file = to or Path(name_of(event, what, form))
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Trouble(f"{file}: {error.strerror}") from None
    sys.stdout.write(f"{file}\n")


def _form(file: Path) -> As:
    try:
        return As(file.suffix.lower().lstrip("."))
    except ValueError:
        raise Trouble(f"{file}: the name must end with .xlsx or .csv") from None
