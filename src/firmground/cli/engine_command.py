"""The command about the fast path. Nothing heavy is imported before it runs."""

from __future__ import annotations

from firmground.cli.terminal import FINE, say, say_now, show_progress


def warm() -> int:
    """Compile the fast path for large cases now, once on this machine, instead of at its first use."""
    from firmground.engine.compiled import cache_folder  # noqa: PLC0415 - the command line starts without the engine
    from firmground.engine.warm import warm_up  # noqa: PLC0415 - as above

    taken = 0.0
    with show_progress() as step:
        step("compiling the fast path")
        for module, seconds in warm_up():
            step(f"compiled {module}")
            taken += seconds
    say_now(f"The fast path is ready after {taken:.1f} s.")
    say(f"It is kept in {cache_folder()}, which may be deleted: it is then made again.")
    return FINE
