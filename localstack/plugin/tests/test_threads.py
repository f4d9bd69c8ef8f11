import threading
import time

import pytest
from localstack.utils import threads
from offblock_localstack import threads as ours


@pytest.fixture(autouse=True)
def only_here(monkeypatch):
    monkeypatch.setattr(threads, "TMP_THREADS", [])
    monkeypatch.setattr(threads.FuncThread, "run", threads.FuncThread.run)


def test_threads_that_have_ended_are_let_go_and_others_kept():
    ours.apply()
    goon = threading.Event()
    working = threads.start_thread(lambda _: goon.wait(60), name="working")
    server, idle = object(), threading.Thread(target=print)
    threads.TMP_THREADS += [server, idle]
    for _ in range(10 * ours.LOOK_EVERY):
        threads.start_thread(lambda _: None, name="counts a call").join(10)
    assert len(threads.TMP_THREADS) <= 3 + ours.LOOK_EVERY
    ours.forget_ended()
    assert threads.TMP_THREADS == [working, server, idle]
    goon.set()


def test_many_calls_leave_no_mapping_behind():
    """Each thread that is kept holds its stack and the page that guards it."""
    def mappings() -> int:
        with open("/proc/self/maps") as maps:
            return sum(1 for _ in maps)

    ours.apply()
    before = mappings()
    for number in range(1_000):
        threads.start_thread(lambda _: None, name="counts a call")
        if number % 50 == 49:
            time.sleep(0.02)
    until = time.monotonic() + 10  # the last of them may still be ending
    while mappings() - before >= 500 and time.monotonic() < until:
        time.sleep(0.1)
    assert mappings() - before < 500
