"""The two shipped ways to serve: waitress alone, and gunicorn behind the shipped nginx; slow and huge senders disturb nobody."""

import os
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.conftest import needed
from tests.security.browsing import Visitor
from tests.security.house import PASSWORD, House, free_port, kill

pytestmark = pytest.mark.once
SLOW = 40
NAME = "board.example"
HUGE = 200 * 1024 * 1024
FASTEST = 1.0


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[Path, Path]:
    """A certificate of one's own for a made-up name."""
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "board.pem", folder / "board.key"
    subprocess.run(
        [needed("openssl", "openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(key), "-out", str(made)], check=True, capture_output=True)
    return made, key


class Front:
    """gunicorn behind nginx, both as shipped."""

    def __init__(self, house: House, folder: Path, certificate: tuple[Path, Path]) -> None:
        self.house, self.folder, self.certificate = House(house.folder), folder, certificate
        self.inner, self.http, self.https = free_port(), free_port(), free_port()
        self.house.environment |= {
            "ALLOWED_HOSTS": NAME, "BEHIND_TLS": "1", "CSRF_TRUSTED_ORIGINS": f"https://{NAME}:{self.https}"}

    @contextmanager
    def serving(self):
        """Both of them, ready to answer."""
        made, key = self.certificate
        site = self.folder / "site.conf"
        self.house.done(
            "nginx", "--name", NAME, "--certificate", str(made), "--key", str(key), "--upstream", f"127.0.0.1:{self.inner}",
            "--http", f"127.0.0.1:{self.http}", "--https", f"127.0.0.1:{self.https}", "--out", str(site))
        whole = self.folder / "nginx.conf"
        temp = "".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        whole.write_text(f"daemon off; master_process off; pid {self.folder}/pid; error_log {self.folder}/error.log;\n"
                         f"events {{}} http {{ access_log off; {temp} include {site}; }}\n", encoding="utf-8")
        program = needed("nginx", "/usr/sbin/nginx", "nginx")
        subprocess.run([program, "-t", "-c", str(whole), "-p", str(self.folder)], check=True, capture_output=True)
        running = [
            self.house.start("serve", "--bind", f"127.0.0.1:{self.inner}"),
            subprocess.Popen([program, "-c", str(whole), "-p", str(self.folder)], start_new_session=True),
        ]
        try:
            self._wait()
            yield self
        finally:
            for process in running:
                kill(process)
            running[0].stdout.close()

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError, ssl.SSLError):
                if self.asked("/healthz").startswith(b"HTTP/1.1 200"):
                    return
            time.sleep(0.2)
        pytest.fail((self.folder / "error.log").read_text(encoding="utf-8"))

    def context(self, version: ssl.TLSVersion | None = None) -> ssl.SSLContext:
        """A client that knows our certificate, perhaps bound to one version of TLS."""
        made = ssl.create_default_context(cafile=str(self.certificate[0]))
        if version:
            with suppress(ValueError):
                made.set_ciphers("ALL:@SECLEVEL=0")
            made.minimum_version = made.maximum_version = version
        return made

    def connect(self, context: ssl.SSLContext | None = None) -> ssl.SSLSocket:
        """A TLS connection to nginx."""
        plain = socket.create_connection(("127.0.0.1", self.https), timeout=20)
        return (context or self.context()).wrap_socket(plain, server_hostname=NAME)

    def asked(self, path: str, head: str = "") -> bytes:
        """The whole answer to one GET."""
        with self.connect() as sent:
            sent.sendall(f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\n{head}Connection: close\r\n\r\n".encode())
            return b"".join(iter(lambda: sent.recv(65536), b""))


def slow_ones(connect) -> list:
    """Clients that announce a form of 1 MB and send a few bytes of it."""
    opened = []
    for _number in range(SLOW):
        sent = connect()
        sent.sendall(f"POST /login/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                     "Content-Length: 1000000\r\n\r\nusername=".encode())
        opened.append(sent)
    return opened


def delay_by_slow_ones(connect, ask) -> float:
    """Seconds that slow clients add to somebody else's page; a busy machine is measured without them first."""
    def quickest() -> float:
        taken = []
        for _try in range(3):
            began = time.monotonic()
            assert ask()
            taken.append(time.monotonic() - began)
        return min(taken)

    alone, opened = quickest(), slow_ones(connect)
    try:
        return quickest() - alone
    finally:
        for sent in opened:
            sent.close()


def refused_while_streaming(connect, *, chunked: bool) -> tuple[bytes, int]:
    """Send 200 MB until somebody says stop; the answer and the bytes that were taken."""
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {HUGE}"
    piece, taken, answer = b"x" * 65536, 0, b""
    if chunked:
        piece = f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
    with connect() as sent:
        sent.settimeout(30)
        sent.sendall(f"POST /login/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Type: multipart/form-data; boundary=x\r\n{length}\r\n\r\n".encode())
        with suppress(OSError):
            while taken < HUGE:
                sent.sendall(piece)
                taken += len(piece)
        with suppress(OSError):
            answer = sent.recv(65536)
    return answer, taken


def left_in(*folders: Path) -> int:
    """Bytes of files that lie in these folders."""
    return sum(file.stat().st_size for folder in folders if folder.exists() for file in folder.rglob("*") if file.is_file())


def test_waitress_alone(house):
    """Slow ones delay nobody, huge ones are refused, nothing is left behind."""
    house.back_to("base")
    with house.serving() as server:
        def connect():
            return socket.create_connection(("127.0.0.1", server.port), timeout=20)

        assert delay_by_slow_ones(connect, lambda: server.visitor().get("/login/").status == 200) < FASTEST
        for chunked in (False, True):
            answer, taken = refused_while_streaming(connect, chunked=chunked)
            assert answer.startswith((b"HTTP/1.1 413", b"HTTP/1.0 413")) or taken < HUGE, answer[:100]
        assert server.visitor("secretary").get("/evidence/").status == 200
        assert left_in(house.var / "incoming") == 0


def test_gunicorn_behind_the_shipped_nginx(house, tmp_path, certificate):
    """As above, with TLS from 1.2 on only, no way around it, no word of the visitor about himself believed, no evidence."""
    house.back_to("base")
    path = house.ask("SELECT path FROM indexmetrics_attachment LIMIT 1")[0][0]
    with Front(house, tmp_path, certificate).serving() as front:
        assert delay_by_slow_ones(front.connect, lambda: front.asked("/login/").startswith(b"HTTP/1.1 200")) < FASTEST
        for chunked in (False, True):
            answer, taken = refused_while_streaming(front.connect, chunked=chunked)
            assert answer.startswith(b"HTTP/1.1 413") or taken < HUGE, answer[:100]
        assert left_in(tmp_path / "client_body", house.var / "incoming") == 0
        _tls(front)
        plain = Visitor(front.http).get("/board/?a=1")
        assert (plain.status, plain.headers["Location"]) == (301, f"https://{NAME}/board/?a=1")
        for address in (f"/evidence/{path}", f"/media/{path}", f"/static/../var/evidence/{path}", f"/static/%2e%2e/var/evidence/{path}"):
            assert not front.asked(address).startswith(b"HTTP/1.1 200"), address
        _addresses(front)


def _tls(front: Front) -> None:
    """Old versions are refused, the two present ones spoken, with forward secrecy and authenticated ciphers."""
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        with pytest.warns(DeprecationWarning):
            old = front.context(version)
        with pytest.raises((ssl.SSLError, OSError)):
            front.connect(old)
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        with front.connect(front.context(version)) as spoken:
            name = spoken.cipher()[0]
            assert "GCM" in name or "CHACHA20" in name, name
    head = front.asked("/login/").partition(b"\r\n\r\n")[0].lower()
    assert b"strict-transport-security: max-age=31536000" in head and b"__host-sessionid" not in head
    assert b"server: nginx\r\n" in head + b"\r\n" and b"nginx/" not in head


def _addresses(front: Front) -> None:
    """The trail names the address that nginx saw."""
    visitor = f"POST /login/ HTTP/1.1\r\nHost: {NAME}\r\n"
    page = front.asked("/login/")
    token = page.split(b'csrfmiddlewaretoken" value="')[1].split(b'"')[0].decode()
    cookies = [line.split(b": ", 1)[1].split(b";")[0].decode() for line in page.split(b"\r\n") if line.lower().startswith(b"set-cookie")]
    body = f"csrfmiddlewaretoken={token}&username=secretary&password={PASSWORD}"
    with front.connect() as sent:
        sent.sendall((f"{visitor}X-Forwarded-For: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nReferer: https://{NAME}/login/\r\n"
                      f"Cookie: {'; '.join(cookies)}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                      f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}").encode())
        answer = b"".join(iter(lambda: sent.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 302"), answer[:400]
    assert front.house.ask("SELECT address FROM branches_signin ORDER BY id DESC LIMIT 1")[0][0] == "127.0.0.1"


@pytest.mark.parametrize("bad", ["a b", "x;return 200", "x{", "$host"])
def test_nothing_foreign_gets_into_the_configuration(bad):
    from django.core.management import call_command
    from django.core.management.base import CommandError

    with pytest.raises(CommandError):
        call_command("nginx", name=bad, certificate=Path("/a"), key=Path("/b"))


def test_without_a_route_the_whole_application_works(house):
    """In a network namespace with nothing but its own loopback: sign in, read, and nobody asks for the outside."""
    program = needed("unshare", "unshare")
    if subprocess.run([program, "-rn", "true"], capture_output=True, check=False).returncode:
        reason = "network namespaces are not allowed here"
        pytest.fail(reason) if os.environ.get("WUSETU_REQUIRE_ALL") == "1" else pytest.skip(reason)
    house.back_to("base")
    script = (
        "ip link set lo up\n"
        "\"$PYTHON\" manage.py start --no-demo --port 8123 >server.txt 2>&1 & server=$!\n"
        "for i in $(seq 200); do grep -q 8123 server.txt && break; sleep 0.2; done\n"
        "\"$PYTHON\" visit.py; code=$?; kill -9 $server; exit $code\n")
    (house.folder / "visit.py").write_text(
        "import socket, sys\n"
        f"sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r})\n"
        "from tests.security.browsing import Visitor\n"
        "try:\n    socket.create_connection(('192.0.2.1', 80), 3); sys.exit('there is a way out')\n"
        "except OSError:\n    pass\n"
        f"visitor = Visitor(8123); visitor.sign_in('leader', {PASSWORD!r})\n"
        "for path in ('/', '/board/', '/help/', '/schemes/', '/healthz'):\n"
        "    answer = visitor.get(path)\n"
        "    if answer.status == 302: answer = visitor.get(answer.headers['Location'])\n"
        "    assert answer.status == 200, (path, answer.status)\n"
        "    for word in ('src=\"http', 'href=\"http', 'url(http', '//cdn'):\n"
        "        assert word not in answer.text, (path, word)\n", encoding="utf-8")
    import sys

    done = subprocess.run(
        [program, "-rn", "bash", "-c", script], cwd=house.folder, env={**house.environment, "PYTHON": sys.executable},
        capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr + (house.folder / "server.txt").read_text(encoding="utf-8")
