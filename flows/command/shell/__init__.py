"""What every command stands on: printing, failing, and loading a command when it is asked for."""
