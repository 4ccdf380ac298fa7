"""`manage.py nginx`: the shipped configuration of the web server in front, with this site's names."""

from pathlib import Path

from django.utils.translation import gettext as _

from branches.management.shipped import ShippedCommand


class Command(ShippedCommand):
    """Prints it; write it to /etc/nginx/sites-enabled/wusetu, then `nginx -t` and reload."""

    help = "Print the nginx configuration for this site, or write it with --out; nginx -t checks it."
    shipped = ("config", "serving", "nginx.conf")
    fields = ("name", "certificate", "key", "upstream", "http", "https")

    def add_arguments(self, parser):
        """The outside name, the certificate, and where the program listens."""
        super().add_arguments(parser)
        parser.add_argument("--name", required=True, help="the outside name, as in ALLOWED_HOSTS")
        parser.add_argument("--certificate", required=True, type=Path, metavar="FILE", help="certificate with its chain, PEM")
        parser.add_argument("--key", required=True, type=Path, metavar="FILE", help="its private key, PEM")
        parser.add_argument("--upstream", default="127.0.0.1:8001", help="where `serve` listens (127.0.0.1:8001)")
        parser.add_argument("--http", default="80", help="port that only redirects (80)")
        parser.add_argument("--https", default="443", help="port with TLS (443)")

    def act(self, *, out: Path | None, **options) -> None:
        """Fill in and hand over."""
        self.hand_over(self.filled(options), out, _("written: %(file)s; now: nginx -t") % {"file": out})
