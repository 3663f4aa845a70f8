"""`python -m infra.local`: ready for Ctrl-C first, for all that is imported next takes a second."""

import os
import sys

from infra.local.signals import Stopping

STOPPING = Stopping()

from infra.local.serve import serve  # noqa: E402

CODE = serve(os.environ, STOPPING)
sys.stdout.flush()
sys.stderr.flush()
# A book that is being prepared may go on for minutes and holds nothing that must be put away.
os._exit(CODE)
