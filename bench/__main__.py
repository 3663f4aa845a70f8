"""python -m bench [real|text|synthetic|tagged|pictures|BOOK.pdf ...]: what a copy costs, ours beside the usual ways.

One run on this machine; all kinds of books where none is named. Real books are those of the folder in CORPUS.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from importlib.metadata import version

from bench.books import books
from bench.measuring import ENOUGH, ROUNDS, WARM_ROUNDS, measured
from bench.report import goals, table


def main(wanted: list[str]) -> None:
    """Prints as it goes: a table for each book, the goals at the end."""
    begun = time.perf_counter()
    tools = ", ".join(f"{name} {version(name)}" for name in ("pypdf", "pikepdf", "reportlab"))
    print(f"Python {platform.python_version()}, {tools}; {os.cpu_count()} cores")
    print(f"Medians of at most {ROUNDS} processes in turns, and of {WARM_ROUNDS} rounds in a warm one;")
    print(
        f"a way is not run again after {ENOUGH:.0f} seconds. Each round is for another visitor. Peaks are the highest."
    )
    results = []
    for book in books(wanted):
        results.append(measured(book))
        print(f"\n{table(results[-1])}", flush=True)
    print(f"\n{goals(results)}\n\n{time.perf_counter() - begun:.0f} seconds in all")


if __name__ == "__main__":
    main(sys.argv[1:])
