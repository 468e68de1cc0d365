"""Each rule of the catalog check, seen at work on a small faulty catalog."""

from pathlib import Path

import pytest

from i18n.catalogs import PLURAL_FORMS
from i18n.checks import arabic_faults, french_faults, problems, turning_lines

EN, FR, AR = "Say {name}", "Dites {name}", "قولوا {name}"


def entry(text: str, *, key: str = "a.b", notes: str = "What is said. {name}: whose.") -> str:
    comments = "".join(f"#. {note}\n" for note in notes.split("|") if note)
    return f'{comments}msgid "{key}"\nmsgstr "{text}"\n\n'


def write(folder: Path, language: str, body: str, *, name: str = "multaqa.po") -> None:
    home = folder / language / "LC_MESSAGES"
    home.mkdir(parents=True, exist_ok=True)
    header = f'msgid ""\nmsgstr ""\n"Plural-Forms: {PLURAL_FORMS[language]}\\n"\n\n'
    (home / name).write_text(header + body, "utf-8")


def check(folder: Path, *, en: str = EN, fr: str = FR, ar: str = AR) -> list[str]:
    for language, text in (("en", en), ("fr", fr), ("ar", ar)):
        write(folder, language, entry(text))
    return problems(folder)


def test_a_sound_catalog_has_no_problems(tmp_path: Path) -> None:
    assert check(tmp_path) == []


def test_no_catalog_at_all(tmp_path: Path) -> None:
    assert problems(tmp_path) == [f"{x}: there is no catalog" for x in ("ar", "fr", "en")]


@pytest.mark.parametrize(
    ("fr", "fault"),
    [
        ("Dites {nom}", "placeholders are nom, in English name"),
        ("Dites", "placeholders are none, in English name"),
        ("", "is empty"),
        ("Dites {name} ", "begins or ends with a space"),
        ("Dites {name} {x.y}", "has a brace that is no placeholder"),
        ("Dites {name}\u202f! Oui\u202f!", "has more than one exclamation mark"),
        ("Dites \u2068{name}", "has an isolate that is not closed on its line"),
        ("Dites <b>{name}", "<b> is not closed"),
        ("Dites <b>{name}</i></b>", "</i> closes nothing"),
        ("<h1>{name}</h1>", "<h1> is not a tag of messages"),
        ("Dites {name} & moi", "a bare < or &"),
        ("Dites {name} < moi", "a bare < or &"),
        ("Dites&nbsp;{name}", "a bare < or &"),
        (EN, "is still English (if rightly so, say so with a comment: #. same)"),
        ("قولوا {name}", "has a line that would turn round: 'قولوا {name}'"),
        ("Dites {name}!", "lacks a narrow no-break space at ; : ? ! « or »: 'Dites {name}!'"),
    ],
)
def test_french_faults_are_found(tmp_path: Path, fr: str, fault: str) -> None:
    assert f"fr/multaqa.po: a.b: {fault}" in check(tmp_path, fr=fr)


@pytest.mark.parametrize(
    ("ar", "fault"),
    [
        ("🎉 قولوا {name}", "has a line that would turn round: '🎉 قولوا {name}'"),
        (r"قولوا\nBot {name}", "has a line that would turn round: 'Bot {name}'"),
        ("قولوا {name}?", "has a Latin question mark, comma or semicolon: 'قولوا {name}?'"),
        ("قولوا {name} 3", "has a digit, which must come by a placeholder: 'قولوا {name} 3'"),
        ("قولوا {name} Bot", "has a Latin word outside an isolate: 'قولوا {name} Bot'"),
        ("قولوا {name} /help", "has a command without U+200E before it: 'قولوا {name} /help'"),
    ],
)
def test_arabic_faults_are_found(tmp_path: Path, ar: str, fault: str) -> None:
    assert f"ar/multaqa.po: a.b: {fault}" in check(tmp_path, ar=ar)


def test_isolated_latin_and_marked_commands_are_fine() -> None:
    assert list(arabic_faults("عبر \u200e/privacy أو \u2068Techdays 3\u2069، هل هذا صحيح؟")) == []


@pytest.mark.parametrize(
    "text",
    ["Prêt\u202f?", "«\u202foui\u202f»", "À 10:40", "https://x.org", "Quoi\u202f?!", "Oui, non."],
)
def test_french_spaces_that_are_right(text: str) -> None:
    assert list(french_faults(text)) == []


@pytest.mark.parametrize("text", ["Prêt?", "Prêt ?", "Prêt\xa0?", "« oui »", "«oui»", "Ici: oui"])
def test_french_spaces_that_are_wrong(text: str) -> None:
    assert len(list(french_faults(text))) == 1


def test_a_text_missing_in_one_language(tmp_path: Path) -> None:
    check(tmp_path)
    write(tmp_path, "ar", "")
    assert problems(tmp_path) == ["ar: a.b: missing"]


def test_the_same_as_english_may_be_marked_as_right(tmp_path: Path) -> None:
    write(tmp_path, "en", entry("Fintech"))
    write(tmp_path, "fr", entry("Fintech", notes="same"))
    write(tmp_path, "ar", entry("التكنولوجيا المالية"))
    assert problems(tmp_path) == []


def test_fuzzy_texts_and_missing_notes(tmp_path: Path) -> None:
    check(tmp_path)
    write(tmp_path, "en", "#, fuzzy\n" + entry(EN, notes=""))
    assert problems(tmp_path) == [
        "en/multaqa.po: a.b: is marked fuzzy",
        "en/multaqa.po: a.b: has no note for translators",
    ]


def test_a_key_twice_in_a_file_and_across_files(tmp_path: Path) -> None:
    check(tmp_path)
    write(tmp_path, "fr", entry(FR) + entry(FR))
    write(tmp_path, "en", entry(EN), name="attendee.po")
    assert problems(tmp_path) == [
        "fr/multaqa.po: a.b: stands in multaqa.po already",
        "en/multaqa.po: a.b: stands in attendee.po already",
    ]


def test_a_header_with_another_plural_rule(tmp_path: Path) -> None:
    check(tmp_path)
    path = tmp_path / "fr" / "LC_MESSAGES" / "multaqa.po"
    path.write_text(path.read_text("utf-8").replace("n>1", "n!=1"), "utf-8")
    assert problems(tmp_path) == [
        'fr/multaqa.po: the header must say "nplurals=2; plural=n>1;"',
    ]


def test_plural_forms_need_their_number_and_their_placeholders(tmp_path: Path) -> None:
    plural = '#. {{n}}: how many.\nmsgid "a.n"\nmsgid_plural "a.n"\n{}\n'
    forms = '{0}msgstr[0] "{{n}} {1}"\nmsgstr[1] "{{n}} {2}"\n'
    write(tmp_path, "en", plural.format(forms.format("", "slot", "slots")))
    write(tmp_path, "fr", plural.format(forms.format("", "créneau", "créneaux {x}")))
    arabic = ["{n} موعد", "موعد", "موعدان", "{n} مواعيد", "{n} موعداً", ""]
    lines = "\n".join(f'msgstr[{at}] "{form}"' for at, form in enumerate(arabic))
    write(tmp_path, "ar", plural.format(lines))
    assert problems(tmp_path) == [
        "ar/multaqa.po: a.n: is empty",
        "fr/multaqa.po: a.n: placeholders are x, in English none",
    ]


def test_an_unreadable_file_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    check(tmp_path)
    path = tmp_path / "fr" / "LC_MESSAGES" / "multaqa.po"
    path.write_text('msgid "a.b\nmsgstr "x"\n', "utf-8")
    assert [fault.split(":")[0:2] for fault in problems(tmp_path)] == [
        ["fr/multaqa.po", " cannot be read"]
    ]


def test_finished_screens_are_checked_line_by_line() -> None:
    screen = "<b>أهلاً</b>\n\u2068<b>Rania</b>\u2069، لبنان\n<i>Techdays</i>\n\n🎉 تمّ"
    assert turning_lines(screen, "ar") == ["Techdays", "🎉 تمّ"]
