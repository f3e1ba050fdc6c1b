"""The command ``gia-explorer``. In a wheel this file is the package that holds app.py, core and the other rooms.

docs/architecture.md says why they are installed in a folder of their own.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

CORE = "core"
"""The word after which the arguments are those of the command line of `core`."""
ABOUT = "Find out in a browser what a deep network has learned about an RNA-binding protein."


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the app, or run a command of `core`; ends the process with its exit code."""
    sys.path.insert(0, str(Path(__file__).parent))  # the rooms beside this file, before others of the same names
    from core.__main__ import main as command_line

    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == [CORE]:
        sys.exit(command_line(given[1:], f"gia-explorer {CORE}"))
    _serve(given)


def _serve(given: Sequence[str]) -> None:
    from core.__main__ import Parser
    from core.about import VERSION
    from core.errors import AppError
    from core.settings import serving

    parser = Parser(
        prog="gia-explorer",
        description=ABOUT,
        epilog=f"gia-explorer {CORE} COMMAND asks without a browser; gia-explorer {CORE} --help lists the commands.",
    )
    parser.add_argument("--host", help="address to serve on; 0.0.0.0 for all of this machine (default 127.0.0.1)")
    parser.add_argument("--port", help="port to serve on, from 1 to 65535 (default 8050)")
    parser.add_argument("--version", action="version", version=f"gia-explorer {VERSION}")
    try:
        options = parser.parse_args(given)
        where = serving(options.host, options.port)
    except AppError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    import app

    app.serve(where)


if __name__ == "__main__":
    main()
