"""The process that browser tests start: the real portal on the home of $VIGIE_HOME."""

import sys

from dashboards.portal import serve

serve(port=int(sys.argv[1]))
