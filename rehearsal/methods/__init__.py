"""One function per Bot API method: checked parameters in, Telegram's result out."""
