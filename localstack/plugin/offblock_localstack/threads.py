"""Threads that have ended are let go.

LocalStack starts a thread for each call of a function, to count it in CloudWatch, and keeps every one in a list of what to stop at its own
end. A thread that is kept keeps its stack: eleven kilobytes a call, and two of the 65,530 mappings that the kernel gives a process, so that
at some thirty thousand calls no thread can be started any more. What has ended need not be stopped.
"""

import itertools
import threading

from localstack.utils import threads
from localstack.utils.patch import patch

LOOK_EVERY = 64  # threads that end between two looks

_ended = itertools.count(1)


def forget_ended() -> None:
    """Takes the threads that have ended out of the list. Whatever else is in it stays, and so does one that has not begun."""
    for thread in list(threads.TMP_THREADS):
        if isinstance(thread, threading.Thread) and thread.ident is not None and not thread.is_alive():
            try:
                threads.TMP_THREADS.remove(thread)
            except ValueError:  # another look was quicker
                pass


def apply() -> None:
    @patch(threads.FuncThread.run)
    def run(fn, self):
        fn(self)
        if next(_ended) % LOOK_EVERY == 0:
            forget_ended()
