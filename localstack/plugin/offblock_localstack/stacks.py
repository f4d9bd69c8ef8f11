"""Stacks that are made as fast as their resources are.

While a resource is in the making, CloudFormation's engine looks once a second; a stack of thirty functions, each ready
after a fraction of that, spends most of its time asleep.
"""

import inspect

from localstack.services.cloudformation.resource_provider import ResourceProviderExecutor

LOOK_SECONDS = 0.05


def apply() -> None:
    """Sets the pause between two looks; the patience with one resource stays as it is configured."""
    loop = ResourceProviderExecutor.deploy_loop
    names = [name for name, one in inspect.signature(loop).parameters.items() if one.default is not inspect.Parameter.empty]
    loop.__defaults__ = tuple(LOOK_SECONDS if name == "sleep_time" else value for name, value in zip(names, loop.__defaults__, strict=True))
