import asyncio

from offblock import ports, supervisor
from offblock.components import Settings
from offblock.home import Home
from offblock.supervisor import Supervisor


class Broken:
    """A cloud whose every look at the queues ends in what nobody foresaw."""

    def __init__(self) -> None:
        self.looks = 0

    def depths(self) -> dict:
        self.looks += 1
        raise ValueError("neither a depth nor a fault")


def test_a_look_that_fails_is_not_the_last_one(tmp_path, monkeypatch, caplog):
    """No orphan was reaped, no pause ended and no watermark moved until the next start, and no log said so."""
    monkeypatch.setattr(supervisor, "LOOK_SECONDS", 0.01)
    home = Home(tmp_path, tmp_path)
    home.make()

    async def chores() -> int:
        one = Supervisor(Settings(home, ports.from_environment(), None), build=False)
        one._cloud = cloud = Broken()
        work = asyncio.create_task(one._chores())
        for _ in range(500):
            await asyncio.sleep(0.01)
            if work.done() or cloud.looks >= 3:
                break
        work.cancel()
        await asyncio.wait([work])
        return cloud.looks

    assert asyncio.run(chores()) >= 3
    assert "neither a depth nor a fault" in caplog.text
