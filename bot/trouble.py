"""The one way in which a command says what is wrong: one line, and an exit code.

Whatever a person at a terminal can mend is raised as `Trouble`, and `bot.__main__` prints it
without a traceback. It must never carry the token.
"""

FOUND = 1
"""Exit code: the work found a problem."""

USAGE = 2
"""Exit code: the command line, the settings or the input are wrong."""


class Trouble(Exception):
    """Something that the person who runs the command can mend."""

    def __init__(self, line: str, *, code: int = USAGE) -> None:
        super().__init__(" ".join(line.split()))
        self.code = code
