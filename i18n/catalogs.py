"""The catalogs: every text of the product by key, in three languages.

Owns reading the ``.po`` files under ``i18n/locales``. Knows no locale data and no markup.

Keys are symbolic (``welcome.greeting``), so English has catalogs like the others. The catalog
of a language is the union of its ``.po`` files; a key may stand in one of them only. They are
read as they are, once, and kept: there are no compiled files. Plural forms follow the rules
written here, which each file repeats in its ``Plural-Forms`` header for the sake of translators'
tools (`i18n.checks` compares). Babel's own rule for Arabic is not used: it swaps the last two
forms against what gettext catalogs have always had.
"""

import gettext
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

FOLDER = Path(__file__).parent / "locales"

PLURAL_FORMS: Mapping[str, str] = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 "
    ": n%100>=11 ? 4 : 5;",
    "fr": "nplurals=2; plural=n>1;",
    "en": "nplurals=2; plural=n!=1;",
}
"""The ``Plural-Forms`` header of each language, as gettext writes it."""


class CatalogError(Exception):
    """The files of a catalog contradict each other or cannot be read."""


class MissingKey(KeyError):
    """A text that the catalog of a language does not have, or not in that shape."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One text: a single form, or as many as the language has plural forms."""

    key: str
    forms: tuple[str, ...]
    plural: bool = False
    notes: tuple[str, ...] = ()
    """The ``#.`` comments."""
    fuzzy: bool = False
    file: str = ""


Catalog = Mapping[str, Entry]


def files(language: str, folder: Path = FOLDER) -> list[Path]:
    """The domain files of a language, by name."""
    return sorted((folder / language / "LC_MESSAGES").glob("*.po"))


def read_file(path: Path, language: str) -> list[Entry]:
    """The entries of one file, in its order; raises `CatalogError` when it is no catalog."""
    name = f"{language}/{path.name}"
    try:
        _refuse_open_quotes(path.read_text("utf-8"), name)
        with path.open("rb") as file:
            messages = read_po(file, locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise CatalogError(f"{name}: cannot be read: {error}") from error
    return [
        Entry(
            key=message.id if isinstance(message.id, str) else message.id[0],
            forms=(message.string,)
            if isinstance(message.string, str)
            else tuple(message.string or ()),
            plural=message.pluralizable,
            notes=tuple(message.auto_comments),
            fuzzy=message.fuzzy,
            file=path.name,
        )
        for message in messages
        if message.id
    ]


def _refuse_open_quotes(text: str, name: str) -> None:
    """Babel takes a line whose closing quotation mark was forgotten and drops its last letter."""
    for at, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#") and '"' in line and (line.count('"') < 2 or line[-1] != '"'):
            raise CatalogError(f"{name}: cannot be read: line {at} is not closed")


def keys_written(path: Path) -> list[str]:
    """Each ``msgid`` of a file as often as it is written (a reader keeps only one of them)."""
    return [key for key in re.findall(r'^msgid "(.*)"$', path.read_text("utf-8"), re.M) if key]


def load(language: str, folder: Path = FOLDER) -> Catalog:
    """The catalog of a language; raises `CatalogError` for a key that stands twice."""
    catalog: dict[str, Entry] = {}
    for path in files(language, folder):
        for entry in read_file(path, language):
            if entry.key in catalog:
                other = catalog[entry.key].file
                raise CatalogError(f"{language}: {entry.key} stands in {other} and {path.name}")
            catalog[entry.key] = entry
    return catalog


@cache
def catalog(language: str) -> Catalog:
    """The product's catalog of a language, read once."""
    return load(language)


@cache
def plural_rule(language: str) -> Callable[[int], int]:
    """Which form of a language goes with a whole number (0, 1, 2 …)."""
    expression = PLURAL_FORMS[language].split("plural=", 1)[1].rstrip(";")
    return gettext.c2py(expression)
