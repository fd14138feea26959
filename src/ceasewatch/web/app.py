"""The Litestar application: ``/``, ``/health``, ``/metrics``, ``/intake``. Without the token, only what is public."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.datastructures import MutableScopeHeaders
from litestar.exceptions import NotAuthorizedException, NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.static_files import create_static_files_router
from litestar.types import Message, Scope

from ceasewatch.model.errors import (
    CeasewatchError,
    ConflictError,
    DataError,
    EnvironmentProblem,
    LimitError,
    NotFoundError,
    RefusedError,
    UsageError,
)
from ceasewatch.pipeline.health import health as state_of
from ceasewatch.pipeline.intake import MAX_BODY, Intake
from ceasewatch.pipeline.metrics import exposition
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.web.front import front_page
from ceasewatch.web.render import front_html
from ceasewatch.web.reports import published, report_bytes
from ceasewatch.web.token import matches, token

HERE = Path(__file__).parent
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_POLICY = "Content-Security-Policy"
REPORT_POLICY = {_POLICY: SECURITY[_POLICY].replace("style-src 'self'", "style-src 'unsafe-inline'")}
"""A report is one file, with its style inside; it has no script either."""

STATUS: dict[type[CeasewatchError], int] = {
    LimitError: 413,
    NotFoundError: 404,
    RefusedError: 403,
    UsageError: 400,
    ConflictError: 409,
    DataError: 422,
    EnvironmentProblem: 503,
}

AnyRequest = Request[Any, Any, Any]
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's time in UTC."""
    return datetime.now(UTC)


def application(
    folder: MissionFolder,
    *,
    wake: threading.Event | None = None,
    max_bytes: int = MAX_BODY,
    now: Clock = system_clock,
) -> Litestar:
    """The application of one mission.

    Args:
        folder: the mission.
        wake: set when the intake took something, so that a run in this process projects at once.
        max_bytes: of a body at the intake.
        now: what the time is.
    """
    secret = token(folder)
    intake = Intake(folder=folder, max_bytes=max_bytes, wake=wake)

    @get("/", media_type=MediaType.HTML, sync_to_thread=True)
    def front() -> str:
        return front_html(front_page(folder, now()))

    @post("/intake/{feed:str}", status_code=200)
    async def take(request: AnyRequest, feed: FromPath[str]) -> Response[Any]:
        _need_token(request, secret)
        body = await request.body()
        result = await _in_thread(intake.accept, feed, request.headers.get("x-filename", ""), body)
        return Response(result, media_type=MediaType.JSON)

    return Litestar(
        route_handlers=[
            front,
            *_watched(folder, secret, now),
            take,
            _reports(folder),
            create_static_files_router(path="/static", directories=[HERE / "static"]),
        ],
        request_max_body_size=max_bytes,
        exception_handlers={CeasewatchError: _explained},
        before_send=[_secured],
        openapi_config=None,
        debug=False,
    )


def _need_token(request: AnyRequest, secret: str) -> None:
    if not matches(request.headers.get("authorization"), secret):
        raise NotAuthorizedException("send the mission's token: Authorization: Bearer ...")


def _watched(folder: MissionFolder, secret: str, now: Clock) -> tuple[HTTPRouteHandler, HTTPRouteHandler]:
    """What machines that watch the mission ask: a bare *ok* for anybody, all of it with the token."""

    @get("/health", sync_to_thread=True)
    def health(request: AnyRequest) -> Response[Any]:
        if not matches(request.headers.get("authorization"), secret):
            return Response("ok\n", media_type=MediaType.TEXT)
        return Response(state_of(folder, now()), media_type=MediaType.JSON)

    @get("/metrics", sync_to_thread=True)
    def metrics(request: AnyRequest) -> Response[bytes]:
        _need_token(request, secret)
        return Response(exposition(state_of(folder, now())), media_type=METRICS_TYPE)

    return health, metrics


def _reports(folder: MissionFolder) -> HTTPRouteHandler:
    @get("/reports/{name:str}", sync_to_thread=True)
    def report(name: FromPath[str]) -> Response[bytes]:
        found = published(folder).get(name)
        if found is None:
            raise NotFoundException("there is no such report")
        return Response(report_bytes(found), media_type=found.media_type, headers=REPORT_POLICY)

    return report


async def _in_thread(work: Any, *arguments: object) -> Any:  # noqa: ANN401 -- whatever the work returns
    from litestar.concurrency import sync_to_thread

    return await sync_to_thread(work, *arguments)


def _explained(_request: AnyRequest, error: CeasewatchError) -> Response[dict[str, str]]:
    """What was wrong, where, what to do: as the command line says it."""
    code = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    return Response({"error": error.what, "where": error.where, "todo": error.todo}, status_code=code)


async def _secured(message: Message, _scope: Scope) -> None:
    """Every answer, also one that says what went wrong, forbids scripts, frames and caching."""
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        headers.update({name: value for name, value in SECURITY.items() if name not in headers})
