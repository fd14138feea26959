"""``ceasewatch run`` as a process: inbox and intake, SIGTERM, and a port that is taken."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

PATIENCE_S = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: Callable[[], Any], process: subprocess.Popen[str]) -> Any:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        assert process.poll() is None, "the run ended"
        found = what()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("it did not come")


@contextmanager
def running(demo: Any, command_line: Any, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "ceasewatch.cli.main", "--mission", str(demo.mission), "run"]
    with subprocess.Popen(
        [*command, "--port", str(port), "--poll", "0.1"], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=command_line.environment(demo.keys),
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def test_inbox_and_intake_become_incidents_and_sigterm_ends_it(demo_copy: Any, command_line: Any) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    file: Path = next((demo_copy.path / "deliveries" / "press").iterdir())
    head, row = file.read_text("utf-8").splitlines()[:2]
    far = row.replace("-45.02,-124.65", "-45.40,-125.60")

    def incidents() -> int:
        ran = command_line("--mission", demo_copy.mission, "status", "--format", "json", keys=demo_copy.keys)
        return int(json.loads(ran.out)["totals"]["incidents"])

    def up() -> bool:
        try:
            return httpx.get(f"{url}/health").text == "ok\n"
        except httpx.TransportError:
            return False

    before = incidents()
    with running(demo_copy, command_line, port) as process:
        wait_for(up, process)
        secret = next(demo_copy.keys.rglob("http.token")).read_text().strip()
        dropped = demo_copy.mission / "inbox" / "press" / "late.csv"
        dropped.write_text(f"{head}\n{far.replace('p01', 'r1')}\n", "utf-8")
        wait_for(lambda: incidents() == before + 1, process)
        assert (dropped.parent / "done" / "late.csv").is_file()
        again = far.replace("p01", "r2").replace("2025-03-04T2", "2025-03-03T2")
        answer = httpx.post(
            f"{url}/intake/press", content=f"{head}\n{again}\n".encode(), headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.json()["new"] == 1
        wait_for(lambda: incidents() == before + 2, process)
        second = command_line("--mission", demo_copy.mission, "run", "--port", "0", keys=demo_copy.keys)
        assert second.code == 4
        assert str(process.pid) in second.err
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0, told
        assert time.monotonic() - asked < 15
        assert "Traceback" not in told
        assert "stopped" in told
        assert "late.csv: 1 new" in told
    assert command_line("--mission", demo_copy.mission, "record", "audit", keys=demo_copy.keys).code == 0


def test_a_port_that_is_taken_ends_with_4(demo_copy: Any, command_line: Any) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = command_line("--mission", demo_copy.mission, "run", "--port", port, keys=demo_copy.keys)
    assert ended.code == 4
    assert f"port {port} cannot be used" in ended.err
    assert "what to do" in ended.err
