"""What goes wrong, in words a person can act on."""


class Fault(Exception):
    """Something failed: what, where, and how to fix it. Ends a command with its exit code, without a stack trace."""

    def __init__(self, what: str, fix: str = "", *, code: int = 1) -> None:
        super().__init__(what)
        self.what, self.fix, self.code = what, fix, code

    def __str__(self) -> str:
        return f"{self.what}\n  fix: {self.fix}" if self.fix else self.what


class NotRunning(Fault):
    """A command needs the running system and there is none."""

    def __init__(self, what: str = "Offblock is not running.") -> None:
        super().__init__(what, "start it with: ./offblock up", code=3)
