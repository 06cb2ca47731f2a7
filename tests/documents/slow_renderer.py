"""Loaded by a worker of the job tests: the real renderer, but first it takes its time or kills its process."""

import os
import signal
import time

from exchange.documents import renderers

SECONDS = float(os.environ.get("SLOW_RENDER_SECONDS", "0"))
DEADLY = "DEADLY_RENDER" in os.environ
TICK = 0.1

real_render = renderers.render


def render(tree, format, *, on_progress):
    print("rendering starts", flush=True)
    for tick in range(int(SECONDS / TICK)):
        time.sleep(TICK)
        on_progress(int(90 * tick * TICK / SECONDS))
    if DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    return real_render(tree, format, on_progress=on_progress)


renderers.render = render
renderers.RENDERER_VERSION = "tests"  # whoever edits a style sheet while the tests run does not change the release
