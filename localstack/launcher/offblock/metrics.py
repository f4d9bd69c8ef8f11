"""`metrics`: the figures of CloudWatch that alarms and the dashboard look at, as small charts. Needs the venv."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.table import Table

from offblock.cloud import ACCOUNT, REGION, STORES, Cloud
from offblock.deployment import client
from offblock.faults import Fault, NotRunning
from offblock.logs import seconds
from offblock.ports import Ports

BARS = "▁▂▃▄▅▆▇█"
GAP = "·"
COLUMNS = 60
BESIDE = 54  # letters of a line that are no bars: the longest name, the last value, the greatest
QUERIES_A_CALL = 100
MACHINES = ("retrain", "forecast", "watch", "backfill")


@dataclass(frozen=True)
class Series:
    """A metric as asked for: its name here, where CloudWatch has it, and how a period's values become one."""

    name: str
    namespace: str
    metric: str
    dimensions: tuple[tuple[str, str], ...]
    statistic: str
    unit: str = ""


SHOWN = (
    Series("age of a status, median", "offblock", "FreshnessP50", (), "Maximum", "s"),
    Series("age of a status, p95", "offblock", "FreshnessP95", (), "Maximum", "s"),
    Series("flights in the air", "offblock", "FlightsAirborne", (), "Maximum"),
    Series("calls of the hour", "offblock", "QuotaUsed", (), "Maximum"),
    Series("calls allowed in the hour", "offblock", "QuotaLimit", (), "Maximum"),
    Series("answers stored", "offblock", "AnswersStored", (), "Sum"),
    Series("answers unchanged", "offblock", "AnswersUnchanged", (), "Sum"),
    Series("calls failed", "offblock", "CallsFailed", (), "Sum"),
    Series("calls refused", "offblock", "CallsRefused", (), "Sum"),
    *(Series(f"{store}: fetched to loaded", "offblock", "LoadLag", (("store", store),), "Average", "s") for store in STORES),
    *(Series(f"{store}: flights loaded", "offblock", "FlightsLoaded", (("store", store),), "Sum") for store in STORES),
    *(Series(f"{store}: quarantined", "offblock", "PayloadsQuarantined", (("store", store),), "Sum") for store in STORES),
    *(Series(f"{function}: {what}", "AWS/Lambda", metric, (("FunctionName", f"offblock-{function}"),), "Sum")
      for function in ("harvest", *(f"{kind}-{store}" for kind in ("load", "ask") for store in STORES), "watch-alerts") for what, metric in (("calls", "Invocations"), ("errors", "Errors"))),
    *(Series(f"{store}: {what}", "AWS/SQS", metric, (("QueueName", f"offblock-load-{store}{queue}"),), "Maximum", unit) for store in STORES for what, queue, metric, unit in (
        ("payloads waiting", "", "ApproximateNumberOfMessagesVisible", ""), ("oldest waits", "", "ApproximateAgeOfOldestMessage", "s"),
        ("dead letters", "-dlq", "ApproximateNumberOfMessagesVisible", ""))),
    Series("reasons to train again", "offblock", "DriftReasons", (), "Maximum"),
    Series("alerts given up", "offblock", "AlertsDead", (), "Sum"),
    *(Series(f"{machine}: {what}", "AWS/States", metric, (("StateMachineArn", f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:offblock-{machine}"),), "Sum")
      for machine in MACHINES for what, metric in (("failed", "ExecutionsFailed"), ("out of time", "ExecutionsTimedOut"))),
    Series("answers 5xx", "AWS/ApiGateway", "5XXError", (("ApiName", "offblock"), ("Stage", "local")), "Sum"),
)


def run(ports: Ports, *, since: str, as_json: bool, every: bool) -> int:
    back = seconds(since)
    if back < 120:
        raise Fault(f"--since {since} is too short to chart", "ask for 2m or more", code=2)
    cloud = Cloud(ports.localstack)
    if not cloud.ready():
        raise NotRunning()
    until = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
    console = Console(highlight=False)
    period, count = periods(back, COLUMNS if as_json else min(COLUMNS, console.width - BESIDE))
    begin = until - timedelta(seconds=count * period)
    try:
        known = fetch(client("cloudwatch", cloud), begin, until, period)
    except (BotoCoreError, ClientError) as e:
        raise Fault(f"the metrics could not be read: {e}", "see: ./offblock status") from e
    told = [(one, row(known[one.name], begin, period, count)) for one in SHOWN]
    if as_json:
        print(json.dumps({"from": begin.isoformat(), "to": until.isoformat(), "period_s": period,
                          "metrics": [{"name": one.name, "namespace": one.namespace, "metric": one.metric, "dimensions": dict(one.dimensions),
                                       "statistic": one.statistic, "unit": one.unit, "values": values} for one, values in told]}))
        return 0
    table = Table("", "", "last", "most", box=None, pad_edge=False)
    left_out = 0
    for one, values in told:
        there = [value for value in values if value is not None]
        if not there or (not every and not any(there)):
            left_out += 1
            continue
        table.add_row(one.name, chart(values), _text(there[-1], one.unit), _text(max(there), one.unit))
    console.print(f"{begin:%H:%M} to {until:%H:%M} UTC, {period // 60} min a bar")
    console.print(table)
    if left_out and not every:
        console.print(f"[dim]{left_out} metrics without a value, or always 0, are left out; --all shows them.")
    return 0


def periods(back: int, bars: int) -> tuple[int, int]:
    """Seconds of a bar, in whole minutes, and how many of them: as many as fit, for a table cuts off the newest where there are more."""
    period = max(60, -(-back // max(10, bars) // 60) * 60)
    return period, -(-back // period)


def fetch(cloudwatch, begin: datetime, until: datetime, period: int) -> dict[str, dict[datetime, float]]:
    """Values by the start of their period, of every series shown."""
    values: dict[str, dict[datetime, float]] = {one.name: {} for one in SHOWN}
    for first in range(0, len(SHOWN), QUERIES_A_CALL):
        part = SHOWN[first:first + QUERIES_A_CALL]
        queries = [{"Id": f"m{n}", "MetricStat": {"Metric": {"Namespace": one.namespace, "MetricName": one.metric,
                                                            "Dimensions": [{"Name": k, "Value": v} for k, v in one.dimensions]},
                                                 "Period": period, "Stat": one.statistic}} for n, one in enumerate(part)]
        more: dict = {}
        while True:
            said = cloudwatch.get_metric_data(MetricDataQueries=queries, StartTime=begin, EndTime=until, **more)
            for result in said["MetricDataResults"]:
                series = part[int(result["Id"][1:])]
                values[series.name] |= dict(zip(result["Timestamps"], result["Values"], strict=True))
            if not said.get("NextToken"):
                break
            more = {"NextToken": said["NextToken"]}
    return values


def row(values: dict[datetime, float], begin: datetime, period: int, count: int) -> list[float | None]:
    """One value a period in order; None where nothing was told, which is not zero."""
    told: list[float | None] = [None] * count
    for moment, value in values.items():
        place = int((moment - begin).total_seconds() // period)
        if 0 <= place < count:
            told[place] = value
    return told


def chart(values: list[float | None]) -> str:
    """A bar a value, from zero to the greatest; a dot where there is none."""
    top = max((value for value in values if value is not None), default=0)
    return "".join(GAP if value is None else BARS[0] if top <= 0 else BARS[min(len(BARS) - 1, round(value / top * (len(BARS) - 1)))] for value in values)


def _text(value: float, unit: str) -> str:
    return f"{value:,.1f}".removesuffix(".0") + (f" {unit}" if unit else "")
