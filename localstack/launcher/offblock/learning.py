"""What goes on behind a ready system: MLflow's packages and its server, the first champion, then the forecasts. Never holds `up` back,
and no failure of it stops the system."""

import asyncio
import json
import logging
import os
import sys
import time

from offblock import build, components
from offblock.cloud import STORES, Cloud
from offblock.components import Settings
from offblock.crew import Crew
from offblock.faults import Fault
from offblock.home import LAUNCHER, read_json
from offblock.processes import MARK
from offblock.progress import Progress

LOG = logging.getLogger("offblock.learning")
CHAMPION = "state/model/champion.json"
REASON = "there was no champion yet"
TRIES = 3
PAUSE_SECONDS = 30.0
LOADED_WITHIN_SECONDS = 30.0
LOOK_SECONDS = 2.0


def forecast_by_champion(cloud: Cloud, bucket: str, *, simulated: bool) -> bool:
    """Switches the forecasts on where there is a champion for the world that is harvested, off where it is another's; whether there is one. A model
    of the simulated world says nothing of real flights, and into its bucket may be harvested with a key later."""
    champion = cloud.get_object(bucket, CHAMPION)
    if champion is None:
        return False
    fits = simulated or json.loads(champion).get("world") != "simulated"
    cloud.switch_forecasts(fits)
    return fits


class Learning:
    """Started when the page shows flights, ended with the supervisor."""

    def __init__(self, settings: Settings, crew: Crew, progress: Progress) -> None:
        self._settings, self._crew, self._progress = settings, crew, progress

    async def run(self) -> None:
        await self._first_harvest_loaded()
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
        try:
            if await self.resume():
                return
            if self._settings.uses_sandbox and os.environ.get("OFFBLOCK_FIRST_TRAINING", "on") != "off":
                LOG.info("there is no champion yet: the first one is trained on the simulated world's own past")
                await asyncio.to_thread(build.native_libraries, self._settings.home)
                await self._train()
            else:
                LOG.info("there is no champion for these flights yet: ./offblock train makes the first one")
        except Fault as e:
            LOG.warning("the first training: %s", e)
        await self._forecast_once_there_is_one()

    async def _first_harvest_loaded(self) -> None:
        """Or half a minute over: who has waited for `up` looks at the page now, and the loaders take what is left of the processor."""
        cloud, until = Cloud(self._settings.ports.localstack), time.monotonic() + LOADED_WITHIN_SECONDS
        while time.monotonic() < until:
            try:
                if not sum([(await asyncio.to_thread(cloud.depth, f"offblock-load-{store}")).total for store in STORES]):
                    return
            except Fault as e:
                LOG.debug("looking whether the first harvest is loaded: %s", e)
            await asyncio.sleep(LOOK_SECONDS)

    async def _forecast_once_there_is_one(self) -> None:
        """Whoever trains the first one, later."""
        while True:
            try:
                if await self.resume():
                    return
            except Fault as e:
                LOG.debug("looking for a champion: %s", e)
            await asyncio.sleep(PAUSE_SECONDS)

    async def resume(self) -> bool:
        """Switches the forecasts on where there is a champion for what is harvested; whether there is one."""
        bucket = read_json(self._settings.home.run / "deployment.json").get("bucket", components.DATA_BUCKET)
        return await asyncio.to_thread(forecast_by_champion, Cloud(self._settings.ports.localstack), bucket, simulated=self._settings.uses_sandbox)

    async def _train(self) -> None:
        home = self._settings.home
        process = await asyncio.create_subprocess_exec(
            str(home.venv_python), "-B", "-m", "offblock", "train", "--source", "sandbox", "--reason", REASON, "--wait", stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(LAUNCHER), MARK: str(home.path), "OFFBLOCK_HOME": str(home.path), "OFFBLOCK_TOOLS": str(home.tools)})
        try:
            said, _ = await process.communicate()
            LOG.info("the first training ended with %s: %s", process.returncode, said.decode(errors="replace")[-1500:])
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
