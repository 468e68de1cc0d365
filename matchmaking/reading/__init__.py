"""Free text to intents: what a person seeks and offers, read from their own words."""
