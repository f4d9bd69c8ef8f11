"""LocalStack's index of all AWS services, built beside the server.

LocalStack builds the index at its first request when it is not there yet: five seconds, and 340 MB that the process keeps
for as long as it runs. A process of its own builds it once instead.
"""

import logging
import os
import subprocess
import sys

from localstack import config
from localstack.aws import spec

LOG = logging.getLogger(__name__)
BUILD = "import sys; from localstack.aws.spec import build_service_index_cache as build; build(sys.argv[1])"


def ensure() -> None:
    """Builds the index when this installation has none; on failure LocalStack does it its own way."""
    index = os.path.join(config.dirs.cache, spec._get_catalog_filename())
    if os.path.exists(index):
        return
    os.makedirs(config.dirs.cache, exist_ok=True)
    draft = f"{index}.{os.getpid()}"
    try:
        subprocess.run([sys.executable, "-c", BUILD, draft], check=True, timeout=120)
        os.replace(draft, index)
    except (OSError, subprocess.SubprocessError) as failure:
        LOG.warning("the index of services is built at the first request, which takes longer: %s", failure)
