"""`python -m config.local.leash MODULE ARGS…` runs a module that ends when its parent does.

The parent holds the other end of our standard input. However the parent dies, `kill -9` included,
the kernel closes that end, and we stop as for SIGTERM: nothing of ours outlives `make run`.
"""

import os
import runpy
import signal
import sys
import threading


def _stop_when_let_go() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Run the module named first, with the arguments that follow, as `python -m` would."""
    sys.argv = sys.argv[1:]
    threading.Thread(target=_stop_when_let_go, name="leash", daemon=True).start()
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
