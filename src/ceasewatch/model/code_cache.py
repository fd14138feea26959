"""Where compiled code is kept, and when it is stale.

numba looks only at the file of the function itself. A function that calls another, or uses a constant of another file,
would go on running the old machine code after that file changed (an update, a ``git pull``). Here the stamp of a
function is a digest of its file and of every file of this package that it imports, directly or not.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from numba.core.caching import InTreeCacheLocator, UserProvidedCacheLocator, UserWideCacheLocator

_PACKAGE: Final = Path(__file__).parents[1]
_IMPORT: Final = re.compile(
    rf"^\s*(?:from|import) {_PACKAGE.name}((?:\.\w+)*)(?: import ([\w, ]+|\(.*?\)))?", re.M | re.S
)


@lru_cache(maxsize=256)
def source_digest(file: str) -> str:
    """SHA-256, hexadecimal, of the source ``file`` and of what it imports from this package.

    Raises:
        OSError: the file cannot be read.
    """
    seen: dict[Path, bytes] = {}
    waiting = [Path(file)]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen[path], imported = _read(path)
            waiting += imported
    return hashlib.sha256(b"".join(seen[path] for path in sorted(seen))).hexdigest()


@lru_cache(maxsize=1024)
def _read(path: Path) -> tuple[bytes, tuple[Path, ...]]:
    """Digest of one source, and the files of this package that its imports name."""
    source = path.read_bytes()
    found = []
    for module, names in _IMPORT.findall(source.decode("utf-8", "replace")):
        base = _PACKAGE.joinpath(*module.split(".")[1:])
        parts = [base / name for name in re.findall(r"\w+", names)]
        found += [file for at in (base, *parts) for file in (at.with_suffix(".py"), at / "__init__.py")]
    return hashlib.sha256(source).digest(), tuple(file for file in found if file.is_file())


class _Stamped:
    _py_file: str

    def get_source_stamp(self) -> str:
        """What must be equal for cached code to be used."""
        return source_digest(self._py_file)


class Provided(_Stamped, UserProvidedCacheLocator):
    """In ``NUMBA_CACHE_DIR``, where the user set it."""


class InTree(_Stamped, InTreeCacheLocator):
    """In ``__pycache__`` beside the source, where that may be written."""


class UserWide(_Stamped, UserWideCacheLocator):
    """In the user's cache folder."""


LOCATORS: Final = ",".join(f"{__name__}.{cls.__name__}" for cls in (Provided, InTree, UserWide))
"""For numba's setting CACHE_LOCATOR_CLASSES: the first that can be written is used."""
