"""Print the path of a fit `uv`, fetching the pinned one first if there is none.

Needs nothing but the standard library: Debian's python3 comes without pip, ensurepip and venv. A `uv` on PATH serves
if it is at least as new as the pinned one; otherwise the pinned wheel comes from the Python package index, is held
against the SHA-256 in `uv.sha256`, and its binary is placed in `.tools/` in one step, so that a broken download never
looks like a finished one.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "tools" / "uv.sha256"
BINARY = ROOT / ".tools" / "uv"
INDEX_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL")
ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.1"
MAX_BYTES = 100_000_000
ATTEMPTS = 3


class GetUvError(Exception):
    """What failed, where, and what to do about it."""


class Links(HTMLParser):
    """The links of an index page that is not JSON: file name to address."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep one `<a href>`."""
        href = dict(attrs).get("href")
        if tag == "a" and href:
            url = urllib.parse.urljoin(self.base, href)
            self.found[urllib.parse.unquote(urllib.parse.urlsplit(url).path.rsplit("/", 1)[-1])] = url


def read_pins() -> dict[str, str]:
    """Wheel file name to SHA-256, as `sha256sum` writes it."""
    return {name: digest for digest, name in (line.split() for line in PINS.read_text().splitlines() if line)}


def wheel_for(names: list[str], system: str, machine: str, libc: str) -> str:
    """The wheel for one platform.

    Args:
        names: pinned wheel file names.
        system: `sys.platform`.
        machine: `platform.machine()`.
        libc: "glibc" or anything else, which counts as musl (Linux only).

    Raises:
        GetUvError: no pinned wheel fits.
    """
    tag = {"linux": "manylinux" if libc == "glibc" else "musllinux", "darwin": "macosx"}.get(system, "?")
    arch = {"amd64": "x86_64", "arm64": "arm64" if system == "darwin" else "aarch64"}.get(machine, machine)
    for name in names:
        if tag in name and name.endswith(f"_{arch}.whl"):
            return name
    raise GetUvError(
        f"no uv is pinned in {PINS} for {system}/{machine} ({libc}). "
        "Install uv yourself (https://docs.astral.sh/uv/), put it on PATH, and run make again."
    )


def version_of(text: str) -> tuple[int, ...]:
    """The first x.y.z in a text, or () if there is none."""
    found = re.search(r"(\d+)\.(\d+)\.(\d+)", text)
    return tuple(int(part) for part in found.groups()) if found else ()


def fit(candidate: str | None, wanted: tuple[int, ...]) -> bool:
    """Whether a binary is there, runs, and is new enough."""
    if not candidate:
        return False
    try:
        done = subprocess.run([candidate, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and version_of(done.stdout) >= wanted


def index_url() -> str:
    """The package index that pip or uv would ask, without a trailing slash."""
    for name in INDEX_VARIABLES:
        if os.environ.get(name):
            value = os.environ[name]  # uv also allows NAME=URL
            return re.sub(r"^[\w.-]+=(?=https?:|file:)", "", value).rstrip("/")
    return "https://pypi.org/simple"


def without_login(url: str) -> str:
    """An address that may be shown and sent: no user, password or fragment in it."""
    parts = urllib.parse.urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()


def download(url: str) -> tuple[bytes, str]:
    """Body and content type of an address; user and password in it become a header.

    Raises:
        GetUvError: the address cannot be read after three attempts.
    """
    request = urllib.request.Request(without_login(url), headers={"Accept": ACCEPT})
    login = urllib.parse.urlsplit(url).netloc.rpartition("@")[0]
    if login:
        token = base64.b64encode(urllib.parse.unquote(login).encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read(MAX_BYTES), answer.headers.get("Content-Type", "")
        except (OSError, ValueError) as problem:
            refused = isinstance(problem, urllib.error.HTTPError) and problem.code < 500
            if refused or attempt == ATTEMPTS:
                raise GetUvError(
                    f"cannot read {request.full_url}: {problem}. Check the network, the proxy (HTTPS_PROXY), the "
                    "certificates (apt install ca-certificates, or SSL_CERT_FILE) and the index (UV_DEFAULT_INDEX); "
                    "or put a uv of your own on PATH."
                ) from problem
            time.sleep(attempt)
    raise AssertionError("unreachable: the last attempt returns or raises")


def address_of(wheel: str) -> str:
    """Where the index offers a wheel.

    Raises:
        GetUvError: the index does not list it.
    """
    page = f"{index_url()}/uv/"
    body, kind = download(page)
    if "json" in kind:
        files = json.loads(body)["files"]
        links: dict[str, str] = {item["filename"]: urllib.parse.urljoin(page, item["url"]) for item in files}
    else:
        parser = Links(page)
        parser.feed(body.decode("utf-8", "replace"))
        links = parser.found
    if wheel not in links:
        raise GetUvError(
            f"{without_login(page)} does not offer {wheel}. Name an index that does (UV_DEFAULT_INDEX), "
            "or put uv on PATH."
        )
    return links[wheel]


def unpack(wheel: bytes, digest: str, source: str, target: Path) -> None:
    """Check a wheel against its pin and place its `uv` binary at `target` in one step.

    Raises:
        GetUvError: the bytes are not the pinned ones.
    """
    found = hashlib.sha256(wheel).hexdigest()
    if found != digest:
        raise GetUvError(
            f"{without_login(source)} has SHA-256 {found}, but {PINS} pins {digest}. "
            "The file was damaged or replaced on its way: run make again; if it stays so, do not use that index."
        )
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        member = next(name for name in archive.namelist() if name.endswith(".data/scripts/uv"))
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f"uv.{os.getpid()}")
        fresh.write_bytes(archive.read(member))
    fresh.chmod(0o755)
    fresh.replace(target)


def get() -> str:
    """The path of a fit uv.

    Raises:
        GetUvError: there is none and none can be fetched.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - whatever python3 a newcomer has runs this file
        raise GetUvError(
            f"Ceasewatch needs Python 3.11 or newer, and {sys.executable} is {platform.python_version()}. "
            "Install a newer one (Debian 12: apt install python3) or name it: make PYTHON=/usr/bin/python3.11 ..."
        )
    pins = read_pins()
    wanted = version_of(next(iter(pins)))
    for candidate in (shutil.which("uv"), str(BINARY)):
        if candidate and fit(candidate, wanted):
            return candidate
    wheel = wheel_for(list(pins), sys.platform, platform.machine().lower(), platform.libc_ver()[0])
    source = address_of(wheel)
    print(f"fetching {wheel}", file=sys.stderr)
    unpack(download(source)[0], pins[wheel], source, BINARY)
    return str(BINARY)


def main() -> int:
    """Print the path; exit 4 (the environment) with one line of reason if there is none."""
    try:
        print(get())
    except (GetUvError, OSError) as problem:
        print(f"get_uv: {problem}", file=sys.stderr)
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(main())
