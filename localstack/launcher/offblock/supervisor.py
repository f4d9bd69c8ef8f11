"""The process that owns all others: `python -m offblock.supervisor`. It outlives the `up` that started it.

It starts the system, keeps it running, notes what surely reached the stores, and on SIGTERM stops everything in order. If it is
killed, the kernel ends its children; what slips away is found by the next `up` or `down`.
"""

import argparse
import asyncio
import logging
import os
import signal
import sys
import time
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from offblock import pause, ports
from offblock.cloud import STORES, Cloud, FunctionFailed, Unreachable
from offblock.components import Settings
from offblock.crew import Crew
from offblock.drained import Watermark
from offblock.faults import Fault
from offblock.home import Home, write_json
from offblock.learning import Learning
from offblock.plugin import BEHIND, yield_as_a_session
from offblock.processes import Identity, adopt_orphans, belonging, descendants, end, reap_adopted
from offblock.progress import DOWN, UP, Progress, Step
from offblock.queues import whole
from offblock.startup import Startup

LOG = logging.getLogger("offblock.supervisor")
LOOK_SECONDS = 5.0
DRAIN_SECONDS = 10.0


class Supervisor:
    def __init__(self, settings: Settings, *, build: bool) -> None:
        self._settings, self._home = settings, settings.home
        self._cloud = Cloud(settings.ports.localstack)
        self._watermark = Watermark(self._home.run / "drained")
        self._crew = Crew(self._home)
        self._progress = Progress.begin(self._home.run / "progress.json", UP)
        self._startup = Startup(settings, self._crew, self._progress, self._watermark, build=build)
        self._crew.after_restart = self._restarted
        self._learning = Learning(settings, self._crew, self._progress)
        self._stop = asyncio.Event()
        self._mending = asyncio.Lock()

    async def run(self) -> int:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, self._stop.set)
        stopped = asyncio.create_task(self._stop.wait())
        starting = asyncio.create_task(self._startup.run())
        await asyncio.wait({starting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        code = 0
        if starting.done() and (fault := _fault(starting)) is not None:
            LOG.error("start failed: %s", fault)
            self._progress.fail(fault)
            code = fault.code
        elif starting.done():
            LOG.info("ready after %.1f s", time.time() - self._progress.since)
            await asyncio.to_thread(yield_as_a_session, os.getpid(), BEHIND)  # with what is installed and trained behind a ready system
            behind = [asyncio.create_task(self._chores()), asyncio.create_task(self._learning.run())]
            await stopped
            for task in behind:
                task.cancel()
            await asyncio.wait(behind)
        else:
            starting.cancel()
            await asyncio.wait({starting})
        stopped.cancel()
        await self._shutdown(failed=code != 0)
        return code

    async def _chores(self) -> None:
        """For as long as the system runs: whatever goes wrong with one look, the next one follows."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self._look()
            except Exception:
                LOG.exception("a look at what runs failed; the next one follows in %.0f s", LOOK_SECONDS)

    async def _look(self) -> None:
        reap_adopted(self._crew.pids())
        waiting = None
        try:
            depths = await asyncio.to_thread(self._cloud.depths)
            waiting = sum(depth.total for depth in depths.values())
            if pause.is_abandoned(self._home):
                LOG.info("harvest was paused by a command that is gone: switched on again")
                await asyncio.to_thread(pause.resume, self._home, self._cloud)
        except (Unreachable, FunctionFailed) as e:
            LOG.debug("%s", e.what)
        finally:
            # queues that are empty because they were just made anew prove nothing
            self._watermark.look(waiting if whole(self._home) else None, datetime.now(UTC))

    async def _restarted(self, name: str) -> None:
        """LocalStack forgot everything when it died; a store may have lost what its loaders gave up on."""
        if name != "localstack" and name not in STORES:
            return
        async with self._mending:
            if name == "localstack":
                LOG.info("deploying again into the new LocalStack")
                await self._startup.deploy(lambda _: None)
                for store in STORES:
                    await self._startup.schema(store)
                queued = await self._startup.replay(None)
                if not pause.is_paused(self._home):
                    await asyncio.to_thread(self._cloud.schedule, True)
                await self._learning.resume()
            else:
                await self._startup.schema(name)
                queued = await self._startup.replay(name)
                if (await asyncio.to_thread(self._cloud.depth, f"offblock-load-{name}-dlq")).visible:
                    LOG.info("sending the dead letters of %s back to their queue", name)
                    await asyncio.to_thread(self._cloud.redrive, name)
            LOG.info("%s is back; %s payloads queued again", name, queued)

    async def _shutdown(self, *, failed: bool) -> None:
        await asyncio.to_thread(yield_as_a_session, os.getpid(), 0)
        if not failed:
            self._progress.steps = [Step(id, title) for id, title in DOWN.items()]
            self._progress.since = time.time()
            self._progress.become("stopping")
            self._progress.start("drain")
            self._progress.finish("drain", await self._drain())
            self._progress.start("stop")
        await self._crew.stop("front")
        await self._crew.stop("mlflow")
        await self._crew.stop("localstack")
        mine = descendants([os.getpid()]) - self._crew.pids() - descendants(self._crew.pids())
        await asyncio.to_thread(end, mine, 5.0)
        await asyncio.gather(self._crew.stop("sandbox"), *(self._crew.stop(store) for store in STORES))
        reap_adopted(())
        left = await asyncio.to_thread(end, belonging(self._home.path) | descendants([os.getpid()]), 5.0)
        busy = [number for number in self._settings.ports.named().values() if not ports.is_free(number)]
        for name in ("deployment.json", "components.json"):
            (self._home.run / name).unlink(missing_ok=True)
        if not failed:
            self._progress.finish("stop", f"left: pids {sorted(left)}" if left else f"ports still held: {busy}" if busy else "no process, no port left",
                                  "failed" if left or busy else "done")
            self._progress.become("stopped")

    async def _drain(self) -> str:
        """Ends harvesting and gives the loaders some seconds; what they do not finish is loaded after the next start."""
        if not self._crew.running("localstack") or not (self._home.run / "deployment.json").exists():
            return "nothing was running"
        deadline, waiting = time.monotonic() + DRAIN_SECONDS, None
        try:
            await asyncio.to_thread(self._cloud.schedule, False)
            while time.monotonic() < deadline:
                waiting = sum(d.total for d in (await asyncio.to_thread(self._cloud.depths)).values())
                if not waiting:
                    break
                self._progress.say("drain", f"{waiting} messages")
                await asyncio.sleep(0.5)
        except Fault as e:
            LOG.warning("drain: %s", e.what)
        return f"{waiting} messages are loaded after the next start" if waiting else "all loaded"


def _fault(task: asyncio.Task) -> Fault | None:
    """The first cause why a start failed."""
    if task.cancelled():
        return Fault("the start was stopped")
    error: BaseException | None = task.exception()
    if error is None:
        return None
    while isinstance(error, BaseExceptionGroup):
        faults = [e for e in error.exceptions if isinstance(e, Fault)]
        error = (faults or error.exceptions)[0]
    if isinstance(error, Fault):
        return error
    LOG.error("start failed", exc_info=error)
    return Fault(f"the start failed: {type(error).__name__}: {error}", "read .offblock/log/supervisor.log")


def main() -> int:
    parser = argparse.ArgumentParser(prog="offblock.supervisor")
    parser.add_argument("--recording", type=Path)
    parser.add_argument("--no-build", action="store_true")
    asked = parser.parse_args()
    home = Home.from_environment()
    home.make()
    handler = RotatingFileHandler(home.log / "supervisor.log", maxBytes=4 << 20, backupCount=2)
    logging.basicConfig(level=logging.INFO, handlers=[handler], format="%(asctime)s %(levelname)s %(name)s %(message)s")
    me = Identity.of(os.getpid())
    write_json(home.run / "supervisor.pid", {**me.as_json(), "since": time.time()})
    adopt_orphans()

    async def supervise() -> int:
        return await Supervisor(Settings(home, ports.from_environment(), asked.recording), build=not asked.no_build).run()

    try:
        return asyncio.run(supervise())
    except Fault as e:
        LOG.error("%s", e)
        return e.code
    finally:
        (home.run / "supervisor.pid").unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
