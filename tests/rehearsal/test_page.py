"""The chat page in a real browser, against the simulator and a bot of a few lines."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from matchmaking.ics import Entry, calendar_file
from tests import ics_reader

START = datetime(2027, 4, 13, 14, 40, tzinfo=UTC)
CALENDAR = calendar_file(
    [
        Entry(
            uid="a@multaqa",
            sequence=0,
            starts_at=START,
            ends_at=START + timedelta(minutes=20),
            summary="Karim (Techdays)",
            description="House of Karim",
            location="Table 7",
            cancelled=False,
        )
    ],
    name="Techdays",
    zone=ZoneInfo("Africa/Tunis"),
    language="en",
    now=START - timedelta(days=1),
)
"""A meeting as the bot sends it for somebody's own calendar."""

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("MULTAQA_CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium here (MULTAQA_CHROMIUM names one)"),
]


def ask(url: str, body: dict[str, Any] | None = None) -> Any:
    """Call the simulator; a refusal is an answer like any other."""
    request = urllib.request.Request(
        url,
        data=None if body is None else json.dumps(body).encode(),
        headers={"content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return json.load(refused)


class TinyBot:
    """Greets with four buttons, answers taps, names the files that it gets."""

    BUTTONS = (
        [{"text": "Toast", "callback_data": "toast"}, {"text": "Alert", "callback_data": "alert"}],
        [{"text": "Code 42", "copy_text": {"text": "code-42"}}],
        [{"text": "My link", "url": "https://t.me/tiny_test_bot?start=again"}],
    )

    def __init__(self, base: str) -> None:
        self.base = base
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "TinyBot":
        for language, words in (("", "Hello there"), ("fr", "Bonjour à vous"), ("ar", "أهلاً بكم")):
            self.call("setMyDescription", description=words, language_code=language)
            commands = [{"command": "start", "description": words}]
            commands.append({"command": "stop", "description": words})
            self.call("setMyCommands", commands=commands, language_code=language)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def call(self, method: str, **params: Any) -> Any:
        answer = ask(f"{self.base}/bot1:abc/{method}", params)
        assert answer["ok"], (method, answer)
        return answer["result"]

    def _run(self) -> None:
        offset = 0
        while not self._stopped.is_set():
            for update in self.call("getUpdates", offset=offset, timeout=1):
                offset = update["update_id"] + 1
                if "message" in update:
                    self._on_message(update["message"])
                elif "callback_query" in update:
                    self._on_tap(update["callback_query"])

    def _on_message(self, message: dict[str, Any]) -> None:
        chat, text = message["chat"]["id"], message.get("text", "")
        if text == "/start":
            rows = {"inline_keyboard": self.BUTTONS}
            self.call("sendMessage", chat_id=chat, text="Choose:", reply_markup=rows)
        elif text == "calendar":
            self._send_file(chat, "techdays-meeting-7.ics", CALENDAR, "Tap to add it.")
        elif text == "quit":
            self.call("deleteMessage", chat_id=chat, message_id=message["message_id"])
        elif "document" in message:
            name = message["document"]["file_name"]
            self.call("sendMessage", chat_id=chat, text=f"got {name}")
        else:
            self.call("sendMessage", chat_id=chat, text=f"You said: {text}")

    def _send_file(self, chat: int, name: str, content: bytes, caption: str) -> None:
        """A document as a bot sends one."""
        parts = [
            b"--x\r\nContent-Disposition: form-data; name=" + key + b"\r\n\r\n" + value + b"\r\n"
            for key, value in (
                (b'"chat_id"', str(chat).encode()),
                (b'"caption"', caption.encode()),
                (f'"document"; filename="{name}"'.encode(), content),
            )
        ]
        request = urllib.request.Request(
            f"{self.base}/bot1:abc/sendDocument",
            data=b"".join(parts) + b"--x--\r\n",
            headers={"content-type": "multipart/form-data; boundary=x"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert json.load(answer)["ok"]

    def _on_tap(self, query: dict[str, Any]) -> None:
        alert = query["data"] == "alert"
        words = f"answer to {query['data']}"
        self.call(
            "answerCallbackQuery", callback_query_id=query["id"], text=words, show_alert=alert
        )
        message = query["message"]
        self.call(
            "editMessageText",
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            text=f"You chose {query['data']}",
            reply_markup={"inline_keyboard": self.BUTTONS},
        )


@pytest.fixture
def base() -> Iterator[str]:
    command = [sys.executable, "-m", "rehearsal", "--token", "1:abc", "--port", "0"]
    with subprocess.Popen(
        [*command, "--username", "tiny_test_bot"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as simulator:
        assert simulator.stdout is not None
        ready = simulator.stdout.readline().split()
        assert ready[:1] == ["ready"]
        yield ready[1]
        simulator.terminate()


@pytest.fixture
def bot(base: str) -> Iterator[TinyBot]:
    with TinyBot(base) as tiny:
        yield tiny


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, bot: TinyBot) -> Iterator[Page]:
    """The page, opened; afterwards nothing may have left loopback or complained."""
    context = browser.new_context(
        viewport={"width": 1600, "height": 900}, locale="en-GB", timezone_id="Africa/Tunis"
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    hosts: set[str | None] = set()
    complaints: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(bot.base)
    page.locator("body.ready").wait_for()
    yield page
    context.close()
    assert hosts == {"127.0.0.1"}
    assert complaints == []


def phone_of(page: Page, name: str) -> Locator:
    return page.locator(f'.phone[aria-label^="{name}"]')


def begun(page: Page, name: str) -> Locator:
    phone = phone_of(page, name)
    phone.locator(".start:visible").click()
    expect(phone.get_by_text("Choose:")).to_be_visible()
    return phone


def test_four_phones_open_each_in_its_own_language(page: Page) -> None:
    phones = page.locator(".phone")
    expect(phones).to_have_count(4)
    shown = [
        (phone.get_attribute("dir"), phone.locator(".start:visible").inner_text())
        for phone in phones.all()
    ]
    assert shown == [("rtl", "بدء"), ("ltr", "Démarrer"), ("ltr", "Start"), ("ltr", "Start")]
    assert page.locator(".welcome-card p").all_inner_texts() == [
        "أهلاً بكم",
        "Bonjour à vous",
        "Hello there",
        "Hello there",
    ]


def test_typing_and_answers(page: Page) -> None:
    phone = begun(page, "Omar")
    field = phone.locator("textarea")
    field.fill("first line")
    field.press("Shift+Enter")
    field.press_sequentially("second")
    field.press("Enter")
    expect(phone.locator(".theirs .text").last).to_have_text("You said: first line\nsecond")
    expect(field).to_have_value("")
    expect(phone.locator(".mine .text")).to_have_text(["/start", "first line\nsecond"])


def test_a_tap_is_answered_by_a_toast_and_a_live_edit(page: Page) -> None:
    phone = begun(page, "Omar")
    phone.get_by_role("button", name="Toast").click()
    expect(phone.locator(".toast")).to_have_text("answer to toast")
    expect(phone.locator(".theirs .text")).to_have_text(["You chose toast"])
    expect(phone.locator(".theirs .edited")).to_have_text("edited")
    expect(phone.locator("[aria-busy]")).to_have_count(0)


def test_an_alert_waits_to_be_confirmed(page: Page) -> None:
    phone = begun(page, "Camille")
    phone.get_by_role("button", name="Alert").click()
    alert = phone.get_by_role("alertdialog")
    expect(alert.locator("p")).to_have_text("answer to alert")
    page.keyboard.press("Enter")
    expect(alert).to_have_count(0)


def test_copy_buttons_copy(page: Page) -> None:
    phone = begun(page, "Omar")
    phone.get_by_role("button", name="Code 42").click()
    expect(phone.locator(".toast")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "code-42"


def test_the_bots_own_link_starts_it_with_the_payload(page: Page) -> None:
    phone = begun(page, "Omar")
    phone.get_by_role("button", name="My link").click()
    expect(phone.locator(".theirs .text").last).to_have_text("You said: /start again")
    phone.locator("textarea").fill("https://t.me/tiny_test_bot?start=typed")
    phone.locator("textarea").press("Enter")
    expect(phone.locator(".theirs .text").last).to_have_text("You said: /start typed")
    # What is hidden in a link stays hidden from who opens it.
    expect(phone.locator(".mine .text")).to_have_text(["/start"] * 3)


def test_hints_open_in_the_organisers_phone(page: Page, base: str) -> None:
    url = "https://t.me/tiny_test_bot?start=key"
    ask(f"{base}/api/hints", {"title": "Become organiser", "url": url})
    page.get_by_role("button", name="Become organiser", exact=True).click()
    phone = phone_of(page, "Organiser")
    expect(phone.locator(".theirs .text").last).to_have_text("You said: /start key")


def test_the_arabic_phone_reads_from_right_to_left(page: Page) -> None:
    phone = begun(page, "سلمى")
    phone.locator("textarea").fill("أبحث عن موزّعين لزيت الزيتون")
    phone.locator("textarea").press("Enter")
    mine = phone.locator(".mine .text").last
    expect(mine).to_have_text("أبحث عن موزّعين لزيت الزيتون")
    assert mine.evaluate("node => getComputedStyle(node).direction") == "rtl"
    # What one writes stands at the line's end: the left of an Arabic phone.
    bubble, chat = mine.bounding_box(), phone.locator(".chat").bounding_box()
    assert bubble is not None
    assert chat is not None
    assert bubble["x"] - chat["x"] < chat["width"] / 4


def test_commands_complete_in_the_persons_language(page: Page) -> None:
    phone = begun(page, "Camille")
    field = phone.locator("textarea")
    field.fill("/st")
    expect(phone.get_by_role("option")).to_have_text(
        ["/startBonjour à vous", "/stopBonjour à vous"]
    )
    field.press("ArrowDown")
    field.press("Enter")
    expect(phone.locator(".mine .text").last).to_have_text("/stop")


def test_files_go_and_deleted_messages_leave(page: Page, tmp_path: Path) -> None:
    phone = begun(page, "Omar")
    file = tmp_path / "profile.csv"
    file.write_text("a,b")
    phone.locator("input[type=file]").set_input_files(file)
    expect(phone.locator(".document-name")).to_have_text("profile.csv")
    expect(phone.locator(".theirs .text").last).to_have_text("got profile.csv")
    with page.expect_download() as download:
        phone.locator(".document").click()
    assert Path(download.value.path()).read_text() == "a,b"
    phone.locator("textarea").fill("quit")
    phone.locator("textarea").press("Enter")
    expect(phone.get_by_text("quit", exact=True)).to_have_count(0)


def test_a_calendar_file_shows_and_is_taken_away_as_it_was_sent(page: Page) -> None:
    phone = begun(page, "Omar")
    phone.locator("textarea").fill("calendar")
    phone.locator("textarea").press("Enter")
    card = phone.locator(".theirs .document")
    expect(card.locator(".document-name")).to_have_text("techdays-meeting-7.ics")
    expect(card.locator(".document-badge")).to_have_text("ics")
    expect(phone.locator(".theirs .text").last).to_have_text("Tap to add it.")
    with page.expect_download() as download:
        card.click()
    assert download.value.suggested_filename == "techdays-meeting-7.ics"
    taken = Path(download.value.path()).read_bytes()
    assert taken == CALENDAR
    (event,) = ics_reader.read(taken).all("VEVENT")
    assert ics_reader.instant(taken, event, "DTSTART") == START


def test_blocking_and_coming_back(page: Page) -> None:
    phone = begun(page, "Omar")
    phone.get_by_role("button", name="Options of this phone: Omar").click()
    phone.get_by_role("menuitem", name="Block the bot").click()
    expect(phone.locator("textarea")).to_be_hidden()
    phone.get_by_role("button", name="Unblock").click()
    expect(phone.locator("textarea")).to_be_visible()


def test_who_reads_older_messages_is_told_of_new_ones(page: Page, bot: TinyBot) -> None:
    phone = begun(page, "Omar")
    chat = int(phone.get_attribute("data-person") or 0)
    for number in range(30):
        bot.call("sendMessage", chat_id=chat, text=f"line {number}")
    expect(phone.get_by_text("line 29", exact=True)).to_be_in_viewport()
    phone.locator(".chat").evaluate("node => { node.scrollTop = 0; }")
    expect(phone.locator(".to-bottom")).to_be_visible()
    bot.call("sendMessage", chat_id=chat, text="the newest")
    expect(phone.locator(".to-bottom .badge")).to_have_text("1")
    phone.locator(".to-bottom").click()
    expect(phone.get_by_text("the newest")).to_be_in_viewport()
    expect(phone.locator(".to-bottom")).to_be_hidden()


def test_the_cast_has_no_phones_until_one_is_opened(page: Page, base: str) -> None:
    rania = {"name": "Rania Haddad", "language_code": "ar", "cast": True}
    ask(f"{base}/api/people", rania)
    page.reload()
    page.locator("body.ready").wait_for()
    expect(page.locator(".phone")).to_have_count(4)
    page.locator(".topbar .add-phone").click()
    page.get_by_role("dialog").get_by_text("Rania Haddad").click()
    expect(phone_of(page, "Rania Haddad")).to_be_visible()
    expect(page.locator(".phone")).to_have_count(5)


def test_html_of_a_message_brings_nothing_of_its_own(page: Page, bot: TinyBot) -> None:
    phone = begun(page, "Omar")
    chat = int(phone.get_attribute("data-person") or 0)
    text = "<img src=x onerror=alert(1)> <b>bold</b>"
    bot.call("sendMessage", chat_id=chat, text=text)
    expect(phone.locator(".theirs .text").last).to_have_text(text)
    bot.call("sendMessage", chat_id=chat, text="a <b>bold</b> word", parse_mode="HTML")
    expect(phone.locator(".theirs .text b")).to_have_text("bold")


CONTRAST = """node => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const painted = (colours) => {
        canvas.clearRect(0, 0, 1, 1);
        for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
        return canvas.getImageData(0, 0, 1, 1).data;
    };
    const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const under = [];
    for (let at = node; at; at = at.parentElement) {
        under.unshift(getComputedStyle(at).backgroundColor);
    }
    const words = [...under, getComputedStyle(node).color];
    const [a, b] = [light(painted(under)), light(painted(words))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_out_from_what_is_under_them(page: Page, base: str, theme: str) -> None:
    """WCAG 2.2 asks for 4.5 to 1 (1.4.3)."""
    ask(f"{base}/api/hints", {"title": "Become organiser", "url": "https://example.org/"})
    dark = theme == "dark"
    page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    phone = begun(page, "Omar")
    phone.get_by_role("button", name="Toast").click()
    expect(phone.locator(".toast")).to_be_visible()
    expect(phone.locator(".edited")).to_be_visible()
    chosen = ".toast, .text, .stamp, .day span, .key, .strip-language, .bot-status, .start, "
    chosen += ".welcome-card p, .step, .clock-date, .hint-pill, .topbar .add-phone, .inline-link"
    pale = {
        f"{node.get_attribute('class')}: {node.inner_text()}": contrast
        for node in page.locator(chosen).all()
        if node.is_visible() and (contrast := node.evaluate(CONTRAST)) < 4.5
    }
    assert pale == {}


def test_a_reload_keeps_phones_and_talk(page: Page) -> None:
    begun(page, "Omar")
    ids = page.locator(".phone").evaluate_all("all => all.map(each => each.id)")
    page.reload()
    expect(phone_of(page, "Omar").get_by_text("Choose:")).to_be_visible()
    assert page.locator(".phone").evaluate_all("all => all.map(each => each.id)") == ids


def test_the_clock_moves_and_jumps_to_the_next_reminder(page: Page, base: str) -> None:
    ask(f"{base}/api/clock", {"to": "2026-05-12T08:00:00+00:00"})
    time = page.locator(".clock-time")
    expect(time).to_have_text(re.compile("^09:00:"))
    page.get_by_role("button", name="+1 h").click()
    expect(time).to_have_text(re.compile("^10:00:"))
    page.get_by_role("button", name="+15 min").click()
    expect(time).to_have_text(re.compile("^10:15:"))
    ask(f"{base}/api/next", {"at": "2026-05-12T12:30:00+00:00", "title": "Meeting at table 7"})
    jump = page.get_by_role("button", name="Meeting at table 7")
    expect(jump.locator(".next-label")).to_have_text("Tue 12 May 13:30 · Next reminder")
    jump.click()
    expect(page.locator(".note")).to_have_text("Meeting at table 7")
    expect(time).to_have_text(re.compile("^13:30:0"))


def test_refused_calls_are_counted_and_shown(page: Page, base: str) -> None:
    refused = ask(f"{base}/bot1:abc/sendMessage", {"chat_id": 1, "text": "nobody"})
    assert refused["ok"] is False
    page.get_by_role("button", name=re.compile("^Calls")).click()
    expect(page.locator(".call.failed .call-words")).to_have_text("400 Bad Request: chat not found")


def test_a_narrow_page_shows_one_phone_under_tabs(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator(".phone:visible")).to_have_count(1)
    page.get_by_role("tab", name="Camille").click()
    expect(phone_of(page, "Camille")).to_be_visible()
    expect(page.locator(".phone:visible")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize(("width", "whole"), [(1500, 4), (1280, 4), (1000, 3)])
def test_phones_stand_whole_side_by_side(page: Page, width: int, whole: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    expect(page.locator(".tabs")).to_be_visible(visible=whole < 4)
    boxes = [phone.bounding_box() for phone in page.locator(".phone").all()]
    ends = [box["x"] + box["width"] for box in boxes if box]
    assert sum(end <= width for end in ends) == whole
    assert all(box["width"] >= 288 for box in boxes if box)


def test_the_panel_of_calls_cuts_no_phone_and_tabs_lead_to_the_rest(page: Page) -> None:
    page.set_viewport_size({"width": 1500, "height": 900})
    page.get_by_role("button", name=re.compile("^Calls")).click()
    panel = page.locator(".panel").bounding_box()
    assert panel is not None
    ends = [
        box["x"] + box["width"] for p in page.locator(".phone").all() if (box := p.bounding_box())
    ]
    assert sum(end <= panel["x"] for end in ends) == 3
    page.get_by_role("tab", name="Organiser").click()
    expect(phone_of(page, "Organiser")).to_be_in_viewport(ratio=1)


def test_labels_break_between_words_only(page: Page, bot: TinyBot) -> None:
    phone = begun(page, "Omar")
    chat = int(phone.get_attribute("data-person") or 0)
    row = [{"text": word, "callback_data": word} for word in ("English", "Portuguese", "Slovenian")]
    bot.call("sendMessage", chat_id=chat, text="?", reply_markup={"inline_keyboard": [row]})
    heights = [phone.get_by_role("button", name=b["text"]).evaluate(LINES) for b in row]
    assert heights == [1, 1, 1]


LINES = """node => {
    const label = node.querySelector(".key-label");
    return Math.round(label.offsetHeight / parseFloat(getComputedStyle(label).lineHeight));
}"""


def test_a_long_message_is_read_from_its_beginning(page: Page, bot: TinyBot) -> None:
    phone = begun(page, "Omar")
    chat = int(phone.get_attribute("data-person") or 0)
    rows = [[{"text": f"choice {n}", "callback_data": str(n)}] for n in range(40)]
    bot.call("sendMessage", chat_id=chat, text="Which?", reply_markup={"inline_keyboard": rows})
    expect(phone.get_by_text("Which?")).to_be_in_viewport()
    phone.locator(".to-bottom").click()
    expect(phone.get_by_role("button", name="choice 39")).to_be_in_viewport()


def test_what_comes_to_a_phone_out_of_sight_is_counted(page: Page, bot: TinyBot) -> None:
    camille = begun(page, "Camille")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("tab", name="Omar").click()
    expect(camille).to_be_hidden()
    chat = int(camille.get_attribute("data-person") or 0)
    bot.call("sendMessage", chat_id=chat, text="Are you there?")
    tab = page.get_by_role("tab", name="Camille")
    expect(tab.locator(".tab-badge")).to_have_text("1")
    tab.click()
    expect(camille.get_by_text("Are you there?")).to_be_in_viewport()
    expect(tab.locator(".tab-badge")).to_be_hidden()
