"""The watermark of what surely reached every store.

LocalStack forgets its queues when it stops. So while it runs the supervisor notes, whenever all queues and dead-letter queues
were empty at two looks in a row, the time of the first look less a margin: whatever was stored before it is loaded. The next start
dispatches again only what was stored since.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

MARGIN = timedelta(seconds=60)


@dataclass
class Watermark:
    path: Path
    _empty_since: datetime | None = None

    def look(self, waiting: int | None, now: datetime) -> datetime | None:
        """Takes one look: the number of messages anywhere, None where it could not be had. Returns the watermark if it moved."""
        if waiting != 0:
            self._empty_since = None
            return None
        before, self._empty_since = self._empty_since, now
        if before is None:
            return None
        mark = before - MARGIN
        old = self.read()
        if old is not None and mark <= old:
            return None
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(f".{self.path.name}.draft")
        draft.write_text(text(mark) + "\n")
        draft.replace(self.path)
        return mark

    def read(self) -> datetime | None:
        """None where nothing was ever known to be drained: everything stored is to be dispatched again."""
        try:
            return datetime.fromisoformat(self.path.read_text().strip())
        except (OSError, ValueError):
            return None

    def forget(self) -> None:
        self._empty_since = None
        self.path.unlink(missing_ok=True)


def text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
