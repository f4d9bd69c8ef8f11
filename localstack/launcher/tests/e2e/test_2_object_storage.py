"""The Java contracts of object storage, of logs and of queues, against the services of LocalStack: the tests tagged `localstack`."""

import os
import subprocess
import time
import xml.etree.ElementTree as ElementTree

from offblock.home import ROOT
from offblock.tools import find


def test_object_storage_logs_and_queues_keep_their_contracts(started):
    environment = {
        **os.environ,
        "JAVA_HOME": str(find().java_home),
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{started.ports.localstack}",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    began = time.time()
    ran = subprocess.run([str(ROOT / "mvnw"), "-B", "-pl", "functions/aws,functions/harvest,functions/operations", "-am", "test", "-Dgroups=localstack",
                          "-DexcludedGroups="], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900)
    assert ran.returncode == 0, ran.stdout[-6000:]
    for module, contract, least in (("aws", "S3PayloadsTest", 6), ("harvest", "S3ObjectsTest", 6), ("operations", "CloudWatchLogsTest", 5),
                                   ("operations", "SqsQueuesTest", 5)):
        report = next((ROOT / "functions" / module / "target" / "surefire-reports").glob(f"TEST-*.{contract}.xml"))
        assert report.stat().st_mtime >= began - 1, f"{contract} did not run"
        suite = ElementTree.parse(report).getroot()
        assert int(suite.get("tests")) >= least and suite.get("skipped") == "0", suite.attrib
