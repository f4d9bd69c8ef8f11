"""LocalStack never outlives by long the process that started it.

The kernel asks it to end when its parent dies (`die_with_parent`), but its signal handler writes to the pipe that died with the parent;
where that fails in the wrong place the orderly end never begins, and the port stays taken. So a thread looks for the parent and, once it
is gone, gives the orderly end some seconds before it ends the process.
"""

import os
import threading
import time
from collections.abc import Callable

LOOK_SECONDS = 1.0
ORDERLY_SECONDS = 15.0


def watch(parent: int, gone: Callable[[], None], *, look: float = LOOK_SECONDS, orderly: float = ORDERLY_SECONDS) -> threading.Thread:
    """Calls `gone` that many seconds after `parent` stopped being the parent of this process."""

    def follow() -> None:
        while os.getppid() == parent:
            time.sleep(look)
        time.sleep(orderly)
        gone()

    thread = threading.Thread(target=follow, name="offblock-orphan", daemon=True)
    thread.start()
    return thread


def apply() -> None:
    watch(os.getppid(), lambda: os._exit(1))
