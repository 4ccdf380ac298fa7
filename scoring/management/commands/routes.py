"""`manage.py routes`: every address with the answer that each role is to get, for own and foreign things."""

import json

from branches.management.plain import PlainCommand
from scoring.management import matrix


class Command(PlainCommand):
    """The authorisation matrix; the tests walk it and fail on an address that it does not name."""

    help = "List every address and method with the status expected for each role and ownership."

    def add_arguments(self, parser):
        """--json: for programs."""
        parser.add_argument("--json", action="store_true", help="as JSON")

    def act(self, **options) -> None:
        """Print the table, sorted as it is kept."""
        rows = list(matrix.listed())
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            about = " ".join(filter(None, (row["object"], row["state"])))
            expected = " ".join(f"{role}={status}" for role, status in row["expected"].items())
            self.stdout.write(f"{row['method']:<5} {row['address']}  {about}\n      {expected}")
