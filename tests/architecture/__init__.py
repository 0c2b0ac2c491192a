"""What the shape of the house forbids, each as a function over a tree that gives what it found, with file and line."""
