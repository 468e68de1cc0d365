"""What people see: pure functions from a value and a phrasebook to a screen."""
