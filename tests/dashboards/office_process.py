"""The process that tests start which need one of its own and no screen of Streamlit: the office on $VIGIE_HOME."""

import sys

import uvicorn
from without_screens import without_screens

from inspection import acts

uvicorn.run(without_screens(acts.app()), host="127.0.0.1", port=int(sys.argv[1]), access_log=False, log_level="warning")
