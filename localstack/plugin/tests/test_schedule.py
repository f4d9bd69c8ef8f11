from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from offblock_localstack.schedule import ScheduleExpressionError, due_after

BERLIN = ZoneInfo("Europe/Berlin")
CREATED = datetime(2026, 11, 24, 8, 30, 20, tzinfo=UTC).timestamp()


def due(expression: str, zone=ZoneInfo("UTC"), last: float | None = None) -> str | None:
    stamp = due_after(expression, zone, last, CREATED)
    return None if stamp is None else datetime.fromtimestamp(stamp, zone).strftime("%Y-%m-%d %H:%M:%S %a")


def test_a_rate_starts_at_once_and_keeps_its_distance():
    assert due_after("rate(1 minute)", BERLIN, None, CREATED) == CREATED
    assert due_after("rate(1 minute)", BERLIN, CREATED, CREATED) == CREATED + 60
    assert due_after("rate(2 hours)", BERLIN, CREATED, CREATED) == CREATED + 7200


@pytest.mark.parametrize(("expression", "expected"), [
    ("cron(0/15 * * * ? *)", "2026-11-24 08:45:00 Tue"),
    ("cron(0 3 * * ? *)", "2026-11-25 03:00:00 Wed"),
    ("cron(0 10 ? * MON-FRI *)", "2026-11-24 10:00:00 Tue"),
    ("cron(0 8 ? * 1 *)", "2026-11-29 08:00:00 Sun"),
    ("cron(0 12 L * ? *)", "2026-11-30 12:00:00 Mon"),
    ("cron(0 12 1W * ? *)", "2026-12-01 12:00:00 Tue"),
    ("cron(0 12 ? * 6#2 *)", "2026-12-11 12:00:00 Fri"),
    ("cron(0 12 ? * 6L *)", "2026-11-27 12:00:00 Fri"),
    ("cron(30 4 29 FEB ? *)", "2028-02-29 04:30:00 Tue"),
    ("cron(0 0 1 1 ? 2020)", None),
    ("at(2026-11-24T09:00:00)", "2026-11-24 09:00:00 Tue"),
])
def test_the_next_time_that_aws_would_choose(expression, expected):
    assert due(expression) == expected


def test_a_zone_counts_and_a_skipped_hour_does_not_match():
    assert due("cron(0 10 * * ? *)", BERLIN) == "2026-11-24 10:00:00 Tue"
    before_summer_time = datetime(2026, 3, 29, 0, 0, tzinfo=BERLIN).timestamp()
    assert due("cron(30 2 * * ? *)", BERLIN, before_summer_time) == "2026-03-30 02:30:00 Mon"


def test_a_time_fires_once():
    assert due("at(2026-11-24T09:00:00)", last=CREATED + 1780) is None


@pytest.mark.parametrize("wrong", ["every minute", "rate(1 fortnight)", "cron(* * *)", "cron(61 * * * ? *)"])
def test_what_is_not_an_expression_is_said(wrong):
    with pytest.raises(ScheduleExpressionError):
        due(wrong)
