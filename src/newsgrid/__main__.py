"""`python -m newsgrid`: the command line."""

from newsgrid.cli import main

if __name__ == "__main__":
    main()
