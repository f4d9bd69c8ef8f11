"""Fires EventBridge Scheduler's schedules: LocalStack's community edition keeps them and never fires.

Failed deliveries are tried again as the schedule's RetryPolicy says (here at most ten times), then go to its dead-letter
queue. Flexible time windows are ignored: a schedule fires when it is due.
"""

import json
import logging
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from localstack.aws.connect import connect_to
from localstack.services.events.target import TargetSenderFactory
from localstack.utils.aws.arns import parse_arn, sqs_queue_url_for_arn
from localstack.utils.xray.trace_header import TraceHeader
from moto.scheduler.models import scheduler_backends

from offblock_localstack.schedule import ScheduleExpressionError, due_after

LOG = logging.getLogger(__name__)
TICK_SECONDS = 0.5
MOST_RETRIES = 10
FIRST_RETRY_SECONDS = 1.0


@dataclass
class Turn:
    """When a schedule fired last and fires next; `created` and `next` start anew when its expression changes."""

    expression: str
    created: float
    last: float | None
    next: float | None


class Scheduler:
    """One thread that looks at all schedules twice a second."""

    def __init__(self) -> None:
        self._turns: dict[str, Turn] = {}
        self._deliveries = ThreadPoolExecutor(8, thread_name_prefix="schedule-delivery")

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True, name="eventbridge-scheduler").start()

    def _run(self) -> None:
        while True:
            try:
                self.tick(time.time())
            except Exception:
                LOG.exception("the scheduler's look at the schedules failed")
            time.sleep(TICK_SECONDS)

    def tick(self, now: float) -> None:
        seen = set()
        for account, regions in list(scheduler_backends.items()):
            for region, backend in list(regions.items()):
                for group in list(backend.schedule_groups.values()):
                    for schedule in list(group.schedules.values()):
                        seen.add(schedule.arn)
                        if self._due(schedule, now):
                            self._deliveries.submit(self._deliver, schedule, account, region, now)
        for gone in self._turns.keys() - seen:
            del self._turns[gone]

    def _due(self, schedule, now: float) -> bool:
        expression = f"{schedule.schedule_expression} {schedule.schedule_expression_timezone} {schedule.state}"
        turn = self._turns.get(schedule.arn)
        if turn is None or turn.expression != expression:
            turn = self._turns[schedule.arn] = Turn(expression, now, None, None)
            turn.next = self._next(schedule, turn)
        if schedule.state != "ENABLED" or turn.next is None or turn.next > now:
            return False
        turn.last = turn.next
        turn.next = self._next(schedule, turn)
        while turn.next is not None and turn.next <= now:  # slept through: once is enough
            turn.last = turn.next
            turn.next = self._next(schedule, turn)
        return True

    @staticmethod
    def _next(schedule, turn: Turn) -> float | None:
        try:
            return due_after(schedule.schedule_expression, ZoneInfo(schedule.schedule_expression_timezone or "UTC"), turn.last, turn.created)
        except (ScheduleExpressionError, ValueError) as wrong:
            LOG.error("schedule %s will not fire: %s", schedule.name, wrong)
            return None

    def _deliver(self, schedule, account: str, region: str, due: float) -> None:
        target = schedule.target
        retries = min(MOST_RETRIES, (target.get("RetryPolicy") or {}).get("MaximumRetryAttempts", MOST_RETRIES))
        execution, pause = str(uuid.uuid4()), FIRST_RETRY_SECONDS
        for attempt in range(1, retries + 2):
            try:
                self._send(schedule, account, region, self._event(schedule, account, region, due, execution, attempt))
                LOG.debug("schedule %s fired", schedule.name)
                return
            except Exception as failure:
                LOG.warning("schedule %s: delivery %d of %d failed: %s", schedule.name, attempt, retries + 1, failure)
                reason = failure
                time.sleep(pause if attempt <= retries else 0)
                pause = min(pause * 2, 60)
        if queue := (target.get("DeadLetterConfig") or {}).get("Arn"):
            connect_to(aws_access_key_id=account, region_name=region).sqs.send_message(
                QueueUrl=sqs_queue_url_for_arn(queue), MessageBody=target.get("Input") or "{}",
                MessageAttributes={"ERROR_MESSAGE": {"DataType": "String", "StringValue": str(reason)[:1000]}})

    @staticmethod
    def _event(schedule, account: str, region: str, due: float, execution: str, attempt: int) -> dict | str:
        moment = datetime.fromtimestamp(due, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if given := schedule.target.get("Input"):
            for name, value in {"schedule-arn": schedule.arn, "scheduled-time": moment, "execution-id": execution,
                                "attempt-number": str(attempt)}.items():
                given = given.replace(f"<aws.scheduler.{name}>", value)
            try:
                return json.loads(given)
            except ValueError:
                return given
        return {"version": "0", "id": execution, "detail-type": "Scheduled Event", "source": "aws.scheduler", "account": account,
                "time": moment, "region": region, "resources": [schedule.arn], "detail": "{}"}

    @staticmethod
    def _send(schedule, account: str, region: str, event: dict | str) -> None:
        given = schedule.target
        target = {"Id": schedule.name, "Arn": given["Arn"], "RoleArn": given.get("RoleArn")}
        if given.get("SqsParameters"):
            target["SqsParameters"] = given["SqsParameters"]
        sender = TargetSenderFactory(target, schedule.arn, schedule.name, region, account).get_target_sender()
        sender.send_event(event, TraceHeader().ensure_root_exists())
