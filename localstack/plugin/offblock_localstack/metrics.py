"""Embedded Metric Format: CloudWatch turns such log lines into metrics, LocalStack's community edition does not.

A document ends its line, but may stand behind a prefix that a logging framework wrote.
"""

import json
import logging
import queue
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

from localstack.aws.connect import connect_to

LOG = logging.getLogger(__name__)
MOST_DATA_A_CALL = 150

_documents: queue.SimpleQueue[tuple[dict, str, str]] = queue.SimpleQueue()
_started = threading.Lock()


def publish(output: str, account: str, region: str) -> None:
    """Hands the metrics in a function's output to CloudWatch, in the background and in order."""
    found = False
    for document in documents(output):
        _documents.put((document, account, region))
        found = True
    if found and _started.acquire(blocking=False):
        threading.Thread(target=_work, daemon=True, name="embedded-metrics").start()


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


def data(document: dict) -> Iterator[tuple[str, list[dict]]]:
    """(namespace, MetricData) of each directive of a document; metrics without a value are left out."""
    at = datetime.fromtimestamp(document["_aws"].get("Timestamp", 0) / 1000, UTC)
    for directive in document["_aws"]["CloudWatchMetrics"]:
        entries = []
        for names in directive.get("Dimensions") or [[]]:
            dimensions = [{"Name": name, "Value": str(document[name])} for name in names if name in document]
            for metric in directive["Metrics"]:
                if (value := document.get(metric["Name"])) is None:
                    continue
                entry = {"MetricName": metric["Name"], "Unit": metric.get("Unit", "None"), "Timestamp": at, "Dimensions": dimensions}
                entry["Values" if isinstance(value, list) else "Value"] = value
                entries.append(entry)
        yield directive["Namespace"], entries


def _work() -> None:
    while True:
        document, account, region = _documents.get()
        try:
            cloudwatch = connect_to(aws_access_key_id=account, region_name=region).cloudwatch
            for namespace, entries in data(document):
                for first in range(0, len(entries), MOST_DATA_A_CALL):
                    cloudwatch.put_metric_data(Namespace=namespace, MetricData=entries[first:first + MOST_DATA_A_CALL])
        except Exception:
            LOG.warning("metrics of a function's log line are lost: %s", json.dumps(document)[:500], exc_info=True)
