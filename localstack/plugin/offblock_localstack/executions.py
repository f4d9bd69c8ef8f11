"""EventBridge starts state machines under the event's id, which is gone once Input or InputTransformer replaced the event:
LocalStack 4.14 then loses the event (`Failed to deliver to target: 'id'`). Such executions get an id of their own."""

import json
import uuid

from localstack.services.events.target import StatesTargetSender, TargetSenderFactory


class NamedExecutionSender(StatesTargetSender):
    def send_event(self, event, trace_header) -> None:
        self.service = "stepfunctions"
        if isinstance(event, str):
            try:
                event = json.loads(event)
            except ValueError:
                pass  # plain text is a JSON string to the state machine
        name = event.get("id") if isinstance(event, dict) else None
        self.client.start_execution(stateMachineArn=self.target["Arn"], name=str(name or uuid.uuid4()), input=json.dumps(event))


def apply() -> None:
    TargetSenderFactory.register_target_sender("states", NamedExecutionSender)
