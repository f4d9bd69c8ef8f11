"""When an EventBridge Scheduler expression is due: rate(...), cron(...) and at(...) in the schedule's time zone.

Cron is AWS's: minutes hours day-of-month month day-of-week year, with `?`, `L`, `W`, `#`, and Sunday as 1.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UNIT_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}
MONTHS = {name: number for number, name in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}
WEEKDAYS = {name: number for number, name in enumerate("SUN MON TUE WED THU FRI SAT".split(), 1)}
MOST_DAYS_AHEAD = 366 * 9


class ScheduleExpressionError(ValueError):
    """The expression is none of rate, cron and at, or a field of it is out of range."""


def due_after(expression: str, zone: ZoneInfo, last: float | None, created: float) -> float | None:
    """The first due time (epoch seconds) after `last`, the previous one; None when there is none any more.

    A rate is due at once after it was created, then regularly; the others count from their creation.
    """
    kind, _, body = expression.strip().removesuffix(")").partition("(")
    if kind == "rate":
        if not (match := re.fullmatch(r"(\d+) (minute|hour|day)s?", body.strip())):
            raise ScheduleExpressionError(f"{expression}: want rate(<number> minutes|hours|days)")
        return created if last is None else last + int(match[1]) * UNIT_SECONDS[match[2]]
    if kind == "at":
        due = datetime.fromisoformat(body.strip()).replace(tzinfo=zone).timestamp()
        return due if last is None and due >= created - 60 else None
    if kind == "cron":
        return Cron.of(body).after(datetime.fromtimestamp(last if last is not None else created, zone))
    raise ScheduleExpressionError(f"{expression}: want rate(...), cron(...) or at(...)")


@dataclass(frozen=True, slots=True)
class Cron:
    """A parsed cron expression."""

    minutes: frozenset[int]
    hours: frozenset[int]
    day_of_month: str
    months: frozenset[int]
    day_of_week: str
    years: frozenset[int]

    @staticmethod
    def of(body: str) -> "Cron":
        fields = body.upper().split()
        if len(fields) != 6:
            raise ScheduleExpressionError(f"cron({body}): six fields are wanted, {len(fields)} given")
        minutes, hours, day_of_month, months, day_of_week, years = fields
        return Cron(_numbers(minutes, 0, 59), _numbers(hours, 0, 23), day_of_month, _numbers(months, 1, 12, MONTHS),
                    day_of_week, _numbers(years, 1970, 2199))

    def after(self, moment: datetime) -> float | None:
        """The first matching minute strictly after `moment`, in its zone; hours that a clock change skips do not match."""
        zone = moment.tzinfo
        today = moment.date()
        for ahead in range(MOST_DAYS_AHEAD):
            day = today + timedelta(ahead)
            if day.year not in self.years or day.month not in self.months or not self._matches_day(day):
                continue
            for hour in sorted(self.hours):
                for minute in sorted(self.minutes):
                    due = datetime.combine(day, time(hour, minute), zone)
                    stamp = due.timestamp()
                    if stamp > moment.timestamp() and datetime.fromtimestamp(stamp, zone).hour == hour:
                        return stamp
        return None

    def _matches_day(self, day: date) -> bool:
        if self.day_of_month not in ("?", "*"):
            return self._matches_day_of_month(day)
        return self.day_of_week in ("?", "*") or self._matches_day_of_week(day)

    def _matches_day_of_month(self, day: date) -> bool:
        last = calendar.monthrange(day.year, day.month)[1]
        if self.day_of_month == "L":
            return day.day == last
        if self.day_of_month.endswith("W"):
            wanted = date(day.year, day.month, last if self.day_of_month == "LW" else min(int(self.day_of_month[:-1]), last))
            if wanted.weekday() == 5:
                wanted += timedelta(-1 if wanted.day > 1 else 2)
            elif wanted.weekday() == 6:
                wanted += timedelta(1 if wanted.day < last else -2)
            return day == wanted
        return day.day in _numbers(self.day_of_month, 1, 31)

    def _matches_day_of_week(self, day: date) -> bool:
        weekday = day.isoweekday() % 7 + 1
        if "#" in self.day_of_week:
            wanted, _, nth = self.day_of_week.partition("#")
            return weekday in _numbers(wanted, 1, 7, WEEKDAYS) and (day.day - 1) // 7 + 1 == int(nth)
        if self.day_of_week.endswith("L"):
            wanted = self.day_of_week[:-1] or "7"
            return weekday in _numbers(wanted, 1, 7, WEEKDAYS) and day.day + 7 > calendar.monthrange(day.year, day.month)[1]
        return weekday in _numbers(self.day_of_week, 1, 7, WEEKDAYS)


def _numbers(field: str, low: int, high: int, names: dict[str, int] | None = None) -> frozenset[int]:
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        try:
            start = low if first in ("*", "?") else (names or {}).get(first) or int(first)
            end = ((names or {}).get(last) or int(last)) if dash else (high if first in ("*", "?") or step else start)
            spanned = range(start, end + 1, int(step or 1)) if start <= end else [*range(start, high + 1), *range(low, end + 1)]
        except ValueError as wrong:
            raise ScheduleExpressionError(f"{part} in a cron field: {wrong}") from wrong
        if not low <= start <= high or not low <= end <= high:
            raise ScheduleExpressionError(f"{part} in a cron field: outside {low} to {high}")
        found.update(spanned)
    return frozenset(found)
