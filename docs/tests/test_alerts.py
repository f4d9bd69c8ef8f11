"""The code of docs/alerts.md verifies what the standard's own example signs, and refuses what it did not sign."""

import re
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[1]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HEADERS = {"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
           "webhook-signature": "v1,bm8= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}
BODY = b'{"test": 2432232314}'


def code(language):
    return re.search(rf"```{language}\n(.*?)```", (DOCS / "alerts.md").read_text(), re.S).group(1)


def test_python(monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1614265330.0)
    names = {}
    exec(code("python"), names)
    for verify in (names["verify"], runpy.run_path(str(DOCS / "examples/receiver.py"))["verify"]):
        assert verify(SECRET, HEADERS, BODY)
        assert not verify(SECRET, HEADERS, BODY + b" ")
        assert not verify(SECRET, {**HEADERS, "webhook-timestamp": "1614264930"}, BODY)


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not there")
def test_javascript():
    script = f"""{code("javascript").replace("export ", "")}
      Date.now = () => 1614265330000;
      const [headers, body] = {[HEADERS, BODY.decode()]!r};
      process.exit(verify("{SECRET}", headers, body) && !verify("{SECRET}", headers, body + " ") ? 0 : 1);"""
    subprocess.run(["node", "--input-type=module", "-e", script], check=True)


def test_java(tmp_path):
    java = shutil.which("java") or str(Path(__import__("os").environ.get("JAVA_HOME", "")) / "bin" / "java")
    if not Path(java).exists():
        pytest.skip("Java is not there")
    (tmp_path / "Verify.java").write_text(f"""
      import static java.nio.charset.StandardCharsets.UTF_8;
      import java.security.*; import java.time.Instant; import java.util.*; import javax.crypto.Mac; import javax.crypto.spec.SecretKeySpec;
      class Verify {{
        {code("java").replace("Instant.now().getEpochSecond()", "1614265330L")}
        public static void main(String[] a) throws Exception {{
          byte[] body = a[4].getBytes(UTF_8);
          byte[] other = (a[4] + " ").getBytes(UTF_8);
          System.exit(verify(a[0], a[1], a[2], a[3], body) && !verify(a[0], a[1], a[2], a[3], other) ? 0 : 1);
        }}
      }}""")
    subprocess.run([java, str(tmp_path / "Verify.java"), SECRET, *HEADERS.values(), BODY.decode()], check=True)
