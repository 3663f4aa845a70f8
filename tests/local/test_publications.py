"""Publications of a folder come into the catalogue like any other, each with a line that says what became of it."""

import threading
from pathlib import Path
from typing import Any

import pytest

from infra.local import publications
from infra.local.client import NotDone
from infra.local.publications import NoPublications, Seeding, Source, from_folder, title_of, year_of


@pytest.mark.parametrize(
    ("name", "title", "year"),
    [
        ("Kota Banjarmasin Dalam Angka 2026.pdf", "Kota Banjarmasin Dalam Angka 2026", 2026),
        ("statistik_kesejahteraan_2023-2024.pdf", "statistik kesejahteraan 2023-2024", 2024),
        ("63710.2401 tahun 2025.pdf", "63710.2401 tahun 2025", 2025),
        ("bug1020226 (1999).pdf", "bug1020226 (1999)", 1999),
        ("a\tb\n2020.pdf", "a b 2020", 2020),
    ],
)
def test_title_and_year_are_read_from_the_name(name: str, title: str, year: int) -> None:
    assert (title_of(Path(name)), year_of(Path(name))) == (title, year)


def test_a_name_without_a_year_takes_the_files_own(tmp_path: Path) -> None:
    file = tmp_path / "Direktori.pdf"
    file.touch()

    assert 2020 <= year_of(file) <= 2100


def test_a_very_short_or_very_long_name_is_still_a_title() -> None:
    assert title_of(Path("7.pdf")) == "Publikasi 7"
    assert len(title_of(Path("x" * 400 + ".pdf"))) == 300


def test_every_pdf_of_the_folder_is_taken_and_nothing_else(tmp_path: Path) -> None:
    for name in ("B 2021.pdf", "A 2020.PDF", "notes.txt", ".pdf"):
        (tmp_path / name).touch()
    (tmp_path / "folder.pdf").mkdir()

    assert [source.path.name for source in from_folder(tmp_path)] == ["A 2020.PDF", "B 2021.pdf"]


def test_a_folder_that_is_not_there_or_empty_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoPublications, match="is not a folder"):
        from_folder(tmp_path / "none")
    with pytest.raises(NoPublications, match=r"holds no \.pdf file"):
        from_folder(tmp_path)


class Catalogue:
    """Answers as the API does: each title is ready, or refused, at the second look."""

    def __init__(self, refused: str = "") -> None:
        self.refused = refused
        self.keys: list[str | None] = []
        self.looks: dict[str, int] = {}

    def call(self, method: str, path: str, body: Any = None, key: str | None = None) -> Any:
        if method == "POST":
            self.keys.append(key)
            return {"publication_id": body["title"], "upload": {"url": "http://127.0.0.1:9/b", "fields": {"key": "k"}}}
        title = path.rpartition("/")[2]
        self.looks[title] = self.looks.get(title, 0) + 1
        if self.looks[title] < 2:
            return {"state": "preparing"}
        if title == self.refused:
            return {"state": "refused", "reason": "Berkas ini bukan PDF."}
        return {"state": "ready", "pages": 40}


def seeded(catalogue: Catalogue, *sources: Source) -> list[str]:
    said: list[str] = []
    seeding = Seeding(catalogue, sources, said.append)  # type: ignore[arg-type]
    seeding.start()
    pause = threading.Event()
    while not seeding.is_done():
        pause.wait(0.01)
    return sorted(said)


def test_each_title_gets_a_line_with_its_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publications, "upload", lambda *_: None)

    said = seeded(
        Catalogue(refused="Rusak"),
        Source(Path("a.pdf"), {"title": "Angka", "year": 2026}),
        Source(Path("b.pdf"), {"title": "Rusak", "year": 2025}),
    )

    assert said == ["Angka (2026): ready, 40 pages", "Rusak (2025): refused: Berkas ini bukan PDF."]


def test_a_title_that_cannot_be_sent_does_not_hold_up_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def upload(_: str, __: Any, file: Path) -> None:
        if file.name == "a.pdf":
            raise NotDone(400, "EntityTooLarge")

    monkeypatch.setattr(publications, "upload", upload)

    said = seeded(
        Catalogue(),
        Source(Path("a.pdf"), {"title": "Besar", "year": 2026}),
        Source(Path("b.pdf"), {"title": "Kecil", "year": 2026}),
    )

    assert said == ["Besar (2026): not taken: 400 EntityTooLarge", "Kecil (2026): ready, 40 pages"]


def test_the_same_file_is_sent_under_the_same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publications, "upload", lambda *_: None)
    catalogue, source = Catalogue(), Source(Path("a.pdf"), {"title": "Angka", "year": 2026})

    seeded(catalogue, source)
    seeded(catalogue, source)

    assert catalogue.keys[0] == catalogue.keys[1] is not None
