"""What `docker compose` runs beside the page: trains the first champion on the simulated world's own past, then switches the forecasts on.

    python -m offblock.first_champion --deployment FILE [--train]     # LUFTHANSA_URL tells whose world is harvested

May run again at any time. Where Lufthansa itself is harvested nothing is trained unless asked for: its flights must first have come
together. Exit code 0 where the forecasts are on, or where there is nothing to train yet.
"""

import argparse
import os
import sys
import urllib.parse
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from offblock.cloud import Cloud
from offblock.containers import located, world
from offblock.faults import Fault
from offblock.home import read_json
from offblock.learning import REASON, forecast_by_champion

BY_HAND = "as asked by hand"


def sandbox(environment: Mapping[str, str]) -> str | None:
    """Where the simulated world tells its past; None where Lufthansa itself is harvested."""
    url = environment.get("LUFTHANSA_URL", "")
    if world(url) != "sandbox":
        return None
    parts = urllib.parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def run(cloud: Cloud, bucket: str, training, *, source: str, asked: bool, say: Callable[[str], None]) -> None:
    """Forecasts are switched on only where there is a champion: before, each of them would fail. `asked` trains in any case, once more."""
    simulated = source == "sandbox"
    there = forecast_by_champion(cloud, bucket, simulated=simulated)
    if asked or (simulated and not there):
        window = training.window(source, None, None, datetime.now(UTC).strftime("%H%M%S") if asked else "")
        say(f"{'following' if training.start(window, BY_HAND if asked else REASON) else 'started'} the training {window.name}")
        training.follow(window, say)
        there = forecast_by_champion(cloud, bucket, simulated=simulated)
    if there:
        say("forecasts every ten minutes, the watch every day, a training every week")
    else:
        say("there is no champion for these flights yet, so no forecast; once flights have come together: docker compose run --rm learning "
            "python -m offblock.first_champion --deployment /deployment/deployment.json --train")


def main() -> int:
    from offblock.training import Training

    parser = argparse.ArgumentParser(prog="offblock.first_champion", description=__doc__.splitlines()[0])
    parser.add_argument("--deployment", type=Path, required=True, help="file that tells where the data bucket is")
    parser.add_argument("--localstack", default="localstack:4566", help="HOST:PORT (localstack:4566)")
    parser.add_argument("--train", action="store_true", help="train now, whether or not there is a champion")
    asked = parser.parse_args()
    cloud = located(asked.localstack)
    try:
        bucket = read_json(asked.deployment).get("bucket")
        if not bucket:
            raise Fault(f"{asked.deployment} names no bucket: nothing is deployed", "run: docker compose run --rm deploy", code=2)
        past = sandbox(os.environ)
        run(cloud, bucket, Training(cloud, bucket, past), source="sandbox" if past else "lufthansa", asked=asked.train,
            say=lambda text: print(text, flush=True))
        return 0
    except Fault as e:
        print(f"offblock: {e.what}: {e.fix}", file=sys.stderr)
        return e.code or 1


if __name__ == "__main__":
    sys.exit(main())
