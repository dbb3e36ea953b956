"""Set-up of the development environment; standard library only."""
