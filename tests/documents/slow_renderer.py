"""Loaded by a worker of the job tests: the real renderer, but first it takes its time or kills its process.

What it does is read anew for each report, so that one worker serves many tests.
"""

import json
import os
import signal
import time
from pathlib import Path

from exchange.documents import renderers

ORDERS = Path(os.environ["RENDER_ORDERS"])
TICK = 0.1

real_render = renderers.render


def render(tree, format, *, on_progress):
    print("rendering starts", flush=True)
    orders = json.loads(ORDERS.read_text())
    for tick in range(int(orders["seconds"] / TICK)):
        time.sleep(TICK)
        on_progress(int(90 * tick * TICK / orders["seconds"]))
    if orders["deadly"]:
        os.kill(os.getpid(), signal.SIGKILL)
    return real_render(tree, format, on_progress=on_progress)


renderers.render = render
renderers.RENDERER_VERSION = "tests"  # whoever edits a style sheet while the tests run does not change the release
