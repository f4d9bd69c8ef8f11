"""What goes on behind a ready system: MLflow's packages and its server. Never holds `up` back, and no failure of it stops the system."""

import asyncio
import logging
import sys

from offblock import build, components
from offblock.components import Settings
from offblock.crew import Crew
from offblock.faults import Fault
from offblock.progress import Progress

LOG = logging.getLogger("offblock.learning")
TRIES = 3
PAUSE_SECONDS = 30.0


class Learning:
    """Started when the page shows flights, ended with the supervisor."""

    def __init__(self, settings: Settings, crew: Crew, progress: Progress) -> None:
        self._settings, self._crew, self._progress = settings, crew, progress

    async def run(self) -> None:
        for trial in range(TRIES):
            try:
                await build.mlflow(self._settings.home, sys.executable, LOG.debug)
                await self._crew.start(components.mlflow(self._settings))
                break
            except Fault as e:
                LOG.warning("MLflow is not there: %s", e)
                await self._crew.stop("mlflow")
                await asyncio.sleep(PAUSE_SECONDS * (trial + 1))
        else:
            LOG.error("no MLflow in this run: nothing is trained; ./offblock down and ./offblock up try again")
            return
        self._progress.addresses = {**self._progress.addresses, "MLflow": f"http://localhost:{self._settings.ports.mlflow}"}
        self._progress.save()
