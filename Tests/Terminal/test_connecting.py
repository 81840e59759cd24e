"""What the screen says of lines at the `$ ` prompt that open nothing, of a server's URL, and of serve's flags."""

import pathlib
import socket

import pack
from sessions import TerminalTest

TELNET = "telnet mail.example.net 110"


class Prompt(TerminalTest):
    SLIPS = (
        ("telnet mail.example.net 99999", "bad-port", {"bad": "99999"}),
        ("telnet 110 mail.example.net", "swapped", {"bad": "110"}),
        ("telnet to mail.example.net 110", "extra-word", {"bad": "to", "verb": "telnet"}),
        ("telnet mail.example.net/110", "joined", {"bad": "mail.example.net/110", "verb": "telnet"}),
        ("telnet pop3://mail.example.net", "url", {"bad": "pop3://mail.example.net", "verb": "telnet"}),
        ("telnet dewey@mail.example.net 110", "user", {"bad": "dewey@mail.example.net", "verb": "telnet"}),
        ("telnet mail.example.net 80", "other-port", {"port": "80", "service": "HTTP", "host": "mail.example.net"}),
        ("telnet gmail.com 110", "not-here", {"host": "gmail.com"}),
        ("telnet localhost 110", "this-computer", {"host": "localhost"}),
        ("ssh mail.example.net", "other-program", {"bad": "ssh", "service": "SSH", "protocol": "POP3"}),
    )

    def test_slips(self):
        for language in pack.LANGUAGES:
            terminal = self.lesson(language=language)
            for line, name, values in self.SLIPS:
                with self.subTest(f"{language} {line}"):
                    shown = terminal.enter(line)
                    self.assertSays(shown, pack.diagnosis(language, f"connect.{name}.what", **values))
                    self.assertSays(shown, pack.diagnosis(language, "fix.suggestion", suggestion=TELNET))
                    self.assertEqual(terminal.screen.at_cursor, "$ ")
            self.assertSays(
                terminal.enter(TELNET), pack.section(pack.FIRST_SESSION, language, "connect", "done"))
            terminal.quit()
            self.home.events_file.unlink()

    def test_a_password_is_not_shown(self):
        shown = self.lesson().enter("telnet dewey:hunter2@mail.example.net 110")
        self.assertSays(shown, pack.diagnosis("en", "connect.password.what", bad="dewey:•••@mail.example.net"))
        self.assertNotIn("hunter2", shown.split("\n", 1)[1])

    def test_mailtutor(self):
        shown = self.lesson().enter("mailtutor connect pop3://mail.example.net")
        self.assertSays(shown, pack.diagnosis("en", "connect.mailtutor.what", bad="mailtutor"))
        self.assertSays(shown, pack.diagnosis("en", "connect.mailtutor.fix", suggestion=TELNET))

    def test_nothing_answers_where_nothing_was_connected(self):
        for port in (22, 23, 80, 143, 587, 993):
            shown = self.lesson().enter(f"telnet mail.example.net {port}")
            self.assertSaysNot(shown, pack.section(pack.FIRST_SESSION, "en", "connect", "wrong takes-letters"))


class URLs(TerminalTest):
    CASES = (
        ("pop3://", "no-host", {"bad": "pop3://"}, None),
        ("pop3:localhost", "no-slashes", {"bad": "pop3"}, "pop3://localhost"),
        ("mailto:bob@x", "mail-address", {}, None),
        ("pop3://::1:110", "no-brackets", {"bad": "::1:110"}, "pop3://[::1]:110"),
        ("pop3://h 110", "spaces", {"bad": "pop3://h 110"}, "pop3://h:110"),
        ("pop3://h:110:995", "two-ports", {"bad": "110:995"}, None),
        ("pop3://h:99999", "bad-port", {"bad": "99999"}, None),
        ("http://h:110", "other-scheme", {"bad": "http", "service": "HTTP"}, "pop3://h:110"),
        ("pop3://anna:hunter2@mail.example.net", "password", {}, "pop3://anna@mail.example.net"),
    )

    def test_sentences(self):
        for language in pack.LANGUAGES:
            for url, name, values, mended in self.CASES:
                commands = [("connect", url)]
                if language == "en":
                    commands.append(("learn", pack.FIRST_SESSION, "--server", url))
                for command in commands:
                    with self.subTest(f"{language} {command}"):
                        ended = self.run_tutor(*command, "--lang", language)
                        self.assertEqual((ended.code, ended.output), (64, ""))
                        self.assertSays(ended.errors, pack.ui(language, f"url.{name}", **values))
                        if mended:
                            self.assertSays(ended.errors, pack.ui(language, "url.mended", suggestion=mended))
                        self.assertNotIn("hunter2", ended.errors)
                        self.assertNotIn("``", ended.errors)


class ServeFlags(TerminalTest):
    def test_sentences(self):
        taken = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(taken.close)
        port = str(taken.getsockname()[1])
        folder = self.home.folder / "scenario"
        folder.mkdir()
        empty = self.home.folder / "empty.yaml"
        empty.write_text("format: 1\npersonality: modern\n", encoding="utf-8")
        missing = str(pathlib.Path(self.home.folder) / "none.yaml")
        cases = (
            (("--pop3", "0", "--listen", "foo bar"), 69, "bad-address", {"address": "foo bar"}),
            (("--pop3", "0", "--listen", "192.0.2.77"), 69, "other-address", {"address": "192.0.2.77"}),
            (("--pop3", "99999"), 64, "bad-port", {"option": "--pop3", "port": "99999"}),
            (("--smtps=-1",), 64, "bad-port", {"option": "--smtps", "port": "-1"}),
            (("--pop3", "1110", "--smtp", "1110"), 64, "port-twice",
             {"port": "1110", "option": "--pop3", "other": "--smtp"}),
            (("--pop3", port), 69, "port-taken", {"port": port, "address": "127.0.0.1"}),
            (("--pop3", "0", "--scenario", str(folder)), 74, "scenario-folder", {"file": str(folder)}),
            (("--pop3", "0", "--scenario", missing), 74, "scenario-missing", {"file": missing}),
            (("--pop3", "0", "--scenario", str(empty)), 65, "scenario-accounts", {"file": str(empty)}),
        )
        for language in pack.LANGUAGES:
            for flags, code, name, values in cases:
                with self.subTest(f"{language} {flags}"):
                    ended = self.run_tutor("serve", *flags, "--lang", language)
                    self.assertEqual(ended.code, code, ended.errors)
                    self.assertSays(ended.errors, pack.ui(language, f"serve.{name}", **values))
                    self.assertEqual(len(ended.errors.splitlines()), 1)
