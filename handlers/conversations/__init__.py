"""One router for each part of the conversation. Handlers are thin: one use case, one screen."""
