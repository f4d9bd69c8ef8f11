"""LocalStack's runtime executor: one environment of a function is one process of this machine.

No isolation and no memory limit but the heap's: functions run as the user who runs LocalStack. Layers, extensions and
container images are not supported. `java*` and `provided.*` runtimes are.
"""

import json
import logging
import os
import shutil
import tempfile
import threading
import time
from concurrent.futures import CancelledError
from pathlib import Path

from localstack import config
from localstack.services.lambda_.invocation.executor_endpoint import StatusErrorException
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from offblock_localstack import metrics
from offblock_localstack.runtime import room
from offblock_localstack.runtime.api import HOST, InitError, Invocation, RuntimeApi, RuntimeSession, exit_error
from offblock_localstack.runtime.java import JavaCode, JavaSettings
from offblock_localstack.runtime.process import Process

LOG = logging.getLogger(__name__)
STARTS_AT_ONCE = 2
ARCHIVE_AFTER_SECONDS = 15  # a dump costs a second of a core, and many functions start together
TOLD_OUTPUT = 2000

_starts = threading.BoundedSemaphore(STARTS_AT_ONCE)


class ProcessExecutor(RuntimeExecutor):
    """An environment: started once, restarted when its process ended, one invocation at a time."""

    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id=id, function_version=function_version)
        self._environment: dict[str, str] = {}
        self._folder = ""
        self._process: Process | None = None
        self._session: RuntimeSession | None = None
        self._java: JavaCode | None = None
        self._stopped = False
        self._archive_timer: threading.Timer | None = None
        self._start_milliseconds: float | None = None  # told with the first call after a start
        self._turn = threading.Lock()

    # ---- life
    def start(self, env_vars: dict[str, str]) -> None:
        self._environment = {name: str(value) for name, value in env_vars.items()}
        self._folder = tempfile.mkdtemp(prefix=f"lambda-{self.function_version.id.function_name}-")
        self._spawn()

    def _spawn(self) -> None:
        with _starts:
            if self._stopped:
                raise CancelledError
            api = RuntimeApi.shared()
            self._session = session = api.open()
            code = Path(self.function_version.config.code.get_unzipped_code_location())
            environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
            environment |= self._environment | {
                "AWS_LAMBDA_RUNTIME_API": api.address(session), "LAMBDA_TASK_ROOT": str(code), "TMPDIR": self._folder,
                "HOME": self._folder, "TZ": "UTC"}
            command = self._command(code, environment)
            began = time.perf_counter()
            LOG.debug("starting %s: %s", self.function_version.qualified_arn, " ".join(command))
            self._process = Process(command, str(code), environment, lambda process, status: self._ended(session, process, status),
                                    room.niceness(self.function_version.id.function_name, self.function_version.config.memory_size))
            try:
                session.ready.result()  # LocalStack's timer calls stop() after LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT
            except InitError as failure:
                raise StatusErrorException("the function's start failed", payload=failure.payload) from failure
            self._start_milliseconds = (time.perf_counter() - began) * 1000

    def _command(self, code: Path, environment: dict[str, str]) -> list[str]:
        version = self.function_version
        runtime = str(version.config.runtime)
        if runtime.startswith("java"):
            environment["AWS_EXECUTION_ENV"] = f"AWS_Lambda_{runtime}"
            self._java = JavaCode(JavaSettings.of_environment(), version.config.code.code_sha256, code, version.id.function_name)
            return self._java.command(version.config.handler, version.config.memory_size, self._folder)
        if runtime.startswith("provided"):
            return [str(code / "bootstrap")]
        raise NotImplementedError(f"runtime {runtime}: processes are made for java* and provided.* only")

    def _ended(self, session: RuntimeSession, process: Process, status: int) -> None:
        RuntimeApi.shared().close(session)
        if self._stopped:
            return
        if not session.ready.done():
            output = process.take_output()
            LOG.warning("%s did not start (exit status %d):\n%s", self.function_version.qualified_arn, status, output)
            message = f"Runtime exited with error: exit status {status}\n{output[-TOLD_OUTPUT:]}"
        else:
            message = f"Runtime exited with error: exit status {status}"
        session.failed(exit_error(session.running_request(), message))

    def stop(self) -> None:
        self._stopped = True
        if self._archive_timer:
            self._archive_timer.cancel()
        if self._session:
            self._session.failed(exit_error("", "the environment was stopped"))
            RuntimeApi.shared().close(self._session)
        if self._process:
            self._process.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    # ---- calls
    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        with self._turn:
            return self._invoke(payload)

    def _invoke(self, payload: dict[str, str]) -> InvocationResult:
        version, timeout = self.function_version, self.function_version.config.timeout
        if not self._process.running():
            self._spawn()
        invocation = Invocation(payload["invoke-id"], payload["invoked-function-arn"], payload["trace-id"],
                                payload["payload"].encode(), timeout)
        before = self._process.take_output()  # what the start printed belongs to the first call
        started = time.perf_counter()
        self._session.send(invocation)
        try:
            answer, is_error = invocation.answer.result(timeout)
        except TimeoutError:
            answer, is_error = json.dumps({
                "errorType": "Sandbox.Timedout",
                "errorMessage": f"RequestId: {invocation.request_id} Error: Task timed out after {timeout}.00 seconds"}).encode(), True
            self._process.kill()
        milliseconds = (time.perf_counter() - started) * 1000
        printed = self._process.take_output()
        metrics.publish(before + printed, version.id.account, version.id.region)
        if not is_error:
            self._archive_later()
        return InvocationResult(invocation.request_id, answer, is_error=is_error,
                                logs=self._report(invocation.request_id, before, printed, milliseconds))

    def _report(self, request_id: str, before: str, printed: str, milliseconds: float) -> str:
        if printed and not printed.endswith("\n"):
            printed += "\n"
        start = "" if self._start_milliseconds is None else f"Init Duration: {self._start_milliseconds:.2f} ms\t"
        self._start_milliseconds = None
        return (f"{before}START RequestId: {request_id} Version: {self.function_version.id.qualifier}\n{printed}"
                f"END RequestId: {request_id}\n"
                f"REPORT RequestId: {request_id}\tDuration: {milliseconds:.2f} ms\tBilled Duration: {int(milliseconds) + 1} ms\t"
                f"Memory Size: {self.function_version.config.memory_size} MB\t"
                f"Max Memory Used: {self._process.resident_megabytes()} MB\t{start}\n")

    def _archive_later(self) -> None:
        if self._java is None or self._archive_timer or self._java.archive().exists():
            return
        self._archive_timer = threading.Timer(ARCHIVE_AFTER_SECONDS, self._archive)
        self._archive_timer.daemon = True
        self._archive_timer.start()

    def _archive(self) -> None:
        """Between two calls: a JVM that has dumped its archive may crash later (JDK 25, SIGSEGV in LambdaProxyClassDictionary), so it
        is replaced at once by one that starts from the archive. Calls to it go on until its turn to dump has come."""
        try:
            with JavaCode.archiving, self._turn:
                if self._stopped or not self._process.running() or self._java.archive().exists():
                    return  # another environment of the function has made it meanwhile
                try:
                    self._java.make_archive(self._process.pid)
                finally:
                    self._process.kill()
                    self._spawn()
        except CancelledError:
            pass
        except Exception:
            LOG.warning("no class data archive for %s", self.function_version.qualified_arn, exc_info=True)

    # ---- what else LocalStack asks of an executor
    def get_address(self) -> str:
        return HOST

    def get_endpoint_from_executor(self) -> str:
        return HOST

    def get_runtime_endpoint(self) -> str:
        return f"http://{HOST}:{config.GATEWAY_LISTEN[0].port}/_localstack_lambda/{self.id}"

    def get_logs(self) -> str:
        return self._process.take_output() if self._process else ""

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        pass  # unpacked code is kept by its hash; JavaCode forgets it when nobody used it for a week
