"""`manage.py nginx`: the shipped configuration of the web server in front, with this site's names."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from branches.basics.refusals import Refused
from branches.management.plain import PlainCommand

SHIPPED = Path(settings.BASE_DIR, "config", "serving", "nginx.conf")


class Command(PlainCommand):
    """Prints it; write it to /etc/nginx/sites-enabled/wusetu, then `nginx -t` and reload."""

    help = "Print the nginx configuration for this site, or write it with --out; nginx -t checks it."

    def add_arguments(self, parser):
        """The outside name, the certificate, and where the program listens."""
        parser.add_argument("--name", required=True, help="the outside name, as in ALLOWED_HOSTS")
        parser.add_argument("--certificate", required=True, type=Path, metavar="FILE", help="certificate with its chain, PEM")
        parser.add_argument("--key", required=True, type=Path, metavar="FILE", help="its private key, PEM")
        parser.add_argument("--upstream", default="127.0.0.1:8001", help="where `serve` listens (127.0.0.1:8001)")
        parser.add_argument("--http", default="80", help="port that only redirects (80)")
        parser.add_argument("--https", default="443", help="port with TLS (443)")
        parser.add_argument("--out", type=Path, metavar="FILE", help="write it there instead of printing it")

    def act(self, *, out: Path | None, **options) -> None:
        """Fill in and hand over."""
        text = SHIPPED.read_text(encoding="utf-8")
        for field in ("name", "certificate", "key", "upstream", "http", "https"):
            value = str(options[field])
            if any(sign in value for sign in " ;{}\n\"'$"):
                raise Refused(field, _("“%(value)s” cannot stand in an nginx configuration.") % {"value": value})
            text = text.replace(f"@{field.upper()}@", value)
        if out is None:
            self.stdout.write(text)
        else:
            out.write_text(text, encoding="utf-8")
            self.stdout.write(_("written: %(file)s; now: nginx -t") % {"file": out})
