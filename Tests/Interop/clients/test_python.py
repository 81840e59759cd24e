"""Python's smtplib and poplib: the clients of many scripts."""

import email.message
import email.policy
import poplib
import smtplib

from client_test import TLS, UNVERIFIED, ClientTest
from letters import ADDRESS, LETTERS, LF_LETTER, SENDER, UNFINISHED_LETTER, with_crlf, without_trace
from server import MECHANISMS

# smtplib has no SCRAM.
LOGINS = [name for name in MECHANISMS if not name.startswith("SCRAM")]


class Python(ClientTest):
    def smtp(self, tls="none"):
        if tls == "implicit":
            return smtplib.SMTP_SSL("127.0.0.1", self.port("smtp", tls), timeout=20, context=UNVERIFIED)
        client = smtplib.SMTP("127.0.0.1", self.port("smtp"), timeout=20)
        if tls == "upgrade":
            client.starttls(context=UNVERIFIED)
        return client

    def pop3(self, tls="none"):
        if tls == "implicit":
            return poplib.POP3_SSL("127.0.0.1", self.port("pop3", tls), timeout=20, context=UNVERIFIED)
        client = poplib.POP3("127.0.0.1", self.port("pop3"), timeout=20)
        if tls == "upgrade":
            client.stls(context=UNVERIFIED)
        return client

    def fetch_all(self, tls="none"):
        client = self.pop3(tls)
        client.user("dewey")
        client.pass_("tanstaaf")
        letters = []
        for number in range(1, client.stat()[0] + 1):
            reply, lines, _ = client.retr(number)
            octets = b"".join(line + b"\r\n" for line in lines)
            self.assertEqual(int(reply.split()[1]), len(octets))
            letters.append(without_trace(octets))
            client.dele(number)
        client.quit()
        return letters

    def test_letters_come_as_they_went(self):
        for tls in TLS:
            with self.subTest(tls):
                with self.smtp(tls) as client:
                    for letter in LETTERS.values():
                        self.assertEqual(client.sendmail(SENDER, [ADDRESS], letter), {})
                self.assertEqual(self.fetch_all(tls), list(LETTERS.values()))
                with self.smtp(tls) as client:
                    for letter in LETTERS.values():
                        client.sendmail(SENDER, [ADDRESS], letter)
                self.assertDelivered(*LETTERS.values())

    def test_what_smtplib_changes(self):
        with self.smtp() as client:
            client.sendmail(SENDER, [ADDRESS], LF_LETTER.decode())
            client.sendmail(SENDER, [ADDRESS], UNFINISHED_LETTER)
        self.assertDelivered(with_crlf(LF_LETTER), UNFINISHED_LETTER + b"\r\n")

    def test_a_dot_after_a_bare_line_feed(self):
        # smtplib sends bytes as they are but for a dot more after each LF; on the wire only CRLF ends a line, and
        # only there a dot is taken away again. RFC 5321 §§2.3.8, 4.5.2.
        with self.smtp() as client:
            client.sendmail(SENDER, [ADDRESS], LF_LETTER)
        self.assertDelivered(with_crlf(LF_LETTER.replace(b"\n.", b"\n..") + b"\n"))

    def test_international_letters(self):
        letter = email.message.EmailMessage(policy=email.policy.SMTPUTF8)
        letter["From"] = "đức@b.example"
        letter["To"] = ADDRESS
        letter["Subject"] = "Chào 你好"
        letter.set_content("Tiếng Việt, 中文\n", cte="8bit")
        with self.smtp() as client:
            client.send_message(letter)
        delivered, = self.delivered()
        self.assertEqual(delivered, letter.as_bytes())
        self.assertIn("Chào 你好".encode(), delivered)

    def test_smtplib_logs_in_with_each_mechanism(self):
        for tls in TLS:
            for mechanism in LOGINS:
                for initial in (True, False):
                    with self.subTest(mechanism, tls=tls, initial=initial), self.smtp(tls) as client:
                        client.ehlo()
                        self.assertIn(mechanism, client.esmtp_features["auth"].split())
                        client.esmtp_features["auth"] = mechanism
                        code, _ = client.login("dewey", "tanstaaf", initial_response_ok=initial)
                        self.assertEqual(code, 235)
                        # Who logged in may send anywhere. RFC 6409 §4.
                        self.assertEqual(client.sendmail(SENDER, ["who@else.example"], LETTERS["plain"]), {})

    def test_a_wrong_password_is_refused(self):
        def log_in(mechanism):
            with self.smtp() as client:
                client.ehlo()
                client.esmtp_features["auth"] = mechanism
                with self.assertRaises(smtplib.SMTPAuthenticationError) as refused:
                    client.login("dewey", "sesame")
                self.assertEqual(refused.exception.smtp_code, 535)

        self.at_once(log_in, LOGINS)

    def test_unknown_people_are_refused(self):
        with self.smtp() as client:
            with self.assertRaises(smtplib.SMTPRecipientsRefused) as refused:
                client.sendmail(SENDER, ["nobody@mail.example.net", "who@else.example"], LETTERS["plain"])
        codes = sorted(code for code, _ in refused.exception.recipients.values())
        self.assertEqual(codes, [550, 550])
        self.assertDelivered()

    def test_one_refused_among_others(self):
        with self.smtp() as client:
            refused = client.sendmail(SENDER, ["nobody@mail.example.net", ADDRESS], LETTERS["dots"])
        self.assertEqual([code for code, _ in refused.values()], [550])
        self.assertDelivered(LETTERS["dots"])

    def test_every_command_of_smtplib(self):
        with self.smtp() as client:
            self.assertEqual(client.helo("client.example")[0], 250)
            self.assertEqual(client.noop()[0], 250)
            self.assertEqual(client.verify("dewey")[0], 250)
            self.assertEqual(client.verify("nobody")[0], 550)
            self.assertEqual(client.expn("dewey")[0], 250)
            self.assertIn(b"HELO", client.help())
            self.assertEqual(client.mail(SENDER)[0], 250)
            self.assertEqual(client.rcpt(ADDRESS)[0], 250)
            self.assertEqual(client.rset()[0], 250)
            self.assertEqual(client.rcpt(ADDRESS)[0], 503)
            # After HELO no parameters; after EHLO those that it announced. RFC 5321 §2.2.1.
            self.assertEqual(client.docmd("MAIL", "FROM:<a@b.example> SIZE=100")[0], 555)
            self.assertEqual(client.ehlo("client.example")[0], 250)
            for extension in ("size", "8bitmime", "smtputf8", "pipelining", "dsn", "chunking", "starttls", "auth"):
                self.assertTrue(client.has_extn(extension), extension)
            client.sendmail(
                SENDER, [ADDRESS], LETTERS["eight bits"], mail_options=["BODY=8BITMIME", "RET=HDRS", "ENVID=x1"],
                rcpt_options=["NOTIFY=SUCCESS,DELAY", f"ORCPT=rfc822;{ADDRESS}"])
            with self.assertRaises(smtplib.SMTPSenderRefused) as refused:
                client.sendmail(SENDER, [ADDRESS], b"x" * 11_000_000)
            self.assertEqual(refused.exception.smtp_code, 552)
        self.assertDelivered(LETTERS["eight bits"])

    def test_apop(self):
        client = self.pop3()
        self.assertTrue(client.apop("huey", "sesame").startswith(b"+OK"))
        self.assertEqual(client.stat(), (2, 345605))
        client.quit()
        with self.assertRaises(poplib.error_proto):
            self.pop3().apop("huey", "tanstaaf")

    def test_rpop_is_not_there(self):
        # RFC 1460's RPOP believed whoever called; RFC 1939 took it out.
        with self.assertRaises(poplib.error_proto):
            self.pop3().rpop("huey")

    def test_capa_and_stls(self):
        client = self.pop3()
        capabilities = client.capa()
        self.assertEqual(capabilities["SASL"], list(MECHANISMS))
        self.assertIn("STLS", capabilities)
        client.stls(context=UNVERIFIED)
        # RFC 2595 §4: not offered where it cannot be had a second time.
        self.assertNotIn("STLS", client.capa())
        client.quit()

    def test_every_command_of_poplib(self):
        self.deliver(LETTERS["dots"], LETTERS["empty lines"])
        client = self.pop3()
        client.user("dewey")
        client.pass_("tanstaaf")
        _, lines, _ = client.list()
        sizes = [int(line.split()[1]) for line in lines]
        self.assertEqual(client.stat(), (2, sum(sizes)))
        self.assertEqual(client.list(2).split()[1:3], [b"2", b"%d" % sizes[1]])
        _, lines, _ = client.uidl()
        names = [line.split()[1] for line in lines]
        self.assertEqual(len(set(names)), 2)
        self.assertEqual(client.uidl(2).split()[2], names[1])
        whole = client.retr(1)[1]
        self.assertEqual(client.top(1, 0)[1], whole[:whole.index(b"") + 1])
        self.assertEqual(client.top(1, 2)[1], whole[:whole.index(b"") + 3])
        self.assertEqual(client.top(1, 1000)[1], whole)
        self.assertTrue(client.noop().startswith(b"+OK"))
        client.dele(1)
        with self.assertRaises(poplib.error_proto):
            client.retr(1)
        client.rset()
        self.assertEqual(client.stat(), (2, sum(sizes)))
        client.dele(1)
        client.quit()
        self.assertDelivered(LETTERS["empty lines"])
