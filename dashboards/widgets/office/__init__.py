"""Parts of the home screen and of devices."""
