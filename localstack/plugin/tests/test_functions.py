"""Java functions as processes: calls, faults, limits, logs, metrics."""

import base64
import io
import json
import os
import signal
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from localstack_run import LocalStackRun, eventually


@pytest.fixture(scope="module")
def function(localstack, probe):
    localstack.create_function("probe", probe)
    localstack.invoke("probe", do="echo")  # after which it is replaced once, by a process that starts from its class data
    eventually(lambda: list((localstack.folder / "localstack/lambda-cache").glob("*/probe-*.jsa")), seconds=90)
    return "probe"


def alive(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def niceness(process: int) -> set[int | None]:
    """Its own and that of its session, which is None where the kernel has no such groups."""
    group = Path(f"/proc/{process}/autogroup")
    with open(f"/proc/{process}/stat") as stat:
        return {int(stat.read().rsplit(")", 1)[1].split()[16]), int(group.read_text().split()[-1]) if group.exists() else None}


def test_a_warm_process_answers_again(localstack, function):
    first, response = localstack.invoke(function, do="echo")
    second, _ = localstack.invoke(function, do="echo")
    assert "FunctionError" not in response
    assert second["process"] == first["process"] and second["calls"] == first["calls"] + 1
    assert 0 < second["remaining"] <= 15000


def test_what_a_function_prints_is_between_start_and_report(localstack, function):
    _, response = localstack.invoke(function, do="echo", mark="a1b2")
    tail = base64.b64decode(response["LogResult"]).decode()
    assert tail.index("START RequestId") < tail.index("mark=a1b2") < tail.index("END RequestId") < tail.index("REPORT RequestId")
    assert "Max Memory Used: " in tail
    _, again = localstack.invoke(function, do="echo")
    assert "Init Duration" not in base64.b64decode(again["LogResult"]).decode(), "only the first call after a start tells of it"
    logs = localstack.client("logs")
    eventually(lambda: logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/probe")["logGroups"])
    eventually(lambda: [e for e in logs.filter_log_events(logGroupName="/aws/lambda/probe")["events"] if "mark=a1b2" in e["message"]])


def test_an_exception_is_a_function_error_and_the_process_lives(localstack, function):
    before, _ = localstack.invoke(function, do="echo")
    answer, response = localstack.invoke(function, do="throw")
    assert response["FunctionError"] == "Unhandled"
    assert answer["errorType"] == "java.lang.IllegalStateException" and answer["errorMessage"] == "thrown on purpose"
    after, _ = localstack.invoke(function, do="echo")
    assert after["process"] == before["process"]


def test_a_crash_is_reported_and_the_next_call_has_a_new_process(localstack, function):
    before, _ = localstack.invoke(function, do="echo")
    answer, response = localstack.invoke(function, do="crash")
    assert response["FunctionError"] and answer["errorType"] == "Runtime.ExitError" and "exit status 7" in answer["errorMessage"]
    after, _ = localstack.invoke(function, do="echo")
    assert after["process"] != before["process"] and after["calls"] == 1


def test_a_call_over_its_time_is_ended(localstack, probe):
    localstack.create_function("slow", probe, Timeout=4)  # seconds, which the first call of a cold process must keep too
    before, _ = localstack.invoke("slow", do="echo")
    started = time.monotonic()
    answer, response = localstack.invoke("slow", do="sleep", milliseconds=20000)
    assert time.monotonic() - started < 15  # of the twenty that it would sleep
    assert response["FunctionError"] and answer["errorType"] == "Sandbox.Timedout" and "after 4.00 seconds" in answer["errorMessage"]
    assert not alive(before["process"])
    assert localstack.invoke("slow", do="echo")[0]["calls"] == 1


def test_a_class_that_is_not_there_is_told_at_once(localstack, probe):
    localstack.create_function("absent", probe, Handler="Absent::handleRequest")
    answer, response = localstack.invoke("absent", do="echo")
    assert response["FunctionError"] and "Absent" in json.dumps(answer)


def test_calls_over_the_ceiling_wait_for_an_environment(localstack, probe):
    localstack.create_function("narrow", probe, Timeout=20)
    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(lambda _: localstack.invoke("narrow", do="sleep", milliseconds=300), range(8)))
    assert all("FunctionError" not in response for _, response in answers)
    assert len({answer["process"] for answer, _ in answers}) <= 2


def test_short_calls_at_once_are_answered_by_one_environment(localstack, function):
    warm, _ = localstack.invoke(function, do="echo")
    with ThreadPoolExecutor(3) as callers:
        answers = list(callers.map(lambda _: localstack.invoke(function, do="sleep", milliseconds=5)[0], range(15)))
    assert {answer["process"] for answer in answers} == {warm["process"]}, "another one's start takes longer than all of them"


def test_beside_a_long_call_another_environment_answers(localstack, probe):
    localstack.create_function("lengthy", probe, Timeout=30)
    with ThreadPoolExecutor(1) as caller:
        lengthy = caller.submit(localstack.invoke, "lengthy", do="sleep", milliseconds=12000)
        time.sleep(1)
        beside, _ = localstack.invoke("lengthy", do="echo")
        assert not lengthy.done(), "it did not wait for it"
        assert lengthy.result()[0]["process"] != beside["process"]


def test_a_call_that_waited_too_long_is_refused(localstack, probe):
    localstack.create_function("narrower", probe, Timeout=6)  # seconds; calls of 4.5 s: two at once, a second pair waits, a third is refused
    with ThreadPoolExecutor(2) as callers:  # so that both environments are warm
        list(callers.map(lambda _: localstack.invoke("narrower", do="sleep", milliseconds=500), range(2)))
    with ThreadPoolExecutor(6) as callers:
        results = list(callers.map(lambda _: outcome(localstack, "narrower"), range(6)))
    refused, answered = results.count("TooManyRequestsException"), results.count("answered")
    assert refused >= 1 and answered >= 2 and refused + answered == 6


def outcome(localstack, name: str) -> str:
    from botocore.exceptions import ClientError
    try:
        _, response = localstack.invoke(name, do="sleep", milliseconds=4500)
    except ClientError as refused:
        return refused.response["Error"]["Code"]
    return response.get("FunctionError") or "answered"


def test_processes_die_with_a_killed_localstack(localstack, tmp_path, probe):
    own = LocalStackRun(tmp_path, like=localstack).start()
    try:
        own.create_function("busy", probe)
        process = own.invoke("busy", do="echo")[0]["process"]
        with ThreadPoolExecutor(1) as caller:
            call = caller.submit(own.invoke, "busy", do="sleep", milliseconds=10000)
            time.sleep(0.5)
            assert alive(process)
            own.kill()
            eventually(lambda: not alive(process), seconds=8)  # of the ten that the call would last
            assert call.exception() is not None
    finally:
        own.stop()


@pytest.fixture(scope="module")
def particular(localstack, tmp_path_factory):
    """A LocalStack that treats the function `sought` otherwise than others."""
    own = LocalStackRun(tmp_path_factory.mktemp("particular"), like=localstack, idle_seconds=2, warm=("sought",), awaited=("sou",)).start()
    for name in ("sought", "unsought"):
        own.create_function(name, bootstrap(), Runtime="provided.al2023", Handler="none")
    yield own
    own.stop()


def test_what_is_to_be_warm_keeps_one_environment(particular, probe):
    with ThreadPoolExecutor(2) as callers:
        pair = [answer["process"] for answer, _ in callers.map(lambda _: particular.invoke("sought", milliseconds=3000), range(2))]
    unsought, _ = particular.invoke("unsought")
    eventually(lambda: not alive(unsought["process"]), seconds=15)
    eventually(lambda: sum(map(alive, pair)) == 1, seconds=15)
    particular.create_function("computing", probe, MemorySize=3008)
    particular.invoke("computing", do="echo")
    assert sum(map(alive, pair)) == 1, "what computes gets no room of it"
    assert particular.invoke("sought")[0]["process"] in pair


def test_what_nobody_waits_for_leaves_the_processor_to_what_answers(particular):
    assert niceness(particular.invoke("sought")[0]["process"]) <= {0, None}
    assert niceness(particular.invoke("unsought", milliseconds=1500)[0]["process"]) <= {10, None}


def test_a_bootstrap_of_ones_own_runs_too(localstack):
    localstack.create_function("own-bootstrap", bootstrap(), Runtime="provided.al2023", Handler="none")
    assert localstack.invoke("own-bootstrap", n=1)[0]["got"] == {"n": 1}


def bootstrap() -> bytes:
    """The zip of a function in Python: sleeps for `milliseconds`, tells its process and what it got. No class data replace its process."""
    entry = zipfile.ZipInfo("bootstrap")
    entry.external_attr = 0o755 << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(entry, f"""#!{sys.executable}
import json, os, time, urllib.request
base = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
while True:
    with urllib.request.urlopen(base + "next") as call:
        name, event = call.headers["Lambda-Runtime-Aws-Request-Id"], json.loads(call.read())
    time.sleep(event.get("milliseconds", 0) / 1000)
    urllib.request.urlopen(base + name + "/response", data=json.dumps({{"got": event, "process": os.getpid()}}).encode())
""")
    return packed.getvalue()


def test_metrics_in_log_lines_reach_cloudwatch(localstack, function):
    document = {"_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [
        {"Namespace": "Offblock", "Dimensions": [["store"]], "Metrics": [{"Name": "Loaded", "Unit": "Count"}]}]},
        "store": "postgres", "Loaded": 42}
    localstack.invoke(function, do="measure", document=json.dumps(document))
    cloudwatch = localstack.client("cloudwatch")
    now = datetime.now(UTC)
    points = eventually(lambda: cloudwatch.get_metric_statistics(
        Namespace="Offblock", MetricName="Loaded", Dimensions=[{"Name": "store", "Value": "postgres"}],
        StartTime=now - timedelta(minutes=5), EndTime=now + timedelta(minutes=5), Period=60, Statistics=["Sum"])["Datapoints"])
    assert sum(point["Sum"] for point in points) == 42


def test_calls_are_counted_in_cloudwatch(localstack, probe):
    localstack.create_function("counted", probe)
    for _ in range(5):
        localstack.invoke("counted", do="echo")
    localstack.invoke("counted", do="throw")
    cloudwatch, now = localstack.client("cloudwatch"), datetime.now(UTC)

    def total(metric: str) -> float:
        return sum(point["Sum"] for point in cloudwatch.get_metric_statistics(
            Namespace="AWS/Lambda", MetricName=metric, Dimensions=[{"Name": "FunctionName", "Value": "counted"}],
            StartTime=now - timedelta(minutes=5), EndTime=now + timedelta(minutes=5), Period=60, Statistics=["Sum"])["Datapoints"])

    eventually(lambda: total("Invocations") == 6 and total("Errors") == 1)


def test_a_started_function_leaves_class_data_for_the_next_start(localstack, function):
    localstack.invoke(function, do="echo")
    eventually(lambda: list((localstack.folder / "localstack/lambda-cache").glob("*/probe-*.jsa")), seconds=40)
    localstack.invoke(function, do="crash")
    answer, response = localstack.invoke(function, do="echo")
    assert answer["calls"] == 1
    assert "cds" not in base64.b64decode(response["LogResult"]).decode(), "and nothing in its log of how the machine starts it"


def test_a_function_that_computes_gets_the_room_of_the_idle_ones(localstack, function, probe):
    idle, _ = localstack.invoke(function, do="echo")
    localstack.create_function("computing", probe, MemorySize=3008)
    first, response = localstack.invoke("computing", do="echo")
    assert "Init Duration: " in base64.b64decode(response["LogResult"]).decode()
    eventually(lambda: not alive(idle["process"]))
    still, _ = localstack.invoke("computing", do="echo")
    assert still["process"] == first["process"], "its own environments stay"
    eventually(lambda: niceness(first["process"]) <= {19, None})  # it leaves the processor to others
    again, _ = localstack.invoke(function, do="echo")
    assert again["process"] != idle["process"]
    eventually(lambda: not alive(first["process"]), seconds=30)


def test_beside_a_function_that_computes_idle_ones_end_after_seconds(localstack, function, probe):
    localstack.create_function("counting", probe, MemorySize=3008, Timeout=60)
    computing, _ = localstack.invoke("counting", do="echo")
    with ThreadPoolExecutor(1) as caller:
        counting = caller.submit(localstack.invoke, "counting", do="sleep", milliseconds=50000)
        beside, _ = localstack.invoke(function, do="echo")
        again, _ = localstack.invoke(function, do="echo")
        assert again["process"] == beside["process"], "it stays for calls that follow each other"
        eventually(lambda: not alive(beside["process"]), seconds=30)
        assert not counting.done(), "the usual time to stay is longer than this test"
        os.kill(computing["process"], signal.SIGKILL)
    assert localstack.invoke(function, do="echo")[0]["process"] != beside["process"]
