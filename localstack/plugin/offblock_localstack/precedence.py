"""Who gets the processor first where it is wanted by many.

What somebody waits for comes first, what goes on behind it next, and what computes for minutes last. A first harvest on two cores is a
dozen busy processes; without this a browser that opens the page meanwhile is one more of them and draws its first picture for seconds.
"""

import errno
import os
import shutil
import time

BEHIND = 10    # a tenth of the weight of what somebody waits for
COMPUTING = 19
TRIES = 20
PAUSE_SECONDS = 0.15  # the kernel lets one who is not root set a session's niceness every tenth of a second


def awaited(function_name: str) -> bool:
    """Whether somebody may wait for the function's answer: all of them, where nothing tells by what their names begin."""
    beginnings = tuple(filter(None, os.environ.get("OFFBLOCK_LAMBDA_AWAITED", "").split(",")))
    return not beginnings or function_name.startswith(beginnings)


def yielding(command: list[str], niceness: int) -> list[str]:
    """The command, begun with that niceness."""
    nice = shutil.which("nice") if niceness else None
    return [nice, "-n", str(niceness), *command] if nice else command


def yield_as_a_session(pid: int, niceness: int) -> None:
    """Linux gives every session an equal share before it looks at the niceness within one (`sched_autogroup`): the session's counts too.
    Returns once it is set, at most some seconds later; at once where the process is gone, or the kernel has no such groups and the
    process's own niceness is what counts."""
    for _ in range(TRIES):
        try:
            with open(f"/proc/{pid}/autogroup", "w") as group:
                group.write(str(niceness))
            return
        except OSError as e:
            if e.errno != errno.EAGAIN:
                return
        time.sleep(PAUSE_SECONDS)
