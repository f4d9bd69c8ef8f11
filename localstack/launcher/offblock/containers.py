"""What `docker compose` runs once, after its services are healthy: deploys the template, makes the stores' schemas, starts the harvest.

    python -m offblock.containers --deployment FILE     # addresses and secrets come from the environment, see docker-compose.yml

May run again at any time; it then updates what has changed. Exit code 0 when the schedule runs.
"""

import argparse
import os
import sys
import time
import urllib.parse
from collections.abc import Callable, Mapping
from pathlib import Path

from offblock.cloud import STORES, Cloud, FunctionFailed, Unreachable
from offblock.faults import Fault
from offblock.home import write_json
from offblock.keys import WHO

READY_SECONDS = 180.0
LUFTHANSA_HOST = "api.lufthansa.com"
ATTEMPTS = 5
# parameter of the template: the variable that tells it
PARAMETERS = {"PostgresUrl": "POSTGRES_URL", "OpensearchUrl": "OPENSEARCH_URL", "Neo4jUri": "NEO4J_URI", "LufthansaUrl": "LUFTHANSA_URL", "ApiKey": "API_KEY",
              "MlflowUrl": "MLFLOW_URL", "NativeLibraries": "NATIVE_LIBRARIES"}
# secret that the template is given the ARN of: value in it, and the variable that tells it
SECRETS = {"PostgresSecret": {"user": "POSTGRES_USER", "password": "POSTGRES_PASSWORD"},
           "PostgresReaderSecret": {"user": "POSTGRES_READER_USER", "password": "POSTGRES_READER_PASSWORD"},
           "PostgresLoaderSecret": {"user": "POSTGRES_LOADER_USER", "password": "POSTGRES_LOADER_PASSWORD"},
           "PostgresAlertsSecret": {"user": "POSTGRES_ALERTS_USER", "password": "POSTGRES_ALERTS_PASSWORD"}, "AlertSecret": {"key": "ALERT_KEY"},
           "MongodbSecret": {"uri": "MONGODB_URI"}, "MongodbReaderSecret": {"uri": "MONGODB_READER_URI"}, "MongodbLoaderSecret": {"uri": "MONGODB_LOADER_URI"},
           **{f"Neo4j{who}Secret": {"user": "NEO4J_USER", "password": "NEO4J_PASSWORD"} for who in WHO},
           "LufthansaSecret": {"id": "LUFTHANSA_CLIENT_ID", "secret": "LUFTHANSA_CLIENT_SECRET"}}
# Without its security plugin, OpenSearch asks nobody who it is.
OPEN = {f"Opensearch{who}Secret": {"user": "", "password": ""} for who in WHO}
VARIABLES = tuple(dict.fromkeys((*PARAMETERS.values(), *(variable for values in SECRETS.values() for variable in values.values()))))


def world(lufthansa_url: str) -> str:
    """Whose flights are harvested, trained on and forecast: `lufthansa` from its own host, `sandbox` from any other."""
    return "lufthansa" if urllib.parse.urlsplit(lufthansa_url).hostname == LUFTHANSA_HOST else "sandbox"


def parameters(environment: Mapping[str, str], endpoint: str) -> dict[str, str]:
    """The template's parameters; a Fault names the variables that are missing."""
    missing = [name for name in VARIABLES if not environment.get(name)]
    if missing:
        raise Fault(f"{', '.join(missing)} must be set", "take them from .env.example, as docker-compose.yml does", code=2)
    return {parameter: environment[name] for parameter, name in PARAMETERS.items()} | {
        "AwsEndpoint": endpoint, "TrainingSources": world(environment["LUFTHANSA_URL"]), "WebhookReach": "private"}


def secrets(environment: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What goes to Secrets Manager."""
    return {parameter: {name: environment[variable] for name, variable in values.items()} for parameter, values in SECRETS.items()} | OPEN


def run(cloud: Cloud, said: dict[str, str], hidden: dict[str, dict[str, str]], deployment: Path, deploy: Callable, say: Callable[[str], None]) -> None:
    """One pass, in the order of `up`; the page's server finds the gateway by `deployment`."""
    deadline = time.monotonic() + READY_SECONDS
    while not cloud.ready():
        if time.monotonic() > deadline:
            raise Fault(f"LocalStack was not ready at {cloud.url} within {READY_SECONDS:.0f} s", "see: docker compose logs localstack")
        time.sleep(1)
    outputs = deploy(cloud, said, hidden, say)
    cloud.schedule(False)
    for store in STORES:
        say(f"schema of {store}")
        _patiently(lambda store=store: cloud.invoke(f"offblock-schema-{store}", {}, 320.0))
    write_json(deployment, {"api": outputs["ApiId"], "stage": outputs["Stage"], "bucket": outputs["DataBucket"]})
    deployment.chmod(0o644)
    cloud.schedule(True)
    cloud.start("offblock-harvest", {})
    say("the harvest runs every minute")


def located(text: str) -> Cloud:
    """LocalStack at HOST:PORT."""
    host, _, port = text.partition(":")
    return Cloud(int(port or 4566), host)


def _patiently(call: Callable[[], object]) -> object:
    """A function whose image is still being fetched, or whose store has just come up, may fail at first."""
    for attempt in range(ATTEMPTS):
        try:
            return call()
        except (FunctionFailed, Unreachable):
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(3)


def main() -> int:
    from offblock.deployment import deploy

    parser = argparse.ArgumentParser(prog="offblock.containers", description=__doc__.splitlines()[0])
    parser.add_argument("--deployment", type=Path, required=True, help="file that tells the page's server where the gateway is")
    parser.add_argument("--localstack", default="localstack:4566", help="HOST:PORT (localstack:4566)")
    asked = parser.parse_args()
    cloud = located(asked.localstack)
    try:
        run(cloud, parameters(os.environ, cloud.url), secrets(os.environ), asked.deployment, deploy, lambda text: print(text, flush=True))
        return 0
    except Fault as e:
        print(f"offblock: {e.what}: {e.fix}", file=sys.stderr)
        return e.code or 1


if __name__ == "__main__":
    sys.exit(main())
