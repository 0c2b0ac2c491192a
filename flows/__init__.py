"""What is done on a schedule, each flow a table of contents; and `flows.command`, the product in a terminal."""
