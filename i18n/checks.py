"""What is wrong with the catalogs, in sentences a translator can act on.

Owns the rules for texts: complete in every language, the same placeholders, markup that a chat
accepts, French spaces, Arabic that no Latin word turns round. It cannot know which keys nobody
uses. `python -m bot check` and a test call `problems`.

A text that is rightly the same as in English carries a comment ``#. same``.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from i18n.bidi import FSI, LRM, PDI, balanced, starts_safely
from i18n.catalogs import (
    FOLDER,
    PLURAL_FORMS,
    Catalog,
    CatalogError,
    Entry,
    files,
    keys_written,
    read_file,
)
from i18n.locales import LANGUAGES
from i18n.markup import tag_problems, visible
from i18n.texts import PLACEHOLDER

REFERENCE = "en"

_COMMAND = re.compile(r"/[a-z][a-z0-9_]*")
_ISOLATED = re.compile(f"{FSI}[^{PDI}]*{PDI}")
_FRENCH_BEFORE = re.compile(r"(?<![\u202f?!])[;?!»]|(?<!\u202f):(?!//)")
_CLOCK = re.compile(r"\d:\d")


def problems(folder: Path = FOLDER) -> list[str]:
    """Every fault found, each beginning with language, file and key; empty when all is well."""
    try:
        found = [fault for language in LANGUAGES for fault in _file_faults(language, folder)]
    except CatalogError as error:
        return [str(error)]
    catalogs = {language: _union(language, folder) for language in LANGUAGES}
    found += _missing(catalogs)
    for language, catalog in catalogs.items():
        for entry in catalog.values():
            english = catalogs[REFERENCE].get(entry.key)
            where = f"{language}/{entry.file}: {entry.key}: "
            found += [where + fault for fault in _entry_faults(entry, english, language)]
    return found


def _file_faults(language: str, folder: Path) -> Iterator[str]:
    """Headers and keys written twice."""
    seen: dict[str, str] = {}
    paths = files(language, folder)
    if not paths:
        yield f"{language}: there is no catalog"
    for path in paths:
        read_file(path, language)
        header = re.search(r'^"Plural-Forms: (.*)\\n"$', path.read_text("utf-8"), re.M)
        if header is None or header[1] != PLURAL_FORMS[language]:
            yield f'{language}/{path.name}: the header must say "{PLURAL_FORMS[language]}"'
        for key in keys_written(path):
            if key in seen:
                yield f"{language}/{path.name}: {key}: stands in {seen[key]} already"
            seen.setdefault(key, path.name)


def _union(language: str, folder: Path) -> Catalog:
    """The catalog as far as it can be read; the first of two equal keys."""
    union: dict[str, Entry] = {}
    for path in files(language, folder):
        for entry in read_file(path, language):
            union.setdefault(entry.key, entry)
    return union


def _missing(catalogs: dict[str, Catalog]) -> Iterator[str]:
    """Keys that some languages have and others lack."""
    everything = dict.fromkeys(key for catalog in catalogs.values() for key in catalog)
    for key in everything:
        for language, catalog in catalogs.items():
            if key not in catalog:
                yield f"{language}: {key}: missing"


def _entry_faults(entry: Entry, english: Entry | None, language: str) -> Iterator[str]:
    """The faults of one text, in all its forms."""
    if entry.fuzzy:
        yield "is marked fuzzy"
    if not entry.notes and language == REFERENCE:
        yield "has no note for translators"
    if entry.plural and len(entry.forms) != int(PLURAL_FORMS[language].split(";")[0][-1]):
        yield "has not as many plural forms as its language"
    for form in entry.forms:
        yield from _form_faults(form, language)
    if english is not None:
        yield from _against_english(entry, english, language)


def _against_english(entry: Entry, english: Entry, language: str) -> Iterator[str]:
    """Where a text departs from the English one, or does not though it should."""
    if entry.plural is not english.plural:
        yield "is plural in one language and not in another"
    # A plural form may say its number in a word ("two hours" is one word in Arabic).
    wanted = {name for form in english.forms for name in placeholders(form)} - {"n"}
    for form in entry.forms:
        have = placeholders(form) - ({"n"} if entry.plural else set())
        if have != (wanted if entry.plural else placeholders(english.forms[0])):
            yield f"placeholders are {_listed(have)}, in English {_listed(wanted)}"
    same = set(entry.forms) & set(english.forms)
    allowed = "same" in entry.notes or "same" in english.notes
    if language != REFERENCE and not allowed and any(_has_words(form) for form in same):
        yield "is still English (if rightly so, say so with a comment: #. same)"


def _form_faults(form: str, language: str) -> Iterator[str]:
    """The faults of one form by itself."""
    shown = visible(form)
    if not shown.strip():
        yield "is empty"
    if shown != shown.strip():
        yield "begins or ends with a space"
    if "{" in PLACEHOLDER.sub("", form) or "}" in PLACEHOLDER.sub("", form):
        yield "has a brace that is no placeholder"
    if shown.count("!") > 1:
        yield "has more than one exclamation mark"
    if not balanced(shown):
        yield "has an isolate that is not closed on its line"
    yield from tag_problems(form)
    for line in turning_lines(form, language):
        yield f"has a line that would turn round: {line!r}"
    if language == "fr":
        yield from french_faults(shown)
    if language == "ar":
        yield from arabic_faults(shown)


def turning_lines(markup: str, language: str) -> list[str]:
    """The visible lines of a message or button that would not read in the language's direction.

    For finished screens as well as for catalog texts, whose placeholders count for nothing.
    """
    lines = visible(markup).split("\n")
    return [line for line in lines if not starts_safely(PLACEHOLDER.sub("", line), language)]


def french_faults(text: str) -> Iterator[str]:
    """Where a narrow no-break space (U+202F) is missing beside double punctuation, or an
    apostrophe is not the printed one (U+2019), which names of countries have too."""
    prose = _CLOCK.sub("", text)
    if _FRENCH_BEFORE.search(prose) or re.search("«(?!\u202f)", prose):
        yield f"lacks a narrow no-break space at ; : ? ! « or »: {text!r}"
    if "'" in text:
        yield f"has a straight apostrophe: {text!r}"


def arabic_faults(text: str) -> Iterator[str]:
    """What only a foreign hand writes in Arabic, or a bare Latin word would disturb."""
    prose = PLACEHOLDER.sub("", _ISOLATED.sub("", text))
    if re.search(f"(?<!{LRM}){_COMMAND.pattern}", prose):
        yield f"has a command without U+200E before it: {text!r}"
    prose = _COMMAND.sub("", prose)
    if re.search("[A-Za-zÀ-ÿ]", prose):
        yield f"has a Latin word outside an isolate: {text!r}"
    if re.search("[?,;]", prose):
        yield f"has a Latin question mark, comma or semicolon: {text!r}"
    if re.search(r"\d", prose):
        yield f"has a digit, which must come by a placeholder: {text!r}"


def placeholders(form: str) -> set[str]:
    """The names in braces."""
    return set(PLACEHOLDER.findall(form))


def _has_words(form: str) -> bool:
    """Whether a reader would see a word of two letters or more."""
    prose = _COMMAND.sub("", PLACEHOLDER.sub("", visible(form)))
    return re.search(r"[^\W\d_]{2,}", prose) is not None


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"
