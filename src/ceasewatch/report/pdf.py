"""The report as PDF: tagged (PDF/UA-1) and fit to be archived (PDF/A-2b), set by Typst with the fonts it brings.

Text reaches Typst as JSON values, never as source, so nothing that a source wrote can be run.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, cast

import msgspec

from ceasewatch.report.compose import compose
from ceasewatch.report.daily_report import DailyReport

if TYPE_CHECKING:
    from typst import Compiler, PDFStandard

STANDARDS: Final[list[PDFStandard]] = ["ua-1", "a-2b"]


def render(report: DailyReport, language: str = "en") -> bytes:
    """The report in ``language``; the same report gives the same bytes.

    Raises:
        NotFoundError: there is no translation into it.
    """
    data = msgspec.json.encode(compose(report, language)).decode()
    made = _compiler().compile(
        _source(),
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=STANDARDS,
        timestamp=int(report.issued_at.timestamp()),
    )
    return cast(bytes, made)


@cache
def _source() -> bytes:
    return resources.files(__package__).joinpath("templates", "daily.typ").read_bytes()


@cache
def _compiler() -> Compiler:
    from typst import Compiler

    return Compiler(ignore_system_fonts=True)
