"""Every personality of `serve` sends and fetches with real clients: their words are the servers' own."""

import os
import poplib
import re
import shutil
import smtplib
import subprocess
import unittest

import server
from client_test import UNVERIFIED, ClientTest
from letters import ADDRESS, LETTERS, SENDER, without_trace
from server import scenario

# It has the fields that AIMC, and msmtp, would add.
LETTER = (
    b"From: a@b.example\r\nDate: Mon, 25 Jun 2001 12:41:51 +0800\r\nMessage-ID: <1@b.example>\r\n" + LETTERS["dots"])


def personalities(protocol):
    """Names of those that speak it, as `serve` lists them."""
    done = subprocess.run(
        [server.BINARY, "serve", "--personality", "list"], capture_output=True, text=True, timeout=20)
    return [line.split()[0] for line in done.stdout.splitlines() if protocol in re.split(r"[ ,]+", line)]


class Personalities(ClientTest):
    def setUp(self):
        """Each personality gets a server of its own."""

    def serving(self, **names):
        self.server = self.enterContext(server.Server("--quiet", scenario=scenario(**names)))

    def test_there_are_those_that_the_articles_speak_of(self):
        self.assertLessEqual(
            {"rfc1939", "dovecot", "gmail", "exchange", "qpopper", "courier", "coremail", "fpt", "isp1997"},
            set(personalities("POP3")))
        self.assertLessEqual(
            {"rfc5321", "postfix", "exim", "gmail", "exchange", "sendmail8", "coremail", "aimc"},
            set(personalities("SMTP")))

    def send_with_smtplib(self):
        with smtplib.SMTP("127.0.0.1", self.port("smtp"), timeout=20) as client:
            client.ehlo()
            if client.has_extn("starttls"):
                client.starttls(context=UNVERIFIED)
            client.sendmail(SENDER, [ADDRESS], LETTER)

    def send_with_curl(self):
        self.run_program(
            "curl", "--disable", "--silent", "--show-error", "--insecure", "--ssl", "--max-time", "20",
            "--mail-from", SENDER, "--mail-rcpt", ADDRESS, "--upload-file", self.file("letter", LETTER),
            f"smtp://127.0.0.1:{self.port('smtp')}")

    def send_with_msmtp(self):
        self.run_program(
            "msmtp", "--host=127.0.0.1", f"--port={self.port('smtp', 'implicit')}", "--tls=on", "--tls-starttls=off",
            "--tls-certcheck=off", f"--from={SENDER}", "--timeout=20", ADDRESS, input=LETTER)

    def fetch_with_poplib(self):
        client = poplib.POP3("127.0.0.1", self.port("pop3"), timeout=20)
        try:
            if "STLS" in client.capa():
                client.stls(context=UNVERIFIED)
        except poplib.error_proto:
            # CAPA is younger than this server.
            pass
        client.user("dewey")
        client.pass_("tanstaaf")
        _, lines, _ = client.retr(1)
        client.quit()
        return b"".join(line + b"\r\n" for line in lines)

    def fetch_with_curl(self):
        return self.run_program(
            "curl", "--disable", "--silent", "--show-error", "--insecure", "--ssl", "--max-time", "20",
            "--user", "dewey:tanstaaf", f"pop3://127.0.0.1:{self.port('pop3')}/1")[0]

    def fetch_with_mpop(self):
        folder = os.path.join(self.server.folder.name, "mail")
        os.mkdir(folder)
        self.run_program(
            "mpop", "--quiet", "--host=127.0.0.1", f"--port={self.port('pop3', 'implicit')}", "--tls=on",
            "--tls-starttls=off", "--tls-certcheck=off", "--auth=user", "--user=dewey",
            "--passwordeval=echo tanstaaf", "--received-header=off", "--keep=off", "--only-new=off",
            f"--uidls-file={folder}.uidls", "--timeout=20",
            f"--delivery=exchange,{folder}")
        entry, = os.scandir(folder)
        with open(entry.path, "rb") as file:
            return file.read()

    def test_sending(self):
        ways = {"smtplib": self.send_with_smtplib, "curl": self.send_with_curl, "msmtp": self.send_with_msmtp}
        for name in personalities("SMTP"):
            for client, send in ways.items():
                with self.subTest(name, client=client):
                    self.available(client)
                    self.serving(smtp=name)
                    send()
                    self.assertDelivered(LETTER)

    def test_fetching(self):
        ways = {"poplib": self.fetch_with_poplib, "curl": self.fetch_with_curl, "mpop": self.fetch_with_mpop}
        for name in personalities("POP3"):
            for client, fetch in ways.items():
                with self.subTest(name, client=client):
                    self.available(client)
                    self.serving(pop3=name)
                    self.deliver(LETTER)
                    self.assertEqual(without_trace(fetch()), LETTER)

    def available(self, client):
        if not client.endswith("lib") and not shutil.which(client):
            if os.environ.get("CI") == "true":
                self.fail(f"{client} is not installed")
            raise unittest.SkipTest(f"{client} is not installed")

    def test_gmail_wants_tls_first(self):
        self.serving(pop3="gmail", smtp="gmail")
        with smtplib.SMTP("127.0.0.1", self.port("smtp"), timeout=20) as client:
            with self.assertRaises(smtplib.SMTPSenderRefused) as refused:
                client.sendmail(SENDER, [ADDRESS], LETTER)
        self.assertEqual(refused.exception.smtp_code, 530)
        client = poplib.POP3("127.0.0.1", self.port("pop3"), timeout=20)
        with self.assertRaises(poplib.error_proto):
            client.user("dewey")
            client.pass_("tanstaaf")
        client.close()

    def test_aimc_adds_what_is_missing(self):
        self.serving(smtp="aimc")
        with smtplib.SMTP("127.0.0.1", self.port("smtp"), timeout=20) as client:
            client.sendmail(SENDER, [ADDRESS], LETTERS["dots"])
        letter, = self.delivered()
        head, body = letter.split(b"\r\n\r\n", 1)
        self.assertEqual(body, LETTERS["dots"].split(b"\r\n\r\n", 1)[1])
        self.assertEqual(
            [line.split(b":")[0] for line in head.splitlines()], [b"Subject", b"Message-ID", b"Date", b"From"])
