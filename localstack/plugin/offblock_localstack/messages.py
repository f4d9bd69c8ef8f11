"""SQS event source mappings that start a function as soon as a message is there.

LocalStack asks each queue in intervals that grow to ten seconds while it is empty. Its queues are in the same process,
so a mapping can simply wait for the queue to have a visible message: no delay, and no work while there is none.
"""

from localstack.services.lambda_.event_source_mapping.pollers.sqs_poller import SqsPoller
from localstack.services.sqs.models import sqs_stores
from localstack.utils.aws.arns import parse_arn
from localstack.utils.patch import patch

LOOK_UP_SECONDS = 2  # how soon a disabled or deleted mapping stops waiting


def apply() -> None:
    @patch(SqsPoller.poll_events)
    def poll_events(fn, self):
        arn = parse_arn(self.source_arn)
        queue = sqs_stores[arn["account"]][arn["region"]].queues.get(arn["resource"])
        visible = getattr(queue, "visible", None)  # FIFO queues are kept otherwise
        if visible is None:
            return fn(self)
        with visible.not_empty:
            if not visible.not_empty.wait_for(lambda: visible._qsize() or visible.is_shutdown, LOOK_UP_SECONDS):
                return None
            if visible.is_shutdown:
                return None
        return fn(self)
