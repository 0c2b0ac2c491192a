"""`python -m vigie`: the command by the name of its module, where no script of that name is on the path.

The wheel holds this file as `vigie.py` beside its packages: a name for the command, from which nothing is imported.
"""

from flows.command import main

if __name__ == "__main__":
    main()
