"""A report in one language, as blocks that HTML and PDF both print. Text here is text: it is never markup."""

from __future__ import annotations

from ceasewatch.model.struct import Noun


class Heading(Noun, frozen=True, kw_only=True, tag="heading"):
    """Starts a section; ``id`` is its anchor."""

    id: str
    text: str


class Paragraph(Noun, frozen=True, kw_only=True, tag="paragraph"):
    """A paragraph; small ones are notes."""

    text: str
    small: bool = False


class Alarm(Noun, frozen=True, kw_only=True, tag="alarm"):
    """What a reader must not miss."""

    text: str


class Bullets(Noun, frozen=True, kw_only=True, tag="bullets"):
    """A list."""

    items: tuple[str, ...]


class Column(Noun, frozen=True, kw_only=True):
    """A column's heading, its share of the width, and whether it holds numbers."""

    title: str
    share: int = 2
    number: bool = False


class Group(Noun, frozen=True, kw_only=True):
    """A heading over ``span`` columns; empty text over columns that stand alone."""

    text: str
    span: int


class Table(Noun, frozen=True, kw_only=True, tag="table"):
    """Rows of text under headings.

    Attributes:
        groups: a first row of headings; their spans add up to the number of columns.
        total: the last row is a sum.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    groups: tuple[Group, ...] = ()
    total: bool = False


class Figure(Noun, frozen=True, kw_only=True, tag="figure"):
    """A drawing with a text that says the same."""

    svg: str
    alt: str
    caption: str


Block = Heading | Paragraph | Alarm | Bullets | Table | Figure


class Document(Noun, frozen=True, kw_only=True):
    """Everything that is printed.

    Attributes:
        facts: (name, value) of the head, the cut-off first.
        stamp: on every page; empty for an actual mission.
        muted: words that stand where there is no number; printed paler, so that numbers stand out.
        page: with places ``{page}`` and ``{pages}``.
    """

    language: str
    mission: str
    title: str
    stamp: str
    stamp_line: str
    marking: str
    page: str
    facts: tuple[tuple[str, str], ...]
    muted: tuple[str, ...]
    blocks: tuple[Block, ...]
