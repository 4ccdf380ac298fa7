"""The least browser that signs in and sends forms to a real server, for tests that count seconds and answers."""

import http.client
import re
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


class Visitor:
    """Cookies, one form token, one connection for each request."""

    def __init__(self, port: int, host: str = "127.0.0.1", timeout: float = 60) -> None:
        self.host, self.port, self.timeout = host, port, timeout
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Read an address."""
        return self._asked("GET", path, b"", {})

    def post(self, path: str, fields: dict, file: tuple[str, str, bytes] | None = None) -> Answer:
        """Send a form, with its one-time key, and with one file (field, name, content) when there is one."""
        fields = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), "_key": uuid.uuid4().hex, **fields}
        if file is None:
            body, kind = urlencode(fields, doseq=True).encode(), "application/x-www-form-urlencoded"
        else:
            body, kind = multipart(fields, file)
        return self._asked("POST", path, body, {"Content-Type": kind})

    def sign_in(self, name: str, password: str) -> None:
        """Through the door."""
        self.get("/login/")
        answer = self.post("/login/", {"username": name, "password": password})
        assert answer.status == 302 and "sessionid" in self.cookies, answer.text[:300]

    def _asked(self, method: str, path: str, body: bytes, headers: dict) -> Answer:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, path, body or None, {**headers, "Accept": "text/html", "Cookie": jar})
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(answer.status, answer.headers, answer.read())
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()


def multipart(fields: dict, file: tuple[str, str, bytes]) -> tuple[bytes, str]:
    """A form with a file as a browser sends it: body and content type."""
    mark = uuid.uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, values in fields.items() for value in (values if isinstance(values, list) else [values])
    ]
    field, name, content = file
    head = f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    parts += [f"{head}Content-Type: application/octet-stream\r\n\r\n".encode(), content, f"\r\n--{mark}--\r\n".encode()]
    return b"".join(parts), f"multipart/form-data; boundary={mark}"
