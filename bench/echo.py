"""The reference: the least that an aiogram bot can do, answering every text with itself."""

import argparse
import asyncio
import gc

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bench.ports import SECRET, TOKEN


async def echo(message: Message) -> None:
    await message.answer(message.text or "")


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--api", required=True)
    parser.add_argument("--webhook-port", type=int, default=0)
    options = parser.parse_args()
    session = AiohttpSession(api=TelegramAPIServer.from_base(options.api))
    bot = Bot(TOKEN, session=session)
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    gc.collect()
    gc.freeze()
    if not options.webhook_port:
        await dispatcher.start_polling(bot, handle_signals=False)
        return
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, path="/hook")
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", options.webhook_port).start()
    await bot.set_webhook(f"http://127.0.0.1:{options.webhook_port}/hook", secret_token=SECRET)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
