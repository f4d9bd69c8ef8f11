"""A ceiling for a function's environments, and no second one for a moment's rush.

LocalStack starts an environment for each concurrent call; on two cores a burst of calls would start a JVM each. With the
ceiling a call waits for an environment to come back, in the order of arrival, up to the function's timeout; then it is
refused as AWS refuses calls over the reserved concurrency.

Below the ceiling too a call waits for a while before another environment is started for it: a start takes a second and a processor,
and most calls take milliseconds. No two of a function start at once, since each would slow the other.
"""

import contextlib
import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from localstack.aws.api.lambda_ import TooManyRequestsException
from localstack.services.lambda_.invocation.assignment import AssignmentService
from localstack.services.lambda_.invocation.execution_environment import RuntimeStatus
from localstack.utils.patch import patch

RUSH_SECONDS = 1.0  # of waiting, after which one more environment is worth its start: on a busy machine that takes longer than this


def environments_per_function() -> int:
    return max(1, int(os.environ.get("OFFBLOCK_LAMBDA_ENVIRONMENTS", "2")))


@dataclass
class Places:
    """Of one function: how many calls hold one, how many of these have no environment yet, since when none begins, and who waits."""

    taken: int = 0
    beginning: int = 0
    begun_at: float = 0.0
    waiting: list[object] = field(default_factory=list)


class Ceiling:
    """Places per key, handed on first come, first served."""

    def __init__(self, places: int, rush_seconds: float = RUSH_SECONDS) -> None:
        self._most, self._rush_seconds = places, rush_seconds
        self._places: dict[str, Places] = defaultdict(Places)
        self._changed = threading.Condition()

    @contextlib.contextmanager
    def place(self, key: str, patience_seconds: float, idle: Callable[[], int]):
        """Holds a place until the end; gives what is to be called once the holder has its environment. `idle` counts the environments that
        nobody uses. TimeoutError when no place came free in time."""
        with self._changed:
            places, me, arrived = self._places[key], object(), time.monotonic()
            places.waiting.append(me)
            try:
                while not (places.waiting[0] is me and self._may(places, arrived, idle)):
                    left = arrived + patience_seconds - time.monotonic()
                    if left <= 0:
                        raise TimeoutError
                    self._changed.wait(min(left, self._rush_seconds))
            finally:
                places.waiting.remove(me)
                self._changed.notify_all()
            places.taken += 1
            places.beginning += 1
        begins = True

        def begun() -> None:
            nonlocal begins
            with self._changed:
                if begins:
                    begins = False
                    places.beginning -= 1
                    places.begun_at = time.monotonic()
                    self._changed.notify_all()

        try:
            yield begun
        finally:
            begun()
            with self._changed:
                places.taken -= 1
                self._changed.notify_all()

    def _may(self, places: Places, arrived: float, idle: Callable[[], int]) -> bool:
        if places.taken == 0 or idle() > places.beginning:
            return places.taken < self._most
        rushed = time.monotonic() - max(arrived, places.begun_at) < self._rush_seconds
        return places.taken < self._most and places.beginning == 0 and not rushed


def apply() -> None:
    ceiling = Ceiling(environments_per_function())

    @patch(AssignmentService.get_environment)
    @contextlib.contextmanager
    def get_environment(fn, self, version_manager_id, function_version, provisioning_type):
        def idle() -> int:
            return sum(one.status == RuntimeStatus.READY for one in list(self.environments[version_manager_id].values()))

        arrived = time.monotonic()
        holder = ceiling.place(version_manager_id, function_version.config.timeout, idle)
        try:
            begun = holder.__enter__()
        except TimeoutError:
            raise TooManyRequestsException(
                f"Rate Exceeded: all environments of {function_version.id.function_name} were busy for "
                f"{time.monotonic() - arrived:.0f} s (OFFBLOCK_LAMBDA_ENVIRONMENTS={environments_per_function()}).",
                Reason="ConcurrentInvocationLimitExceeded", Type="User") from None
        try:
            with fn(self, version_manager_id, function_version, provisioning_type) as environment:
                begun()
                yield environment
        finally:
            holder.__exit__(None, None, None)
