"""Log lines of functions: the latest of each group are kept.

LocalStack keeps what functions log as objects of its own process, all of it until it ends, whatever the group's retention says. A
system that runs for weeks would hold millions of lines in memory. Here a group keeps its latest lines, and forgets the streams of
environments that are gone once they are empty.
"""

from localstack.utils.patch import patch
from moto.logs.models import LogGroup

MOST_LINES = 20_000  # hours of the busiest function at the provider's own rate, and more than one page of CloudWatch has
ROOM_LINES = 1_000  # dropped at once, so that not each call has to look


def drop_oldest(group: LogGroup, most: int, room: int) -> int:
    """Drops the oldest lines of a group with more than `most`, some more than it must; how many. Streams are in the order of their making,
    and an environment writes to one of them only: the oldest line is the first of some stream."""
    over = sum(len(stream.events) for stream in group.streams.values()) - most
    if over <= 0:
        return 0
    times = sorted(event.timestamp for stream in group.streams.values() for event in stream.events)
    oldest_kept = times[min(len(times) - 1, over + room)]
    dropped, streams = 0, {}
    for name, stream in list(group.streams.items()):
        kept = [event for event in stream.events if event.timestamp >= oldest_kept]
        dropped += len(stream.events) - len(kept)
        stream.events = kept
        if kept:
            streams[name] = stream  # a write to another makes that one anew
    group.streams = streams  # whoever reads at this moment goes on with what was there
    return dropped


def apply() -> None:
    @patch(LogGroup.put_log_events)
    def put_log_events(fn, self, *args, **kwargs):
        answer = fn(self, *args, **kwargs)
        drop_oldest(self, MOST_LINES, ROOM_LINES)
        return answer
