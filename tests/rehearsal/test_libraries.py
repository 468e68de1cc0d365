"""Three libraries drive the simulator with the same small bot, and three times all is well.

The bot: ``/start`` is answered with formatted words and a button; the button answers with a
toast and edits its message; a document or a picture is fetched and sent back.
"""

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiogram
import aiohttp
import anyio
import pytest
import telebot
import telegram
import telegram.ext
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telebot import apihelper

from tests.rehearsal.doors import PNG, TOKEN, Doors, until

pytestmark = pytest.mark.anyio

HELLO = 'أهلاً <b>😀 Rania</b> <tg-time unix="1778565600" format="wDT">Tuesday 9:00</tg-time>'
SHOWN = 'أهلاً <b>😀 Rania</b> <tg-time unix="1778565600" format="wDT">Tuesday 9:00</tg-time>'
CSV = "name,name\nرانيا,é\n".encode()


@asynccontextmanager
async def with_aiogram(url: str) -> AsyncIterator[None]:
    """The bot in aiogram, by long polling."""
    from aiogram.types import (
        BufferedInputFile,
        CallbackQuery,
        InlineKeyboardButton,
        InlineKeyboardMarkup,
        Message,
    )

    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    bot = aiogram.Bot(TOKEN, session=session)
    dispatcher = aiogram.Dispatcher()
    rows = [[InlineKeyboardButton(text="Book", callback_data="book:1")]]

    @dispatcher.message(aiogram.filters.CommandStart())
    async def start(message: Message) -> None:
        markup = InlineKeyboardMarkup(inline_keyboard=rows)
        await message.answer(HELLO, parse_mode="HTML", reply_markup=markup)

    @dispatcher.callback_query()
    async def tapped(query: CallbackQuery) -> None:
        await query.answer("Booked")
        assert isinstance(query.message, Message)
        await query.message.edit_text(f"Booked {query.data}")

    @dispatcher.message(aiogram.F.document)
    async def document(message: Message) -> None:
        assert message.document is not None
        data = await bot.download(message.document)
        assert data is not None
        file = BufferedInputFile(data.read(), message.document.file_name or "")
        await message.answer_document(file, caption=message.caption)

    @dispatcher.message(aiogram.F.photo)
    async def photo(message: Message) -> None:
        assert message.photo is not None
        data = await bot.download(message.photo[-1])
        assert data is not None
        await message.answer_photo(BufferedInputFile(data.read(), "p.png"), caption="📷")

    polling = asyncio.ensure_future(dispatcher.start_polling(bot, handle_signals=False))
    try:
        yield
    finally:
        await dispatcher.stop_polling()
        await polling


@asynccontextmanager
async def with_python_telegram_bot(url: str) -> AsyncIterator[None]:
    """The bot in python-telegram-bot, by its Updater."""
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
    from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

    builder = telegram.ext.Application.builder().token(TOKEN)
    application = builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()

    async def start(update: Update, _context: Any) -> None:
        assert update.message is not None
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Book", callback_data="book:1")]])
        await update.message.reply_html(HELLO, reply_markup=markup)

    async def tapped(update: Update, _context: Any) -> None:
        query = update.callback_query
        assert query is not None
        await query.answer("Booked")
        await query.edit_message_text(f"Booked {query.data}")

    async def document(update: Update, _context: Any) -> None:
        message = update.message
        assert message is not None
        assert message.document is not None
        data = await (await message.document.get_file()).download_as_bytearray()
        await message.reply_document(
            bytes(data), filename=message.document.file_name, caption=message.caption
        )

    async def photo(update: Update, _context: Any) -> None:
        message = update.message
        assert message is not None
        data = await (await message.photo[-1].get_file()).download_as_bytearray()
        await message.reply_photo(bytes(data), filename="p.png", caption="📷")

    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(tapped))
    application.add_handler(MessageHandler(filters.Document.ALL, document))
    application.add_handler(MessageHandler(filters.PHOTO, photo))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()


@asynccontextmanager
async def with_telebot(url: str) -> AsyncIterator[None]:
    """The bot in pyTelegramBotAPI: synchronous, polling in a thread of its own."""
    from telebot.types import InlineKeyboardButton, InlineKeyboardMarkup, InputFile

    # The library is only half typed, and its address is a global.
    api: Any = apihelper
    old = api.API_URL, api.FILE_URL
    api.API_URL, api.FILE_URL = f"{url}/bot{{0}}/{{1}}", f"{url}/file/bot{{0}}/{{1}}"
    bot: Any = telebot.TeleBot(TOKEN, threaded=False)

    @bot.message_handler(commands=["start"])  # type: ignore[untyped-decorator]  # the library ships none
    def start(message: Any) -> None:
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Book", callback_data="book:1")]])
        bot.send_message(message.chat.id, HELLO, parse_mode="HTML", reply_markup=markup)

    @bot.callback_query_handler(func=lambda _query: True)  # type: ignore[untyped-decorator]  # the library ships none
    def tapped(query: Any) -> None:
        bot.answer_callback_query(query.id, "Booked")
        chat_id, message_id = query.message.chat.id, query.message.message_id
        bot.edit_message_text(f"Booked {query.data}", chat_id, message_id)

    @bot.message_handler(content_types=["document"])  # type: ignore[untyped-decorator]  # the library ships none
    def document(message: Any) -> None:
        data = bot.download_file(bot.get_file(message.document.file_id).file_path)
        name = message.document.file_name
        bot.send_document(message.chat.id, data, caption=message.caption, visible_file_name=name)

    @bot.message_handler(content_types=["photo"])  # type: ignore[untyped-decorator]  # the library ships none
    def photo(message: Any) -> None:
        data = bot.download_file(bot.get_file(message.photo[-1].file_id).file_path)
        bot.send_photo(message.chat.id, InputFile(io.BytesIO(data), "p.png"), caption="📷")

    def poll() -> None:
        bot.polling(long_polling_timeout=1)
        api._get_req_session().close()

    polling = asyncio.ensure_future(asyncio.to_thread(poll))
    try:
        yield
    finally:
        bot.stop_polling()
        await polling
        api.API_URL, api.FILE_URL = old


Library = Callable[[str], AbstractAsyncContextManager[None]]


@pytest.mark.parametrize(
    "library", [with_aiogram, with_python_telegram_bot, with_telebot], ids=lambda f: f.__name__
)
async def test_a_library_reads_and_writes_through_the_simulator(
    doors: Doors, library: Library
) -> None:
    number = await doors.newcomer()
    with anyio.fail_after(30):
        async with library(doors.rehearsal.url):
            await doors.do("POST", f"people/{number}/say", {"text": "/start from-a-link"})
            hello = await message(doors, number, 2)
            assert (hello["html"], hello["buttons"]) == (
                SHOWN,
                [[{"label": "Book", "kind": "callback", "data": "book:1"}]],
            )
            tap = {"message_id": hello["message_id"], "label": "Book"}
            toast = await doors.do("POST", f"people/{number}/tap", tap)
            assert toast == {"answered": True, "text": "Booked", "alert": False}
            await edited(doors, number, hello["message_id"])
            await attach(doors, number, "قائمة.csv", CSV)
            document = await message(doors, number, 4)
            await attach(doors, number, "p.png", PNG)
            photo = await message(doors, number, 6)
    texts = [one["text"] for one in await doors.chat(number)]
    assert texts == ["/start from-a-link", "Booked book:1", "look", "look", "look", "📷"]
    assert document["document"]["name"] == "قائمة.csv"
    assert await fetched(doors, document["document"]["url"]) == CSV
    assert await fetched(doors, photo["photo"]["url"]) == PNG
    calls = await doors.do("GET", "calls")
    assert [call for call in calls if not call["ok"]] == []
    unread = [call["notes"] for call in calls if "notes" in call]
    assert unread == []


async def message(doors: Doors, number: int, place: int) -> dict[str, Any]:
    """Wait for the chat to have so many messages; return the last of them."""

    async def there() -> list[dict[str, Any]]:
        return (await doors.chat(number))[place - 1 :]

    return (await until(there))[0]


async def edited(doors: Doors, number: int, message_id: int) -> None:
    """Wait for the bot's edit, which comes after its answer to the tap."""

    async def changed() -> bool:
        chat = await doors.chat(number)
        return any(one["edited"] and one["message_id"] == message_id for one in chat)

    await until(changed)


async def attach(doors: Doors, number: int, name: str, data: bytes) -> None:
    form = aiohttp.FormData({"caption": "look"}, quote_fields=False)
    form.add_field("file", data, filename=name)
    url = f"{doors.rehearsal.url}/api/people/{number}/file"
    async with doors.http.post(url, data=form) as response:
        assert response.status == 200


async def fetched(doors: Doors, path: str) -> bytes:
    async with doors.http.get(doors.rehearsal.url + path) as response:
        return await response.read()
