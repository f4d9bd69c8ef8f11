"""Events: from a stored object to a started function, schedules, state machines, and the template's missing types."""

import json
import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest
from localstack_run import ROLE, eventually

ACCOUNT = "arn:aws:{}:us-east-1:000000000000:"
TEMPLATE = {
    "Resources": {
        "Board": {"Type": "AWS::CloudWatch::Dashboard", "Properties": {"DashboardName": "board", "DashboardBody": '{"widgets": []}'}},
        "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/probe/errors"}},
        "Filter": {"Type": "AWS::Logs::MetricFilter", "DependsOn": "Group", "Properties": {
            "LogGroupName": "/probe/errors", "FilterName": "errors", "FilterPattern": "ERROR",
            "MetricTransformations": [{"MetricNamespace": "Offblock", "MetricName": "Errors", "MetricValue": "1", "DefaultValue": 0}]}},
        "Every": {"Type": "AWS::Scheduler::Schedule", "Properties": {
            "Name": "every-minute", "ScheduleExpression": "rate(1 minute)", "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {"Arn": ACCOUNT.format("lambda") + "function:scheduled", "RoleArn": ROLE,
                       "Input": '{"at": "<aws.scheduler.scheduled-time>"}'}}},
    }
}


def messages(localstack, group: str) -> list[str]:
    logs = localstack.client("logs")
    if not logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
        return []
    return [event["message"] for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group) for event in page["events"]]


def test_a_stored_object_starts_its_function_within_half_a_second(localstack, probe):
    s3, sqs, events, lambda_ = (localstack.client(name) for name in ("s3", "sqs", "events", "lambda"))
    localstack.create_function("load", probe)
    s3.create_bucket(Bucket="offblock-data")
    s3.put_bucket_notification_configuration(Bucket="offblock-data", NotificationConfiguration={"EventBridgeConfiguration": {}})
    queue = sqs.create_queue(QueueName="offblock-load", Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
    events.put_rule(Name="load", EventPattern=json.dumps({
        "source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"object": {"key": [{"prefix": "raw/"}]}}}))
    events.put_targets(Rule="load", Targets=[{
        "Id": "queue", "Arn": ACCOUNT.format("sqs") + "offblock-load",
        "InputTransformer": {"InputPathsMap": {"bucket": "$.detail.bucket.name", "key": "$.detail.object.key"},
                             "InputTemplate": '{"bucket":"<bucket>","key":"<key>"}'}}])
    lambda_.create_event_source_mapping(FunctionName="load", EventSourceArn=ACCOUNT.format("sqs") + "offblock-load", BatchSize=10,
                                        FunctionResponseTypes=["ReportBatchItemFailures"])
    localstack.invoke("load", do="echo")
    stored = {}
    for number in range(12):
        time.sleep(0.3)
        s3.put_object(Bucket="offblock-data", Key=f"raw/lag/{number}", Body=b"x")
        stored[number] = time.time()
    seen = eventually(lambda: (found := arrivals(localstack)) and len(found) == len(stored) and found, seconds=60)
    lags = [seen[number] - stored[number] for number in stored]
    print(f"stored -> started: median {statistics.median(lags) * 1000:.0f} ms, worst {max(lags) * 1000:.0f} ms")
    assert sorted(lags)[len(lags) // 4] < 0.5  # of the better ones: other tests run beside
    assert sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]["ApproximateNumberOfMessages"] == "0"


def arrivals(localstack) -> dict[int, float]:
    """When the function got each object, by the clock that SQS stamps its messages with and the function's own line."""
    found = {}
    for line in messages(localstack, "/aws/lambda/load"):
        if "raw/lag/" in line and (at := line.split("received at ")[1:]):
            for part in line.split("raw/lag/")[1:]:
                found.setdefault(int("".join(c for c in part[:3] if c.isdigit())), int(at[0].split()[0]) / 1000)
    return found


def test_a_schedule_fires_at_once_and_regularly(localstack, probe):
    localstack.create_function("scheduled", probe)
    began = datetime.now(UTC)
    cloudformation = localstack.client("cloudformation")
    cloudformation.create_stack(StackName="types", TemplateBody=json.dumps(TEMPLATE))
    cloudformation.get_waiter("stack_create_complete").wait(StackName="types", WaiterConfig={"Delay": 1, "MaxAttempts": 120})
    resources = cloudformation.describe_stack_resources(StackName="types")["StackResources"]
    assert "unknown" not in [resource["PhysicalResourceId"] for resource in resources]
    assert localstack.client("cloudwatch").get_dashboard(DashboardName="board")["DashboardBody"] == '{"widgets": []}'
    assert localstack.client("logs").describe_metric_filters(logGroupName="/probe/errors")["metricFilters"][0]["filterName"] == "errors"
    first = eventually(lambda: [line for line in messages(localstack, "/aws/lambda/scheduled") if "received" in line], seconds=45)
    assert any(f"at={day:%Y-%m-%dT}" in first[0] for day in (began, datetime.now(UTC)))


def test_a_schedule_at_a_time_fires_once(localstack):
    sqs, scheduler = localstack.client("sqs"), localstack.client("scheduler")
    queue = sqs.create_queue(QueueName="at-time")["QueueUrl"]
    at = datetime.now(UTC) + timedelta(seconds=2)
    scheduler.create_schedule(Name="once", ScheduleExpression=f"at({at:%Y-%m-%dT%H:%M:%S})", FlexibleTimeWindow={"Mode": "OFF"},
                              Target={"Arn": ACCOUNT.format("sqs") + "at-time", "RoleArn": ROLE, "Input": '{"go": true}'})
    got = eventually(lambda: sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=10).get("Messages"), seconds=45)
    assert json.loads(got[0]["Body"]) == {"go": True} and datetime.now(UTC) >= at.replace(microsecond=0)
    assert "Messages" not in sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=2)


def test_an_event_without_an_id_starts_a_state_machine(localstack):
    states, events = localstack.client("stepfunctions"), localstack.client("events")
    definition = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})
    machine = states.create_state_machine(name="replay", definition=definition, roleArn=ROLE)["stateMachineArn"]
    events.put_rule(Name="start", EventPattern=json.dumps({"source": ["probe"]}))
    events.put_targets(Rule="start", Targets=[{"Id": "machine", "Arn": machine, "RoleArn": ROLE, "Input": '{"store": "neo4j"}'}])
    events.put_events(Entries=[{"Source": "probe", "DetailType": "t", "Detail": "{}"}])
    executions = eventually(lambda: states.list_executions(stateMachineArn=machine)["executions"])
    assert json.loads(states.describe_execution(executionArn=executions[0]["executionArn"])["input"]) == {"store": "neo4j"}


def test_a_failing_message_reaches_the_dead_letter_queue(localstack, probe):
    sqs, lambda_ = localstack.client("sqs"), localstack.client("lambda")
    dead = sqs.create_queue(QueueName="fail-dlq")["QueueUrl"]
    queue = sqs.create_queue(QueueName="fail", Attributes={"VisibilityTimeout": "1", "RedrivePolicy": json.dumps(
        {"deadLetterTargetArn": ACCOUNT.format("sqs") + "fail-dlq", "maxReceiveCount": 2})})["QueueUrl"]
    localstack.create_function("failing", probe, Handler="Absent::handleRequest")
    lambda_.create_event_source_mapping(FunctionName="failing", EventSourceArn=ACCOUNT.format("sqs") + "fail", BatchSize=10)
    sqs.send_message(QueueUrl=queue, MessageBody='{"n": 1}')
    eventually(lambda: sqs.receive_message(QueueUrl=dead, WaitTimeSeconds=2).get("Messages"), seconds=90)


def test_a_message_comes_back_soon_after_its_function_failed(localstack, probe):
    """Not only after the visibility timeout: ten minutes here, which the test does not wait for."""
    sqs, lambda_ = localstack.client("sqs"), localstack.client("lambda")
    queue = sqs.create_queue(QueueName="again", Attributes={"VisibilityTimeout": "600"})["QueueUrl"]
    localstack.create_function("again", probe, Handler="Absent::handleRequest")
    lambda_.create_event_source_mapping(FunctionName="again", EventSourceArn=ACCOUNT.format("sqs") + "again", BatchSize=10)
    sqs.send_message(QueueUrl=queue, MessageBody='{"n": 1}')
    eventually(lambda: len([line for line in messages(localstack, "/aws/lambda/again") if line.startswith("START")]) >= 2, seconds=60)


@pytest.mark.parametrize(("receives", "seconds"), [(0, 2), (1, 2), (2, 4), (4, 16), (6, 45), (1000, 45)])
def test_the_pause_doubles_up_to_its_most(receives, seconds):
    from offblock_localstack.messages import pause_seconds

    assert pause_seconds(receives) == seconds
