"""What Streamlit is told about this house before it starts: by whom it learns who is there, and what stays off."""

from streamlit import config

from dashboards.guard.handles import HEADER, USER_KEY

_SET = {
    "server.trustedUserHeaders": {HEADER: USER_KEY},  # the guard writes it, and takes away what a client wrote there
    "browser.gatherUsageStats": False,
    "server.enableAgentApi": False,
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    "server.scriptHealthCheckEnabled": False,
}


def set_up_streamlit() -> None:
    """Set it, over whatever a file or a variable of the environment says.

    The application must have been made: before, the file of settings that lies beside it would not be read at all.
    """
    for option, value in _SET.items():
        config.set_option(option, value)
