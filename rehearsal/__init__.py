"""A Telegram on this machine: a Bot API simulator and a chat page, for any bot."""
