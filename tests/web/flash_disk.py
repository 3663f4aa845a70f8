"""A flash disk for the staff page: the browser's own private folder stands in for it, whole, damaged or full."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from playwright.sync_api import Page, Request, Route

from tests.web.api_double import Answer, ApiDouble
from tests.web.delivery_answers import a_task
from tests.web.staff_answers import a_page_of

PLUGGED_IN = """
window.asked = [];
window.plug = (disk) => {
  const value = async (options) => {
    window.asked.push(options);
    return disk();
  };
  Object.defineProperty(window, "showDirectoryPicker", { configurable: true, value });
};
window.plug(() => navigator.storage.getDirectory());
"""
"""The folder that staff choose is the private one of the page's origin (Origin Private File System)."""

TROUBLED = """
(how) => window.plug(async () => {
  const disk = await navigator.storage.getDirectory();
  const trouble = (name) => { throw new DOMException("", name); };
  if (how.choosing) trouble(how.choosing);
  const sink = (real) => ({
    write: async (bytes) => {
      if (how.writing) trouble(how.writing);
      if (how.held) await new Promise((go) => { window.letGo = go; });
      const copy = bytes.slice();
      if (how.damage) copy[0] ^= 1;
      await real.write(copy);
    },
    close: () => real.close(),
    abort: () => real.abort(),
  });
  const file = (real) => ({
    name: real.name,
    createWritable: async () => sink(await real.createWritable()),
    getFile: () => real.getFile(),
  });
  return {
    name: "KINGSTON",
    getFileHandle: async (name, options) => file(await disk.getFileHandle(name, options)),
    removeEntry: (name) => disk.removeEntry(name),
  };
})
"""
"""The same folder behind a disk that damages what is written, breaks off, or waits for `letGo` before each piece."""

CONTENT = """
async () => {
  const disk = await navigator.storage.getDirectory();
  const found = {};
  for await (const [name, file] of disk.entries()) {
    const bytes = await (await file.getFile()).arrayBuffer();
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    found[name] = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  return found;
}
"""

BYTES = """
async (name) => {
  const file = await (await (await navigator.storage.getDirectory()).getFileHandle(name)).getFile();
  const reader = new FileReader();
  await new Promise((done) => { reader.onload = done; reader.readAsDataURL(file); });
  return reader.result;
}
"""

COPY = bytes(range(256)) * 1600
"""A copy of two parts, 409.600 bytes in all."""
PREFIX = 307_200


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


PARTS = [
    {"size": PREFIX, "sha256": sha256(COPY[:PREFIX])},
    {"size": len(COPY) - PREFIX, "sha256": sha256(COPY[PREFIX:])},
]


def plugged_in(page: Page, **how: Any) -> None:
    """From now on staff choose a disk with these troubles, or one without."""
    page.evaluate(TROUBLED, how)


def on_disk(page: Page) -> dict[str, str]:
    """The files on the disk, each with its SHA-256."""
    return dict(page.evaluate(CONTENT))


def content_of(page: Page, name: str) -> bytes:
    """What a file on the disk holds."""
    return base64.b64decode(page.evaluate(BYTES, name).partition(",")[2])


def file_of(name: str) -> str:
    """What a copy is called."""
    return f"Dalam Angka ({name}).pdf"


def serving_copies(page: Page, service: ApiDouble, site: str, *names: str) -> None:
    """These copies of visitor A-003 wait for a flash disk, can be fetched, and leave the list once handed over."""
    waiting = dict.fromkeys(names)
    page.route("**/copies/*.pdf", lambda route: route.fulfill(status=200, body=COPY))

    def opened(name: str) -> Answer:
        return 200, {
            "url": f"{site}/copies/{name}.pdf",
            "filename": file_of(name),
            "size_bytes": len(COPY),
            "parts": PARTS,
            "expires_at": "2025-11-25T02:10:00Z",
        }

    def task(name: str) -> dict[str, Any]:
        return a_task(f"{name}.flashdisk", title=f"Dalam Angka {name}", size_bytes=len(COPY))

    def handed(name: str, request: Request) -> Answer:
        waiting.pop(name, None)
        proof = "sha256" if (request.post_data_json or {}).get("parts") else "said"
        return 200, task(name) | {"state": "delivered", "wants": None, "proof": proof, "handed_by": "rina"}

    service.on("GET", "/staff/deliveries", lambda _: (200, a_page_of(*map(task, waiting))))
    for name in names:
        path = f"/staff/deliveries/{name}.flashdisk"
        service.on("POST", f"{path}/open", lambda _, name=name: opened(name))  # type: ignore[misc]
        service.on("POST", f"{path}/handed-over", lambda request, name=name: handed(name, request))  # type: ignore[misc]


def answering_once(page: Page, status: int | None) -> None:
    """Storage answers the next fetch of a copy so, or not at all."""

    def answer(route: Route) -> None:
        if status is None:
            route.abort("connectionreset")
        else:
            route.fulfill(status=status, body=b"<Error/>")

    page.route("**/copies/*.pdf", answer, times=1)
