"""The HTTP server in a thread of the run's process, on loopback only."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from ceasewatch.model.errors import EnvironmentProblem
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.web.app import application

HOST = "127.0.0.1"
START_S = 15.0


@contextmanager
def serving(folder: MissionFolder, port: int, *, wake: threading.Event | None = None) -> Iterator[None]:
    """Serve while the block runs.

    Raises:
        EnvironmentProblem: the port is taken, or the server did not come up.
    """
    _check_free(port)
    thread = _Thread(folder, port, wake)
    thread.start()
    try:
        _wait_until_up(thread, port)
        yield
    finally:
        thread.stop()


class _Thread(threading.Thread):
    def __init__(self, folder: MissionFolder, port: int, wake: threading.Event | None) -> None:
        super().__init__(name="http", daemon=True)
        self._loop = asyncio.new_event_loop()
        self._server = _server(folder, port, wake, self._loop)

    def run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._server.serve())
        finally:
            self._loop.close()

    def stop(self) -> None:
        if self.is_alive():
            self._loop.call_soon_threadsafe(self._server.stop)
            self.join(START_S)


def _server(folder: MissionFolder, port: int, wake: threading.Event | None, loop: asyncio.AbstractEventLoop) -> Server:
    asyncio.set_event_loop(loop)
    return Server(
        application(folder, wake=wake),
        address=HOST,
        port=port,
        interface=Interfaces.ASGI,
        log_level=LogLevels.error,
        websockets=False,
    )


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise EnvironmentProblem(
                f"port {port} cannot be used ({error.strerror})",
                where="--port",
                todo="end what holds it, or name another",
            ) from error


def _wait_until_up(thread: threading.Thread, port: int) -> None:
    pause = threading.Event()
    for _ in range(int(START_S / 0.05)):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        if not thread.is_alive():
            break
        pause.wait(0.05)
    raise EnvironmentProblem("the HTTP server did not come up", where=f"port {port}", todo="see the messages above")
