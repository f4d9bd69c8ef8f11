"""SQS event source mappings that start a function as soon as a message is there, and that give a failed message back soon.

LocalStack asks each queue in intervals that grow to ten seconds while it is empty. Its queues are in the same process,
so a mapping can simply wait for the queue to have a visible message: no delay, and no work while there is none.

What a function failed at stays hidden for the queue's visibility timeout, which must outlast the longest call. Here the mapping knows
when the call is over, also where its process was killed, so it lets the message come back after a pause that doubles with each try.
"""

from localstack.services.lambda_.event_source_mapping.pollers.sqs_poller import SqsPoller
from localstack.services.sqs.models import sqs_stores
from localstack.utils.aws.arns import parse_arn
from localstack.utils.patch import patch

LOOK_UP_SECONDS = 2  # how soon a disabled or deleted mapping stops waiting
LONGEST_PAUSE_SECONDS = 45


def pause_seconds(receives: int) -> int:
    """2, 4, 8 … 45 s: how long a message that failed this many times is hidden."""
    return min(LONGEST_PAUSE_SECONDS, 2 ** max(1, min(receives, 10)))


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

    @patch(SqsPoller.delete_messages)
    def delete_messages(fn, self, messages, message_ids_to_delete):
        fn(self, messages, message_ids_to_delete)
        self.offblock_done = getattr(self, "offblock_done", set()) | set(message_ids_to_delete)

    @patch(SqsPoller.handle_messages)
    def handle_messages(fn, self, messages):
        self.offblock_done = set()
        try:
            return fn(self, messages)
        finally:
            for message in messages:
                if message["MessageId"] not in self.offblock_done:
                    self.source_client.change_message_visibility(
                        QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"],
                        VisibilityTimeout=pause_seconds(int(message.get("Attributes", {}).get("ApproximateReceiveCount", 1))))
