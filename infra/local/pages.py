"""The static pages: those of web/, and the two that exist on one machine only."""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote_to_bytes

PROJECT = Path(__file__).parents[2]

ROOTS = (Path(__file__).parent / "web", PROJECT / "web")

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".pfb": "application/octet-stream",
    ".bcmap": "application/octet-stream",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
}

_KEPT_A_DAY = (".mp3",)
"""The board's voice hardly ever changes, and is there after a reload without connection."""

_NAME = re.compile(r"[\w-][\w.-]*")


@dataclass(frozen=True)
class Page:
    """A file as it is sent."""

    content: bytes
    content_type: str
    etag: str
    caching: str = "no-cache"


@dataclass(frozen=True)
class Moved:
    """A folder asked for without its last slash: relative links of its page would lead astray."""

    path: str


def find_page(path: str, roots: tuple[Path, ...] = ROOTS) -> Page | Moved | None:
    """The page at a path of the address, still percent-encoded; None where there is none. Never leaves the roots."""
    parts = unquote_to_bytes(path).decode("utf-8", "replace").removeprefix("/").split("/")
    if not all(_NAME.fullmatch(part) for part in parts[:-1]) or not re.fullmatch(rf"(?:{_NAME.pattern})?", parts[-1]):
        return None
    for root in roots:
        place = root.joinpath(*parts)
        if place.is_dir() and parts[-1]:
            return Moved(f"{path}/")
        file = place / "index.html" if place.is_dir() else place
        if file.suffix in _TYPES and file.is_file():
            return _read(file)
    return None


def _read(file: Path) -> Page:
    found = file.stat()
    return _read_version(file, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=512)
def _read_version(file: Path, _changed: int, _size: int) -> Page:
    content = file.read_bytes()
    caching = "max-age=86400" if file.suffix in _KEPT_A_DAY else "no-cache"
    return Page(content, _TYPES[file.suffix], f'"{hashlib.sha256(content).hexdigest()[:32]}"', caching)


def security_headers(storage_origin: str, project: Path = PROJECT) -> dict[str, str]:
    """infra/headers.json, which the site in the cloud sends too, with the origin of the files put in."""
    text = (project / "infra" / "headers.json").read_text(encoding="utf-8")
    headers: dict[str, str] = json.loads(text.replace("${STORAGE_ORIGINS}", storage_origin))
    return headers
