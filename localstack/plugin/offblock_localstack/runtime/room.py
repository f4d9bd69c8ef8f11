"""Room for a function that computes.

Idle environments stay for the next call, each a JVM of some hundred megabytes. A function of much memory, such as a training, would
come on top of all of them. Before one of its environments starts, the idle ones of other functions end: the next call to those starts
them again, which takes a second or two. What computes also leaves the processor to what answers, and ends soon after its work is done.
"""

import logging
from threading import Timer

from localstack.services.lambda_.invocation.assignment import AssignmentService
from localstack.services.lambda_.invocation.execution_environment import ExecutionEnvironment, InvalidStatusException
from localstack.utils.patch import patch

LOG = logging.getLogger(__name__)

COMPUTES_FROM_MEGABYTES = 2048  # a function of this MemorySize computes for minutes
NICENESS = 19
AWAITED_SECONDS = 5  # the next step of a workflow comes within this time


def computes(memory_megabytes: int) -> bool:
    return memory_megabytes >= COMPUTES_FROM_MEGABYTES


def make_room(service: AssignmentService, version_manager_id: str) -> int:
    """Ends the idle environments of all other functions; how many. One that is called at this moment stays."""
    ended = 0
    for manager, environments in list(service.environments.items()):
        if manager == version_manager_id:
            continue
        for environment in list(environments.values()):
            try:
                environment.reserve()  # only an idle one can be
            except InvalidStatusException:
                continue
            service.stop_environment(environment)
            ended += 1
    return ended


def apply() -> None:
    @patch(AssignmentService.start_environment)
    def start_environment(fn, self, version_manager_id, function_version):
        if computes(function_version.config.memory_size):
            ended = make_room(self, version_manager_id)
            LOG.info("%d idle environments ended to make room for %s", ended, function_version.id.function_name)
        return fn(self, version_manager_id, function_version)

    @patch(ExecutionEnvironment.release)
    def release(fn, self):
        fn(self)
        if computes(self.function_version.config.memory_size):
            self.keepalive_timer.cancel()
            self.keepalive_timer = Timer(AWAITED_SECONDS, self.keepalive_passed)
            self.keepalive_timer.start()
