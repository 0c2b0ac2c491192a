"""Parts of the screen about ordered visits."""
