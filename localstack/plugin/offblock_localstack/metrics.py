"""Metrics on their way to CloudWatch, in batches.

Two sources. Embedded Metric Format: CloudWatch turns such log lines of functions into metrics, LocalStack's community
edition does not; a document ends its line, but may stand behind a prefix that a logging framework wrote. And LocalStack's
own AWS/SQS and AWS/Lambda metrics: it makes a call to CloudWatch for each message sent, received and deleted, which was
more work than the messages. Those become one statistic set a second for each metric.
"""

import json
import logging
import threading
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime

from localstack.aws.connect import connect_to
from localstack.utils.cloudwatch import cloudwatch_util

LOG = logging.getLogger(__name__)
MOST_DATA_A_CALL = 1000
GATHER_SECONDS = 1.0


class Batches:
    """Gathers data for a second, then sends it; idle while there is none."""

    def __init__(self) -> None:
        self._data: dict[tuple[str, str, str], list[dict]] = defaultdict(list)
        self._lock = threading.Lock()
        self._filled = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, account: str, region: str, namespace: str, data: list[dict]) -> None:
        with self._lock:
            self._data[account, region, namespace] += data
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="metric-batches")
                self._thread.start()
        self._filled.set()

    def _run(self) -> None:
        stop = threading.Event()
        while True:
            self._filled.wait()
            stop.wait(GATHER_SECONDS)
            self._filled.clear()
            with self._lock:
                gathered, self._data = self._data, defaultdict(list)
            for (account, region, namespace), data in gathered.items():
                self._send(account, region, namespace, data)

    @staticmethod
    def _send(account: str, region: str, namespace: str, data: list[dict]) -> None:
        try:
            cloudwatch = connect_to(aws_access_key_id=account, region_name=region).cloudwatch
            data = summed(data)
            for first in range(0, len(data), MOST_DATA_A_CALL):
                cloudwatch.put_metric_data(Namespace=namespace, MetricData=data[first:first + MOST_DATA_A_CALL])
        except Exception:
            LOG.warning("%d values of %s are lost", len(data), namespace, exc_info=True)


_batches = Batches()


def publish(output: str, account: str, region: str) -> None:
    """Hands the metrics in a function's output to CloudWatch."""
    for document in documents(output):
        try:
            for namespace, data in data_of(document):
                _batches.add(account, region, namespace, data)
        except (KeyError, TypeError, ValueError) as wrong:
            LOG.warning("not the Embedded Metric Format (%r): %s", wrong, json.dumps(document)[:500])


def documents(output: str) -> Iterator[dict]:
    """The EMF documents among lines of output."""
    decoder = json.JSONDecoder()
    for line in output.splitlines():
        if '"CloudWatchMetrics"' not in line:
            continue
        start = line.find("{")
        while start >= 0:
            try:
                document, end = decoder.raw_decode(line, start)
            except ValueError:
                start = line.find("{", start + 1)
                continue
            if isinstance(document.get("_aws"), dict) and not line[end:].strip():
                yield document
            break


def data_of(document: dict) -> Iterator[tuple[str, list[dict]]]:
    """(namespace, MetricData) of each directive of a document; metrics without a value are left out."""
    at = datetime.fromtimestamp(document["_aws"]["Timestamp"] / 1000, UTC)
    for directive in document["_aws"]["CloudWatchMetrics"]:
        data = []
        for names in directive.get("Dimensions") or [[]]:
            dimensions = [{"Name": name, "Value": str(document[name])} for name in names if name in document]
            for metric in directive["Metrics"]:
                if (value := document.get(metric["Name"])) is None:
                    continue
                entry = {"MetricName": metric["Name"], "Unit": metric.get("Unit", "None"), "Timestamp": at, "Dimensions": dimensions}
                entry["Values" if isinstance(value, list) else "Value"] = value
                data.append(entry)
        yield directive["Namespace"], data


def summed(data: list[dict]) -> list[dict]:
    """Single values of the same metric, dimensions and unit as one statistic set; anything else as it is."""
    sets: dict[tuple, dict] = {}
    others = []
    for entry in data:
        if not entry.get("_sum"):
            others.append(entry)
            continue
        value = float(entry["Value"])
        key = (entry["MetricName"], entry.get("Unit", "None"), *((d["Name"], d["Value"]) for d in entry["Dimensions"]))
        if (known := sets.get(key)) is None:
            sets[key] = {"MetricName": entry["MetricName"], "Unit": entry.get("Unit", "None"), "Dimensions": entry["Dimensions"],
                         "Timestamp": entry["Timestamp"],
                         "StatisticValues": {"SampleCount": 1, "Sum": value, "Minimum": value, "Maximum": value}}
            continue
        statistic = known["StatisticValues"]
        statistic["SampleCount"] += 1
        statistic["Sum"] += value
        statistic["Minimum"] = min(statistic["Minimum"], value)
        statistic["Maximum"] = max(statistic["Maximum"], value)
    return [*others, *sets.values()]


class _BatchingCloudWatch:
    """Stands where LocalStack's metric calls expect a client factory and a CloudWatch client."""

    def __init__(self, aws_access_key_id: str, region_name: str) -> None:
        self._account, self._region = aws_access_key_id, region_name

    @property
    def cloudwatch(self) -> "_BatchingCloudWatch":
        return self

    def put_metric_data(self, Namespace: str, MetricData: list[dict]) -> None:  # noqa: N803 - boto3's names
        _batches.add(self._account, self._region, Namespace, [entry | {"_sum": True} for entry in MetricData])


def apply() -> None:
    cloudwatch_util.connect_to = _BatchingCloudWatch
