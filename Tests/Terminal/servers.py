"""Servers on loopback for the tests: `mailtutor serve`, a certificate of the test's own, and servers by a script."""

import contextlib
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time

import sessions

PATIENCE = 20  # seconds that a server of a test lives without hearing anything


class Served:
    """`mailtutor serve` until the test ends; `ports` by the listener's name."""

    def __init__(self, test, *options, listeners=("pop3", "smtp"), scenario=None, listen=None):
        self.home = sessions.Home(test)
        options = [*options, "--lang", "en"]
        if scenario:
            (self.home.folder / "scenario.yaml").write_text(scenario, encoding="utf-8")
            options += ["--scenario", str(self.home.folder / "scenario.yaml")]
        if listen:
            options += ["--listen", listen]
        for name in listeners:
            options += [f"--{name}", "0"]
        self.process = subprocess.Popen(
            [sessions.installed(), "serve", "--quiet", *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=self.home.environment, cwd=self.home.folder)
        test.addCleanup(self.stop)
        patience = threading.Timer(PATIENCE, self.process.kill)
        patience.start()
        self.ports, said = {}, b""
        while len(self.ports) < len(listeners):
            line = self.process.stdout.readline()
            said += line
            if not line:
                raise AssertionError(f"mailtutor serve does not start:\n{said.decode('utf-8', 'replace')}")
            if found := re.match(rb"listening (\w+) \S+:(\d+)", line):
                self.ports[found[1].decode()] = int(found[2])
        patience.cancel()

    def url(self, scheme, host="127.0.0.1", user=None):
        return f"{scheme}://{user + '@' if user else ''}{host}:{self.ports[scheme]}"

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


class Certificates:
    """An authority of the test's own, and what it vouches for: this machine, under its usual names."""

    def __init__(self, test, names="DNS:localhost,IP:127.0.0.1,IP:::1", common_name="Authority of a test"):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="mailtutor-ca-"))
        test.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.authority, self.certificate, self.key = folder / "ca.pem", folder / "cert.pem", folder / "key.pem"
        self._openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/O=Test/CN={common_name}",
            "-keyout", folder / "ca.key", "-out", self.authority)
        self._openssl(
            "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", self.key,
            "-out", folder / "request.pem")
        (folder / "extensions").write_text(f"subjectAltName={names}\n")
        self._openssl(
            "x509", "-req", "-in", folder / "request.pem", "-CA", self.authority, "-CAkey", folder / "ca.key",
            "-set_serial", "7", "-days", "2", "-extfile", folder / "extensions", "-out", self.certificate)

    @staticmethod
    def _openssl(*words):
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, timeout=60)

    @property
    def served(self):
        """Options of `mailtutor serve`."""
        return ("--cert", str(self.certificate), "--key", str(self.key))

    def wrap(self, connection):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context.wrap_socket(connection, server_side=True)


class Scripted:
    """A server that does with each connection what a function says, in a thread of its own, for a bounded time."""

    def __init__(self, test, serve, limit=30):
        self.limit, self._serve, self._open = limit, serve, []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        test.addCleanup(self.stop)

    def url(self, scheme="pop3"):
        return f"{scheme}://127.0.0.1:{self.port}"

    def _accept(self):
        while True:
            try:
                connection, _ = self._door.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection):
        connection.settimeout(self.limit)
        peer = Caller(connection, time.monotonic() + self.limit)
        with contextlib.suppress(OSError, EOFError, ssl.SSLError):
            self._serve(peer)
        peer.close()

    def stop(self):
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.close()


class Caller:
    """Who has called a `Scripted` server."""

    def __init__(self, connection, deadline):
        self.connection, self.deadline, self._unread = connection, deadline, b""

    def say(self, octets):
        self.connection.sendall(octets)

    def say_slowly(self, octets, pause=0.01):
        for octet in octets:
            self.connection.sendall(bytes([octet]))
            time.sleep(pause)

    def flood(self, octets):
        """Again and again, until the other side hangs up or the time is over."""
        while time.monotonic() < self.deadline:
            self.connection.sendall(octets)

    def hear(self):
        """The next line, without its end."""
        while b"\n" not in self._unread:
            octets = self.connection.recv(4096)
            if not octets:
                raise EOFError
            self._unread += octets
        line, self._unread = self._unread.split(b"\n", 1)
        return line.removesuffix(b"\r")

    def wait(self):
        """Says nothing more, until the other side hangs up."""
        while self.connection.recv(4096):
            pass

    def close(self):
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError):
            self.connection.close()


def free_port():
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def has_ipv6():
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False
