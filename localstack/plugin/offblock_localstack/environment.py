"""The environment that LocalStack is started with. The launcher and the tests take it from here.

    remove_leftovers(installation := Installation(root=..., java_home=..., ...))
    subprocess.Popen([python, "-m", "localstack.runtime.main"], env=localstack_environment(installation), start_new_session=True)

Ready when GET http://127.0.0.1:<port>/_localstack/init/ready answers {"completed": true}. SIGTERM stops it; SIGKILL
loses nothing that SIGTERM keeps, and its functions' processes end with it either way.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REGION = "us-east-1"


@dataclass(frozen=True, slots=True)
class Installation:
    """Where things are. `root` is LocalStack's own folder: all of it may be deleted between runs. It costs the next start
    five seconds (the index of services) and each function's first start half a second (`lambda-cache`)."""

    root: Path
    port: int
    java_home: Path
    runtime_interface: Path  # localstack/runtime-interface/target/lib
    objects: Path            # objects of durable buckets: the one folder that must not be lost
    durable_buckets: tuple[str, ...] = ("offblock-data",)
    environments_per_function: int = 2
    idle_seconds: float = 90  # after which an environment ends
    warm: tuple[str, ...] = ()  # functions that keep an environment however long nobody calls them
    awaited: tuple[str, ...] = ()  # by what the names of functions begin whose answers somebody waits for; the others yield the processor
    region: str = REGION


def localstack_environment(installation: Installation, inherited: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The whole environment of the process; makes the folders it names. Proxy, locale and path settings are inherited,
    LocalStack's and AWS's own settings are not, so that a person's profile or token cannot change what runs."""
    root = installation.root.resolve()
    temporary = root / "tmp"
    for folder in (root, temporary, installation.objects):
        folder.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in inherited.items()
            if not name.startswith(("AWS_", "LOCALSTACK_", "LAMBDA_", "PROVIDER_OVERRIDE_", "PYTHON", "JAVA_TOOL", "JDK_"))}
    address = f"127.0.0.1:{installation.port}"
    return kept | {
        # one machine, no container, nothing fetched
        "FILESYSTEM_ROOT": str(root),
        "OVERRIDE_IN_DOCKER": "0",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "DISABLE_EVENTS": "1",
        "DNS_ADDRESS": "0",
        "EAGER_SERVICE_LOADING": "0",
        "CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES": "1",
        "TMPDIR": str(temporary),
        # addresses
        "GATEWAY_LISTEN": address,
        "LOCALSTACK_HOST": f"localhost:{installation.port}",
        "SQS_ENDPOINT_STRATEGY": "path",
        # services call each other inside the process, not over HTTP
        "IN_MEMORY_CLIENT": "1",
        # functions
        "LAMBDA_RUNTIME_EXECUTOR": "process",
        "LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT": "60",
        "LAMBDA_KEEPALIVE_MS": str(round(installation.idle_seconds * 1000)),
        "OFFBLOCK_LAMBDA_ENVIRONMENTS": str(installation.environments_per_function),
        "OFFBLOCK_LAMBDA_WARM": ",".join(installation.warm),
        "OFFBLOCK_LAMBDA_AWAITED": ",".join(installation.awaited),
        "OFFBLOCK_JAVA_HOME": str(installation.java_home),
        "OFFBLOCK_RUNTIME_INTERFACE_DIR": str(installation.runtime_interface),
        "OFFBLOCK_LAMBDA_CACHE_DIR": str(root / "lambda-cache"),
        # events: mappings wait inside the process (offblock_localstack.messages), so no pause between two looks
        "LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC": "0.01",
        "LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC": "1",
        "LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_ERROR_SEC": "5",
        # objects
        "PROVIDER_OVERRIDE_S3": "durable",
        "OFFBLOCK_OBJECTS_DIR": str(installation.objects.resolve()),
        "OFFBLOCK_DURABLE_BUCKETS": ",".join(installation.durable_buckets),
        # quiet: every AWS call is a log line otherwise
        "LS_LOG": "warning",
        "DEBUG": "0",
        "AWS_DEFAULT_REGION": installation.region,
        "PYTHONUNBUFFERED": "1",
    }


def remove_leftovers(installation: Installation) -> None:
    """Empties the temporary folder of a LocalStack that was killed. Only while none runs there."""
    shutil.rmtree(installation.root / "tmp", ignore_errors=True)
    (installation.root / "tmp").mkdir(parents=True)


def client_environment(installation: Installation) -> dict[str, str]:
    """What an AWS SDK or command line needs to talk to that LocalStack."""
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{installation.port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": installation.region,
    }
