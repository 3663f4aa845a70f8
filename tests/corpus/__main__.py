"""python -m tests.corpus [FOLDER ...]: does every PDF become a copy that is marked, sound and otherwise unchanged?"""

from __future__ import annotations

import argparse
import json
import logging
import multiprocessing
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from chalicelib.watermark.drawing.lettering import font
from tests.corpus.cases import Case, bombs, files_of, good_files, mutations
from tests.corpus.looking import Effort, Finding, looked_at
from tests.corpus.table import faults_of, notes_of, table_of

_cases: list[Case] = []
_options = argparse.Namespace()


def main(arguments: Sequence[str]) -> int:
    """0 where nothing is wrong; 1 where something is, which is listed with file and reason."""
    _options.__dict__.update(vars(_parsed(arguments)))
    _cases[:] = _chosen()
    font()
    findings = []
    for finding in _findings():
        findings.append(finding)
        _report(len(findings), finding)
    print("\n".join(("", *table_of(findings), "", *notes_of(findings), *faults_of(findings))))
    return int(any(finding.faults for finding in findings))


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--mutations", type=int, default=0, help="damaged files: of the folders' and of our own")
    parser.add_argument("--seed", type=int, default=1, help="of the damage")
    parser.add_argument("--bombs", action="store_true", help="files made to cost much, too")
    parser.add_argument("--pages", default="8", help="of a book that are rendered; 'all' for all")
    parser.add_argument("--seconds", type=float, default=60, help="of the processor for one master")
    parser.add_argument("--parallel", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the files with faults")
    parser.add_argument("--findings", type=Path, help="file for a line of JSON on each")
    return parser.parse_args(arguments)


def _chosen() -> list[Case]:
    found = files_of(_options.folders)
    own = good_files() if _options.mutations or not found else []
    damaged = mutations([*own, *found], _options.mutations, _options.seed) if _options.mutations else []
    return [*found, *own, *damaged, *(bombs() if _options.bombs else [])]


def _findings() -> Iterator[Finding]:
    if _options.parallel == 1:
        yield from map(_finding, range(len(_cases)))
        return
    with multiprocessing.get_context("fork").Pool(_options.parallel) as pool:
        yield from pool.imap_unordered(_finding, range(len(_cases)))


def _finding(index: int) -> Finding:
    case = _cases[index]
    pages = None if _options.pages == "all" else int(_options.pages)
    content = case.content()
    finding = looked_at(case.name, content, Effort(pages, _options.seconds))
    if finding.faults and _options.keep:
        _options.keep.mkdir(parents=True, exist_ok=True)
        (_options.keep / f"{case.name.replace('/', '_').replace(':', '')[:120]}.pdf").write_bytes(content)
    return finding


def _report(number: int, finding: Finding) -> None:
    """Faults as they are found, a dot for each hundred files."""
    for line in faults_of([finding]):
        print(line, flush=True)
    if number % 100 == 0:
        print(f"... {number} of {len(_cases)}", file=sys.stderr, flush=True)
    if _options.findings:
        with _options.findings.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(msgspec.to_builtins(finding)) + "\n")


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.exit(main(sys.argv[1:]))
