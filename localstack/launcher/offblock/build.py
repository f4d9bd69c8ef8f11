"""Builds what is not built: the Python packages, the Java parts, the page. Each is skipped while its sources have not changed."""

import asyncio
import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from offblock.faults import Fault
from offblock.home import ROOT, Home, read_json, write_json
from offblock.plugin import BEHIND, yield_as_a_session, yielding
from offblock.tools import Tools

LOCK = ROOT / "localstack" / "requirements.txt"
UV_LOCK = ROOT / "localstack" / "uv" / "requirements.txt"
MLFLOW_LOCK = ROOT / "localstack" / "mlflow" / "requirements.txt"
PLUGIN = ROOT / "localstack" / "plugin"
MODULES = ("core", "aws", "harvest", "postgres", "mongodb", "opensearch", "neo4j", "operations", "learning")
ZIPS = tuple(ROOT / "functions" / name / "target" / "function.zip" for name in MODULES[2:])
SKIPPED_FOLDERS = {"target", "node_modules", "dist", "__pycache__", ".git", ".pytest_cache", "tests", "test", "build"}

Say = Callable[[str], None]


@dataclass(frozen=True)
class Part:
    """Something built: where its sources are and what must be there afterwards."""

    name: str
    sources: tuple[Path, ...]
    products: tuple[Path, ...]

    def fingerprint(self) -> str:
        """Changes with the name, size or time of any source file. Tests are no source of what runs."""
        digest = hashlib.sha256()
        for file in sorted(files(self.sources)):
            stat = file.stat()
            digest.update(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def is_current(self, home: Home) -> bool:
        return (all(product.exists() for product in self.products)
                and read_json(self._stamp(home)).get("fingerprint") == self.fingerprint())

    def stamp(self, home: Home, fingerprint: str) -> None:
        write_json(self._stamp(home), {"fingerprint": fingerprint})

    def _stamp(self, home: Home) -> Path:
        return home.build / f"{self.name}.json"


def files(sources: Iterable[Path]) -> Iterable[Path]:
    for source in sources:
        if source.is_file():
            yield source
        for folder, below, names in os.walk(source):
            below[:] = [name for name in below if name not in SKIPPED_FOLDERS]
            yield from (Path(folder) / name for name in names)


def java_part() -> Part:
    local = ROOT / "localstack"
    places = [ROOT / "functions" / name for name in MODULES] + [ROOT / "model", local / "sandbox", local / "runtime-interface", local / "stores", local / "bench"]
    return Part("java", (ROOT / "pom.xml", ROOT / "sql", *places), (*ZIPS, local / "runtime-interface" / "target" / "lib"))


def stores_part() -> Part:
    """What must be built for the stores and the sandbox to start; they may, while the functions are still being built."""
    stores = [ROOT / "localstack" / "stores" / name for name in ("postgres", "mongodb", "opensearch", "neo4j")]
    places = [*stores, ROOT / "localstack" / "sandbox"]
    return Part("stores", (ROOT / "pom.xml", *places), tuple(place / "target" / "classpath.txt" for place in places))


def model_part() -> Part:
    """What must be built to train and evaluate from files alone."""
    target = ROOT / "model" / "target"
    return Part("model", (ROOT / "pom.xml", ROOT / "functions" / "core", ROOT / "model"), (target / "classpath.txt", target / "classes"))


def web_part() -> Part:
    web = ROOT / "web"
    return Part("web", (web, ROOT / "infra" / "openapi.yaml"), (web / "dist" / "index.html",))


def python_part(home: Home) -> Part:
    return Part("python", (LOCK, PLUGIN), (home.venv_python,))


async def command(words: list[str], log: Path, *, folder: Path = ROOT, environment: dict[str, str] | None = None,
                  fix: str = "", say: Say | None = None, niceness: int = 0) -> None:
    """Runs a build command with its words in the log; a Fault quotes the last lines of what it said."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        out.write(f"\n$ {' '.join(words)}\n".encode())
        process = await asyncio.create_subprocess_exec(
            *yielding(words, niceness), cwd=folder, env={**os.environ, **(environment or {})}, stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, limit=1 << 20, start_new_session=True)
        last: list[str] = []
        try:
            if niceness:
                await asyncio.to_thread(yield_as_a_session, process.pid, niceness)
            async for line in process.stdout:
                out.write(line)
                out.flush()
                words_said = line.decode(errors="replace").strip()
                if words_said:
                    last = [*last[-14:], words_said]
                    if say:
                        say(words_said[:100])
            code = await process.wait()
        except asyncio.CancelledError:
            try:
                os.killpg(process.pid, 15)
            except ProcessLookupError:
                pass
            await process.wait()
            raise
    if code:
        errors = [line for line in last if "ERROR" in line or "error" in line.lower()] or last
        raise Fault(f"`{' '.join(words[:4])} …` ended with {code}:\n    " + "\n    ".join(errors[:8]),
                    fix or f"read {log}")


async def python(home: Home, python: str, say: Say) -> bool:
    """The venv of LocalStack, the plugin and this command's richer parts; exactly the lock's files, by their hashes."""
    part = python_part(home)
    if await asyncio.to_thread(part.is_current, home):
        return False
    fingerprint = await asyncio.to_thread(part.fingerprint)
    log = home.log / "build-python.log"
    fix = f"check the network and the package index, then run again; the whole output is in {log}"
    # An installer that was stopped leaves packages that look installed and lack files.
    half = home.build / "python.half"
    if half.exists():
        await asyncio.to_thread(shutil.rmtree, home.venv, ignore_errors=True)
    half.touch()
    if not home.venv_python.exists():
        say("making the venv")
        await command([python, "-m", "venv", str(home.venv)], log, fix=fix)
    uv = home.venv / "bin" / "uv"
    if not uv.exists():
        say("installing uv")
        await command([str(home.venv_python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", str(UV_LOCK)],
                      log, fix=fix)
    say("installing the locked packages")
    target = ["--python", str(home.venv_python)]
    await command([str(uv), "pip", "install", *target, "--require-hashes", "-r", str(LOCK)], log, fix=fix, say=say)
    say("installing the LocalStack plugin")
    await command([str(uv), "pip", "install", *target, "--no-deps", "--no-build-isolation", "--reinstall", str(PLUGIN)], log, fix=fix)
    part.stamp(home, fingerprint)
    half.unlink()
    return True


async def mlflow(home: Home, python: str, say: Say) -> bool:
    """The venv of MLflow's server, exactly its lock's files. Wants the venv of LocalStack, where uv is."""
    part = Part("mlflow", (MLFLOW_LOCK,), (home.mlflow_venv / "bin" / "python",))
    if await asyncio.to_thread(part.is_current, home):
        return False
    fingerprint = await asyncio.to_thread(part.fingerprint)
    log = home.log / "build-mlflow.log"
    fix = f"check the network and the package index, then: ./offblock down, ./offblock up; the whole output is in {log}"
    say("installing MLflow's locked packages")
    await command([python, "-m", "venv", "--without-pip", str(home.mlflow_venv)], log, fix=fix)
    await command([str(home.venv / "bin" / "uv"), "pip", "install", "--python", str(home.mlflow_venv / "bin" / "python"), "--require-hashes",
                   "-r", str(MLFLOW_LOCK)], log, fix=fix, say=say, niceness=BEHIND)
    part.stamp(home, fingerprint)
    return True


async def tool(home: Home, name: str, lock: Path, python: str, log: Path) -> Path:
    """A venv of its own for a tool that nothing else needs, exactly its lock's files. Wants the venv of LocalStack, where uv is."""
    venv = home.tools / name
    part = Part(name, (lock,), (venv / "bin" / "python",))
    if not await asyncio.to_thread(part.is_current, home):
        await command([python, "-m", "venv", "--clear", "--without-pip", str(venv)], log)
        await command([str(home.venv / "bin" / "uv"), "pip", "install", "--python", str(venv / "bin" / "python"), "--require-hashes", "-r", str(lock)], log)
        part.stamp(home, await asyncio.to_thread(part.fingerprint))
    return venv


NATIVE_CLASS_PATH = ROOT / "model" / "target" / "classpath.txt"
NATIVE_LIBRARIES = "pytorch/cpu/linux-x86_64/"


def native_libraries(home: Home) -> Path:
    """The folder of PyTorch's libraries; unpacked beside the function's zip, which could not hold them, where they are not there yet."""
    folder = home.tools / "pytorch"
    if (folder / "libtorch_cpu.so").exists():
        return folder
    try:
        archive = next(Path(entry) for entry in NATIVE_CLASS_PATH.read_text().strip().split(":") if "pytorch-native-cpu" in entry)
    except (OSError, StopIteration) as e:
        raise Fault(f"PyTorch's native libraries are not on {NATIVE_CLASS_PATH.relative_to(ROOT)}", "run: ./mvnw package -DskipTests") from e
    making = folder.with_name("pytorch.part")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    with zipfile.ZipFile(archive) as jar:
        for name in jar.namelist():
            if name.startswith(NATIVE_LIBRARIES) and not name.endswith("/"):
                with jar.open(name) as source, (making / Path(name).name).open("wb") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
    shutil.rmtree(folder, ignore_errors=True)
    making.rename(folder)
    return folder


async def java(home: Home, tools: Tools, say: Say) -> bool:
    part, others = java_part(), (stores_part(), model_part())
    if await asyncio.to_thread(part.is_current, home):
        return False
    fingerprint = await asyncio.to_thread(part.fingerprint)
    of_others = [await asyncio.to_thread(other.fingerprint) for other in others]
    log = home.log / "build-java.log"
    say("./mvnw package")
    await command([str(ROOT / "mvnw"), "-q", "-B", "-T2", "package", "-DskipTests"], log,
                  environment={"JAVA_HOME": str(tools.java_home)}, say=say, fix=f"mend what it names; the whole output is in {log}")
    part.stamp(home, fingerprint)
    for other, of_other in zip(others, of_others, strict=True):
        other.stamp(home, of_other)
    return True


async def model(home: Home, java_home: Path, say: Say) -> bool:
    part = model_part()
    if await asyncio.to_thread(part.is_current, home):
        return False
    fingerprint = await asyncio.to_thread(part.fingerprint)
    log = home.log / "build-model.log"
    say("building the module model")
    await command([str(ROOT / "mvnw"), "-q", "-B", "-pl", "model", "-am", "package", "-DskipTests"], log, environment={"JAVA_HOME": str(java_home)},
                  fix=f"mend what it names; the whole output is in {log}")
    part.stamp(home, fingerprint)
    return True


async def web(home: Home, tools: Tools, say: Say) -> bool:
    part = web_part()
    if await asyncio.to_thread(part.is_current, home):
        return False
    fingerprint = await asyncio.to_thread(part.fingerprint)
    log, folder = home.log / "build-web.log", ROOT / "web"
    fix = f"check the network and the package registry, then run again; the whole output is in {log}"
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        say("npm ci")
        await command([tools.npm, "ci", "--no-audit", "--no-fund"], log, folder=folder, fix=fix)
    say("npm run build")
    await command([tools.npm, "run", "build"], log, folder=folder, fix=f"mend what it names; the whole output is in {log}")
    part.stamp(home, fingerprint)
    return True
