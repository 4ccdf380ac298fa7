#!/usr/bin/env python3
"""The one command: sets itself up on a bare machine, then runs Django's commands."""

import os
import sys


def main() -> None:
    """Prepare the environment, then carry out the command."""
    if sys.version_info < (3, 11):
        sys.exit(
            "Python 3.11 or later is needed; this is " + sys.version.split()[0]
            + ". Call a newer one, for example: python3.11 manage.py start"
        )
    from config import bootstrap

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    bootstrap.ensure(command)
    if command == "bundle":
        bootstrap.bundle(sys.argv[2:])
    elif command == "lock":
        from config.lock import remake

        remake()
    elif command == "test":
        from config.run_tests import main as run_tests

        sys.exit(run_tests(sys.argv[2:]))
    elif command == "mutants":
        from config.mutants import main as run_mutants

        sys.exit(run_mutants(sys.argv[2:]))
    else:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nstopped; the same command goes on where this one was")
