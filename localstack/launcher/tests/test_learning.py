import asyncio
import time
from types import SimpleNamespace

import pytest

from offblock import learning
from offblock.cloud import STORES, QueueDepth, Unreachable
from offblock.learning import Learning


class Loading:
    """Queues that are empty from the nth look on; the first look meets nobody."""

    def __init__(self, empty_from: int) -> None:
        self.looks, self._empty_from = 0, empty_from

    def depth(self, name: str) -> QueueDepth:
        assert name in {f"offblock-load-{store}" for store in STORES}, "dead letters wait for somebody and hold nothing back"
        self.looks += 1
        if self.looks == 1:
            raise Unreachable("LocalStack is not there")
        return QueueDepth(0 if self.looks >= self._empty_from else 3, 0, 0)


@pytest.mark.parametrize("empty_from, longest, waited_for_all", [(12, 30.0, True), (10**9, 0.2, False)])
def test_what_is_learned_waits_for_the_first_harvest_but_not_for_ever(monkeypatch, empty_from, longest, waited_for_all):
    loading = Loading(empty_from)
    monkeypatch.setattr(learning, "Cloud", lambda _: loading)
    monkeypatch.setattr(learning, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(learning, "LOADED_WITHIN_SECONDS", longest)
    began = time.monotonic()
    asyncio.run(Learning(SimpleNamespace(ports=SimpleNamespace(localstack=1)), None, None)._first_harvest_loaded())
    if waited_for_all:
        assert empty_from <= loading.looks < empty_from + 2 * len(STORES)
    else:
        assert time.monotonic() - began >= longest
