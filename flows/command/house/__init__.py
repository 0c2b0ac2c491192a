"""Commands about the installation: set up, registers, people, serving, checking."""
