"""A small evaluator of the template's policies, since LocalStack's community edition lets every call through.

It knows what these policies use: allow and deny, actions and resources with `*` and `?`, lists, no conditions (a statement with one is
taken as holding for an allow, as not holding for a deny: the wider reading). A statement that the template has only where one of its own
conditions holds counts, unless it is said which of these hold. Intrinsics become texts in which each parameter and
resource keeps its own name, so that two different resources never look alike.
"""

import fnmatch
import re
from dataclasses import dataclass

BUCKET = "arn:aws:s3:::offblock-data"


def group(logical: str) -> str:
    """A log group's ARN as CloudFormation gives it: with `:*` behind the name, to which nothing can be joined."""
    return f"arn:aws:logs:us-east-1:000000000000:log-group:<{logical}>:*"


def text(value, template) -> str:
    """The ARN that an expression of the template stands for."""
    if isinstance(value, str):
        return value
    (name, inner), = value.items()
    if name == "Ref":
        return f"<{inner}>"
    if name == "Fn::GetAtt":
        logical, attribute = inner
        kind = template["Resources"][logical]["Type"]
        if kind == "AWS::S3::Bucket":
            return BUCKET
        if kind == "AWS::Logs::LogGroup" and attribute == "Arn":
            return group(logical)
        return f"<{logical}>" if attribute == "Arn" else f"<{logical}.{attribute}>"
    if name == "Fn::Sub":
        known = {"AWS::Partition": "aws", "AWS::Region": "us-east-1", "AWS::AccountId": "000000000000", "DataBucket": "offblock-data"}

        def one(match):
            word = match.group(1)
            if word in known:
                return known[word]
            logical, _, attribute = word.partition(".")
            return text({"Fn::GetAtt": [logical, attribute]} if attribute else {"Ref": logical}, template)

        return re.sub(r"\$\{([^}]+)\}", one, inner)
    raise ValueError(f"no policy here uses {name}")


@dataclass(frozen=True)
class Statement:
    effect: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]

    def covers(self, action: str, resource: str) -> bool:
        return (any(fnmatch.fnmatchcase(action.lower(), one.lower()) for one in self.actions)
                and any(fnmatch.fnmatchcase(resource, one) for one in self.resources))


def branches(statement: dict, holding: frozenset[str] | None = None) -> list[dict]:
    """What stands in its place where these conditions of the template hold and no others; every branch where it is not said which."""
    if "Fn::If" not in statement:
        return [] if statement == {"Ref": "AWS::NoValue"} else [statement]
    condition, then, otherwise = statement["Fn::If"]
    chosen = [then, otherwise] if holding is None else [then if condition in holding else otherwise]
    return [one for branch in chosen for one in branches(branch, holding)]


def statements(role: dict, template: dict, holding: frozenset[str] | None = None) -> list[Statement]:
    found = []
    for policy in role.get("Policies", []):
        for one in (branch for said in policy["PolicyDocument"]["Statement"] for branch in branches(said, holding)):
            resources = one["Resource"] if isinstance(one["Resource"], list) else [one["Resource"]]
            actions = one["Action"] if isinstance(one["Action"], list) else [one["Action"]]
            found.append(Statement(one["Effect"], tuple(actions), tuple(text(r, template) for r in resources)))
    return found


def may(role: dict, template: dict, action: str, resource: str, holding: frozenset[str] | None = None) -> bool:
    """As IAM decides: a deny wins, without an allow it is no."""
    known = statements(role, template, holding)
    return (any(s.effect == "Allow" and s.covers(action, resource) for s in known)
            and not any(s.effect == "Deny" and s.covers(action, resource) for s in known))
