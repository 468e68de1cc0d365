"""The event in figures, as organisers see it."""

from handlers import callbacks as cb
from handlers.callbacks_figures import TakeTable
from handlers.figure_lines import day_lines, figure_lines
from handlers.screens.screen import Button, Row, Screen, column, lines, paragraphs
from handlers.screens.words import button, label
from handlers.tables import As
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.figures import Figures, Table
from matchmaking.intents import Language

_BEFORE_GAP = frozenset({"figures.meeting", "figures.expired"})


def report(it: Figures, book: Phrasebook) -> Screen:
    """The figures, with a button for each table in each form."""
    name = Words(it.event.name(Language(book.language)))
    blocks: list[list[str]] = [[]]
    for key, n in figure_lines(it):
        blocks[-1].append(book.text("figures.line", label=book.plain(key), n=n))
        if key in _BEFORE_GAP:
            blocks.append([])
    return Screen(
        html=paragraphs(
            Html(f"<b>{book.text('figures.title', event=name)}</b>"),
            *(lines(*block) for block in blocks),
            lines(*(book.text("figures.line", label=what, n=n) for what, n in day_lines(it, book))),
            book.text("figures.files"),
        ),
        rows=(
            *(_files(table, book) for table in Table),
            *column(button("organiser.to_home", book, cb.Go(to=cb.To.HOME, new=True).pack())),
        ),
    )


def _files(table: Table, book: Phrasebook) -> Row:
    return tuple(_file(table, form, book) for form in As)


def _file(table: Table, form: As, book: Phrasebook) -> Button:
    text = book.plain("figures.file", table=book.plain(f"table.{table}"), form=form.upper())
    return Button(label=label(text, book), data=TakeTable(table=table, form=form).pack())
