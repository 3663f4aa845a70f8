"""python -m infra.linting: what cfn-lint has to say of the templates, and of the one that is packaged."""

import subprocess
import sys
import tempfile
from pathlib import Path

from infra.package import PROJECT, REGION, package

TEMPLATES = [PROJECT / "infra" / name for name in ("storage.yaml", "site.yaml", "alarms.yaml")]


def main() -> int:
    """The exit code of cfn-lint: 0 where it has nothing to say."""
    with tempfile.TemporaryDirectory() as folder:
        packaged = package(Path(folder) / "package") / "sam.json"
        lint = [sys.executable, "-c", "from cfnlint.runner import main; main()", "--regions", REGION, "--"]
        return subprocess.run([*lint, *map(str, [*TEMPLATES, packaged])], check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
