"""What `pyproject.toml` points LocalStack at. Imports stay inside: LocalStack loads this file at every start."""

from localstack.runtime import hooks
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin
from localstack.services.plugins import Service, aws_provider


class ProcessExecutorPlugin(RuntimeExecutorPlugin):
    """LAMBDA_RUNTIME_EXECUTOR=process"""

    name = "process"

    def load(self, *args, **kwargs):
        from offblock_localstack.runtime.executor import ProcessExecutor

        return ProcessExecutor


@aws_provider(api="s3", name="durable")
def durable_s3() -> Service:
    """PROVIDER_OVERRIDE_S3=durable"""
    from offblock_localstack.objects.provider import DurableS3Provider

    return Service.for_provider(DurableS3Provider())


@hooks.on_infra_start(name="offblock_service_index", priority=100)
def index_services() -> None:
    from offblock_localstack import catalog

    catalog.ensure()


@hooks.on_infra_start(name="offblock_orphan")
def end_with_the_parent() -> None:
    from offblock_localstack import orphan

    orphan.apply()


@hooks.on_infra_start(name="offblock_paths")
def parse_paths_once() -> None:
    from offblock_localstack import paths

    paths.apply()


@hooks.on_infra_start(name="offblock_threads")
def let_ended_threads_go() -> None:
    from offblock_localstack import threads

    threads.apply()


@hooks.on_infra_start(name="offblock_loopback")
def listen_on_loopback() -> None:
    from offblock_localstack import loopback

    loopback.apply()


@hooks.on_infra_start(name="offblock_environment_ceiling")
def limit_environments() -> None:
    from offblock_localstack.runtime import ceiling

    ceiling.apply()


@hooks.on_infra_start(name="offblock_warm")
def keep_warm_what_is_looked_at_first() -> None:
    from offblock_localstack.runtime import warm

    warm.apply()


@hooks.on_infra_start(name="offblock_room")
def make_room_for_what_computes() -> None:
    from offblock_localstack.runtime import room

    room.apply()


@hooks.on_infra_start(name="offblock_metric_batches")
def batch_metrics() -> None:
    from offblock_localstack import metrics

    metrics.apply()


@hooks.on_infra_start(name="offblock_log_lines")
def keep_the_latest_log_lines() -> None:
    from offblock_localstack import loglines

    loglines.apply()


@hooks.on_infra_start(name="offblock_event_source_wait")
def wait_for_messages() -> None:
    from offblock_localstack import messages

    messages.apply()


@hooks.on_infra_start(name="offblock_bucket_retention")
def retain_durable_buckets() -> None:
    from offblock_localstack import retention

    retention.apply()


@hooks.on_infra_start(name="offblock_states_target")
def name_executions() -> None:
    from offblock_localstack import executions

    executions.apply()


@hooks.on_infra_start(name="offblock_schedule_rules")
def silence_disabled_rules() -> None:
    from offblock_localstack import rules

    rules.apply()


@hooks.on_infra_start(name="offblock_stack_pace")
def hasten_stacks() -> None:
    from offblock_localstack import stacks

    stacks.apply()


@hooks.on_infra_ready(name="offblock_scheduler")
def start_scheduler() -> None:
    from offblock_localstack.scheduler import Scheduler

    Scheduler().start()
