"""`wordfield` and `python -m wordfield`."""

from __future__ import annotations

import gc
import os
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit code."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    collecting = gc.isenabled()
    gc.disable()  # start-up makes many objects and no garbage; `prepared` switches it on again
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    from .cli.checking import plain, plainly

    given = sys.argv[1:] if arguments is None else arguments
    try:
        if plain(given):
            return plainly(given[1:])
        from .cli.app import app

        app(args=arguments, prog_name="wordfield")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    finally:
        if collecting:
            gc.enable()
    return 0


if __name__ == "__main__":
    sys.exit(main())
