"""The processes that Offblock is made of: how each is started, when it is ready, how it is stopped."""

import asyncio
import http.client
import os
import shutil
import urllib.request
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from offblock.cloud import REGION, Cloud
from offblock.faults import Fault
from offblock.home import LAUNCHER, ROOT, Home
from offblock.keys import PROVIDER, Keys
from offblock.plugin import BEHIND, Installation, localstack_environment
from offblock.ports import HOST, Ports, answers
from offblock.processes import MARK
from offblock.tools import Tools

LOCAL = ROOT / "localstack"
DATA_BUCKET = "offblock-data"  # as the template names it
WARM = ("offblock-ask-postgres",)  # the map and the boards: who opens the page after a quiet hour does not wait for a start
AWAITED = ("offblock-ask-",)
STORE_MAINS = {"postgres": "PostgresMain", "mongodb": "MongodbMain", "opensearch": "OpenSearchMain", "neo4j": "Neo4jMain"}

Ready = Callable[[], Awaitable[bool]]


@dataclass(frozen=True)
class Component:
    """One process. Ready when it prints a line that begins with `ready_line`, or when `ready` says so."""

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: dict[str, str] = field(repr=False)
    port: int
    ready_line: str | None = None
    ready: Ready | None = None
    start_seconds: float = 90.0
    stop_seconds: float = 15.0
    niceness: int = 0


@dataclass(frozen=True)
class Settings:
    """What one run of the system is started with."""

    home: Home
    ports: Ports
    recording: Path | None = None

    @property
    def real_provider(self) -> bool:
        """Harvest from Lufthansa itself, with the key of the environment."""
        return self.keys.provider() is not None

    @property
    def uses_sandbox(self) -> bool:
        return self.recording is not None or not self.real_provider

    @property
    def keys(self) -> Keys:
        return Keys(self.home)

    def provider(self) -> tuple[str, dict[str, str]]:
        """Address of the API to harvest, and client id and secret."""
        if self.uses_sandbox:
            return f"http://{HOST}:{self.ports.sandbox}/v1", {"id": "offblock", "secret": "sandbox"}
        return os.environ.get("LUFTHANSA_URL", "https://api.lufthansa.com/v1"), self.keys.provider()


def store(settings: Settings, tools: Tools, name: str) -> Component:
    folder = LOCAL / "stores" / name
    try:
        options = (folder / "jvm.options").read_text().split()
        class_path = (folder / "target" / "classpath.txt").read_text().strip()
    except OSError as e:
        raise Fault(f"the {name} store is not built: {e.strerror}: {e.filename}", "run: ./mvnw package -DskipTests") from e
    data = settings.home.data / name
    data.mkdir(parents=True, exist_ok=True)
    port = getattr(settings.ports, name)
    login = {"POSTGRES_USER": "offblock", "POSTGRES_PASSWORD_FILE": str(settings.keys.password_file())} if name == "postgres" else {}
    return Component(
        name, (tools.java, *options, "-cp", f"{class_path}:{folder / 'target' / 'classes'}", main_class(folder, name),
               "--port", str(port), "--data", str(data)),
        data, _environment(settings, {"JAVA_HOME": str(tools.java_home), "MALLOC_ARENA_MAX": "2", **login}), port,
        ready_line="ready ", start_seconds=180.0, stop_seconds=25.0)


def main_class(folder: Path, name: str) -> str:
    return f"io.offblock.stores.{STORE_MAINS[name]}"


def sandbox(settings: Settings, tools: Tools) -> Component:
    folder = LOCAL / "sandbox"
    recording = ("--recording", str(settings.recording)) if settings.recording else ()
    class_path = folder / "target" / "classpath.txt"
    if not class_path.exists():
        raise Fault(f"the sandbox is not built: {class_path} is missing", "run: ./mvnw package -DskipTests")
    options_file = folder / "jvm.options"
    options = options_file.read_text().split() if options_file.exists() else ["-Xmx192m", "-XX:+UseSerialGC"]
    data = settings.home.data / "sandbox"
    data.mkdir(parents=True, exist_ok=True)
    return Component(
        "sandbox", (tools.java, *options, "-cp", f"{class_path.read_text().strip()}:{folder / 'target' / 'classes'}",
                    "io.offblock.sandbox.SandboxMain", "--port", str(settings.ports.sandbox), *recording),
        data, _environment(settings, {"JAVA_HOME": str(tools.java_home)}), settings.ports.sandbox, ready_line="ready ", niceness=BEHIND)


def localstack(settings: Settings, tools: Tools) -> Component:
    home, port = settings.home, settings.ports.localstack
    shutil.rmtree(home.path / "localstack" / "tmp", ignore_errors=True)
    installation = Installation(
        root=home.path / "localstack", port=port, java_home=tools.java_home,
        runtime_interface=LOCAL / "runtime-interface" / "target" / "lib", objects=home.data / "objects",
        environments_per_function=int(os.environ.get("OFFBLOCK_ENVIRONMENTS", "2")), warm=WARM, awaited=AWAITED)

    async def ready() -> bool:
        return await asyncio.to_thread(Cloud(port).ready)

    return Component(
        "localstack", (str(home.venv_python), "-m", "localstack.runtime.main"), home.path,
        {**localstack_environment(installation), MARK: str(home.path)}, port, ready=ready, start_seconds=120.0, stop_seconds=20.0)


def mlflow(settings: Settings) -> Component:
    """MLflow's server as one process. Its own command keeps a second one, as large, that only starts and waits; so uvicorn is
    started here, told what the command would tell it, in the names of the locked version (`mlflow.server.constants`)."""
    home, port = settings.home, settings.ports.mlflow
    python = home.mlflow_venv / "bin" / "python"
    if not python.exists():
        raise Fault("MLflow's packages are not installed", "run: ./offblock down, ./offblock up")
    data = home.data / "mlflow"
    data.mkdir(parents=True, exist_ok=True)
    database = f"sqlite:///{data / 'mlflow.db'}"
    environment = {
        "_MLFLOW_SERVER_FILE_STORE": database, "_MLFLOW_SERVER_REGISTRY_STORE": database, "_MLFLOW_SERVER_SERVE_ARTIFACTS": "true",
        "_MLFLOW_SERVER_ARTIFACT_ROOT": "mlflow-artifacts:/", "_MLFLOW_SERVER_ARTIFACT_DESTINATION": f"s3://{DATA_BUCKET}/mlflow",
        "_MLFLOW_SGI_NAME": "uvicorn", "MLFLOW_S3_ENDPOINT_URL": f"http://{HOST}:{settings.ports.localstack}",
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION, "AWS_CONFIG_FILE": os.devnull,
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "MLFLOW_DISABLE_TELEMETRY": "true", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2"}

    async def ready() -> bool:
        return await asyncio.to_thread(_healthy, f"http://{HOST}:{port}/health")

    return Component(
        "mlflow", (str(python), "-B", "-m", "uvicorn", "mlflow.server.fastapi_app:app", "--host", HOST, "--port", str(port), "--workers", "1",
                   "--log-level", "warning"),
        data, _environment(settings, environment), port, ready=ready, start_seconds=180.0, stop_seconds=10.0, niceness=BEHIND)


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (OSError, http.client.HTTPException):
        return False


def front(settings: Settings) -> Component:
    home, port = settings.home, settings.ports.page

    async def ready() -> bool:
        return await asyncio.to_thread(answers, port)

    return Component(
        "front", (str(home.venv_python), "-B", "-m", "offblock.front", "--port", str(port), "--localstack", str(settings.ports.localstack),
                  "--deployment", str(home.run / "deployment.json"), "--page", str(ROOT / "web" / "dist")),
        ROOT, _environment(settings, {"PYTHONPATH": str(LAUNCHER)}), port, ready=ready, start_seconds=60.0, stop_seconds=5.0)


def _environment(settings: Settings, more: dict[str, str]) -> dict[str, str]:
    """The caller's environment without the provider's key, with the mark by which `down` knows its own."""
    kept = {k: v for k, v in os.environ.items() if k not in (*PROVIDER, "JAVA_TOOL_OPTIONS")}
    return {**kept, MARK: str(settings.home.path), **more}
