import subprocess
import sys

from offblock import pause
from offblock.home import Home, write_json
from offblock.processes import Identity


class Switch:
    """The schedule as `Cloud` switches it."""

    def __init__(self) -> None:
        self.said: list[bool] = []

    def schedule(self, on: bool) -> None:
        self.said.append(on)


def test_the_harvest_goes_on_afterwards_whatever_happens(tmp_path):
    home, cloud = Home(tmp_path, tmp_path), Switch()
    home.make()
    try:
        with pause.paused(home, cloud):
            assert cloud.said == [False] and pause.is_paused(home)
            raise ValueError
    except ValueError:
        pass
    assert cloud.said == [False, True] and not pause.is_paused(home)


def test_a_comparison_within_a_pause_does_not_end_it(tmp_path):
    """`verify` beside a soak: its end switched the schedule on, and the harvest ran for the rest of the soak."""
    home, cloud = Home(tmp_path, tmp_path), Switch()
    home.make()
    with pause.paused(home, cloud):
        with pause.paused(home, cloud):
            pass
        assert cloud.said == [False] and pause.is_paused(home)
    assert cloud.said == [False, True]


def test_a_pause_whose_owner_has_died_is_taken_over(tmp_path):
    home, cloud = Home(tmp_path, tmp_path), Switch()
    home.make()
    gone = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    left = Identity.of(gone.pid).as_json()
    gone.communicate()
    write_json(home.run / "harvest-paused", left)
    assert pause.is_abandoned(home) and not pause.is_paused(home)
    with pause.paused(home, cloud):
        assert pause.is_paused(home)
    assert cloud.said == [False, True]
