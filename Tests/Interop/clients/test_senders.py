"""Programs that send: swaks, which shows what it does, and msmtp, which stands in for sendmail."""

from client_test import TLS, ClientTest, missing, needs, program_says
from letters import ADDRESS, LETTERS, LF_LETTER, SENDER, UNFINISHED_LETTER, stuffed, with_crlf
from server import MECHANISMS

needs_swaks_tls = (
    (lambda test: test) if "TLS supported" in program_says("swaks", "--support")
    else missing("swaks has no TLS; Tests/Interop/clients/setup installs Perl's Net::SSLeay for it"))


@needs("swaks")
class Swaks(ClientTest):
    LOGINS = [name for name in MECHANISMS if not name.startswith("SCRAM")]
    WAYS = {"none": [], "upgrade": ["--tls"], "implicit": ["--tls-on-connect"]}

    def send(self, letter, *words, tls="none", to=ADDRESS, code=0):
        """swaks' words of the session: `->` and `<-`, `~>` and `<~` under TLS."""
        output, _ = self.run_program(
            "swaks", "--server", "127.0.0.1", "--port", str(self.port("smtp", tls)), "--from", SENDER, "--to", to,
            "--helo", "client.example", "--data", "@" + self.file("letter", letter), *self.WAYS[tls], *words,
            code=code)
        return output

    def made_by_swaks(self, letter):
        """LF becomes CRLF, and before the closing dot comes always one line end more."""
        return with_crlf(letter) + b"\r\n"

    def check_letters(self, tls, *words):
        for name, letter in LETTERS.items():
            # swaks takes a last line that is a dot for the closing one.
            if name == "last line a dot":
                continue
            with self.subTest(name):
                self.send(letter, *words, tls=tls)
                self.assertDelivered(self.made_by_swaks(letter))

    def test_letters(self):
        self.check_letters("none")

    @needs_swaks_tls
    def test_letters_after_starttls(self):
        self.check_letters("upgrade")

    @needs_swaks_tls
    def test_letters_in_tls(self):
        self.check_letters("implicit")

    def test_pipelined(self):
        self.check_letters("none", "--pipeline")

    def test_files_of_other_systems(self):
        self.send(LF_LETTER)
        self.send(UNFINISHED_LETTER)
        self.assertDelivered(self.made_by_swaks(LF_LETTER), self.made_by_swaks(UNFINISHED_LETTER))

    def test_a_letter_that_is_stuffed_already(self):
        for name, letter in LETTERS.items():
            with self.subTest(name):
                self.send(stuffed(letter)[:-2], "--no-data-fixup")
                self.assertDelivered(letter)

    def test_a_letter_that_nobody_here_keeps(self):
        # For swaks only 250 is a yes; 251 says that a letter goes on to another host. RFC 5321 §3.4.
        session = self.send(
            LETTERS["plain"], "--auth", "PLAIN", "--auth-user", "dewey", "--auth-password", "tanstaaf",
            to="who@else.example", code=24)
        self.assertIn(b" 251 ", session)

    def test_logins(self):
        for mechanism in self.LOGINS:
            with self.subTest(mechanism):
                session = self.send(
                    LETTERS["dots"], "--auth", mechanism, "--auth-user", "dewey", "--auth-password", "tanstaaf")
                self.assertIn(b" -> AUTH %s" % mechanism.encode(), session)
                self.assertIn(b"<-  235 ", session)

    @needs_swaks_tls
    def test_logins_after_starttls(self):
        for mechanism in self.LOGINS:
            with self.subTest(mechanism):
                session = self.send(
                    LETTERS["dots"], "--auth", mechanism, "--auth-user", "dewey", "--auth-password", "tanstaaf",
                    tls="upgrade")
                self.assertIn(b" ~> AUTH %s" % mechanism.encode(), session)
                self.assertIn(b"<~  235 ", session)

    def test_a_wrong_password_is_refused(self):
        def send(mechanism):
            session = self.send(
                LETTERS["dots"], "--auth", mechanism, "--auth-user", "dewey", "--auth-password", "sesame", code=28)
            self.assertIn(b"<** 535 ", session)

        self.at_once(send, self.LOGINS)
        self.assertDelivered()

    def test_unknown_people_are_refused(self):
        session = self.send(LETTERS["dots"], to="nobody@mail.example.net", code=24)
        self.assertIn(b"<** 550 ", session)


@needs("msmtp")
class Msmtp(ClientTest):
    LOGINS = [name for name in MECHANISMS if name.lower() in program_says("msmtp", "--version").split()]
    WAYS = {
        "none": ["--tls=off"],
        "upgrade": ["--tls=on", "--tls-starttls=on", "--tls-certcheck=off"],
        "implicit": ["--tls=on", "--tls-starttls=off", "--tls-certcheck=off"],
    }
    # Without these it writes From, Date and Message-ID where they are missing, as a submission program should.
    AS_IT_IS = ["--set-from-header=off", "--set-date-header=off", "--set-msgid-header=off"]

    def msmtp(self, letter, *words, tls="none", to=ADDRESS, code=0):
        return self.run_program(
            "msmtp", "--host=127.0.0.1", f"--port={self.port('smtp', tls)}", f"--from={SENDER}",
            "--domain=client.example", "--timeout=20", *self.WAYS[tls], *words, *([to] if to else []),
            input=letter, code=code)

    def login(self, mechanism, password="tanstaaf"):
        return ["--user=dewey", f"--passwordeval=echo {password}", f"--auth={mechanism.lower()}", "--debug"]

    def test_letters_come_as_they_went(self):
        for tls in TLS:
            for name, letter in LETTERS.items():
                with self.subTest(name, tls=tls):
                    self.msmtp(letter, *self.AS_IT_IS, tls=tls)
                    self.assertDelivered(letter)

    def test_files_of_other_systems(self):
        self.msmtp(LF_LETTER, *self.AS_IT_IS)
        self.msmtp(UNFINISHED_LETTER, *self.AS_IT_IS)
        self.assertDelivered(with_crlf(LF_LETTER), UNFINISHED_LETTER + b"\r\n")

    def test_fields_that_msmtp_adds(self):
        self.msmtp(LETTERS["dots"])
        delivered, = self.delivered()
        added, letter = delivered.split(b"Subject: ", 1)
        self.assertEqual(b"Subject: " + letter, LETTERS["dots"])
        self.assertEqual(
            [field.split(b":")[0] for field in added.splitlines()], [b"From", b"Date", b"Message-ID"])

    def test_logins(self):
        self.assertLessEqual({"PLAIN", "LOGIN", "CRAM-MD5"}, set(self.LOGINS))
        for tls in TLS:
            for mechanism in self.LOGINS:
                with self.subTest(mechanism, tls=tls):
                    session, _ = self.msmtp(LETTERS["dots"], *self.login(mechanism), tls=tls, to="who@else.example")
                    self.assertIn(b"--> AUTH %s" % mechanism.encode(), session)
                    self.assertIn(b"<-- 235 ", session)

    def test_a_wrong_password_is_refused(self):
        # EX_NOPERM
        self.at_once(
            lambda mechanism: self.msmtp(LETTERS["dots"], *self.login(mechanism, "sesame"), code=77), self.LOGINS)
        self.assertDelivered()

    def test_unknown_people_are_refused(self):
        # EX_DATAERR
        _, errors = self.msmtp(LETTERS["dots"], to="nobody@mail.example.net", code=65)
        self.assertIn(b"550", errors)

    def test_delivery_status_notifications(self):
        session, _ = self.msmtp(
            LETTERS["dots"], *self.AS_IT_IS, "--dsn-notify=failure,delay", "--dsn-return=headers", "--debug")
        self.assertIn(b" RET=HDRS", session)
        self.assertIn(b" NOTIFY=FAILURE,DELAY", session)
        self.assertDelivered(LETTERS["dots"])

    def test_many_recipients(self):
        session, _ = self.msmtp(LETTERS["dots"], *self.AS_IT_IS, "huey@mail.example.net", "postmaster", "--debug")
        self.assertEqual(session.count(b"--> RCPT TO:"), 3)
        # Postmaster is the first account here. RFC 5321 §4.5.1.
        self.assertDelivered(LETTERS["dots"], LETTERS["dots"])

    def test_what_the_server_tells_of_itself(self):
        output, _ = self.msmtp(b"", "--serverinfo", tls="upgrade", to=None)
        self.assertIn(b"PIPELINING", output)
        for mechanism in self.LOGINS:
            self.assertIn(mechanism.encode(), output)
