"""`manage.py start`: from nothing to a running board on this machine, or a quick start again."""

import hashlib
import os
import secrets
import shutil
import socket
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from branches.access.actions import set_password
from branches.access.models import User
from branches.basics.steps import Steps
from indexmetrics.evidence.leftovers import sweep
from indexmetrics.schemes.actions import load
from indexmetrics.schemes.document import read
from indexmetrics.schemes.models import Scheme

HOST = "127.0.0.1"
THREADS = 8
LARGEST_REQUEST = 64 * 1024 * 1024
SKIPPED = ["*.map", "*.esm.js", "*.esm.min.js", "*.rtl.css", "*.rtl.min.css", "*.scss"]


class Command(BaseCommand):
    """Prepares keys, database, scheme, demonstration and pages, then serves loopback only."""

    help = "Set up everything that is not set up yet, then serve on this machine only."
    requires_system_checks: list = []

    def add_arguments(self, parser):
        """Which port, with or without the demonstration, with or without serving."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="load no demonstration bureau")
        parser.add_argument("--no-serve", action="store_true", help="set up and exit")

    def handle(self, *args, **options):
        """The steps in order; each finds out by itself whether there is anything to do."""
        if not options["no_demo"] and find_spec("scoring.demo") is None:
            raise CommandError(_("What is deployed holds no demonstration; run: python3 manage.py start --no-demo"))
        listening = None if options["no_serve"] else _listen(options["port"])
        steps = Steps(3 if options["no_demo"] else 4)
        with steps.step(_("database")):
            settings.VAR.mkdir(mode=0o700, exist_ok=True)
            call_command("migrate", interactive=False, verbosity=0)
            _close_to_others(settings.VAR)
        with steps.step(_("scoring scheme")):
            if not Scheme.objects.exists():
                load(document=read(_default_scheme().read_text(encoding="utf-8")), by=None)
        password = ""
        if not options["no_demo"]:
            with steps.step(_("demonstration bureau")):
                password = _prepare_demo()
        with steps.step(_("pages' static files")):
            collect_static()
        sweep()
        if not options["no_demo"]:
            self._print_accounts(password)
        if listening:
            self._serve(listening, options["port"])

    def _print_accounts(self, password: str) -> None:
        accounts = User.objects.filter(is_demo=True, is_active=True).order_by("username")
        self.stdout.write("\n" + _("Demonstration accounts:"))
        named = (
            "secretary",
            "secretary2",
            "reviewer",
            "reviewer2",
            "discipline",
            "committee",
            "leader",
            "admin",
        )
        for user in sorted(
            accounts.filter(username__in=named), key=lambda u: named.index(u.username)
        ):
            self.stdout.write(f"  {user.username:<12} {user.name}")
        if password:
            self.stdout.write(_("Password of all of them: %(password)s") % {"password": password})
        else:
            self.stdout.write(
                _(
                    "Their password was printed at the first start. To set another one: "
                    "DEMO_PASSWORD=… python3 manage.py start"
                )
            )

    def _serve(self, listening: socket.socket, port: int) -> None:
        from django.core.servers.basehttp import get_internal_wsgi_application
        from waitress import create_server

        server = create_server(
            get_internal_wsgi_application(),
            sockets=[listening],
            threads=THREADS,
            ident="",
            max_request_body_size=LARGEST_REQUEST,
        )
        self.stdout.write(
            "\n"
            + _("Ready: %(address)s (stop with Ctrl+C)")
            % {
                "address": f"http://{HOST}:{port}",
            }
        )
        self.stdout.flush()
        try:
            server.run()
        except KeyboardInterrupt:
            self.stdout.write(_("Stopped."))


class _Nowhere:
    """Takes a called command's own lines, which would tear the progress lines apart."""

    def write(self, text: str) -> None:
        """Drop it."""

    def flush(self) -> None:
        """Nothing is held."""


def _listen(port: int) -> socket.socket:
    """A socket bound before the long work, so that a taken port is known at once."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen(1024)
    except (OSError, OverflowError):
        listening.close()
        raise CommandError(
            _(
                "Port %(port)s cannot be used (is it taken by another program?); "
                "choose another: python3 manage.py start --port %(other)s"
            )
            % {"port": port, "other": port + 1 if 0 < port < 65535 else 8001}
        ) from None
    return listening


def _default_scheme() -> Path:
    found = sorted(Path(settings.BASE_DIR, "indexmetrics").rglob("default_scheme.json"))
    if not found:
        raise CommandError(_("The default scheme file is missing from indexmetrics/."))
    return found[0]


def _prepare_demo() -> str:
    """Load the demonstration once; returns the password when it is known now, else ""."""
    wanted = os.environ.get("DEMO_PASSWORD", "")
    accounts = User.objects.filter(is_demo=True)
    if not accounts.exists():
        password = wanted or secrets.token_urlsafe(9)
        os.environ["DEMO_PASSWORD"] = password
        call_command("load_demo", verbosity=0, stdout=_Nowhere())
        return password
    if wanted:
        for user in accounts:
            if user.has_usable_password() and not user.check_password(wanted):
                set_password(user=user, password=wanted, by=None)
    return wanted


def collect_static() -> bool:
    """Gather the static files when any of them changed; returns whether there was work."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".collected"
    fingerprint = _static_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint:
        return False
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=SKIPPED)
    from whitenoise.compress import Compressor

    packer = Compressor(use_brotli=False, quiet=True)
    for file in (
        sorted(root.rglob("*.min.*")) + sorted(root.glob("css/*")) + sorted(root.glob("js/*"))
    ):
        if file.is_file() and packer.should_compress(file.name):
            list(packer.compress(str(file)))
    stamp.write_text(fingerprint, encoding="utf-8")
    return True


def _static_fingerprint() -> str:
    """Names, sizes and times of all sources, in one hash."""
    seen = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for source in settings.STATICFILES_DIRS:
        folder = Path(source[1] if isinstance(source, tuple) else source)
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                state = file.stat()
                seen.update(f"{file}|{state.st_size}|{state.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _close_to_others(folder: Path) -> None:
    """Database, keys and evidence are for the account that runs the program."""
    folder.chmod(0o700)
    for pattern in ("*.sqlite3*", "*_key"):
        for file in folder.glob(pattern):
            file.chmod(0o600)
