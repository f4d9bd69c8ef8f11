"""Shows the steps of `up`: live in a terminal (with rich, where the venv has it), else one plain line for each thing that happens."""

import sys
import time

from offblock.progress import Progress, Step

MARKS = {"waiting": " ", "running": ">", "done": "+", "skipped": "=", "failed": "x", "stopped": "-"}
HEARTBEAT_SECONDS = 15.0


class Plain:
    """One line when a step begins or ends, and a sign of life while one takes long."""

    def __init__(self, out=sys.stdout) -> None:
        self._out = out
        self._shown: dict[str, str] = {}
        self._told = time.monotonic()

    def __enter__(self) -> "Plain":
        return self

    def __exit__(self, *_) -> None:
        pass

    def show(self, progress: Progress) -> None:
        for step in progress.steps:
            if step.state != self._shown.get(step.id, "waiting"):
                self._shown[step.id] = step.state
                self._line(progress, step)
        running = [step for step in progress.steps if step.state == "running"]
        if running and time.monotonic() - self._told > HEARTBEAT_SECONDS:
            for step in running:
                self._line(progress, step)

    def _line(self, progress: Progress, step: Step) -> None:
        self._told = time.monotonic()
        took = f" ({step.elapsed():.1f} s)" if step.elapsed() >= 0.1 else ""
        text = f"{step.title}: {step.state}{took}" if step.state != "running" or took else f"{step.title} …"
        self._out.write(f"[{time.time() - progress.since:6.1f} s] {MARKS[step.state]} {text}{f': {step.detail}' if step.detail else ''}\n")
        self._out.flush()


class Live:
    """The whole list in place: what is done and how long it took, what runs, what comes next."""

    COLOURS = {"waiting": "dim", "running": "bold cyan", "done": "green", "skipped": "green", "failed": "bold red"}
    SIGNS = {"waiting": "·", "running": "▸", "done": "✔", "skipped": "✔", "failed": "✘"}

    def __init__(self) -> None:
        from rich.live import Live as RichLive

        self._live = RichLive(refresh_per_second=8, transient=False)

    def __enter__(self) -> "Live":
        self._live.__enter__()
        return self

    def __exit__(self, *error) -> None:
        self._live.__exit__(*error)

    def show(self, progress: Progress) -> None:
        from rich.table import Table
        from rich.text import Text

        table = Table.grid(padding=(0, 1))
        table.add_column(width=1)
        table.add_column(no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(overflow="ellipsis", no_wrap=True, style="dim")
        for step in progress.steps:
            colour = self.COLOURS[step.state]
            took = f"{step.elapsed():.1f} s" if step.state != "waiting" and step.elapsed() >= 0.05 else ""
            table.add_row(Text(self.SIGNS[step.state], colour), Text(step.title, colour), took, step.detail)
        table.add_row("", Text(f"{time.time() - progress.since:.0f} s in all", "dim"), "", "")
        self._live.update(table)


def best() -> "Plain | Live":
    """The live display where there is a terminal and rich, else plain lines."""
    if sys.stdout.isatty():
        try:
            return Live()
        except ImportError:
            pass
    return Plain()
