"""Starts lp-auth-mock for a test run, and steers it over its admin API. Needs Python's standard library alone."""
import json
import os
import shutil
import signal
import ssl
import subprocess
import urllib.request

START = ["--no", "lp-auth-mock", "start", "--port", "0", "--json"]


class LpAuthMock:
    """A mock in a process of its own, on a free port; ``with LpAuthMock() as mock`` also stops it."""

    def __init__(self, *flags):
        # The name ends in .cmd on Windows: which() finds it.
        command = [shutil.which("npx") or "npx", *START, *flags]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"lp-auth-mock did not start; it ended with {self._process.wait()}")
        # One line: url, httpsUrl, port, pid, ca (what clients must trust), accounts (with their client secrets).
        self.ready = json.loads(line)
        self.trust = ssl.create_default_context(cafile=self.ready["ca"])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # The mock itself, not npx, which may not pass the signal on.
        os.kill(self.ready["pid"], signal.SIGTERM)
        self._process.wait(timeout=60)
        self._process.stdout.close()

    @property
    def host(self):
        return f"localhost:{self.ready['port']}"

    def admin(self, method, path, body=None):
        """One call of the admin API: its answer, or None when it has none."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.ready['url']}/__admin{path}", data, headers, method=method)
        with urllib.request.urlopen(request) as response:
            text = response.read()
        return json.loads(text) if text else None

    def reset(self):
        """Back to the start: no conversations, no faults, the real time, an empty journal."""
        self.admin("POST", "/reset", {})

    def advance(self, by):
        """Moves the time of the mock: "61m", "2h"."""
        self.admin("POST", "/clock/advance", {"by": by})

    def fail(self, endpoint, error, times=1):
        """Arms a fault: the name of an error, "reset", "timeout", or an answer such as {"status": 503}."""
        self.admin("POST", "/faults", {"endpoint": endpoint, "error": error, "times": times})

    def journal(self):
        """The calls that were answered, as (endpoint, status), oldest first."""
        return [(entry["endpointId"], entry["outcome"]) for entry in self.admin("GET", "/journal")["entries"]]
