"""The `$ ` prompt: telnet, nc and openssl, each with its own ways, in a world that speaks TLS."""

import shutil

import pack
from sessions import TAB, TerminalTest

TELNET = "telnet mail.example.net 110"
NETCAT = "nc -C -v mail.example.net 110"
TLS = "openssl s_client -quiet -crlf -connect mail.example.net:995"
UPGRADE = "openssl s_client -quiet -crlf -starttls pop3 -connect mail.example.net:110"


class Programs(TerminalTest):
    def world(self, *accepted):
        """The first lesson on a server that offers TLS, at its first step; the steps behind it are the same."""
        folder = self.home.folder / "pack"
        shutil.copytree(pack.ROOT / "Lessons", folder)
        lesson = folder / pack.FIRST_SESSION / "lesson.yaml"
        text = lesson.read_text(encoding="utf-8")
        for old, new in (
                ("  seed: 1\n", "  seed: 1\n  tls: {issuer: My Lab CA, until: 1999-12-31}\n"
                 "  capabilities: {pop3: {add: [CAPA, STLS]}}\n"),
                ("accept: [", "accept: [" + "".join(f'"{line}", ' for line in accepted))):
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        lesson.write_text(text, encoding="utf-8")
        return self.lesson(arguments=("--pack", str(folder)))

    def passes(self, line, isTLS):
        terminal = self.world(TLS, UPGRADE)
        shown = terminal.enter(line)
        self.assertSays(shown, pack.section(pack.FIRST_SESSION, "en", "connect", "done"))
        secured = pack.ui(
            "en", "connect.secured", version="TLSv1.3", names=["mail.example.net"], issuer="My Lab CA",
            until="1999-12-31")
        (self.assertSays if isTLS else self.assertSaysNot)(shown, secured)
        shown = terminal.play(["b", "USER dewey", "PASS tanstaaf"])
        self.assertEqual(self.home.judged()[0], (line, "right", None))
        self.assertEqual([line for line in self.home.judged() if line[1] == "mistake"], [])
        self.assertEqual(terminal.screen.at_cursor, "pop3 transaction> ")
        self.assertEqual(terminal.quit(), 0)

    def test_telnet(self):
        self.passes(TELNET, isTLS=False)

    def test_nc(self):
        self.passes(NETCAT, isTLS=False)

    def test_openssl(self):
        self.passes(TLS, isTLS=True)

    def test_openssl_asks_for_it(self):
        self.passes(UPGRADE, isTLS=True)

    def test_what_openssl_says_by_itself(self):
        shown = self.world(UPGRADE).enter(UPGRADE)
        self.assertSays(shown, pack.ui("en", "program-said", program="openssl s_client", line="STLS"))

    def test_an_upgrade_that_is_refused(self):
        """The lesson as it is: its server offers no STLS, and the step goes on in clear only."""
        terminal = self.lesson()
        shown = terminal.enter(UPGRADE)
        self.assertSays(
            shown, pack.diagnosis(
                "en", "connect.starttls-refused.what", verb="openssl s_client", expected="STLS"))
        self.assertSays(shown, pack.diagnosis("en", "connect.starttls-refused.fix", suggestion=TELNET))
        self.assertSaysNot(shown, pack.section(pack.FIRST_SESSION, "en", "connect", "done"))
        self.assertEqual(terminal.screen.at_cursor, "$ ")
        self.assertSays(terminal.enter(TELNET), pack.section(pack.FIRST_SESSION, "en", "connect", "done"))

    def test_lines_that_come_back_mended(self):
        for line, key, values, suggestion in (
                ("nc mail.example.net 110", "connect.needs-crlf", {"verb": "nc", "expected": "-C"},
                 "nc -C mail.example.net 110"),
                ("nc -C mail.example.net:110", "connect.colon", {"bad": "mail.example.net:110"},
                 "nc -C mail.example.net 110"),
                (TLS.replace(" -crlf", ""), "connect.needs-crlf", {"verb": "openssl s_client", "expected": "-crlf"},
                 "openssl s_client -crlf -quiet -connect mail.example.net:995"),
                (TLS.replace("995", "110"), "connect.tls-in-clear", {"port": "110", "verb": "openssl s_client"},
                 "openssl s_client -starttls pop3 -quiet -crlf -connect mail.example.net:110"),
                (UPGRADE.replace("pop3", "smtp"), "connect.starttls-protocol", {"expected": "pop3"},
                 "openssl s_client -starttls pop3 -quiet -crlf -connect mail.example.net:110"),
                ("nc -l 110", "connect.unknown-option", {"bad": "-l", "verb": "nc"}, "nc -C mail.example.net 110")):
            with self.subTest(line):
                shutil.rmtree(self.home.folder / "pack", ignore_errors=True)
                terminal = self.world(TLS, UPGRADE)
                shown = terminal.enter(line)
                self.assertSays(shown, pack.diagnosis("en", f"{key}.what", **values))
                self.assertSays(shown, pack.diagnosis("en", f"{key}.fix", suggestion=suggestion))
                self.assertSays(
                    terminal.enter(suggestion), pack.section(pack.FIRST_SESSION, "en", "connect", "done"))
                terminal.quit()
                self.home.events_file.unlink()

    def test_a_line_that_openssl_takes_for_itself(self):
        terminal = self.world(TLS)
        terminal.play([TLS.replace(" -quiet", ""), "b", "USER dewey", "PASS tanstaaf"])
        shown = terminal.enter("QUIT")
        self.assertSays(
            shown, pack.diagnosis(
                "en", "connect.command-key.what", verb="openssl s_client", bad="QUIT", expected="Q"))
        self.assertSays(shown, pack.ui("en", "reconnect", line=TLS))
        self.assertNotIn("S: ", shown)

    def test_telnet_after_stls(self):
        terminal = self.world()
        terminal.play([TELNET, "b"])
        shown = terminal.enter("STLS")
        self.assertSays(shown, pack.diagnosis("en", "connect.no-handshake.what", verb="telnet"))
        self.assertSays(shown, pack.diagnosis("en", "connect.no-handshake.fix", suggestion=UPGRADE))
        self.assertEqual(terminal.screen.at_cursor, "$ ")
        terminal.enter(UPGRADE)
        self.assertEqual(terminal.screen.at_cursor, "pop3 authorization> ")

    def test_completion(self):
        terminal = self.lesson()
        terminal.keys("op" + TAB + "s" + TAB + "-crlf -connect ma" + TAB)
        terminal.wait_for("openssl s_client -crlf -connect mail.example.net")
