"""curl sends letters and fetches them, by each way to log in that it has."""

import re

from client_test import TLS, ClientTest, needs, program_says
from letters import ADDRESS, LETTERS, LF_LETTER, SENDER, UNFINISHED_LETTER, with_crlf, without_trace
from server import MECHANISMS, scenario

# Of SCRAM curl has as much as it was built with.
LOGINS = [
    name for name in MECHANISMS
    if not name.startswith("SCRAM") or re.search(r"\bgsasl\b", program_says("curl", "--version"), re.IGNORECASE)]

LOGIN_DENIED = 67
NO_TLS = 64


class CurlTest(ClientTest):
    def curl(self, protocol, tls, *words, path="", code=0):
        """Its output and what it tells of the session."""
        scheme = protocol + ("s" if tls == "implicit" else "")
        upgrade = ["--ssl-reqd"] if tls == "upgrade" else []
        return self.run_program(
            "curl", "--disable", "--silent", "--show-error", "--verbose", "--insecure", "--max-time", "20", *upgrade,
            f"{scheme}://127.0.0.1:{self.port(protocol, tls)}/{path}", *words, code=code)

    def send(self, letter, *words, tls="none", to=ADDRESS, code=0):
        return self.curl(
            "smtp", tls, "--mail-from", SENDER, "--mail-rcpt", to, "--upload-file", self.file("letter", letter),
            *words, path="client.example", code=code)

    def fetch(self, number="", *words, tls="none", login="dewey:tanstaaf", code=0):
        return self.curl("pop3", tls, "--user", login, *words, path=number, code=code)


@needs("curl")
class Curl(CurlTest):
    def test_letters_come_as_they_went(self):
        for tls in TLS:
            for name, letter in LETTERS.items():
                with self.subTest(name, tls=tls):
                    self.send(letter, tls=tls)
                    fetched, _ = self.fetch("1", tls=tls)
                    self.assertDelivered(letter)
                    self.assertTrue(without_trace(fetched) == letter)

    def test_what_curl_changes(self):
        # A line end at the end, nothing else; and with --crlf a CR before each LF.
        self.send(UNFINISHED_LETTER)
        self.send(LF_LETTER)
        self.send(LF_LETTER, "--crlf")
        self.assertDelivered(
            UNFINISHED_LETTER + b"\r\n", with_crlf(LF_LETTER + b"\n"), with_crlf(LF_LETTER))

    def test_smtp_logins(self):
        for tls in TLS:
            for mechanism in LOGINS:
                for initial in ([], ["--sasl-ir"]):
                    with self.subTest(mechanism, tls=tls, initial=initial):
                        _, session = self.send(
                            LETTERS["plain"], "--user", "dewey:tanstaaf", "--login-options", f"AUTH={mechanism}",
                            *initial, tls=tls, to="who@else.example")
                        self.assertIn(b"> AUTH %s" % mechanism.encode(), session)
                        self.assertIn(b"< 235 ", session)

    def test_pop3_logins(self):
        self.deliver(LETTERS["dots"])
        for tls in TLS:
            for mechanism in LOGINS:
                for initial in ([], ["--sasl-ir"]):
                    with self.subTest(mechanism, tls=tls, initial=initial):
                        letter, session = self.fetch("1", "--login-options", f"AUTH={mechanism}", *initial, tls=tls)
                        self.assertIn(b"> AUTH %s" % mechanism.encode(), session)
                        self.assertEqual(without_trace(letter), LETTERS["dots"])

    def test_apop_and_user(self):
        self.deliver(LETTERS["dots"])
        for tls in TLS:
            with self.subTest(tls):
                letter, session = self.fetch("1", "--login-options", "AUTH=+APOP", tls=tls)
                self.assertIn(b"> APOP dewey ", session)
                self.assertEqual(without_trace(letter), LETTERS["dots"])

    def test_a_wrong_password_is_refused(self):
        def fetch(mechanism):
            self.fetch("", "--login-options", f"AUTH={mechanism}", login="dewey:sesame", code=LOGIN_DENIED)

        def send(mechanism):
            self.send(
                LETTERS["plain"], "--login-options", f"AUTH={mechanism}", "--user", "dewey:sesame", code=LOGIN_DENIED)

        self.at_once(fetch, [*LOGINS, "+APOP"])
        self.at_once(send, LOGINS)
        self.assertDelivered()

    def test_pop3_commands(self):
        self.deliver(LETTERS["dots"], LETTERS["plain"])
        listing, _ = self.fetch()
        self.assertRegex(listing, rb"^1 \d+\r\n2 \d+\r\n$")
        names, _ = self.fetch("", "--request", "UIDL")
        self.assertRegex(names, rb"^1 [!-~]{1,70}\r\n2 [!-~]{1,70}\r\n$")
        head, _ = self.fetch("", "--request", "TOP 1 0")
        self.assertTrue(head.endswith(b"Subject: dots\r\n\r\n"), head)
        self.fetch("1", "--request", "DELE", "--head")
        self.assertDelivered(LETTERS["plain"])

    def test_smtp_commands(self):
        self.assertIn(b"dewey@mail.example.net", self.curl("smtp", "none", "--mail-rcpt", "dewey")[0])
        self.assertIn(b"214", self.curl("smtp", "none", "--request", "HELP")[0])
        self.send(LETTERS["plain"], to="nobody@mail.example.net", code=55)

    def test_parameters(self):
        # Only who is logged in may say for whom. RFC 4954 §5.
        _, session = self.send(LETTERS["dots"], "--mail-auth", "who@else.example", "--user", "dewey:tanstaaf")
        self.assertIn(b" AUTH=<who@else.example>", session)
        self.assertIn(b" SIZE=%d" % len(LETTERS["dots"]), session)
        _, session = self.send(LETTERS["eight bits"], "--mail-from", "đức@b.example")
        self.assertIn(b" SMTPUTF8", session)
        self.assertDelivered(LETTERS["dots"], LETTERS["eight bits"])

    def test_one_refused_among_others(self):
        self.send(LETTERS["dots"], "--mail-rcpt", "nobody@mail.example.net", "--mail-rcpt-allowfails")
        self.send(LETTERS["plain"], "--mail-rcpt", "nobody@mail.example.net", code=55)
        self.assertDelivered(LETTERS["dots"])

    def test_no_second_tls(self):
        # EHLO says nothing of STARTTLS where TLS is on already. RFC 3207 §4.2.
        self.assertNotIn(b"STARTTLS", self.send(LETTERS["plain"], tls="implicit")[1])


@needs("curl")
class CurlAtAnOldServer(CurlTest):
    """No CAPA, no mechanisms, no TLS in the middle."""

    scenario = scenario(pop3="isp1997")

    def test_user_and_pass_are_what_is_left(self):
        self.deliver(LETTERS["dots"])
        letter, session = self.fetch("1")
        self.assertIn(b"> USER dewey", session)
        self.assertEqual(without_trace(letter), LETTERS["dots"])
        self.fetch(login="dewey:sesame", code=LOGIN_DENIED)

    def test_without_tls_nothing_is_said_where_it_is_demanded(self):
        _, session = self.fetch(tls="upgrade", code=NO_TLS)
        self.assertNotIn(b"USER", session)
        _, session = self.send(LETTERS["dots"], tls="upgrade", code=NO_TLS)
        self.assertNotIn(b"MAIL FROM", session)
