"""`manage.py sbom`: the list of installed packages in CycloneDX, for whoever has to know."""

import json
import tomllib
from pathlib import Path

from django.conf import settings

from branches.management.plain import PlainCommand
from scoring.management import inventory


class Command(PlainCommand):
    """Prints the list, or writes it into a file."""

    help = "List the packages of this installation with versions and licences as CycloneDX JSON."

    def add_arguments(self, parser):
        """Where to; to the screen by default."""
        parser.add_argument("file", nargs="?", default="", help="file to write")

    def act(self, *, file: str, **options) -> None:
        """What is installed now."""
        project = tomllib.loads(Path(settings.BASE_DIR, "pyproject.toml").read_text(encoding="utf-8"))["project"]
        text = json.dumps(inventory.document(project["version"]), ensure_ascii=False, indent=1)
        if file:
            Path(file).write_text(text + "\n", encoding="utf-8")
        else:
            self.stdout.write(text)
