"""Functions of which an environment is always there once one was started, as provisioned concurrency has it on AWS.

LocalStack ends an environment that was idle for a while. Whoever opens the page after that would wait for a start before anything is
on the map.
"""

import os
from threading import Timer

from localstack import config
from localstack.services.lambda_.invocation.assignment import AssignmentService
from localstack.services.lambda_.invocation.execution_environment import ExecutionEnvironment, RuntimeStatus
from localstack.utils.patch import patch


def named() -> frozenset[str]:
    return frozenset(filter(None, os.environ.get("OFFBLOCK_LAMBDA_WARM", "").split(",")))


def stays(service: AssignmentService, environment: ExecutionEnvironment) -> bool:
    """Whether it is the only idle one of a function that is to be warm."""
    if environment.function_version.id.function_name not in named():
        return False
    others = [one for one in list(service.environments[environment.version_manager_id].values()) if one is not environment]
    return not any(one.status == RuntimeStatus.READY for one in others)


def apply() -> None:
    @patch(ExecutionEnvironment.keepalive_passed)
    def keepalive_passed(fn, self):
        if self.status == RuntimeStatus.READY and stays(self.on_timeout.__self__, self):
            self.keepalive_timer = Timer(config.LAMBDA_KEEPALIVE_MS / 1000, self.keepalive_passed)
            self.keepalive_timer.start()
        else:
            fn(self)
