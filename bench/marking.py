"""Ways of marking a book, each to be run in a process of its own: python -m bench.marking WAY MASTER.

Prints what it took as JSON: seconds by the clock and of the processor, peak memory of the process in MiB, bytes of
the file made.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

from chalicelib.watermark.model import Mark

MARK = Mark(
    name="Siti Rahma Wulandari",
    masked_email="si***@example.com",
    issued_on=date(2026, 11, 25),
    unit_name="BPS Kota Banjarmasin",
    copy_code="LP-8K2M-Q7RT-4XPA",
    check_url="https://loket.example/cek/?kode=LP-8K2M-Q7RT-4XPA",
    licence_line="Dilarang menggandakan untuk tujuan komersial tanpa izin tertulis dari BPS.",
    title="Kota Banjarmasin Dalam Angka 2025",
)


def prepared(master: bytes) -> bytes:
    """Ours, once for each book: cleaned, written anew, and tried with a mark for nobody."""
    from chalicelib.watermark.service import prepare  # noqa: PLC0415

    return prepare(master).content


def marked(master: bytes) -> bytes:
    """Ours, for each copy: marked, then every page of it checked. `master` is a prepared one."""
    from chalicelib.watermark.service import mark  # noqa: PLC0415

    return mark(master, MARK)


def merged(master: bytes) -> bytes:
    """The recipe most people copy: pypdf's merge_page with an overlay page, nothing checked, nothing cleaned.

    Its overlay has the same two lines and foot in a standard font, without the QR code.
    """
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415

    writer = PdfWriter(clone_from=BytesIO(master))
    overlays: dict[tuple[float, float], bytes] = {}
    for page in writer.pages:
        size = (float(page.mediabox.width), float(page.mediabox.height))
        overlay = overlays.setdefault(size, _overlay(size))
        page.merge_page(PdfReader(BytesIO(overlay)).pages[0])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _overlay(size: tuple[float, float]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    out = BytesIO()
    canvas = Canvas(out, pagesize=size)
    canvas.setFillGray(0.56, 0.3)
    canvas.setFont("Helvetica", 16)
    for share in (0.25, 0.75):
        canvas.drawCentredString(share * size[0], (1 - share) * size[1], f"{MARK.name} {MARK.masked_email}")
    canvas.setFillGray(0.1, 1)
    canvas.setFont("Helvetica", 6)
    canvas.drawString(20, 16, f"{MARK.name} {MARK.masked_email} {MARK.issued_on} {MARK.unit_name} {MARK.copy_code}")
    canvas.drawString(20, 8, MARK.licence_line)
    canvas.save()
    return out.getvalue()


WAYS: dict[str, Callable[[bytes], bytes]] = {"prepare": prepared, "mark": marked, "merge_page": merged}


def main(way: str, path: str) -> None:
    """Each way imports what it needs within the work, for a cold function does so too."""
    master = Path(path).read_bytes()
    begun, worked = time.perf_counter(), time.process_time()
    made = WAYS[way](master)
    spent = {"seconds": time.perf_counter() - begun, "processor": time.process_time() - worked}
    print(json.dumps(spent | {"peak_mib": peak_mib(), "bytes": len(made)}))


def peak_mib() -> float:
    """The most memory that this process held. Linux's ru_maxrss will not do: it starts from that of the parent."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        return int(found.group(1)) / 1024 if found else 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    main(*sys.argv[1:])
