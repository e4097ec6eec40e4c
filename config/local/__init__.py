"""What only a developer's machine needs: the local engine, set-up, and the run of `make run`."""
