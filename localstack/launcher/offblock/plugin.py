"""What the launcher takes from LocalStack's plugin: its modules that need no LocalStack, from their source, so that they are there before
anything is installed."""

import sys

from offblock.home import ROOT

sys.path.insert(0, str(ROOT / "localstack" / "plugin"))
try:
    from offblock_localstack.environment import Installation, localstack_environment
    from offblock_localstack.precedence import BEHIND, yield_as_a_session, yielding
finally:
    sys.path.pop(0)

__all__ = ["BEHIND", "Installation", "localstack_environment", "yield_as_a_session", "yielding"]
