"""The running components: started, watched, started again when one dies, stopped in order."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from offblock.child import Child
from offblock.components import Component
from offblock.faults import Fault
from offblock.home import Home, write_json

LOG = logging.getLogger("offblock.crew")
LONGEST_PAUSE = 30.0
STABLE_SECONDS = 60.0
MEND_AGAIN_SECONDS = 3.0
WRITE_AGAIN_SECONDS = 5.0

AfterRestart = Callable[[str], Awaitable[None]]


class Crew:
    """Starts from one thread and one event loop: the kernel ends the children with that thread."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._children: dict[str, Child] = {}
        self._watches: dict[str, asyncio.Task] = {}
        self._restarts: dict[str, int] = {}
        self._states: dict[str, str] = {}
        self._unwritten: asyncio.TimerHandle | None = None
        self.after_restart: AfterRestart | None = None

    async def start(self, component: Component) -> None:
        """Starts it and returns when it is ready; from then on it is watched."""
        await self._begin(component)
        await self._children[component.name].until_ready()
        self._state(component.name, "ready")
        self._watches[component.name] = asyncio.create_task(self._watch(component))

    async def stop(self, name: str) -> None:
        watch = self._watches.pop(name, None)
        if watch:
            watch.cancel()
            await asyncio.wait([watch])
        child = self._children.get(name)
        if child:
            self._state(name, "stopping")
            await child.stop()
            self._children.pop(name, None)
            self._states.pop(name, None)
            self._write()

    def pids(self) -> set[int]:
        return {child.pid for child in self._children.values()}

    def running(self, name: str) -> bool:
        return name in self._children and self._children[name].running

    async def _begin(self, component: Component) -> None:
        child = await Child.start(component, self._home.log)
        self._children[component.name] = child
        self._state(component.name, "starting")

    async def _watch(self, component: Component) -> None:
        """Keeps one component alive. A quick death after a start doubles the pause before the next."""
        name, pause = component.name, 0.5
        while True:
            child = self._children[name]
            code = await child.until_end()
            if time.time() - child.since > STABLE_SECONDS:
                pause = 0.5
            self._restarts[name] = self._restarts.get(name, 0) + 1
            self._state(name, "restarting")
            LOG.warning("%s ended with %s; started again in %.1f s", name, code, pause)
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)
            try:
                await self._begin(component)
                await self._children[name].until_ready()
            except Exception as e:
                LOG.warning("%s", e.what if isinstance(e, Fault) else repr(e), exc_info=not isinstance(e, Fault))
                await self._children[name].stop()
                continue
            if await self._mended(name):
                self._state(name, "ready")

    async def _mended(self, name: str) -> bool:
        """Whether it lived to be ready. One that dies while it is mended is started again at once: others, whose mending needs it, wait for it."""
        self._state(name, "mending")
        mending, ended = asyncio.create_task(self._mend(name)), asyncio.create_task(self._children[name].until_end())
        try:
            await asyncio.wait({mending, ended}, return_when=asyncio.FIRST_COMPLETED)
            return not ended.done()
        finally:
            for task in (mending, ended):
                task.cancel()
            await asyncio.gather(mending, ended, return_exceptions=True)

    async def _mend(self, name: str) -> None:
        """What a restart cost is put back before it counts as ready; tried again while it fails and the component lives. What nobody
        foresaw may never pass: pauses between such trials grow."""
        pause = MEND_AGAIN_SECONDS
        while self.after_restart and self.running(name):
            try:
                return await self.after_restart(name)
            except Fault as e:
                LOG.warning("after the restart of %s: %s; tried again", name, e.what)
                pause = MEND_AGAIN_SECONDS
            except Exception:
                LOG.exception("after the restart of %s: tried again", name)
                pause = min(LONGEST_PAUSE, pause * 2)
            await asyncio.sleep(pause)

    def _state(self, name: str, state: str) -> None:
        self._states[name] = state
        self._write()

    def _write(self) -> None:
        """Where it fails, as on a full disk, the components go on; it is tried again with the next change, or in some seconds while there are any."""
        failed_before = self._unwritten is not None
        if self._unwritten:
            self._unwritten.cancel()
            self._unwritten = None
        try:
            write_json(self._home.run / "components.json", {"components": [
                {"name": name, **child.identity.as_json(), "since": child.since, "state": self._states.get(name, "starting"),
                 "restarts": self._restarts.get(name, 0), "port": child.component.port} for name, child in self._children.items()]})
        except OSError as e:
            if not failed_before:
                LOG.warning("how the components are cannot be written: %r; tried again", e)
            if self._children:
                self._unwritten = asyncio.get_running_loop().call_later(WRITE_AGAIN_SECONDS, self._write)
        else:
            if failed_before:
                LOG.info("how the components are is written again")
