"""Recomputes the table of docs/cost.md: what a month on AWS costs at the provider's quota.

    python infra/cost.py            # prints the table
    python infra/cost.py --write    # puts it into docs/cost.md

Prices are list prices in US dollars of eu-central-1 as remembered on the date below, without tax, discounts and the free tier. They were
not looked up by this script: check them at aws.amazon.com/pricing before you build on them.
"""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "cost.md"
PRICES_OF = "2026-02"
HOURS, DAYS = 730, 30.4

# --- what is done in a month, at 980 calls an hour
CALLS = 980 * HOURS
STORED = 0.45            # share of answers that differ from the last: they become payloads, the rest markers
KILOBYTES = 6.0          # of a gzipped payload
OBJECTS = CALLS          # each answer leaves a payload or a marker
HARVESTS, HARVEST_SECONDS = HOURS * 60, 50.0
LOADS, LOAD_SECONDS = OBJECTS * 4 / 3, 0.4   # four loaders, three messages a call on average
ANSWERS, ANSWER_SECONDS = 1_000_000, 0.05    # of the gateway: a choice, 0.4 a second
LAMBDA_GB = 0.25
FILES = 300_000          # of the page: a choice, a third of the answers
FORECASTS, FORECAST_SECONDS, FORECAST_GB = HOURS * 6, 20.0, 0.5   # extract and forecast together, a choice
ALERTS, ALERTS_SECONDS = HOURS * 60, 0.2                          # rounds over the rules, a choice
# States that an execution passes: of a forecast, of a day's watch, of a week's training.
TRANSITIONS = FORECASTS * 3 + DAYS * 4 + DAYS / 7 * 9
# --- what is there
METRICS = 12 + 5 * 4 + 4 + 4   # harvest, the loader of each store, learning, alerts
ALARMS = len(re.findall(r"Type: AWS::CloudWatch::Alarm$", (ROOT / "infra" / "template.yaml").read_text(), re.M))
SECRETS = 4 + 3 * 3 + 3        # of PostgreSQL, of each other store, and of alerts, provider and the API's key


@dataclass(frozen=True)
class Line:
    """A service: how much of what, at which price of one."""

    service: str
    formula: str
    amount: float
    unit: float

    @property
    def dollars(self) -> float:
        return self.amount * self.unit


POSTGRES = Line("RDS PostgreSQL", "db.t4g.medium, 50 GB gp3, one zone", 1, HOURS * 0.073 + 50 * 0.137)


def lines() -> list[Line]:
    seconds = (HARVESTS * HARVEST_SECONDS + LOADS * LOAD_SECONDS + ANSWERS * ANSWER_SECONDS) * LAMBDA_GB
    gigabytes = CALLS * STORED * KILOBYTES / 1e6
    return [
        Line("Lambda, GB-seconds", "(harvest 730 × 60 × 50 s + loads × 0.4 s + answers × 0.05 s) × 0.25 GB", seconds, 0.0000166667),
        Line("Lambda, calls", "harvests + loads + answers", HARVESTS + LOADS + ANSWERS, 0.20e-6),
        Line("Lambda, forecasts and alerts", "730 × 6 × 20 s × 0.5 GB, 730 × 60 × 0.2 s × 0.25 GB, and their calls", 1,
             (FORECASTS * FORECAST_SECONDS * FORECAST_GB + ALERTS * ALERTS_SECONDS * LAMBDA_GB) * 0.0000166667 + (FORECASTS * 2 + ALERTS) * 0.20e-6),
        Line("Step Functions", "three states a forecast, four a day's watch, nine a week's training", TRANSITIONS, 0.025e-3),
        Line("S3, PUT", "one object a call, one state a minute", OBJECTS + HARVESTS, 0.0054e-3),
        Line("S3, GET", "four loaders an object, state and plan a minute", OBJECTS * 4 + HARVESTS * 2, 0.00043e-3),
        Line("S3, GB held", "a year of payloads: 12 × calls × 0.45 × 6 KB", gigabytes * 12, 0.0245),
        Line("SQS", "4 queues × objects × (send, receive, delete), receives by threes", OBJECTS * 4 * 2 + LOADS, 0.40e-6),
        Line("EventBridge", "S3's own events are free; four rules cost nothing", 0, 0),
        Line("API Gateway", "answers", ANSWERS, 3.70e-6),
        Line("WAF before the gateway", "one list, three rules, answers", 1, 5 + 3 + ANSWERS * 0.60e-6),
        Line("WAF before CloudFront", "one list, one rule, answers and the page's files", 1, 5 + 1 + (ANSWERS + FILES) * 0.60e-6),
        Line("CloudWatch", f"{METRICS} metrics, {ALARMS} alarms, one dashboard, 5 GB of logs", 1, METRICS * 0.30 + ALARMS * 0.10 + 3 + 5 * 0.63),
        Line("Secrets Manager", f"{SECRETS} secrets, a reading in five minutes of 13 functions", 1, SECRETS * 0.40 + 13 * HOURS * 12 * 0.05e-4),
        POSTGRES,
        Line("OpenSearch Service", "t3.small.search, 20 GB", 1, HOURS * 0.042 + 20 * 0.146),
        Line("NAT gateway", "one gateway, 10 GB through it, its public address", 1, HOURS * 0.052 + 10 * 0.052 + HOURS * 0.005),
        Line("CloudFront", "the first TB, ten million requests and two million calls of its function a month are free", 0, 0),
        Line("Atlas", "M10", HOURS, 0.09),
        Line("Aura", "Professional, 1 GB", 1, 65),
        Line("MLflow", "Fargate 0.25 vCPU, 1 GB", HOURS, 0.25 * 0.04656 + 0.00511),
        Line("Training", "Lambda of 3 GB, 15 minutes a week", 4.3 * 900 * 3, 0.0000166667),
    ]


def table() -> str:
    rows = lines()
    text = ["| service | formula | a month, USD |", "|---|---|---|"]
    text += [f"| {one.service} | {one.formula} | {one.dollars:,.2f} |" for one in rows]
    used, all_of_it = rows[:rows.index(POSTGRES)], sum(one.dollars for one in rows)
    return "\n".join([*text, f"| **together** | of it what is paid by use, the first {len(used)} lines: {sum(one.dollars for one in used):,.0f} | **{all_of_it:,.0f}** |",
                      "| **with a standby of PostgreSQL** | as production has it (`PostgresReplica: true`): instance and storage once more in the other zone "
                      f"| **{all_of_it + POSTGRES.dollars:,.0f}** |"])


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--write", action="store_true")
    if asked.parse_args().write:
        PAGE.write_text(re.sub(r"(?s)(<!-- table -->\n).*(\n<!-- /table -->)", lambda m: m[1] + table() + m[2], PAGE.read_text()))
    else:
        print(table())
