"""A report as what was asked for: JSON, or a file to keep, to count with or to sign."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any, Literal, cast

from chalice.app import Request, Response

from chalicelib.errors import Fault, Invalid
from chalicelib.http import choice_of, query_of
from chalicelib.reports.document import Document

Format = Literal["json", "csv", "xlsx", "pdf"]
FORMATS: tuple[Format, ...] = ("json", "csv", "xlsx", "pdf")
MEDIA_TYPES: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class FileAnswer(Response):
    """An answer of bytes, whatever the caller accepts.

    Chalice itself answers bytes only to callers whose Accept names their type; many name none. API Gateway turns them
    back into bytes, for it takes all types for binary (infra/app.yaml).
    """

    def to_dict(self, binary_types: list[str] | None = None) -> dict[str, Any]:  # noqa: ARG002 - chalice's signature
        answer: dict[str, Any] = super().to_dict(None)
        return answer | {"body": base64.b64encode(self.body).decode("ascii"), "isBase64Encoded": True}


def format_of(request: Request) -> Format:
    """`?format=`, or JSON. Raises Invalid for another."""
    return cast(Format, choice_of(request, "format", FORMATS) or "json")


def file_of(request: Request, document: Document) -> Response:
    """The document in the format that is asked for, under a name that says what it is of.

    `?part=` chooses the table of a CSV, `?bom=yes` puts a byte order mark before it. Raises Invalid.
    """
    kind = format_of(request)
    part = _part_of(request, document) if kind == "csv" else None
    headers: dict[str, str | list[str]] = {
        "Content-Type": MEDIA_TYPES[kind],
        "Content-Disposition": f'attachment; filename="{_name(document, part)}.{kind}"',
        "Content-Language": document.heading.language,
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return FileAnswer(body=_bytes(request, document, part), status_code=200, headers=headers)


def _bytes(request: Request, document: Document, part: str | None) -> bytes:
    """The libraries are loaded by whoever asks for a file, not by every cold start."""
    kind = format_of(request)
    if kind == "csv":
        from chalicelib.reports.rendering.csv_file import BYTE_ORDER_MARK, as_csv

        mark = BYTE_ORDER_MARK if choice_of(request, "bom", ("yes", "no")) == "yes" else ""
        return f"{mark}{as_csv(document, part)}".encode()
    return _renderer(kind)(document)


def _renderer(kind: Format) -> Callable[[Document], bytes]:
    if kind == "xlsx":
        from chalicelib.reports.rendering.xlsx_file import as_xlsx

        return as_xlsx
    from chalicelib.reports.rendering.pdf_file import as_pdf

    return as_pdf


def _part_of(request: Request, document: Document) -> str | None:
    from chalicelib.reports.rendering.csv_file import parts_of

    part = query_of(request, "part")
    if part is not None and part not in parts_of(document):
        raise Invalid(faults=(Fault("part", "not-in-list"),))
    return part


def _name(document: Document, part: str | None) -> str:
    """`laporan-kunjungan-6371-2026-11-01--2026-11-26`: in letters that need no encoding (RFC 6266)."""
    heading = document.heading
    parts = [document.filename, heading.unit.code, *([part] if part else [])]
    return f"{'-'.join(parts)}-{heading.period.first}--{heading.period.last}"
