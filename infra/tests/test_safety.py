"""What each function may not do, held against the template alone. `policies.py` says how far that goes."""

import json
import re
from pathlib import Path

import pytest
from cfnlint.api import lint_file
from policies import BUCKET, branches, group, may, statements, text
from test_template import STORES, functions, of_type, template  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "infra/template.yaml").read_text()
CANNOT = "iam:CreateRole iam:PassRole sts:AssumeRole s3:DeleteBucket s3:PutBucketPolicy lambda:UpdateFunctionCode lambda:CreateFunction " \
         "secretsmanager:PutSecretValue secretsmanager:DeleteSecret kms:Decrypt logs:DeleteLogGroup cloudformation:UpdateStack " \
         "states:DeleteStateMachine events:PutTargets events:DisableRule sqs:PurgeQueue sqs:DeleteQueue dynamodb:PutItem ec2:RunInstances".split()
RAW = f"{BUCKET}/raw/lufthansa/a/2026/11/26/x.json.gz"


def role(template, name):  # noqa: F811
    return template["Resources"][name]["Properties"]


def roles(template):  # noqa: F811
    return of_type(template, "AWS::IAM::Role")


def doing(template, action, resource, holding=None):  # noqa: F811
    return {name for name, one in roles(template).items() if may(one, template, action, resource, holding)}


def test_cfn_lint_finds_nothing():
    assert [f"{m.linenumber}: {m.rule.id} {m.message}" for m in lint_file(ROOT / "infra/template.yaml")] == []


def test_every_statement_of_a_role_says_why():
    """The words stand behind the statement, on its line."""
    said = [line for line in TEXT.splitlines() if re.match(r"\s+- (!If \[\w+, )?\{Effect: Allow, Action:", line)]
    assert [line.strip() for line in said if not re.search(r"[}\]] # \S+ \S+", line)] == []
    assert len(said) == TEXT.count("Effect: Allow, Action:"), "a statement is written in a form that this test does not read"


def test_stars_stand_only_behind_a_place_of_ones_own(template):  # noqa: F811
    """`…/raw/*` is a place, `*` or `arn:aws:s3:::*` is the world."""
    for name, one in roles(template).items():
        for statement in statements(one, template):
            assert not any("*" in action or "?" in action for action in statement.actions), f"{name}: {statement}"
            for resource in statement.resources:
                place, star, rest = resource.partition("*")
                assert not star or (rest == "" and re.search(r"(/|:log-stream:|:log-group:<\w+>:)$", place)), f"{name}: {resource}"
                assert place not in (f"{BUCKET}/", "arn:aws:s3:::"), f"{name}: {resource}"


def test_no_role_may_do_what_no_function_does(template):  # noqa: F811
    for name, one in roles(template).items():
        for action in CANNOT:
            for resource in ("*", BUCKET, RAW, f"<{name}>", "<Harvest>", "<PostgresQueue>", "<LufthansaSecret>", "<RetrainMachine>"):
                assert not may(one, template, action, resource), f"{name} may {action} on {resource}"


def test_raw_payloads_are_written_by_those_who_bring_them_and_deleted_by_nobody(template):  # noqa: F811
    assert doing(template, "s3:DeleteObject", RAW) == set()
    assert doing(template, "s3:PutObject", RAW) == {"HarvestRole", "ImportRecordingRole", "ImportBtsRole"}
    assert doing(template, "s3:PutObject", f"{BUCKET}/raw/offblock/x") == {"HarvestRole", "ImportRecordingRole", "ImportBtsRole", "ForecastsRole"}


def test_secrets_are_read_by_those_who_log_in_with_them(template):  # noqa: F811
    def readers(secret):
        return doing(template, "secretsmanager:GetSecretValue", f"<{secret}>")

    assert readers("LufthansaSecret") == {"HarvestRole"}
    assert readers("MlflowSecret") == {"RetrainRole", "AskLearningRole"}
    assert readers("PostgresSecret") == {"SchemaPostgresRole"}
    # The schema's function of PostgreSQL sets the passwords of the others.
    assert readers("PostgresReaderSecret") == {"AskPostgresRole", "ExtractRole", "SchemaPostgresRole"}
    assert readers("PostgresLoaderSecret") == {"LoadPostgresRole", "SchemaPostgresRole"}
    assert readers("PostgresAlertsSecret") == {"AskAlertsRole", "WatchAlertsRole", "SchemaPostgresRole"}
    # So does that of OpenSearch.
    assert [readers(f"Opensearch{who}Secret") for who in ("", "Reader", "Loader")] == [
        {"SchemaOpensearchRole"}, {"AskOpensearchRole", "SchemaOpensearchRole"}, {"LoadOpensearchRole", "SchemaOpensearchRole"}]
    for store in ("Mongodb", "Neo4j"):
        assert [readers(f"{store}{who}Secret") for who in ("", "Reader", "Loader")] == [{f"Schema{store}Role"}, {f"Ask{store}Role"}, {f"Load{store}Role"}]
    assert doing(template, "secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:000000000000:secret:other") == set()


def test_postgresql_is_logged_in_to_by_role_where_that_is_asked_for_each_function_as_its_own_user(template):  # noqa: F811
    def connecting(user, holding, database="<PostgresResource>"):
        return doing(template, "rds-db:connect", f"arn:aws:rds-db:us-east-1:000000000000:dbuser:{database}/{user}", holding)

    by_role, by_password = frozenset({"PostgresByRole"}), frozenset()
    users = {"offblock_reader": {"AskPostgresRole", "ExtractRole"}, "offblock_loader": {"LoadPostgresRole"}, "offblock_alerts": {"AskAlertsRole", "WatchAlertsRole"}}
    for user, wanted in users.items():
        assert connecting(user, by_role) == wanted, user
        assert connecting(user, by_password) == set(), user
        assert connecting(user, by_role, "db-OTHER") == set(), user
    assert connecting("offblock", by_role) == set(), "the owner grants, so it logs in by password"
    assert template["Conditions"]["PostgresByRole"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "PostgresResource"}, ""]}]}
    assert template["Parameters"]["PostgresResource"]["Default"] == ""


def test_a_function_that_may_log_in_by_role_does_and_the_schema_s_grants_it(template):  # noqa: F811
    """The wrapper's URL without plugins of its own is what makes the function's role sign (WrappedDriverTest)."""
    plain = {"Ref": "PostgresUrl"}
    by_role = {"Fn::If": ["PostgresByRole", {"Fn::Join": ["jdbc:aws-wrapper:postgresql:", {"Fn::Split": ["jdbc:postgresql:", plain]}]}, plain]}
    assert "jdbc:aws-wrapper:postgresql:".join("jdbc:postgresql://h/offblock?sslmode=verify-full".split("jdbc:postgresql:")) == "jdbc:aws-wrapper:postgresql://h/offblock?sslmode=verify-full"
    for name, function in functions(template).items():
        variables = function["Environment"]["Variables"]
        signs = any("rds-db:connect" in s.actions for s in statements(role(template, function["Role"]["Fn::GetAtt"][0]), template))
        assert variables.get("POSTGRES_URL") == (by_role if signs else plain if name == "SchemaPostgres" else None), name
        assert ("POSTGRES_BY_ROLE" in variables) == (name == "SchemaPostgres"), name
    assert functions(template)["SchemaPostgres"]["Environment"]["Variables"]["POSTGRES_BY_ROLE"] == {"Fn::If": ["PostgresByRole", "true", "false"]}


def test_each_function_is_told_of_the_secret_that_fits_it(template):  # noqa: F811
    """One store's secret each, the one its role may read: who answers never learns where a loader's or an owner's is."""
    for name, function in functions(template).items():
        said = {text(value, template) for variable, value in function["Environment"]["Variables"].items() if re.search("_SECRET$|_ACCOUNTS$", variable)}
        said = {secret for one in said for secret in re.findall(r"<\w+>", one)}
        readable = {secret for secret in (f"<{p}>" for p in template["Parameters"] if p.endswith("Secret"))
                    if may(role(template, function["Role"]["Fn::GetAtt"][0]), template, "secretsmanager:GetSecretValue", secret)}
        assert said == readable, name
        if name.startswith(("Ask", "Extract")):
            assert not any(re.search(r"Loader|<(Postgres|Mongodb|Opensearch|Neo4j)Secret>", secret) for secret in said), name
        for store in (s.capitalize() for s in STORES):
            if name in (f"Ask{store}", f"Load{store}"):
                assert said == {f"<{store}{'Reader' if name.startswith('Ask') else 'Loader'}Secret>"}, name


@pytest.mark.parametrize("store", [s.capitalize() for s in STORES])
def test_a_store_s_functions_keep_to_their_store(template, store):  # noqa: F811
    loader, reader = role(template, f"Load{store}Role"), role(template, f"Ask{store}Role")
    for other in (s.capitalize() for s in STORES if s.capitalize() != store):
        assert not may(loader, template, "sqs:ReceiveMessage", f"<{other}Queue>")
        assert not may(loader, template, "s3:PutObject", f"{BUCKET}/quarantine/{other.lower()}/x")
    assert may(loader, template, "sqs:DeleteMessage", f"<{store}Queue>") and not may(loader, template, "sqs:SendMessage", f"<{store}Queue>")
    for action in ("s3:GetObject", "s3:PutObject"):
        assert not may(reader, template, action, RAW), "a function that answers from its store has no business in the bucket"
    assert not may(reader, template, "sqs:ReceiveMessage", f"<{store}Queue>") and not may(reader, template, "lambda:InvokeFunction", "<Harvest>")


def test_what_answers_starts_no_work(template):  # noqa: F811
    for name in roles(template):
        if name.startswith("Ask"):
            for machine in ("BackfillMachine", "RetrainMachine", "ForecastMachine", "WatchMachine"):
                assert not may(role(template, name), template, "states:StartExecution", f"<{machine}>"), name


@pytest.mark.parametrize("store", [s.capitalize() for s in STORES])
def test_dead_letters_go_back_to_their_own_queue_by_one_function(template, store):  # noqa: F811
    """It may not start a task on a loader's queue, which would take live payloads away, nor take a message from there."""
    for action in ("sqs:StartMessageMoveTask", "sqs:ListMessageMoveTasks", "sqs:ReceiveMessage", "sqs:DeleteMessage"):
        assert doing(template, action, f"<{store}Dlq>") == {"AskOperationsRole"}, action
        assert "AskOperationsRole" not in doing(template, action, f"<{store}Queue>"), action
    for action in ("sqs:GetQueueUrl", "sqs:GetQueueAttributes"):
        assert {f"<{store}{kind}>" for kind in ("Queue", "Dlq") if may(role(template, "AskOperationsRole"), template, action, f"<{store}{kind}>")} \
            == {f"<{store}Queue>", f"<{store}Dlq>"}, action
    assert doing(template, "sqs:SendMessage", f"<{store}Queue>") == {"AskOperationsRole", "ReplayRole"}
    assert doing(template, "sqs:SendMessage", f"<{store}Dlq>") == set(), "who alone puts messages there is SQS"


def test_logs_are_read_by_the_function_that_tells_them_and_are_the_functions_own(template):  # noqa: F811
    """The functions' groups, each by its name: neither a prefix nor another group of the account."""
    groups = of_type(template, "AWS::Logs::LogGroup")
    own = {name for name, group in groups.items() if group["LogGroupName"].rpartition("/")[2] in {f["FunctionName"] for f in functions(template).values()}}
    for name in own:
        assert doing(template, "logs:FilterLogEvents", group(name)) == {"AskOperationsRole"}, name
    reads, = (s for s in statements(role(template, "AskOperationsRole"), template) if "logs:FilterLogEvents" in s.actions)
    assert reads.actions == ("logs:FilterLogEvents",) and set(reads.resources) == {group(name) for name in own}
    told = template["Resources"]["AskOperations"]["Properties"]["Environment"]["Variables"]["LOG_GROUPS"]["Fn::Join"]
    assert told == [",", [{"Ref": name} for name in groups if name in own]], "the function is told of the groups that it may read"
    for other in ("other", "offblock-new", "*"):
        assert doing(template, "logs:FilterLogEvents", f"arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/{other}:*") == set(), other
    for action in ("logs:GetLogEvents", "logs:StartQuery", "logs:DescribeLogGroups", "logs:DeleteLogStream", "logs:PutRetentionPolicy"):
        for name in own:
            assert doing(template, action, group(name)) == set(), action


def test_each_function_may_write_into_a_stream_of_its_own_log_and_of_no_other(template):  # noqa: F811
    """`${XLogs.Arn}:log-stream:*` matched no stream: what GetAtt gives ends in `:*` already, and then no line and no metric is kept."""
    groups = {g["LogGroupName"].rpartition("/")[2]: name for name, g in of_type(template, "AWS::Logs::LogGroup").items()}
    for name, function in functions(template).items():
        stream = f"arn:aws:logs:us-east-1:000000000000:log-group:<{groups[function['FunctionName']]}>:log-stream:2026/11/29/[$LATEST]0123456789abcdef"
        for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
            assert doing(template, action, stream) == {function["Role"]["Fn::GetAtt"][0]}, f"{name}: {action}"


def test_who_reads_payloads_tells_an_absent_one_from_a_forbidden_one(template):  # noqa: F811
    """Without the right to list, S3 answers 403 for what is not there, and a message of it would be tried until it is a dead letter."""
    for name, one in roles(template).items():
        if may(one, template, "s3:GetObject", RAW):
            assert may(one, template, "s3:ListBucket", BUCKET), name


def test_the_one_policy_of_aws_s_own_is_that_of_network_interfaces(template):  # noqa: F811
    given = {json.dumps(one.get("ManagedPolicyArns")) for one in roles(template).values()} - {"null"}
    assert len(given) == 1 and "AWSLambdaENIManagementAccess" in given.pop()
    for name, function in functions(template).items():
        assert ("VpcConfig" in function) == ("ManagedPolicyArns" in role(template, function["Role"]["Fn::GetAtt"][0])), name


def test_the_evaluator_knows_a_statement_that_stands_under_a_condition():
    one = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "x"}
    said = {"Fn::If": ["A", one, {"Ref": "AWS::NoValue"}]}
    for holding, wanted in ((None, [one]), (frozenset(), []), (frozenset({"B"}), []), (frozenset({"A", "B"}), [one])):
        assert branches(said, holding) == wanted, holding
    assert branches({"Fn::If": ["B", said, one]}, frozenset()) == [one] == branches(one, frozenset())


def test_the_evaluator_lets_a_deny_win():
    template = {"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}  # noqa: F811
    one = {"Policies": [{"PolicyDocument": {"Statement": [
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": {"Fn::Sub": "${B.Arn}/a/*"}},
        {"Effect": "Deny", "Action": "s3:*", "Resource": {"Fn::Sub": "${B.Arn}/a/hidden/*"}}]}}]}
    assert may(one, template, "s3:GetObject", f"{BUCKET}/a/x") and not may(one, template, "s3:GetObject", f"{BUCKET}/a/hidden/x")
    assert not may(one, template, "s3:PutObject", f"{BUCKET}/a/x")


def test_secrets_are_named_and_never_given(template):  # noqa: F811
    for name, parameter in template["Parameters"].items():
        assert not re.search(r"password|clientsecret|token", name, re.I), f"{name}: give the ARN of a secret"
        if name.endswith("Secret"):
            assert parameter["AllowedPattern"] == ("(arn:.+)?" if parameter.get("Default") == "" else "arn:.+")
    for name, function in functions(template).items():
        for variable in function["Environment"]["Variables"]:
            assert not re.search(r"PASSWORD|CLIENT_ID|CLIENT_SECRET|TOKEN", variable), f"{name}: {variable} would show in the console"


def test_buckets_are_closed_encrypted_and_keep_what_cannot_be_had_again(template):  # noqa: F811
    for name, bucket in of_type(template, "AWS::S3::Bucket").items():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True} and len(bucket["PublicAccessBlockConfiguration"]) == 4, name
        assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"], name
        assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}, name
    data = template["Resources"]["Data"]
    assert data["DeletionPolicy"] == "RetainExceptOnCreate" and data["UpdateReplacePolicy"] == "Retain"
    expiring = {rule["Prefix"] for rule in data["Properties"]["LifecycleConfiguration"]["Rules"] if "ExpirationInDays" in rule}
    assert expiring and not any(f"raw/{x}".startswith(prefix) or prefix.startswith(("state/", "seen/")) for prefix in expiring for x in ("", "lufthansa/"))
    for name, queue in of_type(template, "AWS::SQS::Queue").items():
        assert queue["SqsManagedSseEnabled"] is True, name


def test_the_front_has_limits(template):  # noqa: F811
    resources = template["Resources"]
    assert resources["ApiStage"]["Properties"]["MethodSettings"]["Fn::If"][2][0]["ThrottlingRateLimit"] == {"Ref": "RequestsPerSecond"}
    rules = {rule["Name"]: rule for rule in resources["Firewall"]["Properties"]["Rules"]}
    # Behind CloudFront an address is many callers: together they may ask what the throttle lets through.
    assert rules["rate"]["Statement"]["RateBasedStatement"]["Limit"] == {"Fn::If": ["PageInFront", {"Ref": "RequestsPerEdge"}, {"Ref": "RequestsPerAddress"}]}
    most = {name: template["Parameters"][name]["Default"] for name in ("RequestsPerSecond", "RequestsPerEdge")}
    assert most["RequestsPerEdge"] == 300 * most["RequestsPerSecond"]
    assert {"rate", "body"} <= rules.keys() and resources["FirewallBeforeApi"]["Condition"] == resources["Firewall"]["Condition"] == "OnAws"
    for name, function in functions(template).items():
        assert isinstance(function["Timeout"], (int, dict)), name


def test_logs_are_kept_for_a_while_and_not_for_ever(template):  # noqa: F811
    groups = of_type(template, "AWS::Logs::LogGroup")
    assert {g["LogGroupName"].rpartition("/")[2] for g in groups.values()} >= {f["FunctionName"] for f in functions(template).values()}
    assert all(1 <= g["RetentionInDays"] <= 90 for g in groups.values())
