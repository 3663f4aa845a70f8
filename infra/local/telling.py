"""What the stack itself says about its work, as JSON lines on stderr: never what somebody typed."""

import json
import sys
import traceback


def tell_failure(what: str, error: BaseException) -> None:
    """Which kind of error, and where; its message is left out, for it may quote a request."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"
    print(json.dumps({"failed": what, "error": type(error).__name__, "where": where}), file=sys.stderr, flush=True)
