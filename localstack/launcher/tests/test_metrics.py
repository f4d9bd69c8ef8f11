import re
from datetime import UTC, datetime, timedelta

import pytest

from offblock import metrics
from offblock.cloud import STORES
from offblock.faults import Fault
from offblock.home import ROOT
from offblock.ports import Ports

BEGIN = datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.mark.parametrize("values, shown", [
    ([0, 1, 2, 4], "▁▃▅█"), ([0, 0], "▁▁"), ([None, 7, None], "·█·"), ([], ""), ([None], "·")])
def test_a_bar_a_value_from_zero_and_none_where_nothing_was_told(values, shown):
    assert metrics.chart(values) == shown


def test_values_stand_in_their_period_and_those_outside_nowhere():
    values = {BEGIN: 1.0, BEGIN + timedelta(minutes=2): 3.0, BEGIN + timedelta(minutes=9): 9.0, BEGIN - timedelta(minutes=1): 8.0}
    assert metrics.row(values, BEGIN, 60, 4) == [1.0, None, 3.0, None]


class PlayedCloudWatch:
    """Tells one value of the first metric asked for, on a second page."""

    def get_metric_data(self, *, MetricDataQueries, StartTime, EndTime, NextToken=None):
        if NextToken is None:
            return {"MetricDataResults": [{"Id": "m0", "Timestamps": [], "Values": []}], "NextToken": "more"}
        return {"MetricDataResults": [{"Id": "m0", "Timestamps": [StartTime], "Values": [42.0]}]}


def test_all_pages_are_read():
    told = metrics.fetch(PlayedCloudWatch(), BEGIN, BEGIN + timedelta(minutes=5), 60)
    assert told[metrics.SHOWN[0].name] == {BEGIN: 42.0}
    assert set(told) == {one.name for one in metrics.SHOWN}


def test_a_span_too_short_to_chart_is_refused():
    with pytest.raises(Fault, match="too short"):
        metrics.run(Ports(*range(1, 1 + len(Ports.__dataclass_fields__))), since="30s", as_json=False, every=False)


@pytest.mark.parametrize("back, bars, wanted", [(3600, 60, (60, 60)), (3600, 26, (180, 20)), (1800, 26, (120, 15)), (86400, 60, (1440, 60)), (120, 3, (60, 2))])
def test_all_bars_of_the_span_fit(back, bars, wanted):
    assert metrics.periods(back, bars) == wanted and wanted[0] * wanted[1] >= back


def test_the_newest_bar_is_seen_in_a_narrow_terminal(monkeypatch, capsys):
    """At 80 letters the table cut off the right half of each chart, which is the newer one."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(metrics.Cloud, "ready", lambda self: True)
    monkeypatch.setattr(metrics, "client", lambda service, cloud: PlayedCloudWatch())
    monkeypatch.setattr(metrics, "fetch", lambda cloudwatch, begin, until, period: {
        one.name: {until - timedelta(seconds=period): 123456.0, begin: 1.0} for one in metrics.SHOWN})
    assert metrics.run(Ports(*range(1, 1 + len(Ports.__dataclass_fields__))), since="1h", as_json=False, every=False) == 0
    lines = capsys.readouterr().out.splitlines()[2:]
    assert len(lines) == len(metrics.SHOWN) and all("█" in line and "…" not in line for line in lines), lines[0]


def test_what_an_alarm_looks_at_is_shown():
    """The runbook sends to `./offblock metrics` for each of them."""
    words = (ROOT / "infra/template.yaml").read_text()
    alarms = re.findall(r"^  (\w+Alarm):\n(.+?)(?=^  \S|\Z)", words, re.M | re.S)
    watched = {(name, *one) for name, body in alarms for one in re.findall(r"Namespace: ([\w/]+?)(?:\n\s+|, )MetricName: (\w+)", body)}
    assert len(watched) >= len(alarms) > 20
    shown = {(one.namespace, one.metric) for one in metrics.SHOWN}
    assert {one for one in watched if one[1:] not in shown} == set()
    queues = {value for one in metrics.SHOWN for key, value in one.dimensions if key == "QueueName"}
    assert queues == {f"offblock-load-{store}{kind}" for store in STORES for kind in ("", "-dlq")}
