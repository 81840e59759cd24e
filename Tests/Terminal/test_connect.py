"""`mailtutor connect`: an annotated session with a server that is no lesson's, here always `mailtutor serve`."""

import json
import http.server
import re
import subprocess
import termios
import threading
import time
import unittest

import pack
import servers
from servers import Certificates, Scripted, Served
from sessions import CTRL_C, CTRL_D, ENTER, PATIENCE, TerminalTest, installed, squeezed

LETTER = ["Subject: By hand", "", "Every line of this.", "."]


def personalities():
    """Each with the protocols that it speaks."""
    listed = subprocess.run(
        [installed(), "serve", "--personality", "list"], capture_output=True, text=True, timeout=20).stdout
    rows = [re.split(r"\s{2,}", line)[:2] for line in listed.splitlines()]
    return [(name, protocols.lower().split(", ")) for name, protocols in rows]


class ConnectTest(TerminalTest):
    def connect(self, url, *arguments, language="en", **options):
        """A terminal at the first prompt."""
        terminal = self.terminal("connect", url, "--lang", language, *arguments, **options)
        terminal.prompt()
        return terminal

    def login(self, terminal):
        terminal.enter("USER learner")
        return terminal.enter("PASS secret")

    def bye(self, terminal, line="QUIT", code=0):
        terminal.keys(line + ENTER)
        self.assertEqual(terminal.exit_code(), code, terminal.framed())

    def envelope(self, terminal):
        terminal.play(["EHLO me.example.org", "MAIL FROM:<learner@mail.example.net>",
                       "RCPT TO:<learner@mail.example.net>", "DATA"])
        self.assertEqual(terminal.screen.at_cursor, "smtp data> ")

    def assertExplained(self, shown, status):
        """The server's line with this status, and below it what the status means."""
        self.assertRegex(shown, rf"(?m)^S: {re.escape(status)}")
        self.assertRegex(shown, rf"(?m)^ +{re.escape(status)} +\S+ \S+")

    def files_with(self, secret):
        return self.home.files_with(secret)


class EveryPersonality(ConnectTest):
    # These want TLS and a login before anything else.
    CAREFUL = ("gmail",)
    LOGIN = "AUTH PLAIN AGxlYXJuZXIAc2VjcmV0"

    def served(self, name, scheme):
        """A terminal that is connected to a server of this personality."""
        self.setUp()
        careful = name in self.CAREFUL
        scheme += "s" if careful else ""
        served = Served(self, "--personality", name, listeners=[scheme])
        terminal = self.connect(served.url(scheme), *(["--insecure"] if careful else []))
        return served, terminal

    def test_pop3(self):
        for name, protocols in personalities():
            if "pop3" not in protocols:
                continue
            with self.subTest(name):
                served, terminal = self.served(name, "pop3")
                shown = terminal.screen.text()
                self.assertSays(shown, pack.ui("en", "connect.connected", host="127.0.0.1"))
                self.assertExplained(shown, "+OK")
                self.assertEqual(terminal.screen.at_cursor, "pop3 authorization> ")
                self.login(terminal)
                self.assertEqual(terminal.screen.at_cursor, "pop3 transaction> ")
                self.assertExplained(terminal.enter("STAT"), "+OK")
                self.assertSays(terminal.enter("/where"), f"port {[*served.ports.values()][0]}; state transaction")
                self.bye(terminal)
                self.assertSays(terminal.screen.text(), pack.ui("en", "connect.closed"))
                terminal.close()
                served.stop()

    def test_smtp(self):
        """The dot asks: with a no the letter stays open, with a yes it leaves."""
        for name, protocols in personalities():
            if "smtp" not in protocols:
                continue
            with self.subTest(name):
                served, terminal = self.served(name, "smtp")
                self.assertExplained(terminal.screen.text(), "220")
                self.assertEqual(terminal.screen.at_cursor, "smtp connected> ")
                if name in self.CAREFUL:
                    terminal.play(["EHLO me.example.org", self.LOGIN])
                self.envelope(terminal)
                terminal.play(LETTER[:-1])
                question = terminal.enter(".")
                self.assertEqual(terminal.screen.at_cursor, "? ")
                self.assertSays(
                    question, pack.ui("en", "connect.ask-letter", recipients="learner@mail.example.net"))
                self.assertSays(terminal.enter("no"), pack.ui("en", "connect.not-sent"))
                self.assertEqual(terminal.screen.at_cursor, "smtp data> ")
                terminal.enter("One more line.")
                terminal.enter(".")
                self.assertExplained(terminal.enter("yes"), "250")
                self.assertEqual(terminal.screen.at_cursor, "smtp greeted> ")
                self.bye(terminal)
                terminal.close()
                served.stop()

    def test_the_first_lessons(self):
        """`learn --server`: to the end, however differently each answers; one that is careful wants TLS and a login."""
        own = "learner@mail.example.net"
        session = ["b", "USER learner", "PASS secret", "STAT", "67025", "b", "LIST", "RETR 9", "RETR 2", "QUIT", ""]
        letter = [f"MAIL FROM:<{own}>", "DATA", f"RCPT TO:<{own}>", "DATA", "Subject: By hand", "", "Hi.", ".", "yes",
                  "c", "QUIT", ""]
        for name, protocols in personalities():
            careful = name in self.CAREFUL
            hello = ["a", "EHLO me.example.org"] + ([self.LOGIN] if careful else [])
            for scheme, lesson, lines in (("pop3", "first-session", session), ("smtp", "first-letter", hello + letter)):
                if scheme not in protocols:
                    continue
                with self.subTest(name, lesson=lesson):
                    self.setUp()
                    scheme += "s" if careful else ""
                    served = Served(self, "--personality", name, listeners=[scheme])
                    arguments = ["--insecure"] if careful else []
                    if lesson == "first-letter":
                        arguments += ["--address", own]
                    user = "learner" if lesson == "first-session" else None
                    ended = self.run_tutor(
                        "learn", lesson, "--server", served.url(scheme, user=user), "--lang", "en", *arguments,
                        input="\n".join(lines) + "\n")
                    self.assertEqual((ended.code, ended.errors), (0, ""), ended.output)
                    self.assertNotIn("NOT YET:", ended.output)
                    served.stop()

    def test_the_letter_arrives(self):
        served = Served(self)
        terminal = self.connect(served.url("smtp"))
        self.envelope(terminal)
        terminal.play(LETTER[:-1] + [".", "no", "One more line.", ".", "yes"])
        self.bye(terminal)
        fetching = self.connect(served.url("pop3"))
        self.login(fetching)
        shown = fetching.enter("RETR 4")
        self.assertSays(shown, "S: Every line of this.\nS: One more line.\nS: .")


class Asking(ConnectTest):
    def setUp(self):
        super().setUp()
        self.served = Served(self)

    def test_quit_with_a_marked_message(self):
        terminal = self.connect(self.served.url("pop3"))
        self.login(terminal)
        terminal.enter("DELE 1")
        question = terminal.enter("QUIT")
        self.assertEqual(terminal.screen.at_cursor, "? ")
        self.assertSays(question, pack.ui("en", "connect.ask-quit", n=1))
        self.assertSays(terminal.enter("no"), pack.ui("en", "connect.not-sent"))
        self.assertEqual(terminal.screen.at_cursor, "pop3 transaction> ")
        terminal.enter("DELE 2")
        self.assertSays(terminal.enter("quit"), pack.ui("en", "connect.ask-quit", n=2))
        self.bye(terminal, "yes")
        again = self.connect(self.served.url("pop3"))
        self.login(again)
        self.assertSays(again.enter("STAT"), "+OK 1 ")

    def test_without_a_mark_nothing_is_asked(self):
        terminal = self.connect(self.served.url("pop3"))
        self.login(terminal)
        terminal.play(["DELE 1", "RSET"])
        self.bye(terminal)

    def test_yes_in_each_language(self):
        for language, words in (("en", ["Yes", "y"]), ("vi", ["có", "co"]), ("zh", ["是", "好"])):
            for word in words:
                with self.subTest(word):
                    terminal = self.connect(self.served.url("smtp"), language=language)
                    self.envelope(terminal)
                    terminal.play(LETTER)
                    self.assertEqual(terminal.screen.at_cursor, "? ")
                    self.assertSays(terminal.enter(word), "S: 250")
                    self.bye(terminal)
                    terminal.close()

    def test_anything_else_is_no(self):
        terminal = self.connect(self.served.url("smtp"))
        self.envelope(terminal)
        terminal.play(LETTER[:-1])
        for answer in ("", ".", "n", "QUIT", "/where", "yes please", "yesterday"):
            with self.subTest(answer):
                terminal.enter(".")
                self.assertSays(terminal.enter(answer), pack.ui("en", "connect.not-sent"))
                self.assertEqual(terminal.screen.at_cursor, "smtp data> ")

    def test_ctrl_c_at_the_question_sends_nothing(self):
        terminal = self.connect(self.served.url("smtp"))
        self.envelope(terminal)
        terminal.play(LETTER)
        start = terminal.screen.row
        terminal.keys(CTRL_C)
        terminal.shown_since(start)
        if terminal.screen.at_cursor == "? ":
            terminal.enter("no")
        self.assertEqual(terminal.screen.at_cursor, "smtp data> ")
        self.assertEqual(terminal.quit(), 0)
        fetching = self.connect(self.served.url("pop3"))
        self.login(fetching)
        self.assertSays(fetching.enter("STAT"), "+OK 3 ")

    def test_the_way_out_that_the_question_names(self):
        terminal = self.connect(self.served.url("smtp"))
        self.envelope(terminal)
        terminal.play(LETTER)
        self.assertEqual(terminal.screen.at_cursor, "? ")
        self.assertEqual(terminal.quit(), 0)

    def test_quit_leaves_an_open_letter_unsent(self):
        terminal = self.connect(self.served.url("smtp"))
        self.envelope(terminal)
        terminal.play(LETTER[:-1])
        self.assertEqual(terminal.quit(), 0)

    def test_a_line_that_breaks_the_rules_is_warned_of_before_it_is_sent(self):
        for scheme, line, diagnosis in (
                ("pop3", "STAT", "state.not-logged-in"), ("pop3", "STTA", "verb.typo"),
                ("smtp", "MAIL FROM:<a@example.org>", "state.no-hello"), ("smtp", "DATA", "state.no-hello")):
            with self.subTest(line):
                terminal = self.connect(self.served.url(scheme))
                shown = terminal.enter(line)
                warned, replied = self.diagnosed(shown, diagnosis), squeezed(shown).find("S:")
                self.assertGreater(warned, -1, shown)
                self.assertGreater(replied, warned, shown)
                terminal.close()


class Words(ConnectTest):
    def setUp(self):
        super().setUp()
        self.served = Served(self)

    def test_where(self):
        terminal = self.connect(self.served.url("pop3"))
        shown = terminal.enter("/where")
        self.assertSays(shown, f"Connected to 127.0.0.1, port {self.served.ports['pop3']}; state authorization")
        self.assertSays(shown, pack.ui("en", "connect.in-clear"))

    def test_where_in_a_letter(self):
        terminal = self.connect(self.served.url("smtp"))
        self.envelope(terminal)
        self.assertSays(
            terminal.enter("/where"),
            pack.ui("en", "connect.where-data", host="127.0.0.1", port=self.served.ports["smtp"],
                    recipients="learner@mail.example.net"))
        terminal.play(["Subject: Half", "", "..dot"] + [f"line {n}" for n in range(20)])
        shown = terminal.enter("/where")
        self.assertSays(shown, pack.ui("en", "letter.so-far", n=23))
        self.assertSays(shown, pack.ui("en", "letter.earlier", n=11))
        self.assertSays(shown, "line 8")
        self.assertSaysNot(shown, "line 7")

    def test_lines_of_a_letter(self):
        """One quiet word for a line that was not meant, once a kind."""
        terminal = self.connect(self.served.url("smtp"))
        self.envelope(terminal)
        terminal.play(["Subject: Half", ""])
        said = pack.diagnosis("en", "data.dot-alone.fix")
        self.assertSays(terminal.enter(" ."), said)
        self.assertSaysNot(terminal.enter(". "), said)
        self.assertSays(terminal.enter(".dot"), "Of .dot the letter gets only dot")
        self.assertSays(terminal.enter("exit"), pack.diagnosis("en", "state.in-data.fix"))
        self.assertSays(terminal.enter("help"), "/help")
        self.assertEqual(terminal.screen.at_cursor, "smtp data> ")

    def test_why(self):
        terminal = self.connect(self.served.url("pop3"))
        self.assertSays(terminal.enter("/why"), pack.ui("en", "why.nothing"))
        terminal.enter("STTA")
        self.assertSays(terminal.enter("/why"), pack.diagnosis("en", "verb.typo.why"))

    def test_explain(self):
        """A reply is explained in full once, and then when it is asked for."""
        terminal = self.connect(self.served.url("pop3"))
        self.login(terminal)
        meaning = pack.sentences("en", "replies")
        counted = next(text for text in meaning.values() if text.startswith("the server counted your maildrop"))
        self.assertSays(terminal.enter("STAT"), counted)
        self.assertSaysNot(terminal.enter("STAT"), counted)
        self.assertSays(terminal.enter("/explain"), counted)
        self.assertSays(terminal.enter("/explain -ERR"), "the server refused")

    def test_the_language_changes_at_once(self):
        terminal = self.connect(self.served.url("pop3"))
        self.assertSays(terminal.enter("/lang vi"), pack.ui("vi", "lang.now"))
        self.assertSays(terminal.enter("STTA"), pack.diagnosis("vi", "verb.typo.why"))
        self.assertSays(terminal.enter("/lang zh"), pack.ui("zh", "lang.now"))
        self.assertSays(terminal.enter("/where"), pack.ui("zh", "connect.in-clear"))

    def test_words_of_a_lesson(self):
        terminal = self.connect(self.served.url("pop3"))
        for word in ("/hint", "/back", "/redo", "/skip", "/show"):
            self.assertSays(terminal.enter(word), pack.ui("en", "connect.no-lesson"))

    def test_help(self):
        terminal = self.connect(self.served.url("pop3"))
        shown = terminal.enter("/help")
        for word in ("/why", "/explain", "/where", "/lang", "/base64", "/quit"):
            self.assertIn(word, shown)
        self.assertNotIn("/hint", shown)

    def test_quit(self):
        self.assertEqual(self.connect(self.served.url("pop3")).quit(), 0)

    def test_a_slash_for_the_server(self):
        terminal = self.connect(self.served.url("pop3"))
        self.assertSays(terminal.enter("//where"), "S: -ERR")

    def test_ctrl_d_leaves(self):
        terminal = self.connect(self.served.url("pop3"))
        terminal.keys(CTRL_D)
        self.assertEqual(terminal.exit_code(), 0)

    def test_ctrl_c_at_the_prompt_drops_the_line(self):
        terminal = self.connect(self.served.url("pop3"))
        start = terminal.screen.row
        terminal.keys("USER nobo" + CTRL_C)
        self.assertSays(terminal.shown_since(start), pack.ui("en", "connect.interrupted"))
        self.login(terminal)
        self.assertEqual(terminal.screen.at_cursor, "pop3 transaction> ")

    def test_nothing_is_stored(self):
        terminal = self.connect(self.served.url("pop3"))
        self.login(terminal)
        self.bye(terminal)
        self.assertEqual(self.home.events(), [])
        self.assertEqual(self.home.files_with("learner"), [])


class Secrets(ConnectTest):
    """What is typed as a secret is shown nowhere and written nowhere, nor is what it becomes in base64."""

    SECRET, BASE64 = "zebra-secret-42", "emVicmEtc2VjcmV0LTQy"
    PLAIN = "AGxlYXJuZXIAemVicmEtc2VjcmV0LTQy"
    WORLD = """format: 1
personality: {{pop3: {pop3}, smtp: rfc5321}}
hostname: mail.example.net
capabilities:
  pop3: {{add: [AUTH PLAIN LOGIN CRAM-MD5]}}
  smtp: {{add: [AUTH PLAIN LOGIN CRAM-MD5]}}
accounts:
  - {{user: learner, password: zebra-secret-42, mailbox: [{{size: 1205}}]}}
"""
    RECORDS = ("--log", "log", "--cast", "cast")

    def setUp(self):
        super().setUp()
        self.served = Served(self, scenario=self.WORLD.format(pop3="rfc1939"))

    def assertSecretIsNowhere(self, output):
        for secret in (self.SECRET, self.BASE64, self.PLAIN):
            self.assertEqual(self.home.files_with(secret), [])
            self.assertNotIn(secret.encode(), output)

    def assertEchoIsOff(self, terminal, prompt, answer, then=None):
        """Types an answer; none of its octets comes back. `then` is the prompt after it, where that asks again."""
        terminal.wait(lambda: terminal.screen.typed_line.rstrip() == prompt, prompt)
        terminal.wait(lambda: not terminal.mode(termios.ECHO), "echo off")
        start, before = terminal.screen.row, len(terminal.octets)
        terminal.keys(answer + ENTER)
        if then:
            terminal.wait(lambda: terminal.screen.row > start and terminal.screen.typed_line.rstrip() == then, then)
        else:
            terminal.shown_since(start)
        self.assertNotIn(answer.encode(), terminal.octets[before:])

    def test_pass_alone_asks_without_echo(self):
        terminal = self.connect(self.served.url("pop3"), *self.RECORDS)
        terminal.enter("USER learner")
        terminal.keys("PASS" + ENTER)
        self.assertEchoIsOff(terminal, "PASS", self.SECRET)
        self.assertEqual(terminal.screen.at_cursor, "pop3 transaction> ")
        self.bye(terminal)
        self.assertSecretIsNowhere(terminal.octets)

    def test_auth_login_prompts_without_echo(self):
        for scheme, state in (("pop3", "pop3 transaction> "), ("smtp", "smtp greeted> ")):
            with self.subTest(scheme):
                terminal = self.connect(self.served.url(scheme), *self.RECORDS)
                if scheme == "smtp":
                    terminal.enter("EHLO me.example.org")
                terminal.keys("AUTH LOGIN" + ENTER)
                prompt = {"pop3": "pop3 sasl>", "smtp": "smtp sasl>"}[scheme]
                self.assertEchoIsOff(terminal, prompt, "bGVhcm5lcg==", then=prompt)
                self.assertEchoIsOff(terminal, prompt, self.BASE64)
                self.assertEqual(terminal.screen.at_cursor, state)
                self.bye(terminal)
                self.assertSecretIsNowhere(terminal.octets)
                terminal.close()

    def test_auth_plain_in_one_line_is_typed_but_not_kept(self):
        """The line that is typed is on the screen, as it must be; nothing else shows it, and no file holds it."""
        for scheme, state in (("pop3", "pop3 transaction> "), ("smtp", "smtp greeted> ")):
            with self.subTest(scheme):
                terminal = self.connect(self.served.url(scheme), *self.RECORDS)
                if scheme == "smtp":
                    terminal.enter("EHLO me.example.org")
                shown = terminal.enter("AUTH PLAIN " + self.PLAIN)
                self.assertEqual(terminal.screen.at_cursor, state)
                self.assertNotIn(self.PLAIN, shown)
                self.assertNotIn(self.PLAIN, terminal.enter("/why") + terminal.enter("/explain"))
                self.bye(terminal)
                self.assertSecretIsNowhere(b"")
                terminal.close()

    def test_a_password_that_was_typed_is_not_in_the_history(self):
        terminal = self.connect(self.served.url("pop3"))
        terminal.enter("USER learner")
        terminal.enter("PASS " + self.SECRET)
        before = len(terminal.octets)
        terminal.keys("\x1b[A" * 2)
        terminal.settle()
        self.assertNotIn(self.SECRET.encode(), terminal.octets[before:])
        self.assertIn("USER learner", terminal.screen.typed_line)

    def test_mistyped_it_is_masked_too(self):
        for line in ("PSAS {}", "{}", "pass  {}", "PASS　{}", "ＰＡＳＳ {}", "AUTH PLAIN LOGIN {}"):
            with self.subTest(line):
                terminal = self.connect(self.served.url("pop3"), *self.RECORDS)
                terminal.enter("USER learner")
                shown = terminal.enter(line.format(self.SECRET))
                self.assertNotIn(self.SECRET, shown)
                terminal.quit()
                self.assertSecretIsNowhere(b"")

    def test_piped(self):
        sessions = {
            "pop3 PASS": ("pop3", f"USER learner\nPASS {self.SECRET}\nSTAT\nQUIT\n"),
            "pop3 PLAIN": ("pop3", f"AUTH PLAIN {self.PLAIN}\nSTAT\nQUIT\n"),
            "pop3 LOGIN": ("pop3", f"AUTH LOGIN\nbGVhcm5lcg==\n{self.BASE64}\nSTAT\nQUIT\n"),
            "smtp PLAIN": ("smtp", f"EHLO me.example.org\nAUTH PLAIN {self.PLAIN}\nQUIT\n"),
            "smtp PLAIN later": ("smtp", f"EHLO me.example.org\nAUTH PLAIN\n{self.PLAIN}\nQUIT\n"),
            "smtp LOGIN": ("smtp", f"EHLO me.example.org\nAUTH LOGIN bGVhcm5lcg==\n{self.BASE64}\nQUIT\n"),
        }
        for name, (scheme, lines) in sessions.items():
            for extra in ((), ("--json",)):
                with self.subTest(name, extra=extra):
                    ended = self.run_tutor(
                        "connect", self.served.url(scheme), "--lang", "en", *self.RECORDS, *extra, input=lines)
                    self.assertEqual((ended.code, ended.errors), (0, ""))
                    self.assertRegex(ended.output, r"\+OK 1 1205|235" if scheme == "pop3" else "235")
                    self.assertSecretIsNowhere(ended.output.encode())
                    self.assertIn("•••", (self.home.folder / "log").read_text())
                    if not extra:
                        self.assertIn("•••", (self.home.folder / "cast").read_text())

    def test_apop(self):
        """The digest is no password, but whoever has it and the greeting can try passwords: it is masked too."""
        terminal = self.connect(self.served.url("pop3"), *self.RECORDS)
        greeting = re.search(r"<[^>]+>", squeezed(terminal.screen.text()))
        if not greeting:
            self.skipTest("no timestamp in the greeting")
        encoded = self.run_tutor("encode", "apop", greeting[0], input=self.SECRET + "\n").output
        digest = re.search(r"\b[0-9a-f]{32}\b", encoded)[0]
        shown = terminal.enter("APOP learner " + digest)
        self.assertEqual(terminal.screen.at_cursor, "pop3 transaction> ")
        self.assertNotIn(digest, shown)
        self.bye(terminal)
        self.assertEqual(self.home.files_with(digest), [])
        self.assertSecretIsNowhere(terminal.octets)

    def test_a_lesson_on_a_real_server(self):
        terminal = self.terminal(
            "learn", "first-session", "--server", self.served.url("pop3", user="learner"), "--lang", "en",
            "--log", "log")
        terminal.prompt()
        terminal.play(["b", "USER learner"])
        terminal.keys("PASS" + ENTER)
        self.assertEchoIsOff(terminal, "PASS", self.SECRET)
        terminal.enter("STAT")
        terminal.quit()
        self.assertSecretIsNowhere(terminal.octets)

    def test_a_url_with_a_password_is_refused_without_repeating_it(self):
        ended = self.run_tutor("connect", f"pop3://learner:{self.SECRET}@127.0.0.1")
        self.assertEqual(ended.code, 64)
        self.assertSecretIsNowhere((ended.output + ended.errors).encode())


class Encrypted(ConnectTest):
    def setUp(self):
        super().setUp()
        self.certificates = Certificates(self)
        # The personality of a server of today offers TLS in both protocols.
        self.served = Served(
            self, "--personality", "modern", *self.certificates.served,
            listeners=("pop3", "smtp", "pop3s", "smtps"))

    UPGRADE = {"pop3": "STLS", "smtp": "STARTTLS"}

    def hello(self, terminal, scheme):
        if scheme.startswith("smtp"):
            terminal.enter("EHLO me.example.org")

    def test_upgraded_unverified(self):
        for scheme, line in self.UPGRADE.items():
            with self.subTest(scheme):
                terminal = self.connect(self.served.url(scheme), "--insecure")
                self.hello(terminal, scheme)
                shown = terminal.enter(line)
                self.assertSays(shown, "Encrypted with TLS")
                self.assertSays(shown, pack.ui("en", "connect.unverified"))
                if scheme == "smtp":
                    self.assertSays(shown, pack.ui("en", "connect.hello-again"))
                    self.assertEqual(terminal.screen.at_cursor, "smtp connected> ")
                where = terminal.enter("/where")
                self.assertSays(where, "Encrypted with TLS")
                self.assertSays(where, "Authority of a test")
                self.assertSaysNot(where, pack.ui("en", "connect.in-clear"))
                self.hello(terminal, scheme)
                self.bye(terminal)
                terminal.close()

    def test_upgraded_and_verified(self):
        for scheme, line in self.UPGRADE.items():
            for host in ("127.0.0.1", "localhost"):
                with self.subTest(scheme, host=host):
                    terminal = self.connect(
                        self.served.url(scheme, host), "--ca", str(self.certificates.authority))
                    self.hello(terminal, scheme)
                    shown = terminal.enter(line)
                    self.assertSays(shown, "Encrypted with TLS")
                    self.assertSaysNot(shown, pack.ui("en", "connect.unverified"))
                    self.hello(terminal, scheme)
                    self.bye(terminal)
                    terminal.close()

    def test_a_login_inside_tls(self):
        """The warning of a password in clear is for clear lines only."""
        terminal = self.connect(self.served.url("pop3"), "--insecure")
        terminal.enter("USER learner")
        self.assertSays(terminal.enter("PASS wrong"), pack.diagnosis("en", "auth.in-clear.what"))
        terminal.enter("STLS")
        terminal.enter("USER learner")
        self.assertSaysNot(terminal.enter("PASS secret"), pack.diagnosis("en", "auth.in-clear.what"))
        self.assertEqual(terminal.screen.at_cursor, "pop3 transaction> ")
        self.bye(terminal)

    def test_from_the_first_octet(self):
        for scheme in ("pop3s", "smtps"):
            for trust in (("--insecure",), ("--ca", str(self.certificates.authority))):
                with self.subTest(scheme, trust=trust[0]):
                    terminal = self.connect(self.served.url(scheme), *trust)
                    shown = terminal.screen.text()
                    self.assertSays(shown, "Encrypted with TLS")
                    self.assertEqual(
                        squeezed(pack.ui("en", "connect.unverified")) in squeezed(shown), trust[0] == "--insecure")
                    self.bye(terminal)
                    terminal.close()

    def test_a_certificate_of_nobody(self):
        """Without --ca and --insecure there is no connection, and the secret of nobody is sent."""
        for scheme in ("pop3s", "smtps"):
            for language in pack.LANGUAGES:
                with self.subTest(scheme, language=language):
                    ended = self.run_tutor("connect", self.served.url(scheme), "--lang", language, input="QUIT\n")
                    self.assertEqual(ended.code, 69)
                    self.assertSays(
                        ended.output,
                        pack.diagnosis(language, "network.certificate-untrusted.what", host="127.0.0.1",
                                       reason="Test, Authority of a test"))
        for scheme, line in self.UPGRADE.items():
            with self.subTest(line):
                terminal = self.connect(self.served.url(scheme))
                self.hello(terminal, scheme)
                self.bye(terminal, line, code=69)
                self.assertDiagnosed(terminal.screen.text(), "network.certificate-untrusted")
                self.assertSaysNot(terminal.screen.text(), pack.ui("en", "connect.secured")[:14])

    def test_a_certificate_for_another_name(self):
        other = Certificates(self, names="DNS:pop.example.org")
        served = Served(self, *other.served, listeners=["pop3s"])
        ended = self.run_tutor(
            "connect", served.url("pop3s"), "--lang", "en", "--ca", str(other.authority), input="QUIT\n")
        self.assertEqual(ended.code, 69)
        self.assertSays(
            ended.output,
            pack.diagnosis("en", "network.certificate-name.what", host="127.0.0.1", reason="pop.example.org"))

    def test_both_is_a_mistake(self):
        ended = self.run_tutor("connect", "pop3://127.0.0.1", "--ca", "x", "--insecure")
        self.assertEqual(ended.code, 64)

    def test_an_authority_that_cannot_be_read(self):
        ended = self.run_tutor("connect", self.served.url("pop3s"), "--ca", "missing.pem")
        self.assertEqual(ended.code, 74)
        self.assertIn("missing.pem", ended.errors)


class Silence(ConnectTest):
    def test_ctrl_c_while_waiting_for_the_greeting(self):
        server = Scripted(self, lambda peer: peer.wait())
        terminal = self.terminal("connect", server.url(), "--lang", "en")
        terminal.wait_for("Connected to")
        terminal.keys(CTRL_C)
        terminal.wait_for(pack.ui("en", "connect.stopped-waiting"))
        self.assertEqual(terminal.prompt(), "pop3 authorization>")
        self.assertEqual(terminal.quit(), 0)

    def test_ctrl_c_while_waiting_for_a_reply(self):
        """The answer that comes later is still shown, and belongs to its line."""
        asked, ready = threading.Event(), threading.Event()

        def serve(peer):
            peer.say(b"+OK ready\r\n")
            peer.hear()
            asked.set()
            ready.wait(20)
            peer.say(b"+OK go on\r\n")
            while (line := peer.hear()) != b"QUIT":
                peer.say(b"+OK logged in\r\n" if line.startswith(b"PASS") else b"+OK 2 320\r\n")
            peer.say(b"+OK bye\r\n")

        server = Scripted(self, serve)
        terminal = self.connect(server.url())
        start = terminal.screen.row
        terminal.keys("USER learner" + ENTER)
        self.assertTrue(asked.wait(PATIENCE))
        terminal.keys(CTRL_C)
        self.assertSays(terminal.shown_since(start), pack.ui("en", "connect.stopped-waiting"))
        ready.set()
        terminal.wait_for("S: +OK go on")
        terminal.settle()
        terminal.prompt()
        terminal.enter("PASS secret")
        shown = terminal.screen.text()
        self.assertLess(shown.index("S: +OK go on"), shown.index("S: +OK logged in"))
        self.assertEqual(terminal.screen.at_cursor, "pop3 transaction> ")
        self.bye(terminal)

    def test_a_slow_answer_is_announced(self):
        def serve(peer):
            peer.say(b"+OK ready\r\n")
            peer.wait()

        terminal = self.connect(Scripted(self, serve).url())
        terminal.keys("CAPA" + ENTER)
        terminal.wait_for(pack.ui("en", "connect.waiting"))
        start = terminal.screen.row
        terminal.keys(CTRL_C)
        terminal.shown_since(start)
        self.assertEqual(terminal.quit(), 0)

    def test_no_greeting_is_announced(self):
        terminal = self.terminal("connect", Scripted(self, lambda peer: peer.wait()).url("smtp"), "--lang", "en")
        terminal.wait_for("has sent no greeting")
        terminal.keys(CTRL_C)
        terminal.prompt()
        self.assertEqual(terminal.quit(), 0)

    def test_terminated_while_waiting(self):
        terminal = self.terminal("connect", Scripted(self, lambda peer: peer.wait()).url(), "--lang", "en")
        terminal.wait_for("Connected to")
        terminal.kill(15)
        self.assertIn(terminal.exit_code(), (-15, 143))


class NoTerminal(ConnectTest):
    def setUp(self):
        super().setUp()
        self.served = Served(self)

    LINES = "USER learner\nPASS secret\nSTAT\nRETR 1\nQUIT\n"

    def test_piped(self):
        ended = self.run_tutor("connect", self.served.url("pop3"), "--lang", "en", input=self.LINES)
        self.assertEqual((ended.code, ended.errors), (0, ""))
        self.assertNotIn("\x1b", ended.output)
        self.assertIn("pop3 transaction> STAT\nS: +OK 3 ", ended.output)
        self.assertIn("PASS •••", ended.output)

    def test_piped_nothing_is_asked(self):
        lines = "EHLO me.example.org\nMAIL FROM:<learner@mail.example.net>\nRCPT TO:<learner@mail.example.net>\nDATA\n"
        ended = self.run_tutor(
            "connect", self.served.url("smtp"), "--lang", "en", input=lines + "\n".join(LETTER) + "\nQUIT\n")
        self.assertEqual(ended.code, 0)
        self.assertNotIn("yes/no", ended.output)
        self.assertIn("smtp data> .\nS: 250", ended.output)

    def test_the_end_of_input_leaves(self):
        ended = self.run_tutor("connect", self.served.url("pop3"), input="NOOP\n")
        self.assertEqual((ended.code, ended.errors), (0, ""))

    def test_lines_with_crlf(self):
        ended = self.run_tutor(
            "connect", self.served.url("pop3"), "--lang", "en", input=self.LINES.replace("\n", "\r\n"))
        self.assertEqual(ended.code, 0)
        self.assertIn("S: +OK 3 ", ended.output)

    def test_json(self):
        ended = self.run_tutor("connect", self.served.url("pop3"), "--json", input="STTA\n" + self.LINES)
        self.assertEqual((ended.code, ended.errors), (0, ""))
        records = [json.loads(line) for line in ended.output.splitlines()]
        events = [record["event"] for record in records]
        self.assertEqual(set(events), {"notice", "server", "client", "diagnosis", "closed"})
        typo = events.index("diagnosis")
        self.assertEqual(records[typo]["diagnosis"], "verb.typo")
        self.assertEqual(events[typo + 1], "client", "a warning comes before its line")
        self.assertIn("STAT", [record.get("line") for record in records])
        self.assertEqual(records[-1]["event"], "closed")

    def test_json_of_what_cannot_be_reached(self):
        ended = self.run_tutor("connect", f"pop3://127.0.0.1:{servers.free_port()}", "--json", input=self.LINES)
        self.assertEqual(ended.code, 69)
        records = [json.loads(line) for line in ended.output.splitlines()]
        self.assertIn("network.refused", [record.get("diagnosis") for record in records])

    def test_a_log_with_times(self):
        self.run_tutor("connect", self.served.url("pop3"), "--log", "log", input=self.LINES)
        lines = (self.home.folder / "log").read_text(encoding="utf-8").splitlines()
        for line in lines:
            self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z [CS]: ")
        self.assertRegex(lines[0], r"S: \+OK")
        self.assertRegex(lines[1], r"C: USER learner$")
        self.assertRegex(lines[-1], r"S: \+OK")
        self.assertEqual((self.home.folder / "log").stat().st_mode & 0o777, 0o600)

    def test_a_silent_server_does_not_hold_a_script_for_ever(self):
        for command in (("connect",), ("learn", "first-session", "--server")):
            with self.subTest(command[0]):
                server = Scripted(self, lambda peer: peer.wait(), limit=90)
                began = time.monotonic()
                url = f"pop3://dewey@127.0.0.1:{server.port}"
                ended = self.run_tutor(*command, url, "--lang", "en", input=self.LINES, seconds=80)
                self.assertEqual(ended.code, 69)
                self.assertSays(ended.output, pack.ui("en", "connect.gave-up"))
                self.assertGreater(time.monotonic() - began, 40, "some servers let a caller wait for half a minute")

    def test_files_that_cannot_be_written(self):
        for option in ("--log", "--cast"):
            ended = self.run_tutor("connect", self.served.url("pop3"), option, "missing/file", input=self.LINES)
            self.assertEqual(ended.code, 74)
            self.assertIn("missing/file", ended.errors)


class Recording(ConnectTest):
    def setUp(self):
        super().setUp()
        self.served = Served(self)

    def assertCast(self):
        """A header and events whose times never go back; the screen that they draw."""
        file = self.home.folder / "cast"
        header, *events = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        self.assertEqual(header["version"], 2)
        self.assertGreater(header["width"], 0)
        self.assertGreater(header["height"], 0)
        self.assertTrue(events)
        times = [time for time, _, _ in events]
        self.assertEqual(times, sorted(times))
        self.assertEqual({kind for _, kind, _ in events}, {"o"})
        text = "".join(text for _, _, text in events)
        self.assertNotRegex(text, r"(?<!\r)\n")
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        return text

    def test_in_a_terminal(self):
        terminal = self.connect(self.served.url("pop3"), "--cast", "cast")
        self.login(terminal)
        terminal.enter("STAT")
        self.bye(terminal)
        text = self.assertCast()
        for expected in ("pop3 authorization> USER learner\r\n", "PASS •••", "+OK 3 "):
            self.assertIn(expected, re.sub(r"\x1b\[[0-9;]*m", "", text))

    def test_in_a_pipe(self):
        self.run_tutor("connect", self.served.url("pop3"), "--lang", "vi", "--cast", "cast", input="NOOP\nQUIT\n")
        self.assertIn("pop3 authorization> NOOP\r\n", self.assertCast())


class NotConnected(ConnectTest):
    """Each has a sentence of its own, in each language, and exit code 69."""

    def assertNotConnected(self, url, diagnosis, values, *arguments, input="CAPA\nQUIT\n"):
        for language in pack.LANGUAGES:
            with self.subTest(diagnosis, language=language):
                ended = self.run_tutor("connect", url, "--lang", language, *arguments, input=input)
                self.assertEqual(ended.code, 69, ended.output + ended.errors)
                for part in ("what", "why", "fix"):
                    self.assertSays(ended.output, pack.diagnosis(language, f"network.{diagnosis}.{part}", **values))

    def test_refused(self):
        port = servers.free_port()
        self.assertNotConnected(f"pop3://127.0.0.1:{port}", "refused", dict(host="127.0.0.1", port=port))

    def test_no_such_name(self):
        self.assertNotConnected("smtp://name.invalid", "no-name", dict(host="name.invalid"))

    def assertNotConnectedByHand(self, url, diagnosis, **values):
        """Where a server waits for us to begin, only the answer to a line shows what it is."""
        for language in pack.LANGUAGES:
            with self.subTest(diagnosis, language=language):
                terminal = self.terminal("connect", url, "--lang", language)
                terminal.wait_for(pack.ui(language, "connect.connected", host="127.0.0.1"))
                terminal.keys(CTRL_C)
                terminal.prompt()
                self.bye(terminal, "CAPA", code=69)
                for part in ("what", "why", "fix"):
                    self.assertSays(
                        terminal.screen.text(),
                        pack.diagnosis(language, f"network.{diagnosis}.{part}", host="127.0.0.1", **values))
                terminal.close()

    def test_a_tls_port_in_clear(self):
        served = Served(self, listeners=("pop3s", "smtps"))
        for scheme in ("pop3", "smtp"):
            port = served.ports[scheme + "s"]
            self.assertNotConnectedByHand(
                f"{scheme}://127.0.0.1:{port}", "tls-needed", port=port, suggestion=f"{scheme}s://127.0.0.1:{port}")

    def test_a_plain_port_with_tls(self):
        served = Served(self)
        for scheme in ("pop3", "smtp"):
            port = served.ports[scheme]
            self.assertNotConnected(
                f"{scheme}s://127.0.0.1:{port}", "no-tls",
                dict(host="127.0.0.1", port=port, suggestion=f"{scheme}://127.0.0.1:{port}"), "--insecure")

    def test_a_web_server(self):
        class Silent(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_):
                pass

        web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Silent)
        threading.Thread(target=web.serve_forever, daemon=True).start()
        self.addCleanup(web.server_close)
        self.addCleanup(web.shutdown)
        for scheme in ("pop3", "smtp"):
            self.assertNotConnectedByHand(
                f"{scheme}://127.0.0.1:{web.server_port}", "web-server", port=web.server_port,
                protocol=scheme.upper())

    def test_the_other_protocol(self):
        served = Served(self)
        for scheme, other in (("pop3", "smtp"), ("smtp", "pop3")):
            port = served.ports[other]
            self.assertNotConnected(
                f"{scheme}://127.0.0.1:{port}", "other-service",
                dict(host="127.0.0.1", port=port, protocol=scheme.upper(), service=other.upper()))

    def test_hung_up_at_once(self):
        server = Scripted(self, lambda peer: None)
        for language in pack.LANGUAGES:
            ended = self.run_tutor("connect", server.url(), "--lang", language, input="QUIT\n")
            self.assertEqual(ended.code, 69)
            self.assertSays(
                ended.output, pack.diagnosis(language, "network.lost.what", host="127.0.0.1", port=server.port))

    def test_a_url_that_is_none(self):
        for url in ("mail.example.net", "http://mail.example.net", "pop3://", "pop3://a:0", "pop3://::1", ""):
            with self.subTest(url):
                ended = self.run_tutor("connect", url, "--lang", "en", input="")
                self.assertEqual(ended.code, 64)
                self.assertNotIn("Connecting", ended.output)

    def test_in_a_terminal(self):
        terminal = self.terminal("connect", f"pop3://127.0.0.1:{servers.free_port()}", "--lang", "en")
        self.assertEqual(terminal.exit_code(), 69)
        self.assertDiagnosed(terminal.screen.text(), "network.refused")

    def test_a_lesson(self):
        terminal = self.terminal(
            "learn", "first-session", "--server", f"pop3://dewey@127.0.0.1:{servers.free_port()}", "--lang", "en")
        self.assertEqual(terminal.exit_code(), 69)
        self.assertDiagnosed(terminal.screen.text(), "network.refused")

    @unittest.skipUnless(servers.has_ipv6(), "no IPv6 here")
    def test_ipv6(self):
        served = Served(self, listen="::1", listeners=["pop3"])
        terminal = self.connect(served.url("pop3", "[::1]"))
        self.login(terminal)
        self.assertSays(terminal.enter("/where"), "Connected to ::1, port")
        self.bye(terminal)


class LessonOnARealServer(ConnectTest):
    """`learn --server`: the whole first lessons, with the server's own letters and names."""

    WORLD = """format: 1
personality: {pop3: modern, smtp: modern}
hostname: mail.example.net
relay: refuse
accounts:
  - {user: dewey, password: tanstaaf, mailbox: [{size: 1205}, mail/picnic.eml, {size: 344400}]}
"""

    def setUp(self):
        super().setUp()
        self.served = Served(
            self, scenario=self.WORLD, listeners=("pop3", "smtp", "pop3s", "smtps"))

    def lesson_of(self, lesson, scheme, language, *arguments):
        user = "dewey" if scheme.startswith("pop3") else None
        terminal = self.terminal(
            "learn", lesson, "--server", self.served.url(scheme, user=user), "--lang", language, *arguments)
        terminal.prompt()
        self.assertSays(terminal.screen.text(), pack.section(pack_name(lesson), language, "greeting")[:30])
        return terminal

    def finish(self, terminal, lesson, language):
        """Enter at the text that ends the lesson, and so the program."""
        terminal.keys(ENTER)
        self.assertEqual(terminal.exit_code(), 0)
        self.assertSays(
            terminal.screen.text(),
            pack.ui(language, "finished.lesson", title=pack.title(pack_name(lesson), language)))
        self.assertEqual(self.home.files_with("tanstaaf"), [])

    def first_session(self, scheme, language, *arguments):
        terminal = self.lesson_of("first-session", scheme, language, *arguments)
        self.assertEqual(terminal.screen.at_cursor, "? ")
        terminal.play(["b", "USER dewey"])
        terminal.keys("PASS" + ENTER)
        terminal.wait(lambda: terminal.screen.typed_line == "PASS ", "the question")
        start = terminal.screen.row
        terminal.keys("tanstaaf" + ENTER)
        terminal.shown_since(start)
        shown = terminal.enter("STAT")
        octets = re.search(r"S: \+OK 3 (\d+)", shown)[1]
        terminal.play([octets, "b", "LIST", "RETR 9", "RETR 2", "QUIT"])
        self.finish(terminal, "first-session", language)
        self.assertSaysNot(terminal.screen.text(), "✗")
        terminal.close()

    def first_letter(self, scheme, language, *arguments):
        own = "dewey@mail.example.net"
        terminal = self.lesson_of("first-letter", scheme, language, "--address", own, *arguments)
        terminal.play(["a", "EHLO pc.example.org", f"MAIL FROM:<{own}>", "DATA", f"RCPT TO:<{own}>", "DATA"])
        terminal.play(["Subject: A letter by hand", "", "Good morning,"])
        question = terminal.enter(".")
        self.assertEqual(terminal.screen.at_cursor, "? ")
        self.assertSays(question, pack.ui(language, "connect.ask-letter", recipients=own))
        terminal.play(["yes", "c", "QUIT"])
        self.finish(terminal, "first-letter", language)
        self.assertSaysNot(terminal.screen.text(), "✗")
        terminal.close()

    def test_first_session(self):
        for language in pack.LANGUAGES:
            with self.subTest(language):
                self.first_session("pop3", language)

    def test_first_session_with_tls(self):
        self.first_session("pop3s", "en", "--insecure")

    def test_first_letter(self):
        self.first_letter("smtp", "en")

    def test_first_letter_with_tls(self):
        self.first_letter("smtps", "vi", "--insecure")

    def test_the_letter_is_there(self):
        self.first_letter("smtp", "en")
        terminal = self.connect(self.served.url("pop3"))
        terminal.play(["USER dewey", "PASS tanstaaf"])
        self.assertSays(terminal.enter("RETR 4"), "S: Subject: A letter by hand")

    def test_a_password_in_clear_is_warned_of(self):
        """As `connect` does: before it goes out, and once. Inside TLS there is nothing to warn of."""
        warning = pack.diagnosis("en", "auth.in-clear.what")
        terminal = self.lesson_of("first-session", "pop3", "en")
        terminal.play(["b", "USER dewey"])
        shown = terminal.enter("PASS wrong")
        self.assertSays(shown, warning)
        self.assertLess(shown.index(warning[:20]), shown.index("S: -ERR"))
        terminal.enter("USER dewey")
        self.assertSaysNot(terminal.enter("PASS tanstaaf"), warning)
        terminal = self.lesson_of("first-session", "pop3s", "en", "--insecure")
        self.assertSays(terminal.screen.text(), "Encrypted with TLS")
        terminal.play(["b", "USER dewey"])
        self.assertSaysNot(terminal.enter("PASS tanstaaf"), warning)

    def test_after_starttls_the_hello_is_said_again(self):
        terminal = self.lesson_of("first-letter", "smtp", "en", "--address", "dewey@mail.example.net", "--insecure")
        terminal.play(["a", "EHLO pc.example.org"])
        shown = terminal.enter("STARTTLS")
        self.assertSays(shown, "Encrypted with TLS")
        self.assertSays(shown, pack.ui("en", "connect.hello-again"))

    def test_names_that_are_parts_of_one_another(self):
        """A user `mai` at `mail.mai.example`: each name stands in its own place, and nowhere else."""
        address = "mai@mail.mai.example"
        served = Served(
            self, listeners=("pop3", "smtp"), scenario=self.WORLD.replace("mail.example.net", "mail.mai.example").replace(
                "user: dewey", "user: mai"))
        terminal = self.terminal("learn", "first-session", "--server", served.url("pop3", user="mai"), "--lang", "en")
        terminal.prompt()
        self.assertSays(terminal.enter("b"), "This one belongs to mai. Say so with the")
        terminal.enter("/hint")
        self.assertSays(terminal.enter("/hint"), "Type USER mai.")
        self.assertSays(terminal.enter("USER mai"), "The password is •••, and the command is PASS.")
        self.assertSays(terminal.enter("/show"), "PASS •••")
        terminal.enter("PASS tanstaaf")
        self.assertSays(terminal.screen.text(), "5/12")
        terminal = self.terminal(
            "learn", "first-letter", "--server", served.url("smtp"), "--lang", "en", "--address", address)
        terminal.prompt()
        terminal.play(["a", "HELO pc.example.org"])
        self.assertSays(terminal.enter("/show"), f"MAIL FROM:<{address}>")
        terminal.play([f"MAIL FROM:<{address}>", "DATA"])
        self.assertSays(terminal.enter("/show"), f"RCPT TO:<{address}>")
        self.assertSays(terminal.enter(f"RCPT TO:<{address}>"), "7/11")

    def test_the_user_is_asked_for(self):
        terminal = self.terminal("learn", "first-session", "--server", self.served.url("pop3"), "--lang", "en")
        terminal.prompt()
        self.assertSays(terminal.screen.text(), pack.ui("en", "real.user", host="127.0.0.1"))
        terminal.enter("dewey")
        self.assertSays(terminal.screen.text(), pack.ui("en", "real.password"))
        terminal.enter("b")
        self.assertEqual(terminal.screen.at_cursor, "pop3 authorization> ")
        terminal.enter("USER dewey")
        self.assertSays(terminal.screen.text(), "4/")

    def test_the_address_is_asked_for(self):
        terminal = self.terminal("learn", "first-letter", "--server", self.served.url("smtp"), "--lang", "en")
        terminal.prompt()
        self.assertSays(terminal.screen.text(), pack.ui("en", "real.address"))
        self.assertSays(terminal.enter("no address"), pack.ui("en", "real.bad-address", bad="noaddress"))
        terminal.enter("dewey@mail.example.net")
        self.assertEqual(terminal.screen.at_cursor, "? ")

    def test_nobody_to_ask(self):
        for lesson, scheme in (("first-session", "pop3"), ("first-letter", "smtp")):
            ended = self.run_tutor("learn", lesson, "--server", self.served.url(scheme), "--lang", "en")
            self.assertEqual(ended.code, 64)
            self.assertSays(ended.errors, pack.ui("en", "real.no-answer"))

    def test_the_wrong_lesson_for_the_server(self):
        ended = self.run_tutor("learn", "first-letter", "--server", self.served.url("pop3"), "--lang", "en")
        self.assertEqual(ended.code, 64)
        ended = self.run_tutor("learn", pack.JOURNEY, "--server", self.served.url("pop3"), "--lang", "en")
        self.assertEqual(ended.code, 64)
        self.assertSays(ended.errors, pack.ui("en", "real.journey"))

    def test_no_way_back(self):
        terminal = self.lesson_of("first-session", "pop3", "en")
        for word in ("/back", "/redo"):
            self.assertSays(terminal.enter(word), pack.ui("en", "real.no-way-back"))
        self.assertSays(terminal.enter("/skip"), pack.ui("en", "real.skipped"))

    def test_a_lost_line_is_opened_again_by_enter(self):
        terminal = self.lesson_of("first-session", "pop3", "en")
        terminal.play(["b", "USER dewey"])
        terminal.enter("QUIT")
        self.assertSays(terminal.screen.text(), pack.ui("en", "real.reconnect"))
        self.assertSays(terminal.enter(), "S: +OK")
        self.assertEqual(terminal.screen.at_cursor, "pop3 authorization> ")

    def test_an_empty_mailbox_is_no_mistake(self):
        """The lesson wants the second letter; there is none, and that is nobody's fault."""
        self.served = Served(self, scenario=self.WORLD.replace("[{size: 1205}, mail/picnic.eml, {size: 344400}]", "[]"))
        terminal = self.lesson_of("first-session", "pop3", "en")
        terminal.play(["b", "USER dewey", "PASS tanstaaf", "STAT", "0", "b", "LIST", "RETR 9"])
        shown = terminal.enter("RETR 2")
        self.assertSays(shown, pack.ui("en", "real.differs", expected="+OK", actual="-ERR"))
        self.assertNotIn("✗", shown)

    def test_the_place_is_not_kept(self):
        terminal = self.lesson_of("first-session", "pop3", "en")
        terminal.play(["b", "USER dewey"])
        self.assertEqual(terminal.quit(), 0)
        self.assertSaysNot(terminal.screen.text(), pack.ui("en", "end.saved"))


def pack_name(lesson):
    return {"first-session": pack.FIRST_SESSION, "first-letter": pack.FIRST_LETTER}[lesson]
