"""`lint`: the form of the code, and the templates by cfn-lint and checkov. Nothing need run."""

import asyncio
import sys

from offblock import build
from offblock.home import ROOT, Home
from offblock.tools import find

TEMPLATES = tuple(ROOT / "infra" / name for name in ("template.yaml", "foundation.yaml", "firewall.yaml", "page.yaml"))
CHECKOV = ROOT / "infra" / "checkov"


def run(home: Home) -> int:
    home.make()
    asyncio.run(_lint(home))
    print("nothing found")
    return 0


async def _lint(home: Home) -> None:
    log = home.log / "lint.log"

    def say(text: str) -> None:
        print(f"   {text}", file=sys.stderr, flush=True)

    await build.python(home, sys.executable, say)
    say("cfn-lint")
    await build.command([str(home.venv / "bin" / "cfn-lint"), *map(str, TEMPLATES)], log, fix=f"mend what it names: {log}")
    say("checkov")
    tool = await build.tool(home, "checkov", CHECKOV / "requirements.txt", sys.executable, log)
    for template in TEMPLATES:
        await build.command([str(tool / "bin" / "checkov"), "--config-file", str(CHECKOV / "checkov.yaml"), "-f", str(template)], log,
                            fix=f"mend what it names, or say in infra/checkov/checkov.yaml why not: {log}")
    say("spotless")
    await build.command([str(ROOT / "mvnw"), "-B", "-q", "spotless:check"], log, environment={"JAVA_HOME": str(find().java_home)},
                        fix="./mvnw spotless:apply")
