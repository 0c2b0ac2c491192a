"""What Streamlit is told before it starts: our file beside its script is read, and what must stay off does."""

import json
import os
import subprocess
import sys
from pathlib import Path

from builders_acts import an_office

from inspection.settings import Settings

ROOT = Path(__file__).parents[2]
_ASKED = """
import json
from dashboards.serving import application
application()
from streamlit import config
names = "browser.gatherUsageStats server.enableAgentApi client.toolbarMode client.showErrorDetails"
names += " theme.light.primaryColor"
print(json.dumps({name: config.get_option(name) for name in names.split()}))
"""


def test_the_screens_start_with_our_settings(tmp_path) -> None:
    """Nothing is told to a server of others, and colours and dialogs are ours; settings are global, so in a process."""
    an_office(Settings(home=tmp_path / "home")).store.close()
    environ = {**os.environ, "VIGIE_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", _ASKED], env=environ, cwd=tmp_path, capture_output=True, text=True)
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "browser.gatherUsageStats": False,
        "server.enableAgentApi": False,
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "theme.light.primaryColor": "#1f5a7a",
    }
