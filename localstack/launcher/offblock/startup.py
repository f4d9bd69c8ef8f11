"""What `up` does, step by step; what can go side by side does. Runs in the supervisor."""

import asyncio
import http.client
import json
import os
import shutil
import sys
import time
import urllib.request

from offblock import build, components, ports
from offblock.cloud import STORES, Cloud, FunctionFailed
from offblock.components import Settings
from offblock.crew import Crew
from offblock.drained import Watermark
from offblock.faults import Fault
from offblock.home import LAUNCHER, read_json, write_json
from offblock.ports import HOST
from offblock.processes import MARK, belonging, end
from offblock.progress import Progress
from offblock.tools import Tools, find

FIRST_FLIGHTS_SECONDS = 240.0
REPLAY_PIECE = 500
# Ten payloads of some thousand flights each take their time on a busy machine. What fails earlier comes back at once: offblock_localstack.messages.
LOAD_SECONDS = "240"
RETRY_SECONDS = "300"


class Startup:
    """Brings the system up in one crew; `deploy` and `prepare_store` serve again when a part was restarted."""

    def __init__(self, settings: Settings, crew: Crew, progress: Progress, watermark: Watermark, *, build: bool = True) -> None:
        self._settings, self._crew, self._progress, self._watermark = settings, crew, progress, watermark
        self._build = build
        self._cloud = Cloud(settings.ports.localstack)
        self._tools: Tools | None = None

    async def run(self) -> None:
        await self._check()
        async with asyncio.TaskGroup() as group:
            python = group.create_task(self._built("python"))
            java = group.create_task(self._built("java"))
            web = group.create_task(self._built("web"))
            stores = group.create_task(self._stores(java))
            deployed = group.create_task(self._deployed(python, java))
            group.create_task(self._filled(stores, deployed, python, web))
        self._progress.addresses = self.addresses()
        self._progress.become("ready")

    def addresses(self) -> dict[str, str]:
        p = self._settings.ports
        return {"page": f"http://localhost:{p.page}", "API": f"http://localhost:{p.page}/v1/status", "LocalStack": f"http://localhost:{p.localstack}"}

    async def _check(self) -> None:
        self._progress.start("tools")
        left = await asyncio.to_thread(belonging, self._settings.home.path)
        if left:
            self._progress.say("tools", f"stopping {len(left)} processes that an earlier run left")
            await asyncio.to_thread(end, left)
        self._tools = await asyncio.to_thread(find)
        busy = ports.busy(self._settings.ports)
        if busy:
            raise Fault("; ".join(busy[:1]) + "".join(f"\n  also: {one}" for one in busy[1:]), "free the port or choose another, then: ./offblock up", code=75)
        self._progress.finish("tools", f"JDK {self._tools.java_version}, ports {self._settings.ports.page}, {self._settings.ports.localstack} … free")

    async def _built(self, name: str) -> None:
        def say(text: str) -> None:
            self._progress.say(name, text)

        home = self._settings.home
        if not self._build and name != "python":
            self._progress.finish(name, "as it is (--no-build)", "skipped")
            return
        self._progress.start(name, "comparing sources")
        if name == "python":
            fresh = await build.python(home, sys.executable, say)
        elif name == "java":
            fresh = await build.java(home, self._tools, say)
        else:
            fresh = await build.web(home, self._tools, say)
        self._progress.finish(name, "" if fresh else "unchanged", "done" if fresh else "skipped")

    async def _stores(self, java: asyncio.Task) -> None:
        """Beside the build where nothing of the stores is to be built, else after it."""
        if self._build and not await asyncio.to_thread(build.stores_part().is_current, self._settings.home):
            await asyncio.wait([java])
            if java.exception() or java.cancelled():
                return
        self._progress.start("stores")
        waiting = {name: time.time() for name in STORES}
        parts = [components.store(self._settings, self._tools, name) for name in STORES]
        if self._settings.uses_sandbox:
            parts.append(components.sandbox(self._settings, self._tools))
            waiting["sandbox"] = time.time()

        async def one(component) -> None:
            began = time.time()
            await self._crew.start(component)
            waiting.pop(component.name)
            self._progress.say("stores", f"{component.name} took {time.time() - began:.1f} s; waiting for {', '.join(waiting) or 'none'}")

        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(one(part))
        self._progress.finish("stores", f"{len(parts)} ready")

    async def _deployed(self, python: asyncio.Task, java: asyncio.Task) -> None:
        await python
        interface = components.LOCAL / "runtime-interface" / "target" / "lib"
        if not any(interface.glob("*.jar")):
            await java
        self._progress.start("localstack")
        await self._crew.start(components.localstack(self._settings, self._tools))
        self._progress.finish("localstack")
        await java
        self._progress.start("deploy")
        count = await self.deploy(lambda text: self._progress.say("deploy", text))
        self._progress.finish("deploy", f"{count} resources")

    async def _filled(self, stores: asyncio.Task, deployed: asyncio.Task, python: asyncio.Task, web: asyncio.Task) -> None:
        await asyncio.gather(stores, deployed)
        self._progress.start("schema")
        await asyncio.gather(*(self.schema(name) for name in STORES))
        self._progress.finish("schema")
        self._progress.start("replay")
        queued = await self.replay(None)
        self._progress.finish("replay", f"{queued} payloads queued again" if queued else "nothing missing")
        self._progress.start("harvest")
        await asyncio.to_thread(self._cloud.schedule, True)
        await asyncio.to_thread(self._cloud.start, "offblock-harvest", {})
        await web
        self._progress.start("page")
        await self._crew.start(components.front(self._settings))
        await self._until_flights()

    async def deploy(self, say) -> str:
        """Deploys into LocalStack, leaves the schedule off, and tells the front where the gateway is."""
        home = self._settings.home
        process = await asyncio.create_subprocess_exec(
            str(home.venv_python), "-B", "-m", "offblock.deployment", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(LAUNCHER), MARK: str(home.path)})
        try:
            process.stdin.write(json.dumps({"port": self._settings.ports.localstack, "parameters": self._parameters(), "secrets": self._secrets()}).encode())
            process.stdin.close()
            errors = asyncio.create_task(process.stderr.read())
            outputs: dict[str, str] = {}
            async for line in process.stdout:
                said = json.loads(line)
                if "say" in said:
                    say(said["say"])
                elif "fault" in said:
                    raise Fault(**said["fault"])
                else:
                    outputs = said["result"]
            await process.wait()
            if not outputs:
                raise Fault(f"the deployment ended with {process.returncode}: {(await errors).decode(errors='replace')[-400:]}", "read .offblock/log/supervisor.log")
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        await asyncio.to_thread(self._cloud.schedule, False)
        write_json(home.run / "deployment.json", {"api": outputs["ApiId"], "stage": outputs["Stage"], "bucket": outputs["DataBucket"]})
        return outputs["resources"]

    async def schema(self, store: str) -> None:
        await self._patiently(lambda: self._cloud.invoke(f"offblock-schema-{store}", {}, 320.0))

    async def replay(self, store: str | None) -> int:
        """Queues again what was stored since all queues were last known to be empty; how many payloads. By the moment of storing:
        an imported payload was fetched long before."""
        since, bucket = self._watermark.read(), read_json(self._settings.home.run / "deployment.json")["bucket"]
        if not await asyncio.to_thread(lambda: next(self._cloud.objects(bucket, "raw/"), None)):
            return 0
        asked: dict = {"store": store, "since": None, "until": None, "keys": None}
        if since is None:
            return await self._replay_all(asked)
        keys = await asyncio.to_thread(lambda: [key for place in ("raw/", "seen/") for key, stored in self._cloud.objects(bucket, place) if stored >= since])
        for start in range(0, len(keys), REPLAY_PIECE):
            event = {**asked, "keys": keys[start:start + REPLAY_PIECE]}
            await self._patiently(lambda event=event: self._cloud.invoke("offblock-replay", event, 900.0))
        return len(keys)

    async def _replay_all(self, asked: dict) -> int:
        queued, after = 0, None
        while True:
            event = {**asked, "after": after}
            said = await self._patiently(lambda event=event: self._cloud.invoke("offblock-replay", event, 900.0))
            queued += int(said["payloads"])
            after = said.get("next")
            if after is None:
                return queued

    async def _patiently(self, call, attempts: int = 3):
        """A function whose process was just killed or whose store just came up may fail once."""
        for attempt in range(attempts):
            try:
                return await asyncio.to_thread(call)
            except FunctionFailed:
                if attempt == attempts - 1:
                    raise
                await asyncio.sleep(2)

    async def _until_flights(self) -> None:
        """The harvest goes on by itself; ready is what shows its first flights."""
        began, url = time.monotonic(), f"http://{HOST}:{self._settings.ports.page}"
        while True:
            count, page = await asyncio.to_thread(_look, url)
            if page and count and await asyncio.to_thread(_tells_ready, url):
                self._progress.finish("harvest", "its first answers are in the stores, it goes on every minute")
                self._progress.finish("page", f"{count} airborne")
                return
            if time.monotonic() - began > FIRST_FLIGHTS_SECONDS:
                if not page or count is None:
                    raise Fault(f"{url} did not answer within {FIRST_FLIGHTS_SECONDS:.0f} s", "see: ./offblock logs ask-postgres --since 10m")
                self._progress.finish("harvest", "started; it goes on every minute")
                self._progress.finish("page", "answers; no flight is airborne yet")
                return
            self._progress.say("page", "waking every function that answers" if page and count else "waiting for the first flights" if page else "waiting for the page")
            await asyncio.sleep(0.3)

    def _parameters(self) -> dict[str, str]:
        p = self._settings.ports
        return {
            "AwsEndpoint": self._cloud.url, "LoadTimeout": LOAD_SECONDS, "RetryAfter": RETRY_SECONDS,
            "PostgresUrl": f"jdbc:postgresql://{HOST}:{p.postgres}/offblock",
            "OpensearchUrl": f"http://{HOST}:{p.opensearch}", "Neo4jUri": f"bolt://{HOST}:{p.neo4j}",
            "MlflowUrl": f"http://{HOST}:{p.mlflow}", "NativeLibraries": str(self._settings.home.tools / "pytorch"),
            "TrainingSources": "sandbox" if self._settings.uses_sandbox else "lufthansa",
            "ApiKey": self._settings.keys.made("api"), "WebhookReach": "private", "LufthansaUrl": self._settings.provider()[0]}

    def _secrets(self) -> dict[str, dict[str, str]]:
        return self._settings.keys.all(mongodb=f"mongodb://{HOST}:{self._settings.ports.mongodb}/offblock", provider=self._settings.provider()[1])


def reset(home) -> None:
    """Removes all data; what was built stays, and so do the functions' class archives, which hold none."""
    for folder in (home.data, home.run):
        shutil.rmtree(folder, ignore_errors=True)
    home.make()


def _tells_ready(url: str) -> bool:
    """Whether the system says of itself that it is ready; asking wakes the functions of all stores."""
    try:
        with urllib.request.urlopen(f"{url}/v1/status", timeout=35) as answer:
            return bool(json.load(answer).get("ready"))
    except (OSError, ValueError, http.client.HTTPException):
        return False


def _look(url: str) -> tuple[int | None, bool]:
    """Flights airborne as the page would show them, and whether the page is there."""
    count = None
    try:
        with urllib.request.urlopen(f"{url}/v1/flights/airborne", timeout=30) as answer:
            count = int(json.load(answer).get("count", 0))
    except (OSError, ValueError, http.client.HTTPException):
        pass
    try:
        with urllib.request.urlopen(f"{url}/", timeout=5) as answer:
            return count, answer.status == 200
    except (OSError, http.client.HTTPException):
        return count, False
