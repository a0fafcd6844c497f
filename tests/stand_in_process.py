"""Programs of which the documents are audited by `stand_in`: python stand_in_process.py batch|worker ARGUMENTS…"""

from __future__ import annotations

import sys

import stand_in

from auditor.batch import flow, fuse, running, workers

if __name__ == "__main__":
    fuse.COMMAND = stand_in.COMMAND
    flow.PART = 5
    running.version = workers.version = lambda: "1"
    program = sys.argv.pop(1)
    if program == "worker":
        from distributed.cli.dask_worker import main
    else:
        from auditor.cli import main

        sys.argv.insert(1, program)
    main()
