"""What the installation is made of: the packages that are really there, as a CycloneDX list (SBOM)."""

import json
import re
import uuid
from importlib.metadata import Distribution, distributions
from pathlib import Path

from django.conf import settings


def installed() -> dict[str, Distribution]:
    """Every installed package by its plain name."""
    return {plain(found.metadata["Name"]): found for found in distributions()}


def plain(name: str) -> str:
    """One spelling of a package's name."""
    return name.lower().replace("_", "-").replace(".", "-")


def running() -> dict[str, Distribution]:
    """Those that a production installation has: the locked ones that this machine needs."""
    text = Path(settings.BASE_DIR, "requirements.lock").read_text(encoding="utf-8")
    section = text.partition("# [run]\n")[2].partition("\n# [")[0]
    wanted = {plain(name) for name in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", section, re.MULTILINE)}
    return {name: found for name, found in sorted(installed().items()) if name in wanted}


def document(version: str) -> dict:
    """The list in CycloneDX 1.5; the same installation gives the same bytes."""
    components = [
        {
            "type": "library", "bom-ref": address, "name": name, "version": found.version, "purl": address,
            "licenses": [{"license": {"name": _licence(found)}}],
        }
        for name, found in running().items()
        for address in [f"pkg:pypi/{name}@{found.version}"]
    ]  # fmt: skip
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components, sort_keys=True))
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{number}", "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "wusetu", "name": "wusetu", "version": version}},
        "components": components,
        "dependencies": [{"ref": "wusetu", "dependsOn": [one["bom-ref"] for one in components]}],
    }  # fmt: skip


def _licence(found: Distribution) -> str:
    """What the package says of its licence, in one line."""
    about = found.metadata
    told = about.get("License-Expression") or next(
        (one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or [] if one.startswith("License ::")), "")
    return told or (about.get("License") or "unknown").splitlines()[0][:80]
