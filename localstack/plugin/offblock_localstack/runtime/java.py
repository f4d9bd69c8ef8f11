"""How a Java function is started: small, and with its classes already parsed.

A function's zip is unpacked once into a folder named by the code's hash, its classes packed into a jar there: the JVM
shares class data (AppCDS) of jars at stable paths only. After a function has answered for the first time, the running JVM
is asked for an archive of the classes it has loaded; later starts of the same function map it. An archive that does not
fit (other JDK, other jars) is ignored by the JVM, so the worst case is a start without it.
"""

import base64
import hashlib
import logging
import os
import platform
import shutil
import subprocess
import tempfile
import threading
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from offblock_localstack.runtime.room import computes

LOG = logging.getLogger(__name__)

RUNTIME_CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"
JNI_PROPERTY = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI"
HEAP_SHARE = 0.6  # of MemorySize; the rest is metaspace, code cache, stacks and the driver's buffers
KEEP_UNUSED_CODE_SECONDS = 7 * 86400
FLAGS = (
    "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xss512k", "-XX:InitialHeapSize=16m",
    "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=30", "-XX:MaxMetaspaceSize=192m", "-XX:ReservedCodeCacheSize=48m",
    "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError", "-Xshare:auto", "-Xlog:disable",
    "-Xlog:all=error,cds=off,aot=off:stderr",  # each start would tell, as an error, that the two options after this are none of the JDK's own archive
    "--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-Dfile.encoding=UTF-8",
)

# Small functions answer and wait: the second compiler would cost them memory and win nothing. What computes is several times faster by it.
QUICK_START = "-XX:TieredStopAtLevel=1"


class JavaSetupError(Exception):
    """The machine lacks what a Java function needs; the text says what to do."""


@dataclass(frozen=True, slots=True)
class JavaSettings:
    """Where the JDK, the runtime interface client and the cache are (environment, see `offblock_localstack.environment`)."""

    home: Path
    interface_jars: Path
    cache: Path

    @staticmethod
    def of_environment() -> "JavaSettings":
        home = os.environ.get("OFFBLOCK_JAVA_HOME") or os.environ.get("JAVA_HOME")
        interface = os.environ.get("OFFBLOCK_RUNTIME_INTERFACE_DIR")
        cache = os.environ.get("OFFBLOCK_LAMBDA_CACHE_DIR")
        if not home or not (Path(home) / "bin/java").exists():
            raise JavaSetupError(f"OFFBLOCK_JAVA_HOME={home}: no JDK there. Set it to the home of a JDK 25.")
        if not interface or not any(Path(interface).glob("aws-lambda-java-runtime-interface-client-*.jar")):
            raise JavaSetupError(f"OFFBLOCK_RUNTIME_INTERFACE_DIR={interface}: no runtime interface client there. "
                                 "Build it: ./mvnw -pl localstack/runtime-interface prepare-package")
        return JavaSettings(Path(home), Path(interface), Path(cache or os.path.join(tempfile.gettempdir(), "lambda-cache")))

    def native_client(self) -> Path:
        """The client's JNI library, unpacked once. Left alone, each JVM unpacks it over the same file in /tmp, and one that
        starts while another writes dies of a half-written library."""
        machine = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch_64", "arm64": "aarch_64"}[platform.machine().lower()]
        jar = next(self.interface_jars.glob("aws-lambda-java-runtime-interface-client-*.jar"))
        target = self.cache / f"{jar.stem}-{machine}.so"
        if not target.exists():
            self.cache.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(jar) as packed, tempfile.NamedTemporaryFile(dir=self.cache, delete=False) as file:
                file.write(packed.read(f"jni/libaws-lambda-jni.linux-{machine}.so"))
            os.chmod(file.name, 0o755)
            os.replace(file.name, target)
        return target


class JavaCode:
    """A function's unpacked code, laid out for class data sharing."""

    _layout_lock = threading.Lock()
    archiving = threading.Lock()  # an archive takes a second of a core, and many functions start together: one at a time

    def __init__(self, settings: JavaSettings, code_sha256: str, unzipped: Path, function: str) -> None:
        self._settings = settings
        self._unzipped = unzipped
        self._folder = settings.cache / base64.b64decode(code_sha256).hex()[:24]
        self._function = function

    def command(self, handler: str, memory_megabytes: int, temporary: str) -> list[str]:
        """The whole command line; lays the code out first when it is new."""
        self._lay_out()
        class_path = [self._folder / "application.jar", *sorted((self._folder / "lib").glob("*.jar")),
                      *sorted(self._settings.interface_jars.glob("*.jar"))]
        sharing = [f"-XX:SharedArchiveFile={archive}"] if (archive := self.archive()).exists() else ["-XX:+RecordDynamicDumpInfo"]
        return [
            str(self._settings.home / "bin/java"), *FLAGS, *([] if computes(memory_megabytes) else [QUICK_START]),
            f"-Xmx{max(48, int(memory_megabytes * HEAP_SHARE))}m", *sharing,
            f"-Djava.io.tmpdir={temporary}", f"-D{JNI_PROPERTY}={self._settings.native_client()}",
            "-cp", os.pathsep.join(map(str, class_path)), RUNTIME_CLIENT, handler]

    def archive(self) -> Path:
        """The class data archive of this function on this JDK with these flags; it may not exist yet."""
        kind = hashlib.sha256("\n".join([(self._settings.home / "release").read_text(), *FLAGS]).encode()).hexdigest()[:8]
        return self._folder / f"{self._function}-{kind}.jsa"

    def make_archive(self, pid: int) -> None:
        """Asks the JVM for its archive. The caller holds `archiving`."""
        target = self.archive()
        draft = target.with_suffix(f".{pid}.draft")
        asked = subprocess.run([str(self._settings.home / "bin/jcmd"), "-J-Xshare:auto", "-J-XX:TieredStopAtLevel=1",
                                str(pid), "VM.cds", "dynamic_dump", str(draft)], capture_output=True, text=True, timeout=60)
        if draft.exists():
            os.replace(draft, target)
            LOG.info("class data of %s archived: %d MB", self._function, target.stat().st_size >> 20)
        else:
            LOG.warning("no class data archive for %s, its starts stay slower: %s", self._function, asked.stdout or asked.stderr)

    def _lay_out(self) -> None:
        with self._layout_lock:
            if (self._folder / "application.jar").exists():
                os.utime(self._folder)
                return
            self._settings.cache.mkdir(parents=True, exist_ok=True)
            self._forget_unused()
            draft = Path(tempfile.mkdtemp(dir=self._settings.cache, prefix="draft-"))
            (draft / "lib").mkdir()
            with zipfile.ZipFile(draft / "application.jar", "w", zipfile.ZIP_STORED) as jar:
                for file in sorted(self._unzipped.rglob("*")):
                    name = file.relative_to(self._unzipped)
                    if file.is_dir():
                        # what looks for resources by folder (Flyway, for one) finds only folders that have an entry
                        jar.writestr(zipfile.ZipInfo(f"{name.as_posix()}/"), b"")
                    elif name.parts[0] == "lib" and len(name.parts) == 2 and file.suffix == ".jar":
                        shutil.copy2(file, draft / "lib" / name.name)
                    else:
                        jar.writestr(zipfile.ZipInfo(name.as_posix()), file.read_bytes())
            shutil.rmtree(self._folder, ignore_errors=True)
            os.replace(draft, self._folder)

    def _forget_unused(self) -> None:
        for folder in self._settings.cache.iterdir():
            if folder.is_dir() and time.time() - folder.stat().st_mtime > KEEP_UNUSED_CODE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
