"""python -I -S launch.py COMMAND ...: runs it, and says what the whole process took.

Run by a Python without its libraries, for Linux lets a process's peak memory begin at that of the process that
started it: here under 10 MiB. Prints JSON: seconds by the clock, seconds of the processor (of the command's own
children too), peak MiB of the largest process.
"""

import json
import os
import sys
import time


def main(command: list[str]) -> int:
    """The command's own exit code."""
    begun = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ)
    _, status, used = os.wait4(process, 0)
    seconds = time.perf_counter() - begun
    spent = {"seconds": seconds, "processor": used.ru_utime + used.ru_stime, "peak_mib": used.ru_maxrss / 1024}
    print(json.dumps(spent))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
