"""A schedule rule that is disabled starts nothing, as on AWS. LocalStack's goes on."""

from localstack.aws.api.events import RuleState
from localstack.services.events.provider import EventsProvider
from localstack.utils.patch import patch


def apply() -> None:
    @patch(EventsProvider._get_scheduled_rule_job_function)
    def job(fn, self, account_id, region, rule):
        send = fn(self, account_id, region, rule)

        def send_when_enabled(*args, **kwargs):
            if rule.state != RuleState.DISABLED:
                return send(*args, **kwargs)
            return None

        return send_when_enabled
