"""mpop fetches what was sent, and files it as its user wishes."""

import os

from client_test import TLS, ClientTest, needs, program_says
from letters import LETTERS, without_trace
from server import MECHANISMS


@needs("mpop")
class Mpop(ClientTest):
    LOGINS = ["USER", "APOP"] + [
        name for name in MECHANISMS if name.lower() in program_says("mpop", "--version").split()]
    WAYS = {
        "none": ["--tls=off"],
        "upgrade": ["--tls=on", "--tls-starttls=on", "--tls-certcheck=off"],
        "implicit": ["--tls=on", "--tls-starttls=off", "--tls-certcheck=off"],
    }
    def mpop(self, *words, tls="none", login="USER", password="tanstaaf", keep=False, delivery="exchange", code=0):
        folder = os.path.join(self.server.folder.name, delivery)
        for name in ("tmp", "new", "cur"):
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        target = os.path.join(folder, "box") if delivery == "mbox" else folder
        return self.run_program(
            "mpop", "--host=127.0.0.1", f"--port={self.port('pop3', tls)}", "--user=dewey",
            f"--passwordeval=echo {password}", f"--auth={login.lower()}", "--timeout=20", "--received-header=off",
            f"--uidls-file={self.server.folder.name}/uidls", f"--keep={'on' if keep else 'off'}",
            f"--delivery={delivery},{target}", *self.WAYS[tls], *words, code=code)

    def fetched(self, delivery="exchange"):
        """The files that mpop wrote, oldest first, and they are gone then."""
        folder = os.path.join(self.server.folder.name, delivery, "new" if delivery == "maildir" else "")
        paths = [entry.path for entry in os.scandir(folder) if entry.is_file()]
        letters = []
        for path in sorted(paths, key=lambda path: os.stat(path).st_mtime_ns):
            with open(path, "rb") as file:
                letters.append(file.read())
            os.remove(path)
        return letters

    def check(self, files, letters):
        self.assertEqual(len(files), len(letters))
        self.assertTrue(sorted(map(without_trace, files)) == sorted(letters), [file[:1000] for file in files])

    def test_letters_come_as_they_went(self):
        for tls in TLS:
            with self.subTest(tls):
                self.deliver(*LETTERS.values())
                self.mpop("--quiet", tls=tls)
                self.check(self.fetched(), LETTERS.values())
                self.assertDelivered()

    def test_logins(self):
        self.assertLessEqual({"USER", "APOP", "PLAIN", "CRAM-MD5"}, set(self.LOGINS))
        for tls in TLS:
            for login in self.LOGINS:
                with self.subTest(login, tls=tls):
                    self.deliver(LETTERS["dots"])
                    session, _ = self.mpop("--debug", tls=tls, login=login)
                    verb = login if login in ("USER", "APOP") else f"AUTH {login}"
                    self.assertIn(b"--> %s" % verb.encode(), session)
                    self.check(self.fetched(), [LETTERS["dots"]])

    def test_a_wrong_password_is_refused(self):
        # EX_NOPERM
        self.at_once(lambda login: self.mpop(login=login, password="sesame", code=77), self.LOGINS)

    def test_keep_and_only_new(self):
        self.deliver(LETTERS["dots"], LETTERS["plain"])
        self.mpop(keep=True)
        self.check(self.fetched(), [LETTERS["dots"], LETTERS["plain"]])
        # UIDL's names are the same in the next session, so nothing is fetched twice. RFC 1939 §7.
        self.deliver(LETTERS["empty lines"])
        self.mpop(keep=True)
        self.check(self.fetched(), [LETTERS["empty lines"]])
        self.mpop("--only-new=off")
        self.check(self.fetched(), [LETTERS["dots"], LETTERS["plain"], LETTERS["empty lines"]])
        self.assertDelivered()

    def test_letters_that_are_too_long_to_fetch_or_to_keep(self):
        self.deliver(LETTERS["long"], LETTERS["dots"])
        self.mpop("--skipsize=100000", keep=False)
        self.check(self.fetched(), [LETTERS["dots"]])
        self.mpop("--killsize=100000")
        self.check(self.fetched(), [])
        self.assertDelivered()

    def test_what_the_server_tells_of_itself(self):
        output, _ = self.mpop("--serverinfo", tls="upgrade")
        for words in (b"PIPELINING", b"TOP", b"UIDL"):
            self.assertIn(words, output)

    def test_with_and_without_pipelining(self):
        for way in ("on", "off"):
            with self.subTest(way):
                self.deliver(*LETTERS.values())
                self.mpop("--quiet", f"--pipelining={way}")
                self.check(self.fetched(), LETTERS.values())

    def test_files_of_unix(self):
        # The same octets with LF: a maildir has a file for each letter, an mbox one for all.
        letter = b"Subject: boxes\r\n\r\nFrom here on\r\n.\r\nnothing.\r\n"
        self.deliver(letter)
        self.mpop(keep=True, delivery="maildir")
        file, = self.fetched("maildir")
        self.check([file.replace(b"\n", b"\r\n")], [letter])
        self.mpop("--only-new=off", delivery="mbox")
        box, = self.fetched("mbox")
        first, rest = box.split(b"\n", 1)
        self.assertTrue(first.startswith(b"From a@b.example "), first)
        self.assertEqual(rest, file.replace(b"\nFrom here", b"\n>From here") + b"\n")

    def test_the_line_that_mpop_adds(self):
        self.deliver(LETTERS["dots"])
        self.mpop("--received-header=on")
        octets, = self.fetched()
        added, letter = octets.split(b"Return-Path: ", 1)
        self.check([b"Return-Path: " + letter], [LETTERS["dots"]])
        self.assertRegex(added, rb"^Received: from 127\.0\.0\.1 .*\r\n\tby .* with POP3\r\n\tfor .*\r\n$")
