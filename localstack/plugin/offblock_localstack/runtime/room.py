"""Room for a function that computes.

Idle environments stay for the next call, each a JVM of some hundred megabytes. A function of much memory, such as a training, would
come on top of all of them. Before one of its environments starts, the idle ones of other functions end: the next call to those starts
them again, which takes a second or two. While it is there, an environment that falls idle ends after seconds instead of minutes. What computes
also leaves the processor to what answers, and ends soon after its work is done. Functions that are to be warm keep one environment even so.
"""

import logging
from threading import Timer

from localstack.services.lambda_.invocation.assignment import AssignmentService
from localstack.services.lambda_.invocation.execution_environment import ExecutionEnvironment, InvalidStatusException
from localstack.utils.patch import patch

from offblock_localstack import precedence
from offblock_localstack.runtime import warm

LOG = logging.getLogger(__name__)

COMPUTES_FROM_MEGABYTES = 2048  # a function of this MemorySize computes for minutes
AWAITED_SECONDS = 5  # the next step of a workflow comes within this time
BESIDE_SECONDS = 10  # so long an idle environment stays beside what computes


def computes(memory_megabytes: int) -> bool:
    return memory_megabytes >= COMPUTES_FROM_MEGABYTES


def niceness(function_name: str, memory_megabytes: int) -> int:
    """Of the processes of that function."""
    if computes(memory_megabytes):
        return precedence.COMPUTING
    return 0 if precedence.awaited(function_name) else precedence.BEHIND


def make_room(service: AssignmentService, version_manager_id: str) -> int:
    """Ends the idle environments of all other functions; how many. One that is called at this moment stays."""
    ended = 0
    for manager, environments in list(service.environments.items()):
        if manager == version_manager_id:
            continue
        for environment in list(environments.values()):
            if warm.stays(service, environment):
                continue
            try:
                environment.reserve()  # only an idle one can be
            except InvalidStatusException:
                continue
            service.stop_environment(environment)
            ended += 1
    return ended


class Room:
    """Whether something computes at this time, as the service's environments tell."""

    def __init__(self) -> None:
        self._service: AssignmentService | None = None

    def entered(self, service: AssignmentService) -> None:
        self._service = service

    def taken(self) -> bool:
        everywhere = list(self._service.environments.values()) if self._service else []
        return any(computes(one.function_version.config.memory_size) for environments in everywhere for one in list(environments.values()))

    def stay(self, memory_megabytes: int) -> float | None:
        """Seconds for which an environment that falls idle stays; None: as long as usual."""
        if computes(memory_megabytes):
            return AWAITED_SECONDS
        return BESIDE_SECONDS if self.taken() else None


def apply() -> None:
    room = Room()

    @patch(AssignmentService.start_environment)
    def start_environment(fn, self, version_manager_id, function_version):
        room.entered(self)
        if computes(function_version.config.memory_size):
            ended = make_room(self, version_manager_id)
            LOG.info("%d idle environments ended to make room for %s", ended, function_version.id.function_name)
        return fn(self, version_manager_id, function_version)

    @patch(ExecutionEnvironment.release)
    def release(fn, self):
        fn(self)
        seconds = room.stay(self.function_version.config.memory_size)
        if seconds is not None:
            self.keepalive_timer.cancel()
            self.keepalive_timer = Timer(seconds, self.keepalive_passed)
            self.keepalive_timer.start()
