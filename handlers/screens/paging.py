"""The ways from one page of a list to the next."""

from collections.abc import Callable

from handlers.screens.screen import Row, flow
from handlers.screens.words import button
from i18n.phrasebook import Phrasebook


def turns(page: int, pages: int, data: Callable[[int], str], book: Phrasebook) -> tuple[Row, ...]:
    """The way to the page before and to the one after, where there is one; pages count from 0, and
    `data` is what the button to a page carries."""
    steps = (("button.previous", page - 1), ("button.next", page + 1))
    return flow(button(key, book, data(to)) for key, to in steps if 0 <= to < pages)
