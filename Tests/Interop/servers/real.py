"""Starts Dovecot, Postfix and Exim for a test, each with a configuration in a folder of its own, and stops them."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import programs

CONFIG = programs.HERE / "config"

def users(count):
    """Names and passwords: dewey has no mail, huey some, and each session two namesakes of theirs."""
    numbers = ["", *range(count)]
    return [(f"{name}{number}", password) for number in numbers
            for name, password in (("dewey", "tanstaaf"), ("huey", "sesame"))]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def make_certificate(folder):
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=mail.example.net",
         "-out", certificate, "-keyout", key], check=True, capture_output=True, timeout=60)
    key.chmod(0o644)
    return certificate, key


class RealServer:
    """A server that is answering when the constructor returns. `stop` ends it and all its children."""

    names = None

    def __init__(self, **values):
        # Not in the working folder: the servers' own users have to get there.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mt-", dir="/tmp"))
        self.folder.chmod(0o755)
        # With TLS from the first octet on the second.
        self.port, self.tls_port = free_port(), free_port()
        self.values = dict(values, folder=self.folder, port=self.port, tls_port=self.tls_port)
        self.process = None
        try:
            self.prepare()
            with open(self.folder / "output", "wb") as output:
                self.process = subprocess.Popen(
                    self.command(), cwd=self.folder, env=programs.environment(self.names),
                    start_new_session=True, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
            self.wait()
        except BaseException:
            self.stop()
            raise

    def write(self, name, template):
        text = (CONFIG / template).read_text().format_map(self.values)
        (self.folder / name).write_text(text)

    def wait(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5) as client:
                    if client.recv(100):
                        return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"{self.command()[0]} does not answer:\n{self.log()}")

    def log(self):
        """What it wrote, for a test that failed."""
        files = [*self.folder.glob("output"), *self.folder.glob("*log")]
        return "".join(file.read_text("utf-8", "replace")[-4000:] for file in files)

    def stop(self):
        if self.process:
            for number in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(self.process.pid, number)
                    self.process.wait(timeout=5)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    pass
        shutil.rmtree(self.folder, ignore_errors=True)


class Dovecot(RealServer):
    """With `letters` in the maildrops of every huey and none in the others'."""

    def __init__(self, users, letters, **values):
        self.users, self.letters = users, letters
        super().__init__(**values)

    def prepare(self):
        self.write("dovecot.conf", "dovecot.conf")
        (self.folder / "users").write_text("".join(f"{name}:{password}\n" for name, password in self.users))
        homes = self.folder / "homes"
        for name, _ in self.users:
            for part in ("new", "cur", "tmp"):
                (homes / name / "Maildir" / part).mkdir(parents=True)
            for number, letter in enumerate(self.letters if name.startswith("huey") else [], 1):
                # The time in the name orders them.
                shutil.copy(letter, homes / name / "Maildir" / "new" / f"{1000000 + number}.M{number}P1.example")
        subprocess.run(["chown", "-R", "daemon:daemon", homes], check=True)

    def command(self):
        return ["/usr/sbin/dovecot", "-F", "-c", str(self.folder / "dovecot.conf")]

    @property
    def sasl(self):
        """The socket where Postfix asks about passwords."""
        return self.folder / "auth"


class Postfix(RealServer):
    def prepare(self):
        self.root = programs.find("usr/sbin/postconf", "usr/lib/postfix/sbin/smtpd")
        self.values["root"] = "" if self.root == pathlib.Path("/") else self.root
        self.write("main.cf", "postfix-main.cf")
        self.write("master.cf", "postfix-master.cf")
        queue = self.folder / "queue"
        for name in ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private",
                     "public", "maildrop", "saved", "trace"):
            (queue / name).mkdir(parents=True)
        (self.folder / "data").mkdir()
        subprocess.run(["chown", "-R", "daemon:daemon", *queue.iterdir(), self.folder / "data"], check=True)
        (queue / "pid").mkdir()

    def command(self):
        return [str(self.root / "usr/lib/postfix/sbin/master"), "-s", "-c", str(self.folder)]


class Exim(RealServer):
    def prepare(self):
        self.root = programs.find("usr/sbin/exim4")
        self.write("exim.conf", "exim.conf")
        (self.folder / "spool").mkdir()
        self.names = self.folder
        for name in ("exim-passwd", "exim-group"):
            shutil.copy(CONFIG / name, self.folder)
        subprocess.run(["chown", "1:1", self.folder / "spool", self.folder], check=True)

    def command(self):
        return [str(self.root / "usr/sbin/exim4"), "-C", str(self.folder / "exim.conf"), "-bdf"]
