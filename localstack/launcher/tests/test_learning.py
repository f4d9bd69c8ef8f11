import asyncio
import time
from types import SimpleNamespace

import pytest

from offblock import learning
from offblock.cloud import STORES, QueueDepth, Unreachable
from offblock.home import Home
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


class Kept:
    """A bucket with a champion, and the switch of the forecasts."""

    def __init__(self, champion: bytes | None) -> None:
        self._champion, self.forecasts = champion, False

    def get_object(self, bucket, key):
        assert key == learning.CHAMPION
        return self._champion

    def switch_forecasts(self, on):
        self.forecasts = on


@pytest.mark.parametrize("champion, sandbox, forecasts", [
    (None, True, False), (b'{"world": "simulated"}', True, True), (b'{"world": "simulated"}', False, False), (b'{"world": "real"}', False, True), (b'{"world": "real"}', True, True)])
def test_a_champion_of_the_simulated_world_does_not_forecast_real_flights(monkeypatch, tmp_path, champion, sandbox, forecasts):
    kept = Kept(champion)
    monkeypatch.setattr(learning, "Cloud", lambda _: kept)
    settings = SimpleNamespace(ports=SimpleNamespace(localstack=1), home=Home(tmp_path, tmp_path), uses_sandbox=sandbox)
    assert asyncio.run(Learning(settings, None, None).resume()) == forecasts == kept.forecasts
