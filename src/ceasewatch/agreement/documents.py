"""The edge that reads a pack's files: limits first, then form; each error names the file, the key and what to do."""

from __future__ import annotations

import re
from collections.abc import Hashable
from importlib.resources.abc import Traversable
from typing import Any, Final, TypeVar

import msgspec
import yaml

from ceasewatch.model.errors import DataError, LimitError, NotFoundError

MAX_BYTES: Final = 2_000_000
MAX_NODES: Final = 50_000
MAX_DEPTH: Final = 40

_T = TypeVar("_T")


class _Strict(yaml.SafeLoader):
    """Plain YAML: a key that occurs twice is an error, not a choice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key, (marked, _) in zip(keys, node.value, strict=True):
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} occurs twice", marked.start_mark)
        return super().construct_mapping(node, deep)


def read_bytes(folder: Traversable, name: str, pack: str) -> bytes:
    """Content of one file of the pack.

    Raises:
        NotFoundError: there is none.
        DataError: the name leads out of the pack.
        LimitError: it is larger than :data:`MAX_BYTES`.
    """
    where = f"{pack}/{name}"
    if "/" in name or "\\" in name or name.startswith("."):
        raise DataError(
            f"{name!r} is not a file of the pack", where=f"{pack}/pack.yaml", todo="keep all files beside pack.yaml"
        )
    file = folder.joinpath(name)
    if not file.is_file():
        raise NotFoundError("no such file", where=where, todo="add it or remove the key that names it")
    with file.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise LimitError(f"the file is larger than {MAX_BYTES} bytes", where=where, todo="simplify it")
    return content


def parse_yaml(content: bytes, form: type[_T], where: str) -> _T:
    """``content`` as ``form``.

    Raises:
        DataError: not YAML, or not of the form.
        LimitError: aliases, or nesting or size beyond the limits.
    """
    try:
        text = content.decode("utf-8")
        _check_events(text, where)
        return msgspec.convert(yaml.load(text, Loader=_Strict), form)  # noqa: S506 - a subclass of SafeLoader
    except UnicodeDecodeError as error:
        raise DataError("not UTF-8", where=where, todo="save the file as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        at = where if mark is None else f"{where}, line {mark.line + 1}"
        raise DataError(f"not valid YAML: {error.problem}", where=at, todo="see YAML 1.1") from error
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, msgspec.ValidationError):
            raise _of_form(error, where, text) from error
        raise DataError(f"not valid YAML: {error}", where=where, todo="see YAML 1.1") from error


def parse_json(content: bytes, form: type[_T], where: str) -> _T:
    """``content`` as ``form``; errors as in :func:`parse_yaml`."""
    try:
        return msgspec.json.decode(content, type=form)
    except msgspec.ValidationError as error:
        raise _of_form(error, where) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"not valid JSON: {error}", where=where, todo="check it with any JSON tool") from error


def _check_events(text: str, where: str) -> None:
    depth = nodes = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark is not None else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise LimitError("anchors and aliases are refused", where=f"{where}, line {line}", todo="write it out")
        nodes += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise LimitError(
                f"more than {MAX_DEPTH} levels or {MAX_NODES} values",
                where=f"{where}, line {line}",
                todo="split the pack",
            )


def _of_form(error: msgspec.ValidationError, where: str, text: str = "") -> DataError:
    found = re.fullmatch(r"(.*) - at `\$\.?(.*)`", str(error), re.DOTALL)
    what, key = found.groups() if found else (str(error), "")
    unknown = re.search(r"unknown field `(.*)`", what)
    line = line_of(text, f"{key}.{unknown[1]}" if unknown else key) if text else 0
    at = f"{where}, line {line}" if line else where
    return DataError(what, where=f"{at}: {key}" if key else at, todo="see docs: the form of a pack")


def line_of(text: str, path: str) -> int:
    """The line, from 1, of what lies at ``path`` in a YAML text, as ``clauses[1].width``.

    Where nothing lies there, of what leads there; 0 if the text is empty or no YAML.
    """
    try:
        node = yaml.compose(text, Loader=_Strict)
    except yaml.YAMLError:
        return 0
    line = node.start_mark.line + 1 if node is not None else 0
    for index, key in re.findall(r"\[(\d+)\]|([^.\[\]]+)", path):
        step = _step(node, index, key)
        if step is None:
            return line
        line, node = step
    return line


def _step(node: yaml.Node | None, index: str, key: str) -> tuple[int, yaml.Node] | None:
    """The line and node of an item of a list or of a key; ``None`` where there is none."""
    if index and isinstance(node, yaml.SequenceNode) and int(index) < len(node.value):
        item = node.value[int(index)]
        return item.start_mark.line + 1, item
    if key and isinstance(node, yaml.MappingNode):
        return next(((k.start_mark.line + 1, v) for k, v in node.value if k.value == key), None)
    return None
