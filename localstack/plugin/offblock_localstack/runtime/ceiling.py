"""A ceiling for a function's environments.

LocalStack starts an environment for each concurrent call; on two cores a burst of calls would start a JVM each. With the
ceiling a call waits for an environment to come back, in the order of arrival, up to the function's timeout; then it is
refused as AWS refuses calls over the reserved concurrency.
"""

import contextlib
import os
import threading
import time
from collections import defaultdict

from localstack.aws.api.lambda_ import TooManyRequestsException
from localstack.services.lambda_.invocation.assignment import AssignmentService
from localstack.utils.patch import patch


def environments_per_function() -> int:
    return max(1, int(os.environ.get("OFFBLOCK_LAMBDA_ENVIRONMENTS", "2")))


class Ceiling:
    """Places per key, handed on first come, first served."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._taken: dict[str, int] = defaultdict(int)
        self._waiting: dict[str, list[threading.Event]] = defaultdict(list)
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def place(self, key: str, patience_seconds: float):
        """Holds a place; TimeoutError when none came free in time."""
        with self._lock:
            if self._taken[key] < self._places:
                self._taken[key] += 1
                turn = None
            else:
                turn = threading.Event()
                self._waiting[key].append(turn)
        if turn and not turn.wait(patience_seconds):
            with self._lock:
                if not turn.is_set():
                    self._waiting[key].remove(turn)
                    raise TimeoutError
        try:
            yield
        finally:
            with self._lock:
                if self._waiting[key]:
                    self._waiting[key].pop(0).set()  # the place changes hands
                else:
                    self._taken[key] -= 1


def apply() -> None:
    ceiling = Ceiling(environments_per_function())

    @patch(AssignmentService.get_environment)
    @contextlib.contextmanager
    def get_environment(fn, self, version_manager_id, function_version, provisioning_type):
        arrived = time.monotonic()
        holder = ceiling.place(version_manager_id, function_version.config.timeout)
        try:
            holder.__enter__()
        except TimeoutError:
            raise TooManyRequestsException(
                f"Rate Exceeded: all environments of {function_version.id.function_name} were busy for "
                f"{time.monotonic() - arrived:.0f} s (OFFBLOCK_LAMBDA_ENVIRONMENTS={environments_per_function()}).",
                Reason="ConcurrentInvocationLimitExceeded", Type="User") from None
        try:
            with fn(self, version_manager_id, function_version, provisioning_type) as environment:
                yield environment
        finally:
            holder.__exit__(None, None, None)
