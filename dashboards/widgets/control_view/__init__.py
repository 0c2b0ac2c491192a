"""Parts of a saved control as the office reads it."""
