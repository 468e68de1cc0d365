"""The roof: command line, settings, wiring, courier and scheduled jobs."""
