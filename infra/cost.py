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

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cost.md"
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


def lines() -> list[Line]:
    seconds = (HARVESTS * HARVEST_SECONDS + LOADS * LOAD_SECONDS + ANSWERS * ANSWER_SECONDS) * LAMBDA_GB
    gigabytes = CALLS * STORED * KILOBYTES / 1e6
    return [
        Line("Lambda, GB-seconds", "(harvest 730 × 60 × 50 s + loads × 0.4 s + answers × 0.05 s) × 0.25 GB", seconds, 0.0000166667),
        Line("Lambda, calls", "harvests + loads + answers", HARVESTS + LOADS + ANSWERS, 0.20e-6),
        Line("S3, PUT", "one object a call, one state a minute", OBJECTS + HARVESTS, 0.0054e-3),
        Line("S3, GET", "four loaders an object, state and plan a minute", OBJECTS * 4 + HARVESTS * 2, 0.00043e-3),
        Line("S3, GB held", "a year of payloads: 12 × calls × 0.45 × 6 KB", gigabytes * 12, 0.0245),
        Line("SQS", "4 queues × objects × (send, receive, delete), receives by threes", OBJECTS * 4 * 2 + LOADS, 0.40e-6),
        Line("EventBridge", "S3's own events are free; four rules cost nothing", 0, 0),
        Line("API Gateway", "answers", ANSWERS, 3.70e-6),
        Line("WAF", "one list, three rules, answers", 1, 5 + 3 + ANSWERS * 0.60e-6),
        Line("CloudWatch", "35 metrics, 20 alarms, one dashboard, 5 GB of logs", 1, 35 * 0.30 + 20 * 0.10 + 3 + 5 * 0.63),
        Line("Secrets Manager", "fifteen secrets, a reading in five minutes of 13 functions", 1, 15 * 0.40 + 13 * HOURS * 12 * 0.05e-4),
        Line("RDS PostgreSQL", "db.t4g.medium, 50 GB gp3, one zone", 1, HOURS * 0.073 + 50 * 0.137),
        Line("OpenSearch Service", "t3.small.search, 20 GB", 1, HOURS * 0.042 + 20 * 0.146),
        Line("NAT gateway, CloudFront", "one gateway, 10 GB through it; the page's first TB a month is free", 1, HOURS * 0.052 + 10 * 0.052),
        Line("Atlas", "M10", HOURS, 0.09),
        Line("Aura", "Professional, 1 GB", 1, 65),
        Line("MLflow", "Fargate 0.25 vCPU, 1 GB", HOURS, 0.25 * 0.04656 + 0.00511),
        Line("Training", "Lambda of 3 GB, 15 minutes a week", 4.3 * 900 * 3, 0.0000166667),
    ]


def table() -> str:
    rows = lines()
    text = ["| service | formula | a month, USD |", "|---|---|---|"]
    text += [f"| {one.service} | {one.formula} | {one.dollars:,.2f} |" for one in rows]
    own = sum(one.dollars for one in rows[:11])
    return "\n".join([*text, f"| **together** | of it what is paid by use, the first eleven lines: {own:,.0f} | **{sum(one.dollars for one in rows):,.0f}** |"])


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--write", action="store_true")
    if asked.parse_args().write:
        PAGE.write_text(re.sub(r"(?s)(<!-- table -->\n).*(\n<!-- /table -->)", lambda m: m[1] + table() + m[2], PAGE.read_text()))
    else:
        print(table())
