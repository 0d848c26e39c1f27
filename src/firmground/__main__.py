"""`python -m firmground` is the command `firmground`."""

from firmground.cli import main

main()
