"""The process that browser tests start: the real server on the home of $VIGIE_HOME."""

import sys

from dashboards.serving import serve

serve(port=int(sys.argv[1]), every_seconds=0.5)
