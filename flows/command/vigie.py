"""`python -m vigie`: the command by the name of its module, where no script of that name is on the path.

The wheel holds this file as `vigie.py` beside the packages; it is a name for the command, and nothing is imported from it.
"""

from flows.command import main

if __name__ == "__main__":
    main()
