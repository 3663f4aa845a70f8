"""Puts what the reader needs of PDF.js into a folder: `python infra/pdfjs.py <npm package> <integrity> <folder>`.

The build for older browsers, for phones that get no newer one; scripting and editors stay behind, and so does
WebAssembly, which the policy of the pages forbids.
"""

import base64
import hashlib
import re
import shutil
import sys
import tarfile
from pathlib import Path

WANTED = {
    r"legacy/build/(pdf\.min\.mjs|pdf\.worker\.min\.mjs)": "",
    r"wasm/(\w+_nowasm_fallback\.js)": "decoders/",
    r"wasm/(LICENSE(?:_PDFJS)?_(?:JBIG2|OPENJPEG))": "decoders/",
    r"cmaps/([\w.-]+\.bcmap)": "cmaps/",
    r"cmaps/(LICENSE)": "cmaps/",
    r"standard_fonts/([\w.-]+\.(?:pfb|ttf))": "standard_fonts/",
    r"standard_fonts/(LICENSE_\w+)": "standard_fonts/",
    r"(LICENSE)": "",
}
"""Members of the package, without their first folder, and where they go. Licences become .txt, which is served."""

NEEDED = {"pdf.min.mjs", "pdf.worker.min.mjs", "LICENSE.txt", "decoders/openjpeg_nowasm_fallback.js"}


class NotThePackage(Exception):
    """What was fetched is not what is pinned."""


def integrity_of(package: Path) -> str:
    """As package registries write it: the algorithm and the digest in base 64."""
    return "sha512-" + base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()


def unpack(package: Path, integrity: str, folder: Path) -> None:
    """Replaces the folder. Raises NotThePackage, and leaves it alone, where the bytes are not the pinned ones."""
    if integrity_of(package) != integrity:
        raise NotThePackage("it is not the one that infra/pdfjs.txt names")
    fresh = folder.with_name(f".{folder.name}")
    shutil.rmtree(fresh, ignore_errors=True)
    written = {_written(fresh, name, content) for name, content in _members(package)}
    if missing := NEEDED - written:
        raise NotThePackage(f"it has no {min(missing)}")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def _members(package: Path) -> list[tuple[str, bytes]]:
    with tarfile.open(package) as packed:
        files = [(_place(member.name), packed.extractfile(member)) for member in packed if member.isfile()]
        return [(place, file.read()) for place, file in files if place and file]


def _place(member: str) -> str | None:
    inside = member.partition("/")[2]
    for pattern, folder in WANTED.items():
        if found := re.fullmatch(pattern, inside):
            name = found.group(1)
            return folder + (f"{name}.txt" if name.startswith("LICENSE") else name)
    return None


def _written(fresh: Path, name: str, content: bytes) -> str:
    place = fresh / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return name


def main() -> int:
    """Unpacks; says in a line why not."""
    package, integrity, folder = sys.argv[1:]
    try:
        unpack(Path(package), integrity, Path(folder))
    except (NotThePackage, tarfile.TarError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
