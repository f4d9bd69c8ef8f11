from types import SimpleNamespace

from localstack.services.events.provider import EventsProvider

from offblock_localstack import rules, stacks


def test_a_disabled_schedule_rule_starts_nothing_until_it_is_enabled_again():
    rules.apply()
    sent = []
    sender = SimpleNamespace(process_event=lambda event, trace_header: sent.append(event))
    rule = SimpleNamespace(arn="arn", state="ENABLED", targets={"t": {"Id": "t", "Input": '{"a": 1}'}})
    job = EventsProvider._get_scheduled_rule_job_function(SimpleNamespace(_target_sender_store={"arn-t": sender}), "0", "us-east-1", rule)
    job()
    rule.state = "DISABLED"
    job()
    assert sent == [{"a": 1}]
    rule.state = "ENABLED"
    job()
    assert len(sent) == 2


def test_stacks_are_looked_at_often_and_as_patiently_as_before():
    from localstack import config
    from localstack.services.cloudformation.resource_provider import ResourceProviderExecutor

    stacks.apply()
    assert ResourceProviderExecutor.deploy_loop.__defaults__ == (config.CFN_PER_RESOURCE_TIMEOUT, stacks.LOOK_SECONDS)
