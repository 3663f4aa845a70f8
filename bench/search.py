"""Measures the search over 10,000 titles: each query's time in the function, a cold container's, and its memory.

Run with `python -m bench.search [TITLES]`. Not measured is the network: one GetItem a search, and for a
container's first search the Query's pages of 1 MB each.
"""

from __future__ import annotations

import ctypes
import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from chalicelib.catalogue.edition import Edition, Indexes
from chalicelib.catalogue.model import Publication
from chalicelib.catalogue.search import Index
from chalicelib.catalogue.service import CataloguePorts, Result, Wanted, find_publications
from chalicelib.catalogue.store import PublicationRecord
from chalicelib.tables import as_record, as_value
from chalicelib.unit import Unit, read_units

ROUNDS = 40
MOMENT = datetime(2026, 11, 25, tzinfo=UTC)
T = TypeVar("T")

SERIES = (
    "{place} Dalam Angka {year}",
    "Statistik Daerah {place} {year}",
    "Profil Kependudukan {place} {year}",
    "Jumlah Penduduk {place} Hasil Sensus Penduduk {year}",
    "Indeks Harga Konsumen {place} {year}",
    "Keadaan Angkatan Kerja {place} Agustus {year}",
    "Produk Domestik Regional Bruto {place} Menurut Lapangan Usaha {year}",
    "Indikator Kesejahteraan Rakyat {place} {year}",
    "Tingkat Kemiskinan {place} {year}",
    "Statistik Pertanian Hortikultura {place} {year}",
    "Direktori Perusahaan Industri Besar dan Sedang {place} {year}",
    "Statistik Keuangan Pemerintah {place} {year}",
)
SUBJECTS = ("Kependudukan", "Sosial", "Ekonomi", "Pertanian", "Industri", "Tenaga kerja", "Harga", "Keuangan")
SYLLABLES = "ba ti la su ra kan tam pun am ang ku da lok be ri man tu ha jir mar pa lang kab se gai".split()
QUERIES = (
    "penduduk banjarmasn 2023",
    "banjarmasin",
    "kota banjarmasin dalam angka",
    "jumlah penduduk",
    "pdrb lapangan usaha 2021",
    "kemisknan",
    "statistika pertanain hortikultra",
    "angktan kreja agustus",
    "978-602-438-123-3",
    "1102001.6371",
    "s",
    "di",
    "tidakadasamasekali",
    "direktori perushaan industri besar dan sedang kecamatan banjarmasin utara 2020",
)


def titles(number: int, seed: int = 1) -> list[Publication]:
    """So many titles as offices publish them: series by place and year, each with an abstract of some 60 words."""
    dice = random.Random(seed)  # noqa: S311
    names = ["Kota Banjarmasin", "Kecamatan Banjarmasin Utara", "Kecamatan Banjarmasin Selatan", *_places(dice, 240)]
    return [_title(dice, names, place) for place in range(number)]


def _places(dice: random.Random, number: int) -> Iterator[str]:
    for _ in range(number):
        yield "Kabupaten " + "".join(dice.choices(SYLLABLES, k=3)).capitalize()


def _title(dice: random.Random, names: list[str], place: int) -> Publication:
    year = dice.randrange(1970, 2026)
    spoken = [word for series in SERIES for word in series.lower().split() if "{" not in word]
    return Publication(
        publication_id=f"{place:032x}",
        unit="6371",
        title=SERIES[place % len(SERIES)].format(place=dice.choice(names), year=year),
        year=year,
        state="ready",
        created_at=MOMENT,
        changed_at=MOMENT,
        subject=dice.choice(SUBJECTS),
        catalogue_number=f"{1102001 + place}.6371",
        isbn=f"978-602-438-{place % 1000:03}-{place % 10}",
        abstract=" ".join([*dice.choices(spoken, k=45), *("".join(dice.choices(SYLLABLES, k=3)) for _ in range(15))]),
        shelf=f"R{place % 9}-{place % 40:02}",
        master_key=f"masters/{place:032x}/{place:064x}",
        master_sha256=f"{place:064x}",
        pages=120,
        size_bytes=4_000_000,
        cover_key=f"covers/{place:032x}/{place:032x}.jpg",
    )


class Still(msgspec.Struct):
    """The ports of a catalogue whose storage answers at once and never changes."""

    kept: list[Publication]
    indexes: Indexes = msgspec.field(default_factory=Indexes)

    @property
    def publications(self) -> Any:
        return self

    def edition(self, unit: str) -> Edition | None:
        return Edition(unit, "standing", [])

    def of_unit(self, _unit: str) -> list[Publication]:
        return self.kept

    def several(self, _publication_ids: list[str]) -> list[Publication]:
        return []


def main(number: int) -> None:
    unit, before = read_units(["6371"])[0], _resident()
    kept = titles(number)
    raw = [as_record(PublicationRecord, title).serialize() for title in kept]
    size = sum(len(msgspec.json.encode(item)) for item in raw)
    print(f"{number} titles, {size / 1e6:.1f} MB as DynamoDB hands them out, {ROUNDS} times each query\n")
    kept, reading = _timed(lambda: [as_value(Publication, _record(item)) for item in raw])
    index, making = _timed(lambda: Index(kept, unit.synonyms))
    _, mending = _timed(lambda: index.search("kemisknan"))
    print(f"{'cold: titles made of what was read':44} {reading * 1000:8.0f} ms")
    print(f"{'cold: index made':44} {making * 1000:8.0f} ms")
    print(f"{'cold: first mistyped word':44} {mending * 1000:8.0f} ms")
    print(f"{'one changed title taken in':44} {_timed(lambda: index.change(kept[:1]))[1] * 1000:8.1f} ms")
    raw.clear()
    print(f"{'memory of titles and index':44} {(_resident() - before) / 1e6:8.0f} MB\n")
    _queries(Still(kept), unit)


def _record(item: dict[str, Any]) -> PublicationRecord:
    return PublicationRecord.from_raw_data(item)


def _queries(ports: Any, unit: Unit) -> None:
    asking: Callable[[str | None], Result] = lambda text: find_publications(_as_ports(ports), unit, Wanted(text))  # noqa: E731
    asking("kemisknan")
    print(f"{'query':44} {'titles':>6} {'p50 ms':>8} {'p95 ms':>8}")
    everything = []
    for text in (None, *QUERIES):
        times = sorted(_timed(partial(asking, text))[1] * 1000 for _ in range(ROUNDS))
        everything += times
        words = "(the whole catalogue)" if text is None else text if len(text) < 44 else text[:41] + "..."
        print(
            f"{words:44} {len(asking(text).titles):6} {statistics.median(times):8.1f} {times[int(ROUNDS * 0.95)]:8.1f}"
        )
    everything.sort()
    print(f"{'all':44} {'':6} {statistics.median(everything):8.1f} {everything[int(len(everything) * 0.95)]:8.1f}")


def _as_ports(ports: Any) -> CataloguePorts:
    return ports  # type: ignore[no-any-return]


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    """What an act gives, and the seconds of the processor that it took: others may use this machine meanwhile."""
    began = time.process_time()
    given = act()
    return given, time.process_time() - began


def _resident() -> int:
    """Bytes of memory that this process needs (proc_pid_statm(5)), without what it has freed."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
